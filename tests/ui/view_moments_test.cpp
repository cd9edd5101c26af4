// SPDX-License-Identifier: GPL-3.0-or-later
// What the views show at each moment, of every scenario: a row is empty before its moment, and each
// stop of the timeline changes the picture.
#include "tests/ui/text_recorder.h"
#include "ui/session/timeline.h"
#include "ui/views/flow/flow_map_item.h"
#include "ui/views/flow/flow_scene.h"
#include "ui/views/flow/flow_stage.h"
#include "ui/views/flow/flow_view.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/view_spec.h"

#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"

#include <QTest>

#include <set>

using namespace regard;

namespace {

const QSize size(1100, 760);

struct Case {
    std::string scenario;
    Settings settings;
};

Settings with(const char* name, SettingValue value)
{
    Settings settings;
    settings.set(name, std::move(value));
    return settings;
}

/// Every scenario, and the recurrent ones in the forms that look different.
std::vector<Case> cases()
{
    std::vector<Case> all;
    for (const ScenarioSpec& spec : catalogue())
        all.push_back({spec.id, {}});
    all.push_back({"dialogue", with("attention", false)});
    all.push_back({"translation", with("attention", false)});
    all.push_back({"dialogue", with("placement", std::string("luong"))});
    all.push_back({"self-attention", with("mask", std::string("causal"))});
    return all;
}

TracePtr traceOf(const Case& wanted)
{
    Exploration exploration;
    exploration.scenario = wanted.scenario;
    exploration.settings = wanted.settings;
    return explore(exploration);
}

void addCases()
{
    QTest::addColumn<int>("number");
    const std::vector<Case> all = cases();
    for (int i = 0; i < static_cast<int>(all.size()); ++i)
        QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(i).arg(
            QString::fromStdString(all[static_cast<std::size_t>(i)].scenario))))
            << i;
}

/// Of many stops the first ones and the last ones.
std::vector<int> someOf(const std::vector<int>& stops)
{
    constexpr std::size_t most = 24;
    if (stops.size() <= 2 * most)
        return stops;
    std::vector<int> some(stops.begin(), stops.begin() + most);
    some.insert(some.end(), stops.end() - most, stops.end());
    return some;
}

void show(FlowView& flow, const TracePtr& trace)
{
    flow.setAnimated(false);
    flow.resize(size);
    flow.show();
    flow.setTrace(trace);
}

QImage pictureOf(TraceView& view)
{
    QCoreApplication::processEvents(); // a heatmap is painted soon, not at once
    return view.grab().toImage();
}

} // namespace

class ViewMomentsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void eachStopChangesThePicture_data() { addCases(); }

    void eachStopChangesThePicture()
    {
        QFETCH(int, number);
        const TracePtr trace = traceOf(cases()[static_cast<std::size_t>(number)]);
        for (const ViewSpec& spec : viewSpecs()) {
            if (spec.shows && !spec.shows(*trace))
                continue;
            const std::unique_ptr<TraceView> view = spec.make();
            view->setAnimated(false);
            view->resize(size);
            view->show();
            view->setTrace(trace);
            const std::vector<int> stops = someOf(view->stops());
            if (stops.empty() && trace->attentions.empty())
                continue; // it says so in words
            QVERIFY(!stops.empty());
            view->setMoment(stops.front());
            QImage before = pictureOf(*view);
            for (std::size_t i = 1; i < stops.size(); ++i) {
                view->setMoment(stops[i]);
                const QImage now = pictureOf(*view);
                const Moment& moment = trace->moments[static_cast<std::size_t>(stops[i])];
                QVERIFY2(now != before,
                         qPrintable(QStringLiteral("%1 of %2, stop %3: %4/%5 of step %6")
                                        .arg(QLatin1String(view->metaObject()->className()))
                                        .arg(stops.size())
                                        .arg(i)
                                        .arg(QString::fromStdString(moment.scope))
                                        .arg(QString::fromStdString(moment.name))
                                        .arg(moment.step)));
                before = now;
            }
        }
    }

    void theTimelineStopsWhereTheViewSays()
    {
        Timeline timeline;
        const TracePtr trace = traceOf({"dialogue", {}});
        FlowView flow;
        flow.resize(size);
        flow.show();
        flow.setTrace(trace);
        timeline.setTrace(trace);
        timeline.setStops(flow.stops());
        QVERIFY(timeline.count() < static_cast<int>(trace->moments.size()));
        // The encoder word by word.
        const TraceTensor& states = *trace->find("encoder/states");
        std::set<int> words;
        timeline.toStart();
        for (Index row = 0; row < states.value.rows(); ++row) {
            QCOMPARE(timeline.moment(), states.rowMoments[static_cast<std::size_t>(row)]);
            words.insert(timeline.moment());
            timeline.forward();
        }
        QCOMPARE(static_cast<Index>(words.size()), states.value.rows());
    }

    void aRowIsEmptyBeforeItsMoment_data() { addCases(); }

    void aRowIsEmptyBeforeItsMoment()
    {
        QFETCH(int, number);
        const TracePtr trace = traceOf(cases()[static_cast<std::size_t>(number)]);
        FlowView flow;
        show(flow, trace);
        const Theme theme = Theme::light();
        const std::vector<int> stops = someOf(flow.stops());
        int full = 0;
        int empty = 0;
        for (std::size_t s = 0; s + 1 < stops.size(); ++s) {
            flow.setMoment(stops[s]);
            const QImage picture = flow.stage().viewport()->grab().toImage();
            for (const FlowBox& box : flow.scene().plan().boxes) {
                const auto* map = dynamic_cast<const FlowMapItem*>(flow.scene().item(box.key));
                const TraceTensor* tensor = flow.scene().state().tensor(box.tensor);
                if (!map || !tensor)
                    continue;
                for (Index row = 0; row < tensor->value.rows(); ++row) {
                    const QRectF place = map->rectOf(row, -1);
                    if (place.height() < 12)
                        break;
                    // Off the glow of the row above, and off the middle, where a number stands.
                    const double y = place.top() + std::max(8.0, place.height() * 0.75);
                    const double cell =
                        place.width() / static_cast<double>(tensor->value.columns());
                    const double x = place.left() + std::max(2.0, std::min(3.0, cell / 2));
                    const QPoint at = flow.stage().mapFromScene(QPointF(x, y));
                    const bool blank = picture.pixelColor(at) == theme.notComputed();
                    const bool there =
                        tensor->rowMoments[static_cast<std::size_t>(row)] <= stops[s];
                    QVERIFY2(blank != there,
                             qPrintable(QStringLiteral("%1, row %2, stop %3, moment %4: %5")
                                            .arg(QString::fromStdString(tensor->path))
                                            .arg(row)
                                            .arg(s)
                                            .arg(stops[s])
                                            .arg(picture.pixelColor(at).name())));
                    (there ? full : empty) += 1;
                }
            }
        }
        qInfo("%d rows there, %d not yet", full, empty);
    }

    void aStateIsEmptyBeforeItsMoment_data() { addCases(); }

    void aStateIsEmptyBeforeItsMoment()
    {
        QFETCH(int, number);
        const TracePtr trace = traceOf(cases()[static_cast<std::size_t>(number)]);
        FlowView flow;
        show(flow, trace);
        const Recurrence& recurrence = flow.scene().state().recurrence;
        if (!recurrence)
            return; // no strips
        int full = 0;
        int empty = 0;
        for (const int moment : someOf(flow.stops())) {
            if (moment + 1 == static_cast<int>(trace->moments.size()))
                break;
            flow.setMoment(moment);
            const QImage picture = flow.stage().viewport()->grab().toImage();
            const auto check = [&](const char* key, int index, qreal from, qreal to) {
                const auto* strips =
                    dynamic_cast<const FlowStripsItem*>(flow.scene().item(QLatin1String(key)));
                if (!strips || index < 0)
                    return;
                const TraceTensor& tensor = trace->tensors[static_cast<std::size_t>(index)];
                for (Index row = 0; row < strips->count(); ++row) {
                    const QRectF strip = strips->stripRect(row);
                    if (strip.width() < 8)
                        return;
                    std::set<QRgb> colours;
                    for (int part = 2; part < 14; ++part) {
                        const qreal y =
                            strip.top() + strip.height() * (from + (to - from) * part / 16);
                        colours.insert(
                            picture.pixel(flow.stage().mapFromScene({strip.center().x(), y})));
                    }
                    const bool there = tensor.rowMoments[static_cast<std::size_t>(row)] <= moment;
                    QVERIFY2((colours.size() > 1) == there,
                             qPrintable(QStringLiteral("%1, row %2, moment %3")
                                            .arg(QString::fromStdString(tensor.path))
                                            .arg(row)
                                            .arg(moment)));
                    (there ? full : empty) += 1;
                }
            };
            if (recurrence.forward >= 0) {
                check("encoder", recurrence.forward, 0, 0.5);
                check("encoder", recurrence.backward, 0.5, 1);
            } else {
                check("encoder", recurrence.states, 0, 1);
            }
            check("decoder", recurrence.decoderStates, 0, 1);
            check("attentional", recurrence.attentional, 0, 1);
        }
        qInfo("%d states there, %d not yet", full, empty);
        // Of many steps no strip is wide enough.
        QVERIFY((full > 0 && empty > 0) || trace->output.size() > 30);
    }

    void theRowThatIsComputedIsOutlinedInTheHeatmap()
    {
        for (const char* scenario : {"dialogue", "translation", "pointer", "time-series"}) {
            const TracePtr trace = traceOf({scenario, {}});
            HeatmapView heatmap;
            heatmap.resize(size);
            heatmap.show();
            heatmap.setTrace(trace);
            const TraceTensor& tensor =
                trace->tensors[static_cast<std::size_t>(heatmap.shownTensor())];
            for (Index row = 0; row + 1 < std::min<Index>(tensor.value.rows(), 8); ++row) {
                heatmap.setMoment(tensor.rowMoments[static_cast<std::size_t>(row)]);
                const QImage picture = pictureOf(heatmap);
                const QRectF place = heatmap.placeRect(row, -1);
                int top = picture.height();
                int bottom = 0;
                for (int y = 0; y < picture.height(); ++y)
                    if (picture.pixelColor(qRound(place.left() + 3), y)
                        == Theme::light().accent()) {
                        top = std::min(top, y);
                        bottom = std::max(bottom, y);
                    }
                QVERIFY2(std::abs(top - place.top()) < 4, scenario);
                QVERIFY2(std::abs(bottom - place.bottom()) < 4, scenario);
            }
        }
    }

    void wordsThatAreNotWrittenYetStandNowhere_data()
    {
        QTest::addColumn<QString>("scenario");
        for (const char* scenario : {"dialogue", "translation", "dates", "pointer", "transformer"})
            QTest::newRow(scenario) << QString::fromLatin1(scenario);
    }

    void wordsThatAreNotWrittenYetStandNowhere()
    {
        QFETCH(QString, scenario);
        const TracePtr trace = traceOf({scenario.toStdString(), {}});
        FlowView flow;
        show(flow, trace);
        const std::vector<int> stops = flow.stops();
        const auto drawn = [&](const QString& word) {
            TextRecorder recorder(flow.stage().viewport()->size());
            QPainter painter(&recorder);
            flow.stage().render(&painter);
            painter.end();
            return std::count_if(recorder.texts().begin(), recorder.texts().end(),
                                 [&](const DrawnText& text) { return text.text == word; });
        };
        // A word that nothing else in the picture says: it is the output's last but <eos>.
        std::set<std::string> said{"<eos>"};
        for (const TraceToken& token : trace->input)
            said.insert(token.text);
        for (std::size_t step = 0; step < trace->output.size(); ++step) {
            const std::string& word = trace->output[step].text;
            // Single letters stand in equations.
            if (!said.insert(word).second || QString::fromStdString(word).size() < 2)
                continue;
            const int end = trace->endOfStep(static_cast<int>(step));
            const auto before = std::find_if(stops.rbegin(), stops.rend(), [&](int moment) {
                return moment < end
                    && trace->moments[static_cast<std::size_t>(moment)].role != Role::Probabilities;
            });
            if (before == stops.rend())
                continue;
            flow.setMoment(*before);
            // The candidates of the step before may name it: they are of the step before.
            const auto candidates =
                trace->moments[static_cast<std::size_t>(*before)].step < static_cast<int>(step) ? 1
                                                                                                : 0;
            QVERIFY2(drawn(QString::fromStdString(word)) <= candidates, word.c_str());
        }
    }
};

QTEST_MAIN(ViewMomentsTest)
#include "view_moments_test.moc"
