// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scene/curve_picture.h"

#include "ui/views/scene/scene_words.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace regard {

namespace {

const CurveScene& sceneOf(const SceneState& state)
{
    return std::get<CurveScene>(state.scene()->kind);
}

} // namespace

CurvePicture::CurvePicture(QWidget* parent)
    : ScenePlot(parent)
    , m_above(addRect(0, {}, {}))
    , m_below(addRect(1, {}, tr("weight")))
{
    plot()->plotLayout()->setRowStretchFactor(0, 3);
    m_above->axis(QCPAxis::atBottom)->setTickLabels(false);
    m_below->axis(QCPAxis::atLeft)->ticker()->setTickCount(2);
}

int CurvePicture::queryWith(const SceneState& state) const
{
    const CurveScene& scene = sceneOf(state);
    const int shown = queryOf(state, scene, state.shown());
    const int last = static_cast<int>(scene.queries.size()) - 1;
    return std::clamp(shown >= 0 ? shown : m_query, std::min(0, last), last);
}

bool CurvePicture::dependsOnSelection(const SceneState& next) const
{
    return queryWith(next) != m_query;
}

QString CurvePicture::words(const SceneHandle& handle) const
{
    const CurveScene& scene = sceneOf(state());
    if (handle.otherEnd)
        return tr("queries from %1 to %2: this end is at %3")
            .arg(SceneState::number(std::min(handle.at.x(), *handle.otherEnd)),
                 SceneState::number(std::max(handle.at.x(), *handle.otherEnd)),
                 SceneState::number(handle.at.x()));
    return handle.asks ? queryText(state(), scene, handle.index)
                       : pointText(state(), scene, handle.index, m_query);
}

void CurvePicture::setRanges(const CurveScene& scene)
{
    if (isDragging())
        return;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    const auto take = [&](const std::vector<double>& values) {
        for (const double value : values)
            if (std::isfinite(value)) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
    };
    take(scene.values);
    take(scene.curve);
    if (const TraceTensor* told = state().tensor(scene.told))
        for (Index row = 0; row < told->value.rows(); ++row)
            take({static_cast<double>(told->value.at(row, 0))});
    m_above->axis(QCPAxis::atLeft)->setRange(low <= high ? roomy(low, high) : QCPRange(-1, 1));
    const QCPRange across = scene.curveAt.empty()
        ? QCPRange(0, 1)
        : QCPRange(scene.curveAt.front(), scene.curveAt.back());
    for (QCPAxisRect* rect : {m_above, m_below})
        rect->axis(QCPAxis::atBottom)->setRange(across);
}

void CurvePicture::fill()
{
    const CurveScene& scene = sceneOf(state());
    m_above->axis(QCPAxis::atLeft)->setLabel(axisText(scene.value));
    m_below->axis(QCPAxis::atBottom)->setLabel(axisText(scene.features.front()));
    m_below->setMinimumSize(40, static_cast<int>(3 * QFontMetricsF(font()).height()));
    m_query = queryWith(state());
    constexpr std::size_t mostSmooth = 120;
    setSmooth(scene.points.size() + scene.queries.size() <= mostSmooth);
    setRanges(scene);
    m_curve = nullptr;
    m_bars = nullptr;
    drawWeights(scene);
    const TraceTensor* told = state().tensor(scene.told);
    if (state().isComputed(told, 0) && !scene.curve.empty()) {
        m_curve = graphIn(m_above);
        m_curve->setPen(QPen(state().theme.role(Role::Context), state().theme.line(2)));
        m_curve->setData(QVector<double>(scene.curveAt.begin(), scene.curveAt.end()),
                         QVector<double>(scene.curve.begin(), scene.curve.end()), true);
    }
    drawPoints(scene);
    drawQueries(scene);
    drawRanges(scene);
}

void CurvePicture::drawWeights(const CurveScene& scene)
{
    const TraceTensor* weights = state().tensor(scene.weights);
    double largest = 0;
    if (m_query >= 0 && state().isComputed(weights, m_query)) {
        m_bars = new QCPBars(m_below->axis(QCPAxis::atBottom), m_below->axis(QCPAxis::atLeft));
        const QColor ink = state().theme.role(Role::Weights);
        m_bars->setPen(QPen(ink, 1));
        m_bars->setBrush(ink);
        m_bars->setWidthType(QCPBars::wtAbsolute);
        m_bars->setWidth(scene.points.size() > 60 ? 2 : 5);
        for (std::size_t i = 0; i < scene.points.size(); ++i) {
            const auto weight =
                static_cast<double>(weights->value.at(m_query, static_cast<Index>(i)));
            if (!std::isfinite(weight))
                continue;
            m_bars->addData(scene.points[i].front(), weight);
            largest = std::max(largest, weight);
        }
    }
    m_below->axis(QCPAxis::atLeft)->setRange(0, largest > 0 ? largest * 1.1 : 1);
}

void CurvePicture::drawPoints(const CurveScene& scene)
{
    const TraceTensor* weights = state().tensor(scene.weights);
    const int tensor = state().trace->indexOf(scene.weights);
    const QColor ink = state().theme.role(Role::Key);
    QCPGraph* dots = graphIn(m_above);
    dots->setLineStyle(QCPGraph::lsNone);
    dots->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(ink, 1), ink, 7));
    for (std::size_t i = 0; i < scene.points.size(); ++i) {
        const QPointF at(scene.points[i].front(), scene.values[i]);
        dots->addData(at.x(), at.y());
        const auto column = static_cast<Index>(i);
        const bool changed = weights && m_query >= 0 && state().isComputed(weights, m_query)
            && state().isChanged(*weights, m_query, column);
        addHandle({m_above, at, CellRef{tensor, m_query, column}, static_cast<int>(i),
                   scene.typedPoints[i], false, changed});
    }
}

