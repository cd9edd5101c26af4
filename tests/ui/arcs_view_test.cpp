// SPDX-License-Identifier: GPL-3.0-or-later
// What the arcs show against the traces of all scenarios, and how they are pointed at and chosen.
#include "tests/ui/text_recorder.h"
#include "ui/views/arcs/arcs_lines.h"
#include "ui/views/arcs/arcs_text.h"
#include "ui/views/arcs/arcs_view.h"
#include "ui/views/shared/mini_map.h"
#include "ui/words/scope_text.h"

#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"

#include <QComboBox>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <numeric>

using namespace regard;

namespace {

constexpr ArcsSide sides[]{ArcsSide::Query, ArcsSide::Key};

TracePtr traceOf(const std::string& scenario, const Settings& settings = {},
                 const std::vector<std::string>& texts = {})
{
    Exploration exploration;
    exploration.scenario = scenario;
    exploration.settings = settings;
    exploration.texts = texts;
    return explore(exploration);
}

/// A self attention of many tokens whose weights fall off with the distance.
TracePtr longTrace(Index tokens)
{
    auto trace = std::make_shared<Trace>();
    std::vector<std::string> names;
    Tensor weights({tokens, tokens});
    for (Index i = 0; i < tokens; ++i) {
        names.push_back("w" + std::to_string(i));
        trace->input.push_back({names.back()});
        double sum = 0;
        for (Index j = 0; j < tokens; ++j)
            sum += std::exp(-std::abs(static_cast<double>(i - j)) / 4);
        for (Index j = 0; j < tokens; ++j)
            weights.at(i, j) =
                static_cast<Real>(std::exp(-std::abs(static_cast<double>(i - j)) / 4) / sum);
    }
    TraceTensor tensor;
    tensor.path = "weights";
    tensor.role = Role::Weights;
    tensor.rows = tensor.columns = makeAxis(names, TokensOf::Input);
    tensor.value = std::move(weights);
    tensor.rowMoments.append(static_cast<std::size_t>(tokens), 0);
    trace->tensors.push_back(std::move(tensor));
    trace->moments.push_back({"", "weights", Role::Weights, -1, {}});
    Attention attention;
    attention.weights = 0;
    attention.isSelf = true;
    trace->attentions.push_back(attention);
    return trace;
}

/// Texts and curves of a picture.
struct Drawn {
    std::vector<DrawnText> texts;
    std::vector<DrawnWay> ways;
};

/// The view on screen, with its selection told back as the window does.
struct Shown {
    explicit Shown(const TracePtr& trace, const QSize& size = {1200, 1400})
    {
        QObject::connect(&view, &TraceView::hovered, &view, [this](const CellRef& cell) {
            hovered = cell;
            view.setSelection(fixed, hovered);
        });
        QObject::connect(&view, &TraceView::clicked, &view, [this](const CellRef& cell) {
            fixed = cell;
            view.setSelection(fixed, hovered);
        });
        view.setAnimated(false);
        view.resize(size);
        view.show();
        view.setTrace(trace);
        view.setMoment(everyMoment);
    }

    QPointF at(const ArcsToken& token) const { return view.layoutNow().tokenRect(token).center(); }
    void send(QEvent::Type type, const QPointF& at, Qt::KeyboardModifiers with = {})
    {
        const Qt::MouseButton button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
        QMouseEvent event(type, at, view.mapToGlobal(at), button, button, with);
        QApplication::sendEvent(&view, &event);
    }
    void point(const ArcsToken& token) { send(QEvent::MouseMove, at(token)); }
    void click(const ArcsToken& token, Qt::KeyboardModifiers with = {})
    {
        send(QEvent::MouseButtonPress, at(token), with);
    }
    void key(int code, Qt::KeyboardModifiers with = {})
    {
        QTest::keyClick(&view, static_cast<Qt::Key>(code), with);
    }
    void wheel(int steps)
    {
        const QPointF at = view.rect().center();
        QWheelEvent event(at, view.mapToGlobal(at), {}, {0, 120 * steps}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&view, &event);
    }

