// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow_view.h"

#include "tests/ui/flow_traces.h"
#include "ui/views/flow_chips_item.h"
#include "ui/views/flow_map_item.h"
#include "ui/views/flow_pages_item.h"
#include "ui/views/flow_scene.h"
#include "ui/views/flow_stage.h"
#include "ui/views/flow_text.h"

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <set>

using namespace regard;

namespace {

std::vector<std::string> numbered(const char* word, int count)
{
    std::vector<std::string> words;
    for (int i = 0; i < count; ++i)
        words.push_back(word + std::to_string(i));
    return words;
}

TraceMaker::Attention twoLayers()
{
    TraceMaker::Attention options;
    options.layers = 2;
    options.heads = 4;
    return options;
}

const FlowMapItem& map(const FlowView& view, Role role)
{
    const QString key = QStringLiteral("stage%1").arg(static_cast<int>(role));
    return *dynamic_cast<const FlowMapItem*>(view.scene().item(key));
}

/// A shown view without animation.
std::unique_ptr<FlowView> viewOf(const TracePtr& trace, const QSize& size = {900, 600})
{
    auto view = std::make_unique<FlowView>();
    view->setAnimated(false);
    view->resize(size);
    view->show();
    view->setTrace(trace);
    return view;
}

QPoint at(FlowView& view, const QPointF& point)
{
    return view.stage().mapFromScene(point);
}

void move(FlowView& view, const QPointF& point)
{
    QTest::mouseMove(view.stage().viewport(), at(view, point));
}

void click(FlowView& view, const QPointF& point)
{
    QTest::mouseClick(view.stage().viewport(), Qt::LeftButton, {}, at(view, point));
}

QColor colorAt(FlowView& view, const QPointF& point)
{
    return view.grab().toImage().pixelColor(at(view, point));
}

CellRef cellOf(const QSignalSpy& spy)
{
    return spy.isEmpty() ? CellRef{} : spy.last().first().value<CellRef>();
}

std::vector<QRectF> rects(const FlowView& view)
{
    std::vector<QRectF> found;
    for (const FlowBox& box : view.scene().plan().boxes)
        found.push_back(box.rect);
    return found;
}

/// Nothing beyond the stage, no map on another, no header on another's.
void verifyPlan(const FlowView& view, const QSize& size)
{
    const FlowPlan& plan = view.scene().plan();
    const QRectF stage(QPointF(0, 0), QSizeF(size));
    std::vector<QRectF> maps;
    std::vector<QRectF> headers;
    for (const FlowBox& box : plan.boxes) {
        QVERIFY2(stage.adjusted(-0.5, -0.5, 0.5, 0.5).contains(box.rect), qPrintable(box.key));
        QVERIFY2(box.rect.width() > 0 && box.rect.height() > 0, qPrintable(box.key));
        if (box.kind == FlowBox::Kind::Caption)
            continue;
        for (const QRectF& other : maps)
            QVERIFY2(!other.adjusted(0.5, 0.5, -0.5, -0.5).intersects(box.rect),
                     qPrintable(box.key));
        maps.push_back(box.rect);
        if (box.kind != FlowBox::Kind::Matrix || box.room < 0)
            continue;
        const QRectF header(box.rect.center().x() - box.room / 2,
                            box.rect.top() - plan.type.headerHeight(), box.room,
                            plan.type.headerHeight());
        for (const QRectF& other : headers)
            QVERIFY2(!other.adjusted(0.5, 0.5, -0.5, -0.5).intersects(header), qPrintable(box.key));
        headers.push_back(header);
    }
}

} // namespace

Q_DECLARE_METATYPE(regard::TracePtr)

class FlowViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNarrowStageShowsTheWholePicture()
    {
        for (const auto& trace :
             {TraceMaker::attention(numbered("word", 20), twoLayers()),
              TraceMaker::recurrent(numbered("in", 6), numbered("out", 5), true)})
            for (const int width : {240, 380}) {
                const auto view = viewOf(trace, {width, 320});
                const QRect stage = view->stage().viewport()->rect();
                for (const FlowBox& box : view->scene().plan().boxes) {
                    const QRect shown(at(*view, box.rect.topLeft()),
                                      at(*view, box.rect.bottomRight()));
                    QVERIFY2(stage.adjusted(-1, -1, 1, 1).contains(shown), qPrintable(box.key));
                }
                QCOMPARE(view->stage().zoom(), 1.0);
            }
    }

    void wordsWithoutRoomSlantInsteadOfBeingCut()
    {
        const std::vector<std::string> words{"the",    "dog", "is",   "running",
                                             "across", "the", "grass"};
        for (const int width : {380, 492}) {
            const auto view = viewOf(TraceMaker::recurrent(words, {"a", "b"}, true), {width, 395});
            for (const FlowBox& box : view->scene().plan().boxes)
                if (box.key == QLatin1String("input"))
                    QCOMPARE(box.slanted, width == 380);
        }
    }

    void aLongWordTakesTheRoomOfItsNeighbours()
    {
        // The answer's long word has no such room: its chip would push others off their places.
        const std::vector<std::string> question{"the",    "dog", "is",   "running",
                                                "across", "the", "grass"};
        const std::vector<std::string> answer{"yes",  ",",        "i", "am",
                                              "free", "tomorrow", ".", "<eos>"};
        const auto view = viewOf(TraceMaker::recurrent(question, answer, true), {492, 395});
        const QFontMetricsF smallest(flowFont(view->scene().plan().type.small));
        for (const auto& [key, words] : {std::pair(QStringLiteral("input"), question),
                                         std::pair(QStringLiteral("output"), answer)}) {
            const auto* chips = dynamic_cast<const FlowChipsItem*>(view->scene().item(key));
            QVERIFY(chips);
            for (int i = 0; i < static_cast<int>(words.size()); ++i) {
                const QString word = QString::fromStdString(words[static_cast<std::size_t>(i)]);
                const QRectF chip = chips->chipRect(i);
                QVERIFY2(key == QLatin1String("output")
                             || chip.width() >= smallest.horizontalAdvance(word) + 5,
                         qPrintable(word));
                QVERIFY2(i == 0 || chips->chipRect(i - 1).right() < chip.left(), qPrintable(word));
                QVERIFY2(chip.left() < chips->middle(i) && chip.right() > chips->middle(i),
                         qPrintable(word));
            }
        }
    }

    void hoveringAWeightsCellTellsItsPlace()
    {
        const auto trace = TraceMaker::attention(numbered("word", 6), twoLayers());
        const auto view = viewOf(trace);
        QSignalSpy spy(view.get(), &FlowView::hovered);
        move(*view, map(*view, Role::Weights).rectOf(4, 2).center());
        QCOMPARE(cellOf(spy), (CellRef{trace->indexOf(Role::Weights, "layer0/head0"), 4, 2}));
        move(*view, {2, 2});
        QCOMPARE(cellOf(spy), CellRef{});
    }

    void clickingACellAndATokenTellsThem()
    {
        const auto trace = TraceMaker::attention(numbered("word", 6), twoLayers());
        const auto view = viewOf(trace);
        QSignalSpy spy(view.get(), &FlowView::clicked);
        click(*view, map(*view, Role::Scores).rectOf(1, 5).center());
        QCOMPARE(cellOf(spy), (CellRef{trace->indexOf(Role::Scores, "layer0/head0"), 1, 5}));
        const QRectF tokens = view->scene().item("tokens")->rect();
        click(*view, {tokens.center().x(), tokens.top() + tokens.height() * 2.5 / 6});
        QCOMPARE(cellOf(spy), (CellRef{trace->indexOf("input"), 2, -1}));
    }

    void doubleClickOpensATensorAndBesideItFits()
    {
        const auto trace = TraceMaker::attention(numbered("word", 6), twoLayers());
        const auto view = viewOf(trace);
        QSignalSpy spy(view.get(), &FlowView::opened);
        QTest::mouseDClick(view->stage().viewport(), Qt::LeftButton, {},
                           at(*view, map(*view, Role::Weights).rect().center()));
        QCOMPARE(spy.last().first().toInt(), trace->indexOf(Role::Weights, "layer0/head0"));
        view->stage().zoomAt({4, 4}, 2);
        QVERIFY(!view->stage().isFitted());
        QTest::mouseDClick(view->stage().viewport(), Qt::LeftButton, {}, at(*view, {4, 4}));
        QVERIFY(view->stage().isFitted());
        QCOMPARE(spy.size(), 1);
    }

    void whatALaterMomentComputesIsDrawnEmpty()
    {
        const auto trace = TraceMaker::attention(numbered("word", 4), twoLayers());
        const auto view = viewOf(trace);
        const int scores = trace->indexOf(Role::Scores, "layer0/head0");
        const int moment = trace->tensors[static_cast<std::size_t>(scores)].rowMoments.front();
        view->setMoment(moment);
        const QColor empty = Theme::light().notComputed();
        // Off the middle, where a number may stand.
        const auto corner = [](const QRectF& cell) { return cell.topLeft() + QPointF(3, 3); };
        QVERIFY(colorAt(*view, corner(map(*view, Role::Scores).rectOf(0, 0))) != empty);
        QCOMPARE(colorAt(*view, corner(map(*view, Role::Scaled).rectOf(0, 0))), empty);
        QCOMPARE(colorAt(*view, corner(map(*view, Role::Weights).rectOf(2, 1))), empty);
        view->setMoment(static_cast<int>(trace->moments.size()) - 1);
        QVERIFY(colorAt(*view, corner(map(*view, Role::Scaled).rectOf(0, 0))) != empty);
    }

    void theMapBeingComputedIsOutlinedAndNothingIsAtTheEnd()
    {
        const auto trace = TraceMaker::attention(numbered("word", 4), twoLayers());
        const auto view = viewOf(trace);
        const auto accents = [&] {
            const QImage image = view->grab().toImage();
            int count = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    count += image.pixelColor(x, y) == Theme::light().accent();
            return count;
        };
        const int last = static_cast<int>(trace->moments.size()) - 1;
        view->setMoment(last);
        const int resting = accents();
        const int scores = trace->indexOf(Role::Scores, "layer0/head0");
        view->setMoment(trace->tensors[static_cast<std::size_t>(scores)].rowMoments.front());
        QVERIFY(accents() > resting + 100);
    }

    void keysChangeHeadAndLayerWithinTheirBounds()
    {
        const auto view = viewOf(TraceMaker::attention(numbered("word", 4), twoLayers()));
        QSignalSpy spy(view.get(), &FlowView::layerHeadChanged);
        QTest::keyClick(&view->stage(), Qt::Key_BracketRight);
        QTest::keyClick(&view->stage(), Qt::Key_PageDown);
        QCOMPARE(view->head(), 1);
        QCOMPARE(view->layer(), 1);
        QTest::keyClick(&view->stage(), Qt::Key_PageDown);
        QTest::keyClick(&view->stage(), Qt::Key_BracketLeft);
        QTest::keyClick(&view->stage(), Qt::Key_BracketLeft);
        QCOMPARE(view->head(), 0);
        QCOMPARE(view->layer(), 1);
        QCOMPARE(spy.size(), 3);
        view->setLayerHead(99, 99);
        QCOMPARE(view->head(), 3);
        QVERIFY(view->accessibleDescription().contains("head 4 of 4"));
    }

    void clickingAThumbnailShowsItsHeadAndTakesTheFixedCellAlong()
    {
        const auto trace = TraceMaker::attention(numbered("word", 6), twoLayers());
        const auto view = viewOf(trace);
        view->setSelection({trace->indexOf(Role::Weights, "layer0/head0"), 3, 1}, {});
        QSignalSpy spy(view.get(), &FlowView::clicked);
        const QRectF card = view->scene().item("heads")->rect();
        QPointF thumb;
        for (qreal y = card.top(); y < card.bottom(); y += 4) {
            for (qreal x = card.left(); x < card.right(); x += 4) {
                if (view->scene().choiceAt({x, y}).head == 2)
                    thumb = {x, y};
            }
        }
        QVERIFY(!thumb.isNull());
        click(*view, thumb);
        QCOMPARE(view->head(), 2);
        QCOMPARE(map(*view, Role::Weights).box().tensor,
                 trace->indexOf(Role::Weights, "layer0/head2"));
        QCOMPARE(cellOf(spy), (CellRef{trace->indexOf(Role::Weights, "layer0/head2"), 3, 1}));
    }

    void fixingACellOfAnotherHeadShowsThatHead()
    {
        const auto trace = TraceMaker::attention(numbered("word", 6), twoLayers());
        const auto view = viewOf(trace);
        const CellRef other{trace->indexOf(Role::Query, "layer1/head3"), 2, 1};
        view->setSelection({}, other);
        QCOMPARE(view->layer(), 0);
        view->setSelection(other, {});
        QCOMPARE(view->layer(), 1);
        QCOMPARE(view->head(), 3);
        // Another sentence keeps what is shown.
        view->setTrace(TraceMaker::attention(numbered("word", 7), twoLayers()));
        QCOMPARE(view->layer(), 1);
        QCOMPARE(view->head(), 3);
    }

    void arrowKeysMoveTheFixedCell()
    {
        const auto trace = TraceMaker::attention(numbered("word", 4), twoLayers());
        const auto view = viewOf(trace);
        const int weights = trace->indexOf(Role::Weights, "layer0/head0");
        connect(view.get(), &FlowView::clicked, view.get(),
                [&](const CellRef& cell) { view->setSelection(cell, {}); });
        QSignalSpy spy(view.get(), &FlowView::clicked);
        QTest::keyClick(&view->stage(), Qt::Key_Down);
        QCOMPARE(cellOf(spy), (CellRef{weights, 0, -1}));
        QTest::keyClick(&view->stage(), Qt::Key_Down);
        QTest::keyClick(&view->stage(), Qt::Key_Right);
        QCOMPARE(cellOf(spy), (CellRef{weights, 1, 0}));
        QTest::keyClick(&view->stage(), Qt::Key_Up);
        QTest::keyClick(&view->stage(), Qt::Key_Up);
        QCOMPARE(cellOf(spy), (CellRef{weights, 0, 0}));
        QVERIFY(view->accessibleDescription().contains("word0"));
    }

    void anEmptyViewSaysWhatToDo()
    {
        const auto view = viewOf(nullptr);
        QVERIFY(!view->stage().hint().isEmpty());
        const QImage image = view->grab().toImage();
        int inked = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                inked += image.pixelColor(x, y) != Theme::light().surface();
        QVERIFY(inked > 200);
        view->setTrace(TraceMaker::attention(numbered("word", 4), twoLayers()));
        QVERIFY(view->stage().hint().isEmpty());
        view->setTrace(nullptr);
        QVERIFY(view->scene().plan().boxes.empty());
    }

    void everythingLiesOnTheStageAndMapsDoNotOverlap_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("kind");
        for (int tokens : {1, 2, 8, 32, 300}) {
            for (const QSize& size : {QSize(560, 420), QSize(900, 600), QSize(1600, 900)}) {
                for (int kind = 0; kind < 5; ++kind)
                    QTest::addRow("%d tokens %dx%d kind %d", tokens, size.width(), size.height(),
                                  kind)
                        << tokens << size << kind;
            }
        }
    }

    void everythingLiesOnTheStageAndMapsDoNotOverlap()
    {
        QFETCH(int, tokens);
        QFETCH(QSize, size);
        QFETCH(int, kind);
        TraceMaker::Attention options = twoLayers();
        options.heads = tokens > 100 ? 1 : 8;
        options.layers = tokens > 100 ? 1 : 2;
        options.causal = kind == 1;
        options.vocabulary = kind == 1 ? 20 : 0;
        options.positions = kind != 2;
        options.output = kind != 2;
        options.headScopes = kind != 2;
        if (kind == 2)
            options.layers = options.heads = 1;
        const auto words = numbered("word", tokens);
        const auto view = viewOf(kind < 3 ? TraceMaker::attention(words, options)
                                          : TraceMaker::recurrent(words, words, kind == 3),
                                 size);
        verifyPlan(*view, size);
        view->grab();
    }

    void everyKindOfTraceHasAPictureOnEveryPage_data()
    {
        QTest::addColumn<TracePtr>("trace");
        QTest::addColumn<QSize>("size");
        const auto words = [](int count) { return numbered("word", count); };
        const std::pair<const char*, TracePtr> traces[] = {
            {"transformer", TraceMaker::transformer(words(7), numbered("字", 9), 2, 4)},
            {"transformer of one word", TraceMaker::transformer(words(1), numbered("字", 1), 1, 1)},
            {"one query", TraceMaker::kernel(words(3), {"63, 170"})},
            {"a curve", TraceMaker::kernel(numbered("0.", 40), numbered("1.", 50))},
            {"pointer", TraceMaker::pointer(words(10))},
            {"one number", TraceMaker::pointer(words(1))},
            {"wide layers", TraceMaker::layers({2693, 256, 256, 128, 128, 256, 2693})},
            {"many layers", TraceMaker::layers(std::vector<Index>(40, 64))},
            {"memory", TraceMaker::memory(6, 20)},
            {"little memory", TraceMaker::memory(1, 1)}};
        for (const auto& [name, trace] : traces)
            for (const QSize& size : {QSize(500, 400), QSize(900, 600), QSize(1500, 900)})
                QTest::addRow("%s %dx%d", name, size.width(), size.height()) << trace << size;
    }

    void everyKindOfTraceHasAPictureOnEveryPage()
    {
        QFETCH(TracePtr, trace);
        QFETCH(QSize, size);
        const auto view = viewOf(trace, size);
        for (const Theme& theme : {Theme::light(), Theme::dark()}) {
            view->setTheme(theme);
            for (int page = 0; page < std::max(1, view->pageCount()); ++page) {
                view->setPage(page);
                QVERIFY(!view->scene().plan().boxes.empty());
                verifyPlan(*view, size);
                view->grab();
            }
        }
        // Every tensor has a page, or is what a picture passes over.
        for (int tensor = 0; tensor < static_cast<int>(trace->tensors.size()); ++tensor) {
            view->showTensor(tensor);
            view->setSelection({tensor, 0, 0}, {});
            view->setMoment(tensor);
        }
        view->grab();
    }

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

    void givenQueriesAndKeysAreNamedBesideThem()
    {
        const auto trace = TraceMaker::kernel(numbered("point", 3), {"63, 170"});
        const auto view = viewOf(trace);
        QVERIFY(!view->scene().item("x"));
        QCOMPARE(view->scene().item("q tokens")->tensor()->value.rows(), Index{1});
        QCOMPARE(view->scene().item("v tokens")->tensor()->value.rows(), Index{3});
        QCOMPARE(view->pageCount(), 2); // the width has its own
    }

    void aPointerGoesStraightFromItsInputsToTheStep()
    {
        const auto trace = TraceMaker::pointer(numbered("n", 6));
        const auto view = viewOf(trace);
        QVERIFY(view->scene().item("shares"));
        QVERIFY(!view->scene().item("context"));
        QVERIFY(!view->scene().item("candidates"));
        view->setSelection({trace->indexOf(Role::Weights), 2, 4}, {});
        view->grab();
    }

    void aLayerThatWeighsItsOwnFeaturesIsNoAttentionOfTokens()
    {
        const auto trace = TraceMaker::layers({2693, 256, 128, 256, 2693});
        const auto view = viewOf(trace);
        QCOMPARE(view->layerCount(), 0);
        QVERIFY(view->scene().item("layer1/attention/weights"));
        // Longer vectors are wider, one below the other.
        const auto rect = [&](const char* path) {
            return view->scene().item(QString::fromLatin1(path))->rect();
        };
        QVERIFY(rect("layer0/dense").width() > rect("layer2/dense").width());
        QVERIFY(rect("layer0/dense").bottom() < rect("layer1/dense").top());
    }

    void namesBesideVectorsHaveTheRoomTheyNeed()
    {
        const auto view = viewOf(TraceMaker::layers({2693, 256, 128, 256, 2693}), {490, 480});
        const FlowItem* caption = view->scene().item("layer1/attention/weights caption");
        QVERIFY(caption);
        QCOMPARE(caption->box().title, QStringLiteral("Layer 2 · attention · weights"));
        const QFontMetricsF metrics(flowFont(view->scene().state().type.title, true));
        QVERIFY(caption->rect().width() >= metrics.horizontalAdvance(caption->box().title));
        QVERIFY(view->scene().item("layer0/dense")->rect().width() > 200);
    }

    void theHelpSaysWhatHoldsForTheNormaliser_data()
    {
        QTest::addColumn<QString>("normaliser");
        QTest::addColumn<QString>("said");
        QTest::newRow("softmax") << "softmax"
                                 << "Each row sums to one.";
        QTest::newRow("sparsemax") << "sparsemax"
                                   << "exactly 0";
        QTest::newRow("sigmoid") << "sigmoid"
                                 << "sums to anything";
        QTest::newRow("hardmax") << "hardmax"
                                 << "The best of each row has all of it";
    }

    void theHelpSaysWhatHoldsForTheNormaliser()
    {
        QFETCH(QString, normaliser);
        QFETCH(QString, said);
        Trace trace = *TraceMaker::attention({"a", "b"}, {});
        trace.settings.set("normaliser", normaliser.toStdString());
        const TraceTensor& weights =
            trace.tensors[static_cast<std::size_t>(trace.indexOf(Role::Weights))];
        QVERIFY2(tensorHelp(trace, weights).contains(said), qPrintable(tensorHelp(trace, weights)));
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

    void theLayoutHoldsStillWhileWordsChange()
    {
        const auto view = viewOf(TraceMaker::attention(numbered("a", 8), twoLayers()));
        const auto before = rects(*view);
        const FlowItem* weights = &map(*view, Role::Weights);
        TraceMaker::Attention other = twoLayers();
        other.seed = 99;
        view->setTrace(TraceMaker::attention(numbered("considerably longer ", 8), other));
        QCOMPARE(rects(*view), before);
        QCOMPARE(static_cast<const FlowItem*>(&map(*view, Role::Weights)), weights);
    }

    void resizingKeepsItFittedUnlessZoomedByHand()
    {
        const auto view = viewOf(TraceMaker::attention(numbered("word", 8), twoLayers()));
        view->resize(1200, 700);
        QCOMPARE(view->scene().plan().size, QSizeF(1200, 700));
        view->stage().zoomAt({300, 200}, 3);
        view->resize(800, 500);
        QCOMPARE(view->scene().plan().size, QSizeF(1200, 700));
        QCOMPARE(view->stage().zoom(), 3.0);
        QTest::keyClick(&view->stage(), Qt::Key_0);
        QCOMPARE(view->scene().plan().size, QSizeF(800, 500));
        QCOMPARE(view->stage().zoom(), 1.0);
    }

    void theWheelZoomsAboutThePointer()
    {
        const auto view = viewOf(TraceMaker::attention(numbered("word", 8), twoLayers()));
        const QPoint pointer(610, 140);
        const QPointF before = view->stage().mapToScene(pointer);
        QWheelEvent wheel(pointer, view->stage().viewport()->mapToGlobal(pointer), {}, {0, 480},
                          Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(view->stage().viewport(), &wheel);
        QVERIFY(view->stage().zoom() > 1.5);
        const QPointF after = view->stage().mapToScene(pointer);
        QVERIFY((after - before).manhattanLength() < 1.5);
    }

    void candidatesAreTheLargestProbabilitiesOfTheRowInFocus()
    {
        TraceMaker::Attention options = twoLayers();
        options.vocabulary = 50;
        const auto trace = TraceMaker::attention(numbered("word", 6), options);
        const auto view = viewOf(trace);
        const auto& list = *dynamic_cast<const FlowListItem*>(view->scene().item("candidates"));
        // Without a focus both cards tell of the same token.
        QCOMPARE(list.row(),
                 dynamic_cast<const FlowListItem*>(view->scene().item("attention"))->row());
        view->setSelection({trace->indexOf("input"), 2, -1}, {});
        QCOMPARE(list.row(), Index{2});
        const TraceTensor& all = *trace->find("probabilities");
        QCOMPARE(list.columns().size(), std::size_t{5});
        int larger = 0;
        for (Index column = 0; column < 50; ++column)
            larger += all.value.at(2, column) > all.value.at(2, list.columns().back());
        QCOMPARE(larger, 4);
    }

    void aDecoderShowsTheStepOfTheMomentAndItsWeights()
    {
        const auto trace = TraceMaker::recurrent(numbered("in", 5), numbered("out", 4), true);
        const auto view = viewOf(trace);
        const int weights = trace->indexOf(Role::Weights);
        const int states = trace->indexOf(Role::DecoderState);
        const auto& moments = trace->tensors[static_cast<std::size_t>(states)].rowMoments;
        view->setMoment(moments[1]);
        QCOMPARE(view->scene().state().step(), Index{1});
        const auto& strips = *dynamic_cast<const FlowStripsItem*>(view->scene().item("decoder"));
        const QColor there = colorAt(*view, strips.stripRect(0).center());
        const QColor ghost = colorAt(*view, strips.stripRect(3).center());
        QVERIFY(there != ghost);
        QVERIFY(ghost.lightnessF() > 0.93F);
        // The context stands below the step's state.
        QVERIFY(std::abs(view->scene().item("context")->rect().center().x() - strips.middle(1))
                < 60);

        QSignalSpy spy(view.get(), &FlowView::hovered);
        const auto& shares = *dynamic_cast<const FlowSharesItem*>(view->scene().item("shares"));
        move(*view, {shares.middle(3), shares.rect().center().y()});
        QCOMPARE(cellOf(spy), (CellRef{weights, 1, 3}));
        // A decoding step under the pointer shows its own attention.
        view->setSelection({}, {states, 0, -1});
        QCOMPARE(view->scene().state().step(), Index{0});
    }

    void withAttentionOffTheLastStateIsTheContextOfEveryStep()
    {
        const auto trace = TraceMaker::recurrent(numbered("in", 5), numbered("out", 4), false);
        const auto view = viewOf(trace);
        QVERIFY(!view->scene().item("shares"));
        const auto& context = *dynamic_cast<const FlowVectorItem*>(view->scene().item("context"));
        QCOMPARE(context.box().tensor, trace->indexOf(Role::State));
        QCOMPARE(context.row(), Index{4});
    }

    void anotherKindOfTraceReplacesThePicture()
    {
        const auto attention = TraceMaker::attention(numbered("word", 6), twoLayers());
        const auto recurrent = TraceMaker::recurrent(numbered("in", 5), numbered("out", 4), true);
        const auto view = viewOf(attention);
        view->setSelection({attention->indexOf(Role::Weights, "layer1/head2"), 3, 1}, {});
        for (const TracePtr& trace : {recurrent, attention, TracePtr(), recurrent, attention}) {
            view->setTrace(trace);
            view->grab();
        }
        QVERIFY(view->scene().item("q"));
        QVERIFY(!view->scene().item("encoder"));
    }

    void anAnimationEndsWhereThePlanSays()
    {
        const auto view = viewOf(TraceMaker::attention(numbered("word", 4), twoLayers()));
        view->setAnimated(true);
        view->setTrace(TraceMaker::attention(numbered("word", 14), twoLayers()));
        view->setTrace(TraceMaker::attention(numbered("word", 20), twoLayers()));
        QTRY_VERIFY(!view->scene().isMoving());
        for (const FlowBox& box : view->scene().plan().boxes)
            QCOMPARE(view->scene().item(box.key)->rect(), box.rect);
    }

    void keysOfOtherTokensAreNamedBesideThem()
    {
        auto trace = std::make_shared<Trace>();
        const Axis queries = makeAxis(numbered("query", 3));
        const Axis keys = makeAxis(numbered("key", 5));
        const auto add = [&](const char* path, Role role, const Axis& rows, Index columns,
                             const Axis& labels) {
            const Index count = static_cast<Index>(rows->size());
            trace->tensors.push_back({path, role, rows, labels, Tensor({count, columns}), {}});
        };
        add("encoder/output", Role::Hidden, keys, 8, nullptr);
        add("decoder/input", Role::Hidden, queries, 8, nullptr);
        add("decoder/cross/Q", Role::Query, queries, 4, nullptr);
        add("decoder/cross/K", Role::Key, keys, 4, nullptr);
        add("decoder/cross/V", Role::Value, keys, 4, nullptr);
        add("decoder/cross/weights", Role::Weights, queries, 5, keys);
        add("decoder/cross/context", Role::Context, queries, 4, nullptr);
        const auto view = viewOf(trace);
        QCOMPARE(view->scene().item("x")->box().tensor, 1);
        QCOMPARE(view->scene().item("k tokens")->tensor()->value.rows(), Index{5});
        view->setSelection({5, 1, 4}, {5, 1, 4});
        view->grab();
    }

    void aTraceWithoutAttentionShowsItsTensorsInOrder()
    {
        auto trace = std::make_shared<Trace>(*TraceMaker::attention(numbered("word", 4), {}));
        std::erase_if(trace->tensors, [](const TraceTensor& t) { return t.role != Role::Hidden; });
        const auto view = viewOf(trace);
        QVERIFY(view->scene().item("input"));
        QCOMPARE(view->layerCount(), 0);
    }
};

QTEST_MAIN(FlowViewTest)
#include "flow_view_test.moc"
