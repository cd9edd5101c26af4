// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shown_flow.h"
#include "ui/views/flow/flow_chips_item.h"
#include "ui/views/flow/flow_text.h"

#include <QBuffer>
#include <QSvgGenerator>

using namespace regard;

namespace {

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

class FlowLayoutTest : public QObject {
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
        const std::vector<std::string> question{"the",    "dog", "is",   "running",
                                                "across", "the", "grass"};
        const std::vector<std::string> answer{"yes",  ",",        "i", "am",
                                              "free", "tomorrow", ".", "<eos>"};
        const auto view = viewOf(TraceMaker::recurrent(question, answer, true), {492, 457});
        const QFontMetricsF smallest(flowFont(view->scene().plan().type.small, true));
        for (const auto& [key, words] : {std::pair(QStringLiteral("input"), question),
                                         std::pair(QStringLiteral("output"), answer)}) {
            const auto* chips = dynamic_cast<const FlowChipsItem*>(view->scene().item(key));
            QVERIFY(chips);
            QVERIFY(!chips->box().slanted);
            for (int i = 0; i < static_cast<int>(words.size()); ++i) {
                const QString word = QString::fromStdString(words[static_cast<std::size_t>(i)]);
                const QRectF chip = chips->chipRect(i);
                QVERIFY2(word == QLatin1String("<eos>") // drawn as a sign
                             || chip.width() >= smallest.horizontalAdvance(word) + 5,
                         qPrintable(word));
                QVERIFY2(i == 0 || chips->chipRect(i - 1).right() < chip.left(), qPrintable(word));
                QVERIFY2(chip.left() < chips->middle(i) && chip.right() > chips->middle(i),
                         qPrintable(word));
            }
        }
    }

    void aSlantedWordIsWhole()
    {
        const std::vector<std::string> answer{"no", ",",    "i",        "will", "not",  "in",
                                              "a",  "film", "tomorrow", ".",    "<eos>"};
        const auto view = viewOf(TraceMaker::recurrent({"tomorrow"}, answer, true), {492, 457});
        QVERIFY(view->scene().item("output")->box().slanted);
        QBuffer drawn;
        drawn.open(QIODevice::WriteOnly);
        {
            QSvgGenerator file;
            file.setOutputDevice(&drawn);
            QPainter painter(&file);
            view->stage().render(&painter);
        }
        // As input and as output; the end beside the card as a sign.
        QCOMPARE(drawn.data().count(">tomorrow<"), qsizetype{2});
        QVERIFY(drawn.data().contains("■"));
    }

    void chipsStandLevelOnlyWhereEachLiesOverItsPlace()
    {
        const FlowType type;
        const QStringList words{QStringLiteral("a"), QStringLiteral("considerable"),
                                QStringLiteral("b")};
        int narrowest = 0;
        for (int pitch = 120; pitch > 10; --pitch) {
            const std::vector<ChipExtent> chips = levelChips(words, pitch, type);
            if (chips.empty())
                break;
            narrowest = pitch;
            QCOMPARE(chips.size(), std::size_t{3});
            for (std::size_t i = 0; i < chips.size(); ++i) {
                const double place = (static_cast<double>(i) + 0.5) * pitch;
                QVERIFY(chips[i].left < place && chips[i].right > place);
                QVERIFY(i == 0 || chips[i - 1].right < chips[i].left);
            }
            QVERIFY(chips.front().left >= 0 && chips.back().right <= 3 * pitch);
            // Neighbours alike give way alike.
            QVERIFY(std::abs(chips[0].left + chips[2].right - 3 * pitch) < 0.01);
        }
        QVERIFY(narrowest > 20 && narrowest < 60);
        QVERIFY(levelChips({}, 30, type).empty());
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
};

QTEST_MAIN(FlowLayoutTest)
#include "flow_layout_test.moc"
