// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scene/scene_plot.h"

#include "ui/views/shared/cell_picture.h"
#include "ui/views/shared/plot_style.h"
#include "ui/views/shared/vector_plot.h"

#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

bool sameColors(const Theme& a, const Theme& b)
{
    return a.isDark() == b.isDark() && a.isForProjector() == b.isForProjector()
        && a.surface() == b.surface() && a.text() == b.text();
}

} // namespace

ScenePlot::ScenePlot(QWidget* parent)
    : ScenePicture(parent)
    , m_plot(new VectorPlot(this))
    , m_margins(new QCPMarginGroup(m_plot))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_plot);
    layout->addWidget(scroll);
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->setMouseTracking(true);
    m_plot->setMinimumSize(1, 1);
    m_plot->setPlottingHint(QCP::phFastPolylines); // segments: curves of hundreds of points
    m_plot->setAutoAddPlottableToLegend(false);
    m_plot->plotLayout()->clear();
    m_plot->plotLayout()->setRowSpacing(2);
    m_plot->installEventFilter(this);
}

QCPAxisRect* ScenePlot::addRect(int row, const QString& below, const QString& left)
{
    auto* rect = new QCPAxisRect(m_plot);
    rect->setLayer(QStringLiteral("background")); // below what a layer of marks shades
    m_plot->plotLayout()->addElement(row, 0, rect);
    rect->setupFullAxesBox(false);
    rect->axis(QCPAxis::atBottom)->setLabel(below);
    rect->axis(QCPAxis::atLeft)->setLabel(left);
    for (const QCPAxis::AxisType side : {QCPAxis::atTop, QCPAxis::atRight})
        rect->axis(side)->setTicks(false);
    rect->setMinimumMargins(QMargins(4, 6, 12, 2));
    rect->setMinimumSize(40, 24);
    colorAxes(*rect, m_state.theme, font());
    m_rects.push_back(rect);
    // All begin and end at the same places.
    rect->setMarginGroup(QCP::msLeft | QCP::msRight, m_margins);
    return rect;
}

void ScenePlot::clearRects()
{
    m_marks.clear();
    m_plot->clearItems();
    m_plot->clearPlottables();
    m_plot->plotLayout()->clear();
    m_rects.clear();
}

