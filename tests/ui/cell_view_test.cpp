// SPDX-License-Identifier: GPL-3.0-or-later
// The microscope on a recurrent step: what it draws, what it says and what it answers to.
#include "tests/ui/explored.h"
#include "ui/views/cell/cell_text.h"
#include "ui/views/cell/cell_view.h"
#include "ui/views/view_spec.h"

#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"
#include "core/trace/place.h"

#include <QComboBox>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <set>

using namespace regard;

namespace {

Settings withCell(const std::string& cell, bool both = false)
{
    Settings settings;
    settings.set("cell", cell);
    if (both)
        settings.set("bidirectional", true);
    return settings;
}

/// Every scenario with every cell that it has.
struct Case {
    std::string scenario;
    Settings settings;
};
std::vector<Case> cases()
{
    std::vector<Case> all;
    for (const ScenarioSpec& spec : catalogue()) {
        const SettingSpec* cells = findSetting(spec, "cell");
        if (!cells)
            all.push_back({spec.id, {}});
        else
            for (const std::string& cell : cells->choices)
                for (const bool both : {false, true})
                    if (!both || findSetting(spec, "bidirectional"))
                        all.push_back({spec.id, withCell(cell, both)});
    }
    return all;
}

/// A view of a trace at its end; what it tells goes back into it as from the window.
struct Shown {
    explicit Shown(const TracePtr& of, const QSize& size = {760, 520}) : trace(of)
    {
        QObject::connect(&view, &TraceView::hovered, &view, [this](const CellRef& cell) {
            hovered = cell;
            view.setSelection(fixed, hovered);
        });
        QObject::connect(&view, &TraceView::clicked, &view, [this](const CellRef& cell) {
            fixed = cell;
            view.setSelection(fixed, hovered);
        });
        view.resize(size);
        view.setTrace(of);
        view.setMoment(static_cast<int>(of->moments.size()) - 1);
        view.show();
        view.grab();
    }
    void setMoment(int moment, int part)
    {
        view.setPart(part);
        view.setMoment(moment);
    }
    const CellState& state() const { return view.state(); }
    const RecurrentLayer& layer() const { return *state().shown(); }
    /// The middle of a unit's bar in the first row of a term.
    QPoint at(StepTerm::Value value, Index unit) const
    {
        const CellLayout layout = view.layoutNow();
        for (const CellLayout::Row& place : layout.rows) {
            const CellRow& row = view.sections()[place.section].rows[place.row];
            if (!row.isInput && row.term.value == value)
                return CellLayout::barSlot(state(), row, place.bars, unit).center().toPoint();
        }
        return {};
    }
    const CellRow* row(StepTerm::Value value, int gate = -1) const
    {
        for (const CellSection& section : view.sections())
            for (const CellRow& row : section.rows)
                if (!row.isInput && row.term.value == value && (gate < 0 || row.term.gate == gate))
                    return &row;
        return nullptr;
    }
    int nowCount() const
    {
        int count = 0;
        for (const CellSection& section : view.sections())
            for (const CellRow& row : section.rows)
                count += row.isNow;
        return count;
    }

    TracePtr trace;
    CellView view;
    CellRef fixed, hovered;
};

} // namespace

class CellViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void everyRecurrentScenarioIsShownAndNoOther()
    {
        std::set<std::string> shown;
        for (const Case& each : cases()) {
            const TracePtr trace = traceOf(each.scenario, {}, each.settings);
            const ViewSpec& spec = *viewSpecOf(QStringLiteral("cell"));
            QCOMPARE(spec.shows(*trace), !recurrentLayers(*trace).empty());
            Shown view(trace);
            if (!spec.shows(*trace)) {
                QVERIFY(view.view.sections().empty());
                QVERIFY(view.view.stops().empty());
                QVERIFY(!view.view.accessibleDescription().isEmpty());
                continue;
            }
            shown.insert(each.scenario);
            // Every row has a number for each unit, and the equations add up.
            const StepNumbers& numbers = *view.state().numbers;
            for (const CellSection& section : view.view.sections())
                for (const CellRow& row : section.rows) {
                    QVERIFY(row.isThere);
                    if (!row.isInput)
                        QCOMPARE(static_cast<Index>(row.values.size()), view.state().units());
                    for (const double value : row.values)
                        QVERIFY(std::abs(value) <= row.limit * (1 + 1e-6));
                }
            const auto unit = static_cast<std::size_t>(view.state().unit());
            for (const StepEquation& equation : view.layer().cell->equations)
                QVERIFY(std::abs(numbers.result(equation, unit) - numbers.at(equation.result, unit))
                        < 2e-5);
            // Each of its layers can be chosen, and shows its steps.
            QCOMPARE(view.view.layerBox()->count(),
                     static_cast<int>(view.state().layers.size()) + 1);
            std::set<QString> names;
            for (int layer = 0; layer < static_cast<int>(view.state().layers.size()); ++layer) {
                view.view.setLayer(layer);
                QCOMPARE(view.state().layer, layer);
                names.insert(layerText(view.state(), layer));
                QVERIFY(view.view.accessibleDescription().contains(layerText(view.state(), layer)));
            }
            QCOMPARE(names.size(), view.state().layers.size());
        }
        QCOMPARE(
            shown,
            (std::set<std::string>{"dates", "dialogue", "pointer", "time-series", "translation"}));
    }

    void whatIsNotComputedYetIsEmptyAndWhatIsBeingComputedIsOutlined_data()
    {
        QTest::addColumn<QString>("cell");
        for (const char* cell : {"rnn", "gru", "lstm"})
            QTest::newRow(cell) << QString::fromLatin1(cell);
    }

    void whatIsNotComputedYetIsEmptyAndWhatIsBeingComputedIsOutlined()
    {
        QFETCH(QString, cell);
        Shown shown(traceOf("dialogue", {}, withCell(cell.toStdString(), true)));
        int compared = 0;
        for (int moment = 0; moment < static_cast<int>(shown.trace->moments.size()); ++moment) {
            const auto parts = partsOf(*shown.trace, moment);
            QImage before;
            for (int part = 0; part < static_cast<int>(parts.size()); ++part) {
                shown.setMoment(moment, part);
                const Piece piece =
                    shown.trace->moments[static_cast<std::size_t>(moment)].pieces.front();
                const RecurrentLayer& layer = shown.layer();
                QVERIFY(layer.states == piece.tensor || layer.cells == piece.tensor);
                QCOMPARE(shown.state().row, piece.firstRow);
                QVERIFY(shown.nowCount() > 0);
                // Of the gates those before and this one.
                for (int gate = 0; gate < static_cast<int>(layer.cell->gates.size()); ++gate) {
                    const CellRow* row = shown.row(StepTerm::Value::Gate, gate);
                    if (!row)
                        continue;
                    const CellState::When when = shown.state().whenOf(row->term);
                    QCOMPARE(row->isThere,
                             when.moment < moment || (when.moment == moment && when.part <= part));
                    ++compared;
                }
                const bool isLast = part + 1 == static_cast<int>(parts.size());
                QCOMPARE(shown.row(StepTerm::Value::State)->isThere,
                         isLast && piece.tensor == layer.states);
                const QImage now = shown.view.grab().toImage();
                QVERIFY2(now != before,
                         qPrintable(QStringLiteral("%1, part %2").arg(moment).arg(part)));
                before = now;
                // What is not there is not told.
                for (const CellLine& line : cellLines(shown.state(), 3))
                    if (!isLast && line.symbols.startsWith(shown.state().words.state))
                        QVERIFY(line.numbers.isEmpty());
            }
        }
        QVERIFY(cell == QLatin1String("rnn") || compared > 20);
    }

    void everyStepOfEveryLayerIsAStop()
    {
        for (const char* cell : {"gru", "lstm"}) {
            Shown shown(traceOf("translation", {}, withCell(cell, true)));
            std::set<int> moments;
            for (const RecurrentLayer& layer : shown.state().layers)
                for (const int tensor : {layer.states, layer.cells})
                    if (tensor >= 0)
                        for (const int moment :
                             shown.trace->tensors[static_cast<std::size_t>(tensor)].rowMoments)
                            moments.insert(moment);
            QVERIFY((std::vector<int>(moments.begin(), moments.end()) == shown.view.stops()));
            QSignalSpy changed(&shown.view, &TraceView::stopsChanged);
            shown.view.setLayer(0);
            QCOMPARE(changed.count(), 1);
            QVERIFY(shown.view.stops().size() < moments.size());
            // A layer that was chosen stays in the next trace, and while the computation goes on.
            shown.view.setTrace(traceOf("translation", {"the dog sleeps"}, withCell(cell, true)));
            shown.view.setMoment(static_cast<int>(shown.trace->moments.size()) - 1);
            QCOMPARE(shown.state().pinned, 0);
            QCOMPARE(shown.state().layer, 0);
        }
    }

    void theArithmeticOfAUnitIsTrueToItsDigits()
    {
        Shown shown(traceOf("dialogue", {}, withCell("gru")));
        const CellState& state = shown.state();
        for (Index unit = 0; unit < state.units(); unit += 5) {
            const auto at = static_cast<std::size_t>(unit);
            const std::vector<CellLine> lines = cellLines(state, unit);
            QCOMPARE(lines.size(), std::size_t(4));
            QCOMPARE(lines[0].symbols, QStringLiteral("r = σ(W x + b + U s₋₁ + b′)"));
            QCOMPARE(lines[1].symbols, QStringLiteral("z = σ(W x + b + U s₋₁ + b′)"));
            QCOMPARE(lines[2].symbols, QStringLiteral("n = tanh(W x + b + r · (U s₋₁ + b′))"));
            QCOMPARE(lines[3].symbols, QStringLiteral("s = (1 − z) · n + z · s₋₁"));
            for (std::size_t gate = 0; gate < 3; ++gate)
                QVERIFY(lines[gate].numbers.endsWith(QStringLiteral("= ")
                                                     + numberText(state.numbers->gates[gate][at])));
            QVERIFY(lines[3].numbers.endsWith(QStringLiteral("= ")
                                              + numberText(state.numbers->state[at])));
            QVERIFY(lines[3].numbers.startsWith(
                QStringLiteral("(1 − %1) · ").arg(numberText(state.numbers->gates[1][at]))));
        }
        const Shown lstm(traceOf("dialogue", {}, withCell("lstm")));
        const std::vector<CellLine> lines = cellLines(lstm.state(), 0);
        QCOMPARE(lines.size(), std::size_t(6));
        QCOMPARE(lines[3].symbols, QStringLiteral("m = f · m₋₁ + i · g"));
        QCOMPARE(lines[5].symbols, QStringLiteral("s = o · tanh(m)"));
        const Shown rnn(traceOf("dialogue", {}, withCell("rnn")));
        QCOMPARE(cellLines(rnn.state(), 0).front().symbols,
                 QStringLiteral("s = tanh(W x + b + U s₋₁ + b′)"));
    }

    void aClickPicksAUnitAndHoveringPreviewsIt()
    {
        Shown shown(traceOf("dialogue"), {900, 600});
        QVERIFY(!shown.state().isPicked());
        const QPoint point = shown.at(StepTerm::Value::State, 17);
        QTest::mouseMove(&shown.view, point);
        QCOMPARE(shown.hovered, (CellRef{shown.layer().states, shown.state().row, 17}));
        QCOMPARE(shown.state().unit(), Index(17));
        QTest::mouseClick(&shown.view, Qt::LeftButton, {}, point);
        QCOMPARE(shown.fixed, (CellRef{shown.layer().states, shown.state().row, 17}));
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(&shown.view, &leave);
        QVERIFY(!shown.hovered);
        QCOMPARE(shown.state().unit(), Index(17));
        QVERIFY(shown.view.accessibleDescription().contains(QStringLiteral("Unit 18")));
        // The state before is another step's: pointing shows it, a click stays, two go there.
        const Index row = shown.state().row;
        const QPoint before = shown.at(StepTerm::Value::StateBefore, 4);
        QTest::mouseMove(&shown.view, before);
        QCOMPARE(shown.hovered, (CellRef{shown.layer().states, row - 1, 4}));
        QCOMPARE(shown.state().row, row);
        QTest::mouseClick(&shown.view, Qt::LeftButton, {}, before);
        QCOMPARE(shown.state().row, row);
        QCOMPARE(shown.fixed, (CellRef{shown.layer().states, row, 4}));
        QTest::mouseDClick(&shown.view, Qt::LeftButton, {}, before);
        QCOMPARE(shown.state().row, row - 1);
        // Down and up choose the next unit, and zooming keeps it in sight.
        QTest::keyClick(&shown.view, Qt::Key_Down);
        QCOMPARE(shown.fixed, (CellRef{shown.layer().states, row - 1, 5}));
        QTest::keyClick(&shown.view, Qt::Key_Up);
        QCOMPARE(shown.fixed.column, Index(4));
        QTest::keyClick(&shown.view, Qt::Key_Up);
        for (int i = 0; i < 8; ++i)
            QTest::keyClick(&shown.view, Qt::Key_Plus);
        QCOMPARE(shown.state().count, 8.0);
        QVERIFY(shown.state().first <= 3 && shown.state().first + shown.state().count >= 4);
        for (int i = 0; i < 20; ++i)
            QTest::keyClick(&shown.view, Qt::Key_Down);
        QVERIFY(shown.state().first <= 23 && shown.state().first + shown.state().count >= 24);
        QTest::keyClick(&shown.view, Qt::Key_0);
        QCOMPARE(shown.state().count, static_cast<double>(shown.state().units()));
    }

    void bracketsGoThroughLayersAndWordsThroughSteps()
    {
        Shown shown(traceOf("translation"), {900, 600});
        const auto layers = static_cast<int>(shown.state().layers.size());
        QVERIFY(layers >= 3);
        QCOMPARE(shown.state().pinned, -1);
        for (int i = 0; i < layers; ++i) {
            QTest::keyClick(&shown.view, Qt::Key_BracketRight);
            QCOMPARE(shown.state().pinned, i);
        }
        QTest::keyClick(&shown.view, Qt::Key_BracketRight);
        QCOMPARE(shown.state().pinned, -1);
        QTest::keyClick(&shown.view, Qt::Key_BracketLeft);
        QCOMPARE(shown.state().pinned, layers - 1);
        shown.view.setLayer(0);
        for (const Index step : {2, 0}) {
            const CellLayout layout = shown.view.layoutNow();
            const auto word = std::find_if(layout.words.begin(), layout.words.end(),
                                           [&](const auto& each) { return each.row == step; });
            QVERIFY(word != layout.words.end());
            QTest::mouseClick(&shown.view, Qt::LeftButton, {}, word->rect.center().toPoint());
            QCOMPARE(shown.state().row, step);
            QCOMPARE(shown.fixed.tensor, shown.layer().states);
        }
    }

    void aTensorThatIsOpenedTurnsAPinnedViewToItsLayer()
    {
        for (const Case& each : cases()) {
            Shown shown(traceOf(each.scenario, {}, each.settings));
            const std::vector<RecurrentLayer> layers = shown.state().layers;
            const auto count = static_cast<int>(layers.size());
            std::set<int> own;
            for (int i = 0; i < count; ++i) {
                const RecurrentLayer& layer = layers[static_cast<std::size_t>(i)];
                for (const int tensor : {layer.states, layer.cells}) {
                    if (tensor < 0)
                        continue;
                    own.insert(tensor);
                    shown.view.setLayer((i + 1) % count);
                    shown.view.showTensor(tensor);
                    QCOMPARE(shown.state().pinned, i);
                    QCOMPARE(shown.view.shownTensor(), layer.states);
                    // One that follows the computation goes on following it.
                    shown.view.setLayer(-1);
                    shown.view.showTensor(tensor);
                    QCOMPARE(shown.state().pinned, -1);
                }
            }
            for (int tensor = -1;
                 count > 0 && tensor < static_cast<int>(shown.trace->tensors.size()); ++tensor) {
                if (own.contains(tensor))
                    continue;
                shown.view.setLayer(count - 1);
                shown.view.showTensor(tensor);
                QCOMPARE(shown.state().pinned, count - 1);
            }
        }
    }

    void aSelectedWordIsShownWhereverItWasSelected()
    {
        Shown shown(traceOf("dialogue"));
        const int weights = shown.trace->indexOf(Role::Weights);
        shown.view.setLayer(0);
        shown.view.setSelection({weights, 1, 3}, {});
        QCOMPARE(shown.state().row, Index(3));
        shown.view.setSelection({weights, -1, 2}, {});
        QCOMPARE(shown.state().row, Index(2));
        const auto decoder = static_cast<int>(shown.state().layers.size()) - 1;
        shown.view.setLayer(decoder);
        shown.view.setSelection({weights, 1, 3}, {});
        QCOMPARE(shown.state().row, Index(1));
    }

    void aNumberSetByHandIsSaid()
    {
        const TracePtr trace = traceOf("dialogue");
        const CellRef cell{trace->indexOf("encoder/states"), 2, 5};
        const TracePtr changed = traceOf("dialogue", {}, {}, {editAt(*trace, cell, Real(0.9))});
        Shown shown(changed);
        shown.view.setSelection(cell, {});
        QVERIFY(shown.view.accessibleDescription().contains(QStringLiteral("set by hand to 0.9")));
        shown.view.setSelection({cell.tensor, 2, 6}, {});
        QVERIFY(!shown.view.accessibleDescription().contains(QStringLiteral("by hand")));
    }

    void nothingIsClippedAtAnySize()
    {
        for (const char* cell : {"rnn", "gru", "lstm"}) {
            Shown shown(traceOf("dialogue", {}, withCell(cell)));
            for (const QSize size :
                 {QSize(220, 160), {180, 380}, {300, 400}, {640, 420}, {1000, 560}, {1900, 980}}) {
                shown.view.resize(size);
                shown.view.grab();
                const CellLayout layout = shown.view.layoutNow();
                QRectF last;
                for (const CellLayout::Row& row : layout.rows) {
                    QVERIFY2(row.whole.bottom() <= size.height() + 0.5,
                             qPrintable(QStringLiteral("%1 %2×%3")
                                            .arg(QLatin1String(cell))
                                            .arg(size.width())
                                            .arg(size.height())));
                    QVERIFY(row.bars.width() >= 60);
                    QVERIFY(row.whole.top() >= last.bottom() - 0.5);
                    last = row.whole;
                }
                for (const CellLayout::Line& line : layout.lines)
                    QVERIFY(line.rect.bottom() <= size.height() + 0.5);
                for (const CellLayout::Word& word : layout.words)
                    QVERIFY(word.rect.right() <= size.width());
            }
        }
    }

    void rowsStayWhereTheyAreFromMomentToMoment()
    {
        const auto placesOf = [](const CellLayout& layout) {
            std::vector<std::pair<QRectF, QRectF>> places;
            for (const CellLayout::Row& row : layout.rows)
                places.emplace_back(row.whole, row.bars);
            return places;
        };
        int looked = 0;
        for (const Case& each : cases()) {
            const TracePtr trace = traceOf(each.scenario, {}, each.settings);
            if (recurrentLayers(*trace).empty())
                continue;
            Shown shown(trace);
            const auto layers = static_cast<int>(shown.state().layers.size());
            for (int layer = 0; layer < layers; ++layer) {
                shown.view.setLayer(layer);
                const std::vector<int> stops = shown.view.stops();
                for (int width = 180; width < 1300; width += width / 4)
                    for (const int height : {160, 300, 420, 700}) {
                        shown.view.resize(width, height);
                        decltype(placesOf({})) first;
                        for (std::size_t stop = 0; stop < stops.size();
                             stop += 1 + stops.size() / 6) {
                            for (int part = 0; part < partCount(*trace, stops[stop]); ++part) {
                                shown.setMoment(stops[stop], part);
                                const auto places = placesOf(shown.view.layoutNow());
                                QVERIFY(!places.empty());
                                if (first.empty())
                                    first = places;
                                QVERIFY2(places == first,
                                         qPrintable(QStringLiteral("%1 %2, %3, %4 × %5, moment %6")
                                                        .arg(QString::fromStdString(each.scenario),
                                                             QString::fromUtf8(
                                                                 shown.layer().cell->name.data()),
                                                             layerText(shown.state(), layer))
                                                        .arg(width)
                                                        .arg(height)
                                                        .arg(stops[stop])));
                                ++looked;
                            }
                        }
                    }
            }
        }
        QVERIFY(looked > 1000);
    }

    void picturesAreWrittenInEveryFormat()
    {
        const QTemporaryDir folder;
        Shown shown(traceOf("dialogue"));
        for (const char* ending : {"png", "svg", "pdf"}) {
            const QString path = folder.filePath(QStringLiteral("cell.") + QLatin1String(ending));
            QString problem;
            QVERIFY2(shown.view.saveTo(path, &problem), qPrintable(problem));
            QVERIFY(QFileInfo(path).size() > 1000);
        }
    }
};

QTEST_MAIN(CellViewTest)
#include "cell_view_test.moc"