    Drawn drawn()
    {
        TextRecorder recorder(view.size());
        QPainter painter(&recorder);
        view.render(&painter);
        painter.end();
        return {recorder.texts(), recorder.ways()};
    }
    QStringList texts()
    {
        QStringList all;
        for (const DrawnText& text : drawn().texts)
            all << text.text;
        return all;
    }
    /// The number that stands in a token's place; −1 without one.
    double numberAt(const Drawn& drawn, const ArcsToken& token) const
    {
        const QRectF rect = view.layoutNow().tokenRect(token);
        const QColor ink = view.state().theme.role(Role::Weights);
        for (const DrawnText& text : drawn.texts)
            if (text.ink == ink && rect.contains(text.rect.center()))
                return text.text.toDouble();
        return -1;
    }

    ArcsView view;
    CellRef fixed;
    CellRef hovered;
};

/// The curves in a picture, [from, to, width].
struct Curve {
    QPointF from;
    QPointF to;
    double width;
};

std::vector<Curve> curvesOf(const Drawn& drawn)
{
    std::vector<Curve> curves;
    for (const DrawnWay& way : drawn.ways)
        if (way.path.elementCount() == 4 && way.path.elementAt(1).isCurveTo())
            curves.push_back({way.path.elementAt(0), way.path.elementAt(3), way.pen.widthF()});
    return curves;
}

/// The weights of a head, or their mean, as the trace has them with the padding folded.
double weightOf(const Trace& trace, const Attention& attention, int head, Index query, Index key)
{
    const auto of = [&](int number) {
        return static_cast<double>(
            trace.tensors[static_cast<std::size_t>(attention.weights + number)].value.at(query,
                                                                                         key));
    };
    if (head != allHeads)
        return of(head);
    double sum = 0;
    for (int number = 0; number < attention.headCount(); ++number)
        sum += of(number);
    return sum / attention.headCount();
}

void addScenarios()
{
    QTest::addColumn<QString>("scenario");
    for (const ScenarioSpec& spec : catalogue())
        QTest::newRow(spec.id.c_str()) << QString::fromStdString(spec.id);
}

} // namespace

class ArcsViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void everyWeightThatIsSeenHasALineAsWide_data() { addScenarios(); }
    void everyWeightThatIsSeenHasALineAsWide()
    {
        QFETCH(QString, scenario);
        Shown shown(traceOf(scenario.toStdString()));
        const Trace& trace = *shown.view.state().trace;
        for (int a = 0; a < static_cast<int>(trace.attentions.size()); ++a) {
            const Attention& attention = trace.attentions[static_cast<std::size_t>(a)];
            for (int head = attention.headCount() > 1 ? allHeads : 0; head < attention.headCount();
                 ++head)
                for (const bool stretched : {false, true}) {
                    shown.view.choose(a, head);
                    shown.view.setStretched(stretched);
                    const ArcsLayout layout = shown.view.layoutNow();
                    QCOMPARE(layout.largestScroll, 0.0);
                    std::vector<Curve> curves = curvesOf(shown.drawn());
                    const double widest = widestLine(shown.view.state(), layout);
                    const double least = std::max(0.005, 0.3 / widest);
                    std::size_t expected = 0;
                    for (Index query = 0; query < layout.count[0]; ++query)
                        for (Index key = 0; key < layout.count[1]; ++key) {
                            const double weight = weightOf(trace, attention, head, query, key);
                            if (std::abs(weight - least) < 1e-6)
                                continue; // rounding decides
                            const auto found =
                                std::find_if(curves.begin(), curves.end(), [&](const Curve& c) {
                                    return std::abs(c.from.y()
                                                    - layout.centre(ArcsSide::Query, query))
                                        < 0.01
                                        && std::abs(c.to.y() - layout.centre(ArcsSide::Key, key))
                                        < 0.01;
                                });
                            QCOMPARE(found != curves.end(), weight > least);
                            if (found == curves.end())
                                continue;
                            ++expected;
                            QVERIFY(std::abs(found->width - weight * widest) < 1e-3);
                        }
                    QCOMPARE(curves.size(), expected);
                }
        }
    }

    void everyTokenIsNamed_data() { addScenarios(); }
    void everyTokenIsNamed()
    {
        QFETCH(QString, scenario);
        Shown shown(traceOf(scenario.toStdString()));
        const ArcsState& state = shown.view.state();
        for (int a = 0; state.trace && a < static_cast<int>(state.trace->attentions.size()); ++a)
            for (const bool oneLine : {false, true}) {
                shown.view.choose(a, 0);
                shown.view.setOneLine(oneLine);
                QCOMPARE(state.isOneLine(), oneLine && state.canBeOneLine());
                const QStringList texts = shown.texts();
                for (const ArcsSide side : sides)
                    for (Index i = 0; i < state.weights.count(side); ++i)
                        if (side == ArcsSide::Key || !state.isOneLine())
                            QVERIFY2(texts.contains(labelText(*state.trace, state.axis(side), i)),
                                     qPrintable(state.name({side, i})));
            }
    }

    void pointingShowsTheWeightsOfATokenAlone_data() { addScenarios(); }
    void pointingShowsTheWeightsOfATokenAlone()
    {
        QFETCH(QString, scenario);
        Shown shown(traceOf(scenario.toStdString()));
        const ArcsState& state = shown.view.state();
        if (!state.shown())
            return; // said in words, below
        const ArcsLayout layout = shown.view.layoutNow();
        for (const ArcsSide side : sides)
            for (Index i = 0; i < state.weights.count(side); ++i) {
                shown.point({side, i});
                const CellRef cell = state.padding.toFolded(shown.hovered);
                QCOMPARE(cell, state.cellOf({side, i}));
                const Drawn drawn = shown.drawn();
                for (const Curve& curve : curvesOf(drawn))
                    QVERIFY(std::abs((side == ArcsSide::Query ? curve.from : curve.to).y()
                                     - layout.centre(side, i))
                            < 0.01);
                for (Index j = 0; j < state.weights.count(otherSide(side)); ++j) {
                    const double weight = side == ArcsSide::Query
                        ? weightOf(*state.trace, *state.shown(), state.head, i, j)
                        : weightOf(*state.trace, *state.shown(), state.head, j, i);
                    QVERIFY(std::abs(shown.numberAt(drawn, {otherSide(side), j}) - weight)
                            < 0.0051);
                }
            }
        shown.send(QEvent::MouseMove, {1, shown.view.height() - 2.0});
        QCOMPARE(shown.hovered, CellRef());
        QVERIFY(!state.focus);
    }

    void severalTokensAreSummedUp_data() { addScenarios(); }
    void severalTokensAreSummedUp()
    {
        QFETCH(QString, scenario);
        Shown shown(traceOf(scenario.toStdString()));
        const ArcsState& state = shown.view.state();
        for (const ArcsSide side : sides) {
            if (!state.shown() || state.weights.count(side) < 4)
                continue;
            shown.click({side, 0});
            shown.click({side, 2}, Qt::ControlModifier);
            shown.click({side, 3}, Qt::ControlModifier);
            QCOMPARE(state.picked.tokens, (std::vector<Index>{0, 2, 3}));
            QCOMPARE(state.padding.toFolded(shown.fixed), state.cellOf({side, 3}));
            const Drawn drawn = shown.drawn();
            for (Index j = 0; j < state.weights.count(otherSide(side)); ++j) {
                double sum = 0;
                for (const Index i : {0, 2, 3})
                    sum += side == ArcsSide::Query
                        ? weightOf(*state.trace, *state.shown(), state.head, i, j)
                        : weightOf(*state.trace, *state.shown(), state.head, j, i);
                QVERIFY(std::abs(shown.numberAt(drawn, {otherSide(side), j}) - sum) < 0.0051);
            }
            const QString said = side == ArcsSide::Query ? QStringLiteral("sum of 3 rows")
                                                         : QStringLiteral("sum of 3 columns");
            const QStringList texts = shown.texts();
            QVERIFY(std::count_if(texts.begin(), texts.end(),
                                  [&](const QString& text) { return text.contains(said); })
                    >= 2);
            QVERIFY(shown.view.accessibleDescription().contains(said));
            // A token of the other side among what is fixed: the cell, and the sum stays.
            shown.point({otherSide(side), 0});
            QCOMPARE(state.padding.toFolded(shown.hovered), state.cellOf({side, 3}, 0));
            QCOMPARE(state.focus.tokens.size(), std::size_t{3});
            shown.send(QEvent::MouseMove, {1, shown.view.height() - 2.0});
            // Once more takes it away, Shift takes all between.
            shown.click({side, 2}, Qt::ControlModifier);
            QCOMPARE(state.picked.tokens, (std::vector<Index>{0, 3}));
            shown.click({side, 0});
            shown.click({side, 3}, Qt::ShiftModifier);
            QCOMPARE(state.picked.tokens, (std::vector<Index>{0, 1, 2, 3}));
            shown.key(Qt::Key_Escape);
            QCOMPARE(shown.fixed, CellRef());
            QVERIFY(!state.picked);
        }
    }

    void rowsOfALaterMomentAreEmpty_data() { addScenarios(); }
    void rowsOfALaterMomentAreEmpty()
    {
        QFETCH(QString, scenario);
        Shown shown(traceOf(scenario.toStdString()));
        const ArcsState& state = shown.view.state();
        if (!state.shown())
            return;
        const ArcsLayout layout = shown.view.layoutNow();
        const TraceTensor& tensor = *state.weights.tensor();
        for (const int moment : shown.view.stops()) {
            shown.view.setMoment(moment);
            const Drawn drawn = shown.drawn();
            for (const Curve& curve : curvesOf(drawn))
                for (Index query = 0; query < layout.count[0]; ++query)
                    if (std::abs(curve.from.y() - layout.centre(ArcsSide::Query, query)) < 0.01)
                        QVERIFY(isComputed(tensor, query, moment));
            for (const ArcsSide side : sides)
                for (Index i = 0; i < layout.count[static_cast<std::size_t>(side)]; ++i) {
                    const QRectF rect = layout.tokenRect({side, i});
                    const bool named = std::any_of(
                        drawn.texts.begin(), drawn.texts.end(), [&](const DrawnText& text) {
                            return !text.text.isEmpty() && rect.contains(text.rect.center());
                        });
                    QCOMPARE(named, isWritten(*state.trace, state.axis(side), i, moment));
                }
        }
    }

    void aTensorOfAnAttentionShowsItsHead_data() { addScenarios(); }
    void aTensorOfAnAttentionShowsItsHead()
    {
        QFETCH(QString, scenario);
        Shown shown(traceOf(scenario.toStdString()));
        const TracePtr trace = shown.view.state().trace;
        for (const Attention& attention : trace->attentions)
            for (int head = 0; head < attention.headCount(); ++head) {
                shown.view.showTensor(attention.weights + head);
                QCOMPARE(shown.view.shownTensor(), attention.weights + head);
                if (attention.scores >= 0) {
                    shown.view.showTensor(trace->attentions.front().weights);
                    shown.view.showTensor(attention.scores + head);
                    QCOMPARE(shown.view.shownTensor(), attention.weights + head);
                }
                const auto boxes = shown.view.findChildren<QComboBox*>();
                QCOMPARE(boxes[0]->currentText(), attentionText(attention));
                QCOMPARE(boxes[1]->currentText(), arcsHeadText(attention, head));
                // It may not be another's: a new computation keeps it.
                shown.view.setTrace(trace);
                QCOMPARE(shown.view.shownTensor(), attention.weights + head);
            }
        shown.view.showTensor(-1);
    }

    void oneLineIsOfferedForSelfAttentionOnly_data() { addScenarios(); }
    void oneLineIsOfferedForSelfAttentionOnly()
    {
        QFETCH(QString, scenario);
        Shown shown(traceOf(scenario.toStdString()));
        const ArcsState& state = shown.view.state();
        for (int a = 0; a < static_cast<int>(state.trace->attentions.size()); ++a) {
            shown.view.choose(a, 0);
            shown.view.setOneLine(true);
            const QComboBox* box = shown.view.findChildren<QComboBox*>().last();
            QCOMPARE(box->isVisible(), state.trace->attentions[static_cast<std::size_t>(a)].isSelf);
            QCOMPARE(state.isOneLine(), box->isVisible());
            if (!state.isOneLine())
                continue;
            // Arcs above the line, from the word that looks to the word that it looks at.
            const ArcsLayout layout = shown.view.layoutNow();
            shown.point({ArcsSide::Query, 1});
            const Drawn drawn = shown.drawn();
            for (const Curve& curve : curvesOf(drawn))
                QVERIFY(std::abs(curve.from.x() - layout.centre(ArcsSide::Query, 1)) < 0.01);
            for (const DrawnWay& way : drawn.ways)
                if (way.path.elementCount() == 4)
                    QVERIFY(way.path.boundingRect().bottom() <= layout.lines.bottom());
            shown.send(QEvent::MouseMove, {1, 1});
        }
    }

    void whereThereIsNothingToJoinItIsSaid()
    {
        Settings off;
        off.set("attention", false);
        for (const TracePtr& trace :
             {TracePtr(), traceOf("dialogue", off), traceOf("autoencoder")}) {
            Shown shown(trace);
            QVERIFY(!shown.view.state().shown());
            QCOMPARE(shown.view.shownTensor(), -1);
            const QString said = nothingText(shown.view.state());
            QVERIFY(!said.isEmpty());
            QCOMPARE(shown.view.accessibleDescription(), said);
            // Over several lines, perhaps.
            QCOMPARE(shown.texts().join(QLatin1Char(' ')).simplified(), said);
            for (const int key : {Qt::Key_Up, Qt::Key_0, Qt::Key_Escape, Qt::Key_PageDown})
                shown.key(key);
            shown.wheel(-1);
            shown.click({ArcsSide::Query, 0});
        }
    }

    void longColumnsScrollTogether()
    {
        Shown shown(longTrace(512), {800, 600});
        const ArcsState& state = shown.view.state();
        const auto wholeSeen = [&] {
            const ArcsLayout layout = shown.view.layoutNow();
            const auto queries = layout.visible(ArcsSide::Query);
            QCOMPARE(queries, layout.visible(ArcsSide::Key));
            const QStringList texts = shown.texts();
            for (Index i = 0; i < 512; ++i)
                QCOMPARE(texts.contains(QStringLiteral("w%1").arg(i)),
                         i >= queries.first && i < queries.second);
            const auto isSeen = [&](double y) {
                return y > layout.lines.top() - layout.pitch
                    && y < layout.lines.bottom() + layout.pitch;
            };
            const std::vector<Curve> curves = curvesOf(shown.drawn());
            QVERIFY(!curves.empty());
            for (const Curve& curve : curves)
                QVERIFY(isSeen(curve.from.y()) || isSeen(curve.to.y()));
        };
        wholeSeen();
        shown.wheel(-20);
        QVERIFY(state.scroll > 0);
        wholeSeen();
        shown.key(Qt::Key_PageDown);
        wholeSeen();
        for (int i = 0; i < 40; ++i)
            shown.key(Qt::Key_PageDown);
        QCOMPARE(shown.view.layoutNow().visible(ArcsSide::Key).second, Index{512});
        wholeSeen();
        for (int i = 0; i < 40; ++i)
            shown.key(Qt::Key_PageUp);
        QCOMPARE(state.scroll, 0.0);
        // Keys go on from the fixed token, which stays in sight.
        for (int i = 0; i < 60; ++i)
            shown.key(Qt::Key_Down);
        QCOMPARE(shown.fixed, (CellRef{0, 59, -1}));
        const auto seen = shown.view.layoutNow().visible(ArcsSide::Query);
        QVERIFY(seen.first <= 59 && 59 < seen.second);
        shown.key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(state.picked.tokens, (std::vector<Index>{59, 60}));
        shown.key(Qt::Key_Right);
        QCOMPARE(shown.fixed, (CellRef{0, -1, 59}));
        shown.key(Qt::Key_0);
        QCOMPARE(shown.view.layoutNow().largestScroll, 0.0);
        shown.key(Qt::Key_Plus);
        QVERIFY(shown.view.layoutNow().largestScroll > 0);
    }

    void whatTheWorkerDrawsIsTheSamePicture()
    {
        Shown shown(longTrace(512), {800, 600});
        for (const bool oneLine : {false, true})
            for (const int steps : {0, -7}) {
                shown.view.setOneLine(oneLine);
                shown.wheel(steps);
                QVERIFY(arcsLines(shown.view.state(), shown.view.layoutNow()).size() > 300);
                shown.view.setAnimated(false);
                const QImage expected = shown.view.grab().toImage();
                shown.view.setAnimated(true);
                const auto differ = [&] {
                    const QImage now = shown.view.grab().toImage();
                    int most = 0;
                    for (int y = 0; y < now.height(); ++y)
                        for (int x = 0; x < now.width(); ++x) {
                            const QColor a = now.pixelColor(x, y);
                            const QColor b = expected.pixelColor(x, y);
                            most = std::max({most, std::abs(a.red() - b.red()),
                                             std::abs(a.green() - b.green()),
                                             std::abs(a.blue() - b.blue())});
                        }
                    return most;
                };
                // Layers of translucent lines are rounded otherwise on a picture of their own.
                QTRY_VERIFY(differ() < 12);
            }
    }

    void filesHoldAllThatIsScrolledTo()
    {
        const QTemporaryDir folder;
        for (const bool oneLine : {false, true}) {
            Shown shown(longTrace(120), {500, 400});
            shown.view.setOneLine(oneLine);
            shown.wheel(-5);
            for (const char* suffix : {"svg", "pdf", "png"}) {
                const QString path = folder.filePath(QStringLiteral("a.") + QLatin1String(suffix));
                QString problem;
                QVERIFY2(shown.view.saveTo(path, &problem), qPrintable(problem));
                QFile file(path);
                QVERIFY(file.open(QIODevice::ReadOnly));
                const QByteArray bytes = file.readAll();
                QVERIFY(bytes.size() > 1000);
                if (suffix != QByteArray("svg"))
                    continue;
                for (int i = 0; i < 120; ++i)
                    QVERIFY(bytes.contains(">w" + QByteArray::number(i) + "<"));
                QVERIFY(!bytes.contains("<image"));
            }
            QString problem;
            QVERIFY(!shown.view.saveTo(folder.filePath(QStringLiteral("a.gif")), &problem));
            QVERIFY(!problem.isEmpty());
        }
    }

    void filesSayWhichLinesAreLeftOut()
    {
        // Once some lines are wide enough, once each is 1/n and none is.
        const QTemporaryDir folder;
        const auto saved = [&](const TracePtr& trace) {
            Shown shown(trace, {900, 400});
            const QString path = folder.filePath(QStringLiteral("a.svg"));
            if (!shown.view.saveTo(path))
                return QByteArray();
            QFile file(path);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QVERIFY(saved(longTrace(40)).contains("As wide as the weight, none below"));
        auto even = std::make_shared<Trace>(*longTrace(300));
        Tensor level({300, 300});
        for (Index i = 0; i < 300; ++i)
            for (Index j = 0; j < 300; ++j)
                level.at(i, j) = Real(1) / 300;
        even->tensors.front().value = std::move(level);
        QVERIFY(saved(even).contains("All weights are below"));
    }

    void whatIsFixedElsewhereIsShownHere()
    {
        Shown shown(traceOf("self-attention"));
        const ArcsState& state = shown.view.state();
        shown.view.choose(1, 2);
        const Attention& attention = *state.shown();
        const std::vector<std::pair<CellRef, ArcsFocus>> cases{
            {{attention.weights + 2, 3, -1}, {ArcsSide::Query, {3}, -1}},
            {{attention.scores + 2, 3, 4}, {ArcsSide::Query, {3}, 4}},
            {{attention.masked + 2, -1, 4}, {ArcsSide::Key, {4}, -1}},
            {{attention.query + 2, 5, 0}, {ArcsSide::Query, {5}, -1}},
            {{attention.context + 2, 5, 0}, {ArcsSide::Query, {5}, -1}},
            {{attention.key + 2, 6, 1}, {ArcsSide::Key, {6}, -1}},
            {{attention.value + 2, 6, 1}, {ArcsSide::Key, {6}, -1}},
            {{state.trace->attentions[0].weights, 1, 1}, {}},
            {{}, {}}};
        for (const auto& [cell, focus] : cases) {
            shown.view.setSelection(cell, {});
            QCOMPARE(state.focus, focus);
            shown.view.setSelection({}, cell);
            QCOMPARE(state.focus, focus);
        }
    }
};

QTEST_MAIN(ArcsViewTest)
#include "arcs_view_test.moc"
