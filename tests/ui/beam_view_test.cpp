// SPDX-License-Identifier: GPL-3.0-or-later
// The tree of a beam search: what is drawn, what is said of it and what a double click writes.
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"

#include "ui/views/beam/beam_view.h"
#include "ui/views/view_spec.h"

#include "tests/ui/opened_window.h"
#include "tests/ui/text_recorder.h"

#include <set>

#include <QHelpEvent>
#include <QToolTip>

using namespace regard;

class BeamViewTest : public OpenedWindow {
    Q_OBJECT

    static TracePtr traceOf(const std::string& scenario, std::int64_t width,
                            std::vector<std::string> prefix = {})
    {
        Exploration asked;
        asked.scenario = scenario;
        asked.settings.set("decoding", std::string("beam"));
        asked.settings.set("beam_width", width);
        asked.prefix = std::move(prefix);
        return explore(asked);
    }
    static int last(const TracePtr& trace) { return static_cast<int>(trace->moments.size()) - 1; }
    static std::unique_ptr<BeamView> shown(const TracePtr& trace)
    {
        auto view = std::make_unique<BeamView>();
        view->resize(900, 600);
        view->setTrace(trace);
        view->setMoment(last(trace));
        view->show();
        return view;
    }
    static int nodeOf(const Decoding& told, BeamNode::Fate fate, int from = 0)
    {
        for (std::size_t node = static_cast<std::size_t>(from); node < told.beam.size(); ++node)
            if (told.beam[node].fate == fate)
                return static_cast<int>(node);
        return -1;
    }

private Q_SLOTS:
    void init() { useOwnFiles(); }

    void everyHypothesisHasItsPlaceBehindItsParent()
    {
        for (const ScenarioSpec& spec : catalogue()) {
            if (!findSetting(spec, "decoding"))
                continue;
            for (const std::int64_t width : {1, 4, 16}) {
                const TracePtr trace = traceOf(spec.id, width);
                const auto view = shown(trace);
                const Decoding& told = *trace->decoding;
                const BeamLayout& layout = view->layoutNow();
                QCOMPARE(layout.boxes.size(), told.beam.size());
                for (std::size_t a = 0; a < layout.boxes.size(); ++a) {
                    QVERIFY(QRectF(QPointF(), layout.size).contains(layout.boxes[a]));
                    const int parent = told.beam[a].parent;
                    const QRectF before =
                        parent < 0 ? layout.root : layout.boxes[static_cast<std::size_t>(parent)];
                    QVERIFY(before.right() < layout.boxes[a].left());
                    for (std::size_t b = 0; b < a; ++b)
                        QVERIFY(!layout.boxes[a].intersects(layout.boxes[b]));
                }
            }
        }
    }

    void whatIsSaidIsWhatWasSearched()
    {
        const TracePtr trace = traceOf("dialogue", 4);
        const auto view = shown(trace);
        const Decoding& told = *trace->decoding;
        for (std::size_t node = 0; node < told.beam.size(); ++node) {
            const QString words = view->words(static_cast<int>(node));
            const BeamNode& one = told.beam[node];
            QVERIFY(words.contains(
                QStringLiteral("“%1” with %2")
                    .arg(QString::fromStdString(one.token), numberText(one.probability, 3))));
            QVERIFY(words.contains(QStringLiteral("ln P = ") + numberText(one.logProbability, 4)));
            QCOMPARE(words.contains(QStringLiteral("pruned")), one.fate == BeamNode::Fate::Pruned);
            QCOMPARE(words.contains(QStringLiteral("score %1, branch %2 of 4")
                                        .arg(numberText(one.score, 4))
                                        .arg(one.rank)),
                     one.fate == BeamNode::Fate::Ended);
        }
        QVERIFY(view->caption().contains(QStringLiteral("the 4 most probable")));
        QVERIFY(view->caption().contains(QStringLiteral("^0.6")));
    }

    void onlyWhatWasPrunedIsHatchedAndDashed()
    {
        for (const char* scenario : {"dialogue", "translation", "dates", "transformer"}) {
            const TracePtr trace = traceOf(scenario, 3);
            const auto view = shown(trace);
            const QSize whole = view->layoutNow().size.toSize() + QSize(200, 200);
            view->resize(whole);
            TextRecorder recorder(whole);
            view->render(&recorder, {}, {}, {});
            const auto hatched = std::count_if(
                recorder.shapes().begin(), recorder.shapes().end(),
                [](const DrawnShape& shape) { return shape.brush.style() == Qt::BDiagPattern; });
            const auto dashed =
                std::count_if(recorder.ways().begin(), recorder.ways().end(),
                              [](const DrawnWay& way) { return way.pen.style() == Qt::DashLine; });
            std::ptrdiff_t pruned = 0;
            for (const BeamNode& node : trace->decoding->beam)
                pruned += node.fate == BeamNode::Fate::Pruned;
            QVERIFY(pruned > 0);
            QCOMPARE(hatched, pruned);
            QCOMPARE(dashed, pruned); // the line to it
        }
    }

