// SPDX-License-Identifier: GPL-3.0-or-later
// Where the arrows of a recurrent encoder and decoder begin and end, at every stop, with attention
// before the decoder, behind it or off, and with one direction or two.
#include "tests/ui/text_recorder.h"
#include "ui/views/flow/flow_scene.h"
#include "ui/views/flow/flow_stage.h"
#include "ui/views/flow/flow_view.h"

#include "core/models/scenario.h"
#include "core/scenarios/explore.h"

#include <QTest>

using namespace regard;

namespace {

const QSize size(1200, 800);

/// The moment has computed the row.
bool isThere(const Trace& trace, int tensor, Index row, int moment)
{
    const TraceTensor& of = trace.tensors[static_cast<std::size_t>(tensor)];
    return of.rowMoments[static_cast<std::size_t>(row)] <= moment;
}

/// Whether what is pale until something is computed is drawn strong.
bool isStrong(const QColor& ink)
{
    return ink.alphaF() > 0.5F;
}

/// What the arrows between encoder and decoder are painted with.
void paintArcs(const FlowScene& scene, TextRecorder& recorder)
{
    QPainter painter(&recorder);
    for (QGraphicsItem* item : scene.items())
        if (auto* arcs = dynamic_cast<FlowArcsItem*>(item))
            arcs->paint(&painter, nullptr, nullptr);
}

/// The broken lines that end in a point, of an ink whatever its opacity.
std::vector<DrawnWay> waysOf(const TextRecorder& recorder, const QColor& ink)
{
    std::vector<DrawnWay> found;
    for (const DrawnWay& way : recorder.ways()) {
        const bool pointed = std::any_of(
            recorder.points().begin(), recorder.points().end(), [&](const DrawnPoint& point) {
                return QLineF(point.corners[0], way.path.currentPosition()).length() < 1;
            });
        if (pointed && way.pen.style() != Qt::SolidLine && way.pen.color().rgb() == ink.rgb())
            found.push_back(way);
    }
    return found;
}

} // namespace

class FlowWaysTest : public QObject {
    Q_OBJECT

    std::unique_ptr<FlowView> m_view;
    TracePtr m_trace;

    const FlowStripsItem& strips(const char* key) const
    {
        return dynamic_cast<const FlowStripsItem&>(*m_view->scene().item(QLatin1String(key)));
    }

    void compareStart(const TextRecorder& recorder, bool both, int moment) const
    {
        const FlowStripsItem& encoder = strips("encoder");
        const std::vector<DrawnWay> ways =
            waysOf(recorder, Theme::light().role(Role::DecoderState));
        QCOMPARE(ways.size(), std::size_t{1});
        const QPointF start = ways.front().path.pointAtPercent(0);
        // Read to its end, the backward direction is at the first token, in the lower half.
        const Index from = both ? 0 : encoder.count() - 1;
        const QRectF strip = encoder.stripRect(from);
        if (both) {
            QVERIFY(start.x() < strip.left() && start.x() > strip.left() - 8);
            QVERIFY(start.y() > strip.center().y() && start.y() < strip.bottom());
        } else {
            QVERIFY(std::abs(start.x() - strip.center().x()) < 2);
            QVERIFY(start.y() < strip.top() && start.y() > strip.top() - 8);
        }
        const int source =
            m_trace->indexOf(both ? std::string_view("encoder/backward") : "encoder/states");
        QCOMPARE(isStrong(ways.front().pen.color()), isThere(*m_trace, source, from, moment));
        const QRectF first = strips("decoder").stripRect(0);
        const QPointF end = ways.front().path.currentPosition();
        QVERIFY(end.x() < first.left() && end.x() > first.left() - 8);
        QVERIFY(end.y() > first.top() && end.y() < first.bottom());
    }

    void compareQuery(const TextRecorder& recorder, bool current, int moment, int& seen) const
    {
        const std::vector<DrawnWay> ways = waysOf(recorder, Theme::light().role(Role::Query));
        const int weights = m_trace->indexOf(Role::Weights);
        const Index step = m_view->scene().state().step();
        QCOMPARE(ways.size(), weights >= 0 && isThere(*m_trace, weights, step, moment) ? 1U : 0U);
        if (ways.empty())
            return;
        // It is the step's own state, or the one before; s₀ stands left of the first.
        const FlowStripsItem& decoder = strips("decoder");
        const QPointF start = ways.front().path.pointAtPercent(0);
        const bool beside = !current && step == 0;
        const QRectF strip = decoder.stripRect(current || step == 0 ? step : step - 1);
        if (beside)
            QVERIFY(start.x() < strip.left() && start.x() > strip.left() - 20);
        else
            QVERIFY2(start.x() >= strip.left() - 4 && start.x() <= strip.right(),
                     qPrintable(QStringLiteral("step %1").arg(step)));
        const QString lowered = current ? QStringLiteral("i") : QStringLiteral("i−1");
        QVERIFY2(std::any_of(recorder.texts().begin(), recorder.texts().end(),
                             [&](const DrawnText& text) { return text.text == lowered; }),
                 qPrintable(lowered));
        ++seen;
    }

