// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shown_flow.h"
#include "ui/views/flow/flow_text.h"

#include <QBuffer>
#include <QSvgGenerator>

using namespace regard;

class FlowPictureTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
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

    void aSingleLongWordIsWrappedAndMarkedIfUnknown()
    {
        auto trace =
            std::make_shared<Trace>(*TraceMaker::attention({"incomprehensibilities"}, twoLayers()));
        const auto ink = [&](bool known) {
            trace->input[0].known = known;
            const auto view = viewOf(trace, {560, 460});
            const QImage image = view->grab().toImage();
            const QRectF place = view->scene().item("tokens")->sceneBoundingRect();
            const QRect shown =
                QRect(at(*view, place.topLeft()), at(*view, place.bottomRight())) & image.rect();
            const QColor color = known ? Theme::light().text() : Theme::light().warning();
            int first = -1;
            int last = -1;
            for (int y = shown.top(); y <= shown.bottom(); ++y)
                for (int x = shown.left(); x <= shown.right(); ++x)
                    if (const QColor pixel = image.pixelColor(x, y);
                        std::abs(pixel.hue() - color.hue()) < 12
                        && pixel.lightness() < color.lightness() + 50) {
                        first = first < 0 ? y : first;
                        last = y;
                    }
            return first < 0 ? 0 : last - first;
        };
        QVERIFY2(ink(true) > 10, qPrintable(QString::number(ink(true))));
        QVERIFY2(ink(false) > 10, qPrintable(QString::number(ink(false))));
    }

    void wordsThatStandSeveralTimesAreToldApart()
    {
        const auto trace = TraceMaker::attention({"the", "dog", "the", "cat", "the"}, twoLayers());
        const auto view = viewOf(trace);
        const auto& list = *dynamic_cast<const FlowListItem*>(view->scene().item("attention"));
        const QStringList names{QStringLiteral("the₁"), QStringLiteral("dog"),
                                QStringLiteral("the₂"), QStringLiteral("cat"),
                                QStringLiteral("the₃")};
        QStringList expected;
        for (const Index column : list.columns())
            expected << names[column];
        QCOMPARE(expected.size(), 5);
        QCOMPARE(list.words(), expected);
    }

    void faintWeightsOfManyTokensAreDrawnUpToTheLargest()
    {
        TraceTensor tensor{"weights", Role::Weights, {}, {}, Tensor({200, 200}), {}};
        Tensor value({200, 200});
        value.at(3, 5) = 0.02F;
        value.at(100, 100) = 0.01F;
        tensor.value = std::move(value);
        const auto stateOf = [](const TraceTensor& of) {
            auto trace = std::make_shared<Trace>();
            trace->tensors.push_back(of);
            FlowState state;
            state.trace = trace;
            state.setTheme(Theme::light());
            return state;
        };
        const auto at = [](const QImage& image, int row, int column) {
            return QColor(image.pixel(column, row));
        };
        const Theme theme = Theme::light();
        const FlowState faint = stateOf(tensor);
        // Of the numbers that share a pixel the largest counts.
        const QImage small = faint.image(0, {50, 50});
        QCOMPARE(small.size(), QSize(50, 50));
        QCOMPARE(at(small, 0, 1), QColor(theme.sequential(1)));
        QCOMPARE(at(small, 25, 25), QColor(theme.sequential(128.0 / 255)));
        QCOMPARE(at(small, 49, 0), QColor(theme.sequential(0)));
        QVERIFY2(faint.imageHelp(0, {50, 50}).contains(QStringLiteral("largest")),
                 qPrintable(faint.imageHelp(0, {50, 50})));
        QVERIFY2(faint.imageHelp(0, {200, 200}).contains(QStringLiteral("0.02")),
                 qPrintable(faint.imageHelp(0, {200, 200})));

        // A single row of many shares too.
        value = Tensor({1, 256});
        value.at(0, 5) = 0.05F;
        tensor.value = std::move(value);
        QCOMPARE(at(stateOf(tensor).image(0, {256, 1}), 0, 5), QColor(theme.sequential(1)));

        // What can be seen keeps the scale from 0 to 1.
        value = Tensor({4, 4});
        value.at(0, 0) = 0.1F;
        tensor.value = std::move(value);
        const FlowState few = stateOf(tensor);
        QCOMPARE(at(few.image(0, {50, 50}), 0, 0), QColor(few.color({true, 1}, 0.1)));
        QVERIFY(few.imageHelp(0, {50, 50}).isEmpty());
        value = Tensor({200, 200});
        value.at(3, 5) = 1;
        tensor.value = std::move(value);
        QCOMPARE(stateOf(tensor).scaleOf(0).limit, 1.0);
        QVERIFY(stateOf(tensor).imageHelp(0, {200, 200}).isEmpty());
    }

    void thinnedLabelsOfTokensStandAtARuler()
    {
        const auto ticks = [](int tokens) {
            const auto view = viewOf(TraceMaker::attention(numbered("word", tokens), twoLayers()));
            const QRectF labels = view->scene().item("tokens")->rect();
            const QImage image = view->grab().toImage();
            const QPoint from = at(*view, {labels.right() + 2, labels.top()});
            int lines = 0;
            bool before = false;
            for (int y = from.y(); y < from.y() + labels.height(); ++y) {
                const bool line = image.pixelColor(from.x(), y).lightness() < 190;
                lines += line && !before;
                before = line;
            }
            return lines;
        };
        QCOMPARE(ticks(6), 0);
        QVERIFY(ticks(300) > 20);
        QVERIFY(ticks(300) < 100);
    }

    void aNarrowCardCutsNoWordThatHasRoomBesideItsNumber()
    {
        const auto trace = std::make_shared<Trace>();
        const QString word = QStringLiteral("extraordinary");
        trace->tensors.push_back({"weights",
                                  Role::Weights,
                                  makeAxis({"it"}),
                                  makeAxis({"a", word.toStdString(), "b"}),
                                  Tensor({1, 3}, {0.92F, 0.05F, 0.001F}),
                                  {}});
        FlowState state;
        state.trace = trace;
        state.setTheme(Theme::light());
        // As wide as the word and its own number; that of the first is wider.
        const QFontMetricsF metrics(flowFont(state.type.small));
        const qreal width = metrics.horizontalAdvance(word)
            + metrics.horizontalAdvance(percentText(0.05)) + 4 + 18 + 1;
        FlowListItem card(
            state, {FlowBox::Kind::Attention, QStringLiteral("attention"), 0, {0, 0, width, 120}});
        card.refresh();
        QBuffer drawn;
        drawn.open(QIODevice::WriteOnly);
        {
            QSvgGenerator file;
            file.setOutputDevice(&drawn);
            QPainter painter(&file);
            card.paint(&painter, nullptr, nullptr);
        }
        QVERIFY2(drawn.data().contains(word.toUtf8()), drawn.data().constData());
        QVERIFY(drawn.data().contains("92 %"));
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

    void givenQueriesAndKeysAreNamedBesideThem()
    {
        const auto trace = TraceMaker::kernel(numbered("point", 3), {"63, 170"});
        const auto view = viewOf(trace);
        QVERIFY(!view->scene().item("x"));
        QCOMPARE(view->scene().item("q tokens")->tensor()->value.rows(), Index{1});
        QCOMPARE(view->scene().item("v tokens")->tensor()->value.rows(), Index{3});
        QCOMPARE(view->pageCount(), 2); // the width has its own
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
        Attention& cross = trace->attentions.emplace_back();
        cross.query = 2;
        cross.key = 3;
        cross.value = 4;
        cross.weights = 5;
        cross.context = 6;
        for (const auto& [projected, from] : {std::pair(2, 1), std::pair(3, 0)})
            trace->tensors[static_cast<std::size_t>(projected)].source.operands[0] = {
                SourceOperand::Kind::Tensor, from, 1};
        const auto view = viewOf(trace);
        QCOMPARE(view->scene().item("x")->box().tensor, 1);
        QCOMPARE(view->scene().item("k tokens")->tensor()->value.rows(), Index{5});
        view->setSelection({5, 1, 4}, {5, 1, 4});
        view->grab();
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

    void aPictureIsTheSameWhateverSizeItHadBefore()
    {
        for (const TracePtr& trace :
             {TraceMaker::recurrent(numbered("word", 6), numbered("out", 5), true, 256),
              TraceMaker::attention(numbered("word", 6), twoLayers())}) {
            const auto view = viewOf(trace, {1200, 800});
            const QImage expected = view->grab().toImage();
            const auto other = viewOf(trace, {700, 420});
            other->grab();
            other->resize(1200, 800);
            QCOMPARE(other->grab().toImage(), expected);
        }
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

    void aTraceWithoutAttentionShowsItsTensorsInOrder()
    {
        auto trace = std::make_shared<Trace>(*TraceMaker::attention(numbered("word", 4), {}));
        std::erase_if(trace->tensors, [](const TraceTensor& t) { return t.role != Role::Hidden; });
        trace->attentions.clear();
        const auto view = viewOf(trace);
        QVERIFY(view->scene().item("input"));
        QCOMPARE(view->layerCount(), 0);
    }

    void theHelpSaysWhetherRowsOfWeightsSumToOne()
    {
        const auto helpFor = [](const Tensor& numbers) {
            TraceTensor weights;
            weights.path = "weights";
            weights.role = Role::Weights;
            weights.value = numbers;
            return tensorHelp(weights);
        };
        QVERIFY(helpFor(Tensor({2, 2}, {0.25F, 0.75F, 1, 0})).contains("Each row sums to one."));
        // A row that sees no key has no weights.
        QVERIFY(helpFor(Tensor({2, 2}, {0, 0, 1, 0})).contains("Each row sums to one."));
        QVERIFY(helpFor(Tensor({2, 2}, {0.5F, 0.6F, 1, 0})).contains("sums to anything"));
    }
};

QTEST_MAIN(FlowPictureTest)
#include "flow_picture_test.moc"