    void whatStandsAboveTheTreeHasRoomInANarrowView()
    {
        const TracePtr trace = traceOf("dialogue", 4);
        const auto view = shown(trace);
        for (const int width : {240, 300, 420, 900}) {
            view->resize(width, 500);
            TextRecorder recorder(view->size());
            view->render(&recorder, {}, {}, {});
            QString above;
            for (const DrawnText& text : recorder.texts())
                if (text.rect.bottom() < view->placeOf(0).top() && text.ink == Theme::light().text()
                    && text.rect.left() < 14) {
                    QVERIFY2(text.rect.right() <= width, qPrintable(text.text));
                    above += text.text;
                }
            QVERIFY2(above.remove(QLatin1Char(' ')) == view->caption().remove(QLatin1Char(' ')),
                     qPrintable(above));
        }
    }

    void aNodeOfTheWrittenTextIsItsProbabilityInTheTrace()
    {
        for (const char* scenario : {"dialogue", "translation", "dates", "transformer"}) {
            const TracePtr trace = traceOf(scenario, 3);
            const auto view = shown(trace);
            const Decoding& told = *trace->decoding;
            QSignalSpy hovered(view.get(), &TraceView::hovered);
            QSignalSpy clicked(view.get(), &TraceView::clicked);
            std::set<int> written;
            for (int node = told.written; node >= 0;
                 node = told.beam[static_cast<std::size_t>(node)].parent)
                written.insert(node);
            QVERIFY(!written.empty());
            int seen = 0;
            for (int node = 0; node < static_cast<int>(told.beam.size()); ++node) {
                const QPoint at = view->placeOf(node).center().toPoint();
                if (view->placeOf(node).isNull() || !view->rect().contains(at))
                    continue;
                QTest::mouseMove(view.get(), QPoint(1, 1));
                hovered.clear();
                clicked.clear();
                QTest::mouseMove(view.get(), at);
                QTest::mouseClick(view.get(), Qt::LeftButton, {}, at);
                if (!written.contains(node)) {
                    for (const auto& cell : hovered)
                        QVERIFY(!cell[0].value<CellRef>());
                    continue;
                }
                ++seen;
                const BeamNode& one = told.beam[static_cast<std::size_t>(node)];
                for (const QSignalSpy* spy : {&hovered, &clicked}) {
                    QVERIFY(!spy->isEmpty());
                    const auto cell = spy->last()[0].value<CellRef>();
                    const TraceTensor& tensor =
                        trace->tensors[static_cast<std::size_t>(cell.tensor)];
                    QCOMPARE(tensor.path, told.probabilities);
                    QCOMPARE(cell.row, static_cast<Index>(one.step));
                    QCOMPARE((*tensor.columns)[static_cast<std::size_t>(cell.column)], one.token);
                    QVERIFY(std::abs(static_cast<double>(tensor.value.at(cell.row, cell.column))
                                     - one.probability)
                            < 1e-5);
                }
            }
            QVERIFY(seen > 0);
        }
    }

    void whatIsPointedAtIsToldWhereverTheWindowStands()
    {
        const TracePtr trace = traceOf("dialogue", 4);
        QWidget around;
        auto* view = shown(trace).release();
        view->setParent(&around);
        view->move(70, 90);
        around.resize(1000, 760);
        around.show();
        around.move(150, 40);
        for (int node = 0; node < static_cast<int>(trace->decoding->beam.size()); ++node) {
            const QPoint at = view->placeOf(node).center().toPoint();
            if (view->placeOf(node).isNull() || !view->rect().contains(at))
                continue;
            QHelpEvent help(QEvent::ToolTip, at, view->mapToGlobal(at));
            QApplication::sendEvent(view, &help);
            QVERIFY2(QToolTip::text().startsWith(view->words(node)), qPrintable(QToolTip::text()));
        }
        QHelpEvent nowhere(QEvent::ToolTip, {1, 1}, view->mapToGlobal(QPoint(1, 1)));
        QApplication::sendEvent(view, &nowhere);
        QTRY_VERIFY(QToolTip::text().isEmpty());
    }