void CurvePicture::drawQueries(const CurveScene& scene)
{
    const TraceTensor* told = state().tensor(scene.told);
    const int tensor = state().trace->indexOf(scene.told);
    const QColor ink = state().theme.role(Role::Query);
    const bool many = scene.queries.size() > 12;
    const auto marks = [&](const QColor& inside, double size) {
        QCPGraph* graph = graphIn(m_above);
        graph->setLineStyle(QCPGraph::lsNone);
        graph->setScatterStyle(
            QCPScatterStyle(QCPScatterStyle::ssDiamond, QPen(ink, 1.5), inside, size));
        return graph;
    };
    QCPGraph* others = marks(state().theme.surface(), many ? 5 : 9);
    QCPGraph* chosen = marks(ink, 11);
    for (std::size_t i = 0; i < scene.queries.size(); ++i) {
        const auto row = static_cast<Index>(i);
        const bool computed = state().isComputed(told, row);
        const bool shown = static_cast<int>(i) == m_query;
        const QCPRange& values = m_above->axis(QCPAxis::atLeft)->range();
        const double value = computed ? static_cast<double>(told->value.at(row, 0))
                                      : values.lower + values.size() * 0.03;
        if (!std::isfinite(value))
            continue;
        const QPointF at(scene.queries[i].front(), value);
        if (shown || !many) {
            auto* line = new QCPItemLine(plot());
            line->setClipAxisRect(m_above);
            for (QCPItemPosition* end : {line->start, line->end})
                end->setAxes(m_above->axis(QCPAxis::atBottom), m_above->axis(QCPAxis::atLeft));
            line->start->setCoords(at.x(), values.lower);
            line->end->setCoords(at.x(), computed ? at.y() : values.upper);
            line->setPen(QPen(ink, shown ? 2 : 1, Qt::DashLine));
        }
        (shown ? chosen : others)->addData(at.x(), at.y());
        addHandle({m_above, at, CellRef{tensor, row, 0}, static_cast<int>(i), scene.typedQueries[i],
                   true, computed && state().isChanged(*told, row, 0)});
    }
}

/// Below, from end to end, each of which can be taken.
void CurvePicture::drawRanges(const CurveScene& scene)
{
    const int tensor = state().trace->indexOf(scene.weights);
    const QCPRange& values = m_above->axis(QCPAxis::atLeft)->range();
    const double y = values.lower + values.size() * 0.02;
    const QColor ink = state().theme.role(Role::Query);
    for (const ToldPoints::Range& range : scene.ranges) {
        QCPGraph* line = graphIn(m_above);
        line->setPen(QPen(ink, 3));
        line->setScatterStyle(
            QCPScatterStyle(QCPScatterStyle::ssSquare, QPen(ink, 1.5), state().theme.surface(), 9));
        line->setData({range.low, range.high}, {y, y}, true);
        const auto end = [&](double at, double other, int query) {
            addHandle({m_above, QPointF(at, y), CellRef{tensor, query, -1}, query, range.typed,
                       true, false, other});
        };
        end(range.low, range.high, range.first);
        end(range.high, range.low, range.last);
    }
}

std::optional<PointEdit> CurvePicture::moved(const SceneHandle& handle, const QPointF& to) const
{
    if (handle.otherEnd) {
        const auto [low, high] = std::minmax({to.x(), *handle.otherEnd});
        return low < high
            ? std::optional(PointEdit{PointEdit::Kind::Move, handle.typed, {low, high}, true, true})
            : std::nullopt;
    }
    PointEdit edit{PointEdit::Kind::Move, handle.typed, {to.x()}, handle.asks};
    if (!handle.asks)
        edit.numbers.push_back(to.y());
    return edit;
}

std::optional<PointEdit> CurvePicture::added(const QPointF& at, bool asks) const
{
    PointEdit edit{PointEdit::Kind::Add, -1, {at.x()}, asks};
    if (!asks)
        edit.numbers.push_back(at.y());
    return edit;
}

QString CurvePicture::caption(const SceneState& state) const
{
    const CurveScene& scene = sceneOf(state);
    if (scene.points.empty())
        return tr("No points yet: type some, or double-click to put one here.");
    const QString text =
        tr("Curve: the mean of all points, weighed by how near they are. Bars: the "
           "weights for one query (◆). Drag points; double-click adds one.");
    return (scene.ranges.empty() ? text : text + QLatin1Char(' ') + tr("Drag the ends of ranges."))
        + errorText(scene);
}

QString CurvePicture::described(const SceneState& state) const
{
    const CurveScene& scene = sceneOf(state);
    QStringList parts = selectedWords(state);
    if (m_query >= 0 && m_query < static_cast<int>(scene.queries.size()))
        parts << queryText(state, scene, m_query);
    parts << tr("%1 points, %2 queries. ↑ and ↓ choose, Ctrl with an arrow key moves, Delete takes "
                "out, Insert adds a point, Shift+Insert a query.")
                 .arg(scene.points.size())
                 .arg(scene.queries.size());
    return parts.join(QStringLiteral(". "));
}

std::vector<int> CurvePicture::stops(const SceneState& state) const
{
    const CurveScene& scene = sceneOf(state);
    return momentsOf(*state.trace, {scene.weights, scene.told});
}

} // namespace regard
