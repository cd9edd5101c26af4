// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers that fly to what is made of them: from where its formula says, over a picture that is the
// still one when they have arrived, ended at once by the next step.
#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"
#include "tests/ui/shown_flow.h"
#include "ui/views/flow/flow_motion_item.h"

#include <QProxyStyle>

using namespace regard;

namespace {

TracePtr traceOf(const std::string& scenario)
{
    Exploration exploration;
    exploration.scenario = scenario;
    return explore(exploration);
}

std::unique_ptr<FlowView> movingViewOf(const TracePtr& trace,
                                       FlowView::Motion motion = FlowView::Motion::Normal)
{
    auto view = viewOf(trace, {1100, 720});
    view->setMoment(0);
    view->setAnimated(true);
    view->setMotion(motion);
    return view;
}

/// A style of a desktop that wants nothing to move.
class StillStyle : public QProxyStyle {
public:
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override
    {
        return hint == SH_Widget_Animation_Duration
            ? 0
            : QProxyStyle::styleHint(hint, option, widget, data);
    }
};

} // namespace

class FlowMotionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void scoresAreMadeOfQueriesAndKeysElementByElement()
    {
        const TracePtr trace = traceOf("worked-example");
        const auto view = movingViewOf(trace);
        const int scores = trace->indexOf(Role::Scores);
        view->setMoment(trace->tensors[static_cast<std::size_t>(scores)].rowMoments.front());
        QVERIFY(view->scene().isInMotion());
        const FlowMotion& motion = view->scene().motion().motion();
        const FlowMapItem& map = *dynamic_cast<const FlowMapItem*>(
            view->scene().item(QStringLiteral("stage%1").arg(static_cast<int>(Role::Scores))));
        QCOMPARE(motion.arrivals.size(), 4U); // two words: two times two scores
        const FlowItem& q = *view->scene().item(QStringLiteral("q"));
        const FlowItem& k = *view->scene().item(QStringLiteral("k"));
        for (Index row = 0; row < 2; ++row)
            for (Index column = 0; column < 2; ++column) {
                const QRectF cell = map.rectOf(row, column);
                std::vector<QRectF> from;
                for (const FlowFlight& flight : motion.flights)
                    if (flight.to == cell)
                        from.push_back(flight.from);
                QCOMPARE(from.size(), 2U);
                QVERIFY(std::count(from.begin(), from.end(), q.placeOf({q.box().tensor, row, -1})));
                QVERIFY(
                    std::count(from.begin(), from.end(), k.placeOf({k.box().tensor, column, -1})));
            }
    }

    void whatIsScaledComesFromItsOwnPlaceAndAWeightFromItsRow()
    {
        const TracePtr trace = traceOf("worked-example");
        const auto view = movingViewOf(trace);
        const auto stage = [&](Role role) {
            return dynamic_cast<const FlowMapItem*>(
                view->scene().item(QStringLiteral("stage%1").arg(static_cast<int>(role))));
        };
        const auto fromOf = [&](Role role, Index row, Index column) {
            const QRectF cell = stage(role)->rectOf(row, column);
            std::vector<QRectF> from;
            for (const FlowFlight& flight : view->scene().motion().motion().flights)
                if (flight.to == cell)
                    from.push_back(flight.from);
            return from;
        };
        view->setMoment(trace->tensors[static_cast<std::size_t>(trace->indexOf(Role::Scaled))]
                            .rowMoments.front());
        QCOMPARE(fromOf(Role::Scaled, 0, 1),
                 std::vector<QRectF>{stage(Role::Scores)->rectOf(0, 1)});
        QTest::qWait(20);
        view->setMoment(trace->tensors[static_cast<std::size_t>(trace->indexOf(Role::Weights))]
                            .rowMoments.front());
        // Nothing is masked here: the scaled scores are what stands before the weights.
        QCOMPARE(fromOf(Role::Weights, 1, 0),
                 std::vector<QRectF>{stage(Role::Scaled)->rectOf(1, -1)});
    }

    void aContextIsMadeOfItsWeightsAndOfValuesAsFarAsTheyAreWeighed()
    {
        const TracePtr trace = traceOf("worked-example");
        const auto view = movingViewOf(trace);
        const int context = trace->indexOf(Role::Context);
        const TraceTensor& made = trace->tensors[static_cast<std::size_t>(context)];
        view->setMoment(made.rowMoments.front());
        const FlowMotion& motion = view->scene().motion().motion();
        const TraceTensor& weights = *trace->find(
            trace->tensors[static_cast<std::size_t>(trace->indexOf(Role::Weights))].path);
        const FlowItem& v = *view->scene().item(QStringLiteral("v"));
        const FlowItem& c = *view->scene().item(QStringLiteral("context"));
        int seen = 0;
        for (Index row = 0; row < made.value.rows(); ++row) {
            double most = 0;
            for (Index key = 0; key < 2; ++key)
                most = std::max(most, static_cast<double>(weights.value.at(row, key)));
            for (const FlowFlight& flight : motion.flights)
                for (Index key = 0; key < 2; ++key)
                    if (flight.to == c.placeOf({context, row, -1})
                        && flight.from == v.placeOf({v.box().tensor, key, -1})) {
                        ++seen;
                        QVERIFY(std::abs(flight.strength
                                         - static_cast<double>(weights.value.at(row, key)) / most)
                                < 1e-6);
                    }
        }
        QVERIFY(seen >= 2);
    }

    void everyMomentOfEveryScenarioMovesToWhatItComputesOrNotAtAll()
    {
        for (const ScenarioSpec& scenario : catalogue()) {
            const TracePtr trace = traceOf(scenario.id);
            const auto view = movingViewOf(trace, FlowView::Motion::Fast);
            int moved = 0;
            const std::vector<int> stops = view->stops();
            for (std::size_t i = 0; i < stops.size(); i += 1 + stops.size() / 40) {
                view->setMoment(stops[i] > 0 ? stops[i] - 1 : 0);
                QTest::qWait(3);
                view->setMoment(stops[i]);
                if (!view->scene().isInMotion())
                    continue;
                ++moved;
                const FlowMotion& motion = view->scene().motion().motion();
                const QRectF all = QRectF(QPointF(), view->scene().plan().size);
                QVERIFY(!motion.flights.empty() && motion.flights.size() <= 320);
                for (const FlowFlight& flight : motion.flights) {
                    QVERIFY(all.intersects(flight.from) && all.intersects(flight.to));
                    QVERIFY(flight.start >= 0 && flight.start < flight.end && flight.end <= 1.0001);
                    QVERIFY(!flight.cells.isNull());
                    QVERIFY(std::any_of(
                        motion.arrivals.begin(), motion.arrivals.end(),
                        [&](const FlowArrival& arrival) { return arrival.place == flight.to; }));
                }
            }
            QVERIFY2(moved > 0, scenario.id.c_str());
        }
    }

    void theStillPictureIsWhatRemains()
    {
        int moved = 0;
        for (const char* id : {"worked-example", "self-attention", "dialogue"}) {
            const TracePtr trace = traceOf(id);
            const auto moving = movingViewOf(trace);
            const auto still = movingViewOf(trace, FlowView::Motion::Off);
            still->setAnimated(false);
            const std::vector<int> stops = moving->stops();
            for (const std::size_t at : {stops.size() / 4, stops.size() / 2, stops.size() - 2}) {
                const int moment = stops[at];
                for (FlowView* view : {still.get(), moving.get()}) {
                    view->setMoment(moment - 1);
                    QTest::qWait(300);
                    view->setMoment(moment);
                }
                if (!moving->scene().isInMotion())
                    continue;
                ++moved;
                const QImage during = moving->stage().viewport()->grab().toImage();
                QTRY_VERIFY_WITH_TIMEOUT(!moving->scene().isInMotion(), 4000);
                const QImage after = moving->stage().viewport()->grab().toImage();
                QCOMPARE(after, still->stage().viewport()->grab().toImage());
                QVERIFY(during != after);
            }
        }
        QVERIFY(moved >= 5);
    }

    void aStepEndsWhatIsStillMovingAndStepsBackDoNotMove()
    {
        const TracePtr trace = traceOf("worked-example");
        const auto view = movingViewOf(trace, FlowView::Motion::Slow);
        const int scores = trace->tensors[static_cast<std::size_t>(trace->indexOf(Role::Scores))]
                               .rowMoments.front();
        view->setMoment(scores);
        QVERIFY(view->scene().isInMotion());
        const std::size_t arrivals = view->scene().motion().motion().arrivals.size();
        QTest::qWait(10);
        view->setMoment(scores + 1);
        QVERIFY(!view->scene().isInMotion() || view->scene().motion().motion().arrivals.size() > 0);
        QVERIFY(arrivals > 0);
        view->setMoment(scores);
        QVERIFY(!view->scene().isInMotion());
        // What is typed ends it as well.
        view->setMoment(scores + 1);
        view->setTrace(trace);
        QVERIFY(!view->scene().isInMotion());
    }

    void itIsOffAtFirstAndWhereTheDesktopWantsNothingToMove()
    {
        const TracePtr trace = traceOf("worked-example");
        const int scores = trace->tensors[static_cast<std::size_t>(trace->indexOf(Role::Scores))]
                               .rowMoments.front();
        QCOMPARE(FlowView().motion(), FlowView::Motion::Off);
        const auto off = movingViewOf(trace, FlowView::Motion::Off);
        off->setMoment(scores);
        QVERIFY(!off->scene().isInMotion());
        StillStyle style;
        const auto still = movingViewOf(trace);
        still->setStyle(&style);
        still->setMoment(scores);
        QVERIFY(!still->scene().isInMotion());
        still->setStyle(nullptr);
        const auto inFile = movingViewOf(trace);
        inFile->setAnimated(false);
        inFile->setMoment(scores);
        QVERIFY(!inFile->scene().isInMotion());
    }

    void aSlowMotionEndsByItself()
    {
        const TracePtr trace = traceOf("worked-example");
        const auto view = movingViewOf(trace, FlowView::Motion::Slow);
        const int scores = trace->tensors[static_cast<std::size_t>(trace->indexOf(Role::Scores))]
                               .rowMoments.front();
        view->setMoment(scores - 1);
        QTest::qWait(120);
        view->setMoment(scores);
        QVERIFY(view->scene().isInMotion());
        QTRY_VERIFY_WITH_TIMEOUT(!view->scene().isInMotion(), 30000);
    }
};

QTEST_MAIN(FlowMotionTest)
#include "flow_motion_test.moc"