    void stepsComeOneAfterTheOther()
    {
        const TracePtr trace = traceOf("dialogue", 3);
        const auto view = shown(trace);
        const Decoding& told = *trace->decoding;
        QCOMPARE(view->stops().size(), trace->output.size());
        for (int step = 0; step < static_cast<int>(trace->output.size()); ++step) {
            view->setMoment(view->stops()[static_cast<std::size_t>(step)]);
            for (std::size_t node = 0; node < told.beam.size(); ++node)
                QCOMPARE(!view->placeOf(static_cast<int>(node)).isNull(),
                         told.beam[node].step <= step
                             || step + 1 == static_cast<int>(trace->output.size()));
        }
    }

    void aDoubleClickWritesABranchOrGoesOnBehindAHypothesis()
    {
        const TracePtr trace = traceOf("dialogue", 3, {"no"});
        const auto view = shown(trace);
        QVERIFY(QTest::qWaitForWindowExposed(view.get()));
        const Decoding& told = *trace->decoding;
        int rank = 0;
        std::vector<std::string> prefix;
        connect(view.get(), &BeamView::branchAsked, this, [&](int asked) { rank = asked; });
        connect(view.get(), &BeamView::prefixAsked, this,
                [&](const auto& asked) { prefix = asked; });
        const auto doubleClick = [&](int node) {
            view->resize(static_cast<int>(view->layoutNow().size.width()) + 50, 900);
            QTest::mouseDClick(view.get(), Qt::LeftButton, {},
                               view->placeOf(node).center().toPoint());
        };
        const int pruned = nodeOf(told, BeamNode::Fate::Pruned);
        doubleClick(pruned);
        std::vector<std::string> wanted{"no"};
        for (const std::string& token : tokensOf(told, pruned))
            wanted.push_back(token);
        QCOMPARE(prefix, wanted);
        const int ended = nodeOf(told, BeamNode::Fate::Ended);
        doubleClick(ended);
        QCOMPARE(rank, told.beam[static_cast<std::size_t>(ended)].rank);
    }

    void keysGoFromNodeToNodeAndReturnWrites()
    {
        const TracePtr trace = traceOf("dialogue", 3);
        const auto view = shown(trace);
        QTest::keyClick(view.get(), Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(view->current(), 0);
        QTest::keyClick(view.get(), Qt::Key_Down);
        QCOMPARE(view->current(), 1);
        QTest::keyClick(view.get(), Qt::Key_Up);
        QCOMPARE(view->current(), 0);
        QSignalSpy asked(view.get(), &BeamView::prefixAsked);
        QTest::keyClick(view.get(), Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
        QVERIFY(view->caption().startsWith(view->words(0)));
    }

    void withoutABeamThereIsNoTree()
    {
        Exploration asked;
        asked.scenario = "dialogue";
        const auto trace = explore(asked);
        QVERIFY(!BeamView::shows(*trace));
        const auto view = shown(trace);
        QVERIFY(view->caption().contains(QStringLiteral("Decoding: beam")));
        QVERIFY(view->stops().empty());
    }

    void inTheWindowABranchIsLookedAtInEveryView()
    {
        const auto window = open("dialogue");
        QVERIFY(window);
        const auto place = [&] {
            for (int i = 0; i < static_cast<int>(viewSpecs().size()); ++i)
                if (QLatin1String(viewSpecs()[static_cast<std::size_t>(i)].id)
                    == QLatin1String("beam"))
                    return i;
            return -1;
        }();
        QVERIFY(!window->stage()->isTabVisible(place));
        QVERIFY(waitForTrace(*window,
                             [&] { window->panes().setSetting("decoding", std::string("beam")); }));
        QVERIFY(window->stage()->isTabVisible(place));
        window->stage()->setCurrentIndex(place);
        QVERIFY(waitForTrace(*window, [&] { Q_EMIT window->view<BeamView>()->branchAsked(2); }));
        const Trace& trace = *window->explorer().trace();
        QCOMPARE(trace.decoding->beam[static_cast<std::size_t>(trace.decoding->written)].rank, 2);
        QCOMPARE(window->stage()->currentIndex(), place);
        QVERIFY(waitForTrace(*window, [&] { window->history().stack().undo(); }));
        QCOMPARE(window->explorer().trace()->settings.integer("branch"), std::int64_t(1));
    }

    void theWholeTreeIsExported()
    {
        const TracePtr trace = traceOf("dates", 4);
        const auto view = shown(trace);
        view->resize(300, 200);
        QVERIFY(view->saveTo(file("beam.png"), nullptr, 1));
        const QImage image(file("beam.png"));
        QVERIFY(image.width() >= static_cast<int>(view->layoutNow().size.width()));
        QVERIFY(image.height() >= static_cast<int>(view->layoutNow().size.height()));
    }
};

QTEST_MAIN(BeamViewTest)
#include "beam_view_test.moc"