    /// Each state as wide as its weight, side by side below what is read; with attention off the
    /// state that each direction ends with.
    void compareBands(const TextRecorder& recorder, bool attention, bool both, int moment) const
    {
        const FlowStripsItem& encoder = strips("encoder");
        const QRectF context = m_view->scene().item(QStringLiteral("context"))->rect();
        std::vector<QRectF> starts; // where a band lies on the encoder
        std::vector<QRectF> ends;
        for (const DrawnShape& shape : recorder.shapes()) {
            if (shape.brush.style() != Qt::LinearGradientPattern)
                continue;
            const auto near = [&](qreal y) {
                QRectF span;
                for (int i = 0; i < shape.path.elementCount(); ++i)
                    if (const QPointF at = shape.path.elementAt(i); std::abs(at.y() - y) < 1)
                        span |= QRectF(at.x(), y, 1e-9, 1e-9);
                return span;
            };
            starts.push_back(near(encoder.rect().top() - 2));
            ends.push_back(near(context.bottom() + 1));
        }
        const Index last = encoder.count() - 1;
        if (!attention) {
            QCOMPARE(starts.size(), both ? 2U : 1U);
            QVERIFY(std::abs(starts.front().center().x() - encoder.middle(last)) < 1);
            if (both) {
                QVERIFY(std::abs(starts.back().center().x() - encoder.middle(0)) < 1);
                QVERIFY(ends.front().right() < ends.back().left() + context.width() * 0.2);
            }
            return;
        }
        const int index = m_trace->indexOf(Role::Weights);
        const Index step = m_view->scene().state().step();
        if (!isThere(*m_trace, index, step, moment)) {
            QVERIFY(starts.empty());
            return;
        }
        const TraceValue& weights = m_trace->tensors[static_cast<std::size_t>(index)].value;
        std::size_t seen = 0;
        qreal place = context.center().x() - context.width() * 0.35;
        for (Index key = 0; key <= last; ++key) {
            const double share = static_cast<double>(weights.at(step, key));
            const qreal width = share * context.width() * 0.7;
            if (share >= 0.004) {
                QVERIFY(seen < starts.size());
                QVERIFY2(std::abs(starts[seen].center().x() - encoder.middle(key)) < 1,
                         qPrintable(QStringLiteral("step %1, key %2").arg(step).arg(key)));
                QVERIFY(std::abs(ends[seen].center().x() - place - width / 2) < 1);
                QVERIFY(std::abs(ends[seen].width() - std::max(0.8, width)) < 0.5);
                ++seen;
            }
            place += width;
        }
        QCOMPARE(seen, starts.size());
    }

    /// Dotted from each written token to the state of the next step, strong once that is there.
    void compareFeedback(const TextRecorder& recorder, int moment, int& seen) const
    {
        const FlowStripsItem& decoder = strips("decoder");
        const auto& chips =
            dynamic_cast<const FlowChipsItem&>(*m_view->scene().item(QStringLiteral("output")));
        const int states = m_trace->indexOf("decoder/states");
        for (Index step = 0; step + 1 < decoder.count() && decoder.pitch() >= 44; ++step) {
            const QRectF chip = chips.chipRect(step);
            const QPointF from(chip.right() + 1, chip.center().y());
            const QRectF to = decoder.stripRect(step + 1);
            const auto found = std::find_if(
                recorder.ways().begin(), recorder.ways().end(), [&](const DrawnWay& way) {
                    const QPointF end = way.path.currentPosition();
                    return way.pen.style() != Qt::SolidLine
                        && QLineF(way.path.pointAtPercent(0), from).length() < 1
                        && std::abs(end.x() - to.left() + 2) < 1 && end.y() > to.top()
                        && end.y() < to.bottom();
                });
            QVERIFY2(found != recorder.ways().end(), qPrintable(QString::number(step)));
            QCOMPARE(found->pen.color().alphaF() > 0.4F,
                     isThere(*m_trace, states, step + 1, moment));
            ++seen;
        }
    }