void ScenePlot::draw(const SceneState& state)
{
    const SceneState& last = m_state;
    const bool marksAlone = m_drawn && state.trace == last.trace && state.before == last.before
        && state.moment == last.moment && sameColors(state.theme, last.theme)
        && font() == m_drawnFont && !dependsOnSelection(state);
    m_state = state;
    if (!marksAlone) {
        m_drawn = true;
        m_drawnFont = font();
        m_marks.clear();
        m_plot->clearItems();
        m_plot->clearPlottables();
        m_handles.clear();
        m_plot->setBackground(state.theme.surface());
        for (QCPAxisRect* rect : m_rects)
            colorAxes(*rect, state.theme, font());
        fill();
        // Those of what is pointed at and fixed, so that pointing makes no new ones.
        for (int i = 0; i < 2 && !m_handles.empty(); ++i)
            ring(m_handles.front(), state.theme.hover(), 17);
    }
    drawMarks();
    if (marksAlone)
        for (const QString& layer : m_markLayers)
            m_plot->layer(layer)->replot();
    else
        m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void ScenePlot::addMarkLayer(const QString& name)
{
    m_plot->addLayer(name, m_plot->layer(QStringLiteral("main")), QCustomPlot::limBelow);
    m_plot->layer(name)->setMode(QCPLayer::lmBuffered);
    m_markLayers.prepend(name);
}

void ScenePlot::setSmooth(bool smooth)
{
    m_plot->setNotAntialiasedElements(smooth ? QCP::aeNone : QCP::aePlottables);
}

void ScenePlot::redraw()
{
    m_drawn = false;
    if (m_state.scene())
        draw(SceneState(m_state));
}

void ScenePlot::drawMarks()
{
    for (QCPAbstractItem* mark : m_marks)
        mark->setVisible(false);
    fillMarks();
}

void ScenePlot::fillMarks()
{
    for (const SceneHandle& handle : m_handles) {
        if (handle.changed)
            ring(handle, m_state.theme.warning(), 13);
        if (m_state.fixed && handle.cell == m_state.fixed)
            ring(handle, m_state.theme.selection(), 17);
        if (m_state.hovered && handle.cell == m_state.hovered)
            ring(handle, m_state.theme.hover(), 17);
    }
}

void ScenePlot::paintTo(QPainter& painter, const QSize& size)
{
    auto& plotted = static_cast<QCPPainter&>(painter);
    plotted.setMode(QCPPainter::pmVectorized, paintsVectorFile(painter));
    plotted.setMode(QCPPainter::pmNoCaching);
    m_plot->toPainter(&plotted, size.width(), size.height());
}

QCPGraph* ScenePlot::graphIn(QCPAxisRect* rect)
{
    return m_plot->addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
}

void ScenePlot::ring(const SceneHandle& handle, const QColor& color, double size)
{
    auto* ring = mark<QCPItemTracer>(handle.rect);
    ring->setStyle(QCPItemTracer::tsCircle);
    ring->setSize(size);
    ring->setPen(QPen(color, 2));
    ring->setBrush(Qt::NoBrush);
    ring->position->setAxes(handle.rect->axis(QCPAxis::atBottom),
                            handle.rect->axis(QCPAxis::atLeft));
    ring->position->setCoords(handle.at);
}

void ScenePlot::place(QCPItemLine& line, QCPAxisRect& rect, double at)
{
    line.setClipAxisRect(&rect);
    for (QCPItemPosition* end : {line.start, line.end})
        end->setAxes(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
    const QCPRange& range = rect.axis(QCPAxis::atLeft)->range();
    line.start->setCoords(at, range.lower);
    line.end->setCoords(at, range.upper);
}

QCPRange ScenePlot::roomy(double low, double high, double share)
{
    // What differs by the rounding of a float is equal.
    const double rounding = 1e-6 * std::max(std::abs(low), std::abs(high));
    const double room =
        high - low > rounding ? (high - low) * share : std::max(1.0, std::abs(high) * share);
    return {low - room, high + room};
}

double ScenePlot::rounded(const QCPAxis& axis, double value)
{
    const double pixel = axis.range().size()
        / std::max(100,
                   std::abs(axis.pixelOrientation() > 0 ? axis.axisRect()->width()
                                                        : axis.axisRect()->height()));
    const int decimals = static_cast<int>(std::clamp(-std::floor(std::log10(pixel)), -9.0, 12.0));
    if (decimals > 0)
        return QString::number(value, 'f', decimals).toDouble() + 0.0; // no −0
    const double unit = std::pow(10.0, -decimals);
    return std::round(value / unit) * unit + 0.0;
}

std::optional<PointEdit> ScenePlot::moved(const SceneHandle&, const QPointF&) const
{
    return {};
}

std::optional<PointEdit> ScenePlot::added(const QPointF&, bool) const
{
    return {};
}

QPointF ScenePlot::pixelOf(const SceneHandle& handle) const
{
    return {handle.rect->axis(QCPAxis::atBottom)->coordToPixel(handle.at.x()),
            handle.rect->axis(QCPAxis::atLeft)->coordToPixel(handle.at.y())};
}

QPointF ScenePlot::coordinates(const QCPAxisRect& rect, const QPointF& pixel) const
{
    const QRectF inside(rect.rect());
    const QCPAxis& x = *rect.axis(QCPAxis::atBottom);
    const QCPAxis& y = *rect.axis(QCPAxis::atLeft);
    return {rounded(x, x.pixelToCoord(std::clamp(pixel.x(), inside.left(), inside.right()))),
            rounded(y, y.pixelToCoord(std::clamp(pixel.y(), inside.top(), inside.bottom())))};
}

const SceneHandle* ScenePlot::handleAt(const QPointF& pixel) const
{
    constexpr double reach = 11;
    const SceneHandle* nearest = nullptr;
    double least = reach * reach;
    for (const SceneHandle& handle : m_handles) {
        const QPointF way = pixelOf(handle) - pixel;
        if (const double far = QPointF::dotProduct(way, way); far < least) {
            least = far;
            nearest = &handle;
        }
    }
    return nearest;
}

const SceneHandle* ScenePlot::selected() const
{
    for (const SceneHandle& handle : m_handles)
        if (m_state.fixed && handle.cell == m_state.fixed)
            return &handle;
    return nullptr;
}

const TypedPoints* ScenePlot::typedPoints() const
{
    return m_state.scene() ? typedPointsOf(*m_state.scene()) : nullptr;
}

QStringList ScenePlot::selectedWords(const SceneState& state) const
{
    QStringList all;
    for (const SceneHandle& handle : m_handles)
        if (state.fixed && handle.cell == state.fixed)
            all << tr("Selected: %1").arg(words(handle));
    return all;
}

} // namespace regard
