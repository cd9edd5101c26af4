// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shown_flow.h"
#include "ui/views/flow/flow_pages_item.h"

#include <set>

using namespace regard;

class FlowPagesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTransformersPagesAreItsAttentionsInOrder()
    {
        const auto trace = TraceMaker::transformer(numbered("word", 5), numbered("out", 4), 2, 2);
        const auto view = viewOf(trace);
        QStringList titles;
        for (const FlowPage& page : view->scene().state().pages)
            titles << page.title();
        QCOMPARE(titles,
                 QStringList({"Encoder · Layer 1", "Encoder · Layer 2", "Decoder · Layer 1 · self",
                              "Decoder · Layer 1 · cross", "Decoder · Layer 2 · self",
                              "Decoder · Layer 2 · cross"}));
        view->setPage(3);
        // Cross attention: queries from the decoder, keys from the encoder's last layer.
        const FlowBlock& cross = view->scene().state().blocks[3];
        QCOMPARE(cross.input, trace->indexOf("decoder/layer0/self/attended"));
        QCOMPARE(cross.keyInput, trace->indexOf("encoder/layer1/output"));
        QCOMPARE(cross.output, trace->indexOf("decoder/layer0/output"));
        QVERIFY(view->scene().item("k tokens"));
        // Self-attention of the decoder reads its own input, labelled with other tokens.
        const FlowBlock& self = view->scene().state().blocks[2];
        QCOMPARE(self.input, trace->indexOf("decoder/X"));
        QCOMPARE(self.keyInput, -1);
        QCOMPARE(self.embedding, trace->indexOf("decoder/embedding"));
        // What comes out belongs to the decoder's tokens alone.
        view->setPage(0);
        QVERIFY(!view->scene().item("candidates"));
        view->setPage(5);
        QVERIFY(view->scene().item("candidates"));
    }

    void aTabOfTheNavigatorAndTheKeysChooseAPage()
    {
        const auto trace = TraceMaker::transformer(numbered("word", 5), numbered("out", 4), 2, 2);
        const auto view = viewOf(trace);
        const auto& bar = *dynamic_cast<const FlowPagesItem*>(view->scene().item("pages"));
        QPointF tab;
        for (qreal x = bar.rect().left(); x < bar.rect().right() && tab.isNull(); x += 3)
            if (bar.pageAt({x, bar.rect().bottom() - 8}) == 4)
                tab = {x + 8, bar.rect().bottom() - 8};
        QVERIFY(!tab.isNull());
        click(*view, tab);
        QCOMPARE(view->page(), 4);
        QCOMPARE(view->layer(), 4);
        QTest::keyClick(&view->stage(), Qt::Key_PageDown);
        QCOMPARE(view->page(), 5);
        QTest::keyClick(&view->stage(), Qt::Key_PageDown);
        QCOMPARE(view->page(), 5);
        QVERIFY2(view->accessibleDescription().contains("Layer 2 · cross"),
                 qPrintable(view->accessibleDescription()));
        // A tensor that is opened brings its page.
        view->showTensor(trace->indexOf("decoder/layer0/cross/head1/scores"));
        QCOMPARE(view->page(), 3);
        QCOMPARE(view->head(), 1);
    }

    void aLongGroupOfPagesKeepsItsEndsAndTheTabsAroundTheChosenOne()
    {
        const auto trace = TraceMaker::transformer(numbered("word", 5), numbered("out", 4), 9, 1);
        const auto view = viewOf(trace, {480, 500});
        const auto& bar = *dynamic_cast<const FlowPagesItem*>(view->scene().item("pages"));
        const auto reachable = [&] {
            std::set<int> pages;
            for (qreal x = bar.rect().left(); x < bar.rect().right(); x += 3)
                pages.insert(bar.pageAt({x, bar.rect().bottom() - 8}));
            pages.erase(-1);
            return pages;
        };
        QCOMPARE(view->pageCount(), 27);
        view->setPage(4);
        // "1 … 4 5 6 … 9" of the encoder, and of the decoder's eighteen the ends.
        QCOMPARE(reachable(), (std::set<int>{0, 2, 3, 4, 5, 6, 8, 9, 10, 26}));
        view->setPage(26);
        QCOMPARE(reachable(), (std::set<int>{0, 7, 8, 9, 24, 25, 26}));
    }

    void thePageStaysWhileWordsComeAndGo()
    {
        const auto view = viewOf(TraceMaker::stories(4));
        view->setPage(6); // the memory after sentence 2
        QCOMPARE(view->scene().state().pages[6].title(), QStringLiteral("Sentence · 2"));
        view->setTrace(TraceMaker::stories(9));
        QCOMPARE(view->page(), 11);
        view->setTrace(std::make_shared<Trace>());
        view->setTrace(TraceMaker::stories(4));
        QCOMPARE(view->page(), 6);
        view->setTrace(TraceMaker::stories(1));
        QCOMPARE(view->scene().state().pages[static_cast<std::size_t>(view->page())].group,
                 QStringLiteral("Sentence"));
    }

    void aStepBringsThePageOnWhichItComputes()
    {
        const auto trace = TraceMaker::transformer(numbered("word", 5), numbered("out", 4), 2, 2);
        const auto view = viewOf(trace);
        const auto momentOf = [&](const char* path) {
            return trace->find(path)->rowMoments.front();
        };
        view->setMoment(momentOf("encoder/layer1/head0/scores"));
        QCOMPARE(view->page(), 1);
        view->setMoment(momentOf("decoder/layer1/cross/head1/weights"));
        QCOMPARE(view->page(), 5);
        // A page that is chosen stays until the next step.
        view->setPage(0);
        view->setMoment(view->scene().state().moment);
        QCOMPARE(view->page(), 0);
        view->setMoment(view->scene().state().moment + 1);
        QCOMPARE(view->page(), 5);
    }

    void whatLiesBesideAnAttentionHasPagesOfItsOwn()
    {
        const auto trace = TraceMaker::memory(5, 8);
        const auto view = viewOf(trace);
        QCOMPARE(view->layerCount(), 1);
        QVERIFY(view->pageCount() >= 3);
        view->showTensor(trace->indexOf("memory/gate"));
        QVERIFY(view->scene().item("memory/gate"));
        QVERIFY(!view->scene().item("q"));
        view->showTensor(trace->indexOf("answer/weights"));
        QVERIFY(view->scene().item("q"));
    }
};

QTEST_MAIN(FlowPagesTest)
#include "flow_pages_test.moc"