    /// Between neighbours an arrow for each direction, strong once what it brings about is there.
    void compareRules(const char* key, const std::vector<int>& parts, int moment, int& seen)
    {
        const FlowStripsItem& item = strips(key);
        TextRecorder recorder(size);
        {
            QPainter painter(&recorder);
            const_cast<FlowStripsItem&>(item).paint(&painter, nullptr, nullptr);
        }
        if (recorder.points().empty())
            return; // no room between the strips
        QCOMPARE(recorder.points().size(),
                 parts.size() * static_cast<std::size_t>(item.count() - 1));
        for (Index row = 0; row + 1 < item.count(); ++row)
            for (std::size_t part = 0; part < parts.size(); ++part) {
                const QRectF left = item.stripRect(row);
                const QRectF right = item.stripRect(row + 1);
                const qreal height = left.height() / static_cast<qreal>(parts.size());
                const qreal y = left.top() + (static_cast<qreal>(part) + 0.5) * height;
                const bool forward = part == 0;
                const QPointF end(forward ? right.left() - 3 : left.right() + 3, y);
                const auto found =
                    std::find_if(recorder.points().begin(), recorder.points().end(),
                                 [&](const DrawnPoint& point) {
                                     return QLineF(point.corners[0], end).length() < 1.5;
                                 });
                QVERIFY2(found != recorder.points().end(),
                         qPrintable(QStringLiteral("%1 %2").arg(row).arg(part)));
                QVERIFY(forward ? found->corners[1].x() < end.x()
                                : found->corners[1].x() > end.x());
                const Index to = forward ? row + 1 : row;
                QVERIFY2(isStrong(found->ink) == isThere(*m_trace, parts[part], to, moment),
                         qPrintable(QStringLiteral("row %1, part %2, moment %3")
                                        .arg(row)
                                        .arg(part)
                                        .arg(moment)));
                ++seen;
            }
    }

private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void everyArrowGoesFromWhatIsReadToWhatReadsIt_data()
    {
        QTest::addColumn<bool>("attention");
        QTest::addColumn<QString>("placement");
        QTest::addColumn<bool>("both");
        for (const bool both : {false, true}) {
            const char* directions = both ? "two directions" : "one direction";
            QTest::addRow("off, %s", directions) << false << "bahdanau" << both;
            for (const char* placement : {"bahdanau", "luong"})
                QTest::addRow("%s, %s", placement, directions) << true << placement << both;
        }
    }

    void everyArrowGoesFromWhatIsReadToWhatReadsIt()
    {
        QFETCH(bool, attention);
        QFETCH(QString, placement);
        QFETCH(bool, both);
        Exploration exploration;
        exploration.scenario = "translation";
        exploration.target = "这 个 小 狗";
        exploration.settings.set("attention", attention);
        exploration.settings.set("placement", placement.toStdString());
        exploration.settings.set("bidirectional", both);
        m_trace = explore(exploration);
        m_view = std::make_unique<FlowView>();
        m_view->setAnimated(false);
        m_view->resize(size);
        m_view->show();
        m_view->setTrace(m_trace);
        QVERIFY(m_view->scene().item(QStringLiteral("encoder")));
        int queries = 0;
        int rules = 0;
        int fed = 0;
        for (const int moment : m_view->stops()) {
            m_view->setMoment(moment);
            TextRecorder recorder(size);
            paintArcs(m_view->scene(), recorder);
            compareStart(recorder, both, moment);
            if (QTest::currentTestFailed())
                return;
            compareQuery(recorder, placement == QLatin1String("luong"), moment, queries);
            compareBands(recorder, attention, both, moment);
            compareFeedback(recorder, moment, fed);
            const std::vector<int> read = both ? std::vector{m_trace->indexOf("encoder/forward"),
                                                             m_trace->indexOf("encoder/backward")}
                                               : std::vector{m_trace->indexOf("encoder/states")};
            compareRules("encoder", read, moment, rules);
            compareRules("decoder", {m_trace->indexOf("decoder/states")}, moment, rules);
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY(rules > 0);
        QVERIFY(fed > 0);
        QCOMPARE(queries > 0, attention);
    }
};

QTEST_MAIN(FlowWaysTest)
#include "flow_ways_test.moc"
