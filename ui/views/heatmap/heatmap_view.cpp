// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap/heatmap_view.h"

#include "ui/views/heatmap/heatmap_buttons.h"
#include "ui/views/heatmap/heatmap_cells.h"
#include "ui/views/heatmap/heatmap_frame.h"
#include "ui/views/heatmap/heatmap_marks.h"
#include "ui/views/heatmap/heatmap_profile.h"
#include "ui/views/heatmap/heatmap_spoken.h"
#include "ui/views/heatmap/heatmap_text.h"
#include "ui/views/heatmap/padding_fold.h"
#include "ui/views/shared/cell_picture.h"
#include "ui/views/shared/mini_map.h"
#include "ui/views/shared/vector_plot.h"

#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace regard {

HeatmapView::HeatmapView(QWidget* parent) : TraceView(parent)
{
    speakHeatmaps(); // before anything is told of it
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Heatmap"));
    build();
    m_state.font = font();
    recolor();
    refresh();
}

HeatmapView::~HeatmapView() = default;

void HeatmapView::build()
{
    m_plot = new VectorPlot(this);
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->setMouseTracking(true);
    m_plot->setMinimumSize(1, 1);
    m_plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    m_plot->plotLayout()->setMargins(QMargins());
    m_plot->installEventFilter(this);
    m_state.axes = m_plot->axisRect();
    m_state.axes->setAutoMargins(QCP::msNone);
    m_state.axes->setMinimumSize(1, 1);
    m_state.axes->setRangeZoomFactor(0.8);
    for (QCPAxis* axis : m_state.axes->axes()) {
        axis->setVisible(false);
        axis->grid()->setVisible(false);
        connect(axis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
                &HeatmapView::keepInside);
    }
    m_plot->yAxis->setRangeReversed(true);
    m_plot->layer(QStringLiteral("overlay"))->setMode(QCPLayer::lmBuffered);
    // The plot owns its layerables.
    new HeatmapCells(m_plot, m_state);
    new HeatmapProfile(m_plot, m_state);
    new HeatmapFrame(m_plot, m_state);
    new HeatmapMarks(m_plot, m_state);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_plot);

    m_buttons = new HeatmapButtons(this);
    connect(m_buttons->sums, &QToolButton::toggled, this, &HeatmapView::setSumsShown);
    connect(m_buttons->stretch, &QToolButton::toggled, this, &HeatmapView::setStretched);
    connect(m_buttons->fit, &QToolButton::clicked, this, &HeatmapView::fit);
}

void HeatmapView::setTrace(const TracePtr& trace)
{
    const TraceTensor* before = m_state.shown();
    int found = -1;
    const auto extentsOf = [](const TraceTensor* tensor) {
        return tensor ? QSize(static_cast<int>(tensor->value.columns()),
                              static_cast<int>(tensor->value.rows()))
                      : QSize();
    };
    const QSize extents = extentsOf(before);
    if (trace && before) {
        found = trace->indexOf(before->path);
        if (found < 0)
            found = trace->indexOf(before->role);
    }
    if (trace && found < 0)
        found = trace->indexOf(Role::Weights);
    if (trace && found < 0 && !trace->tensors.empty())
        found = 0;

    const bool atWords = before && showsWords();
    const int shownBefore = m_state.tensor;
    const TracePtr old = std::exchange(m_state.trace, trace);
    m_state.tensor = found;
    followPicked(m_state.picked, before, m_state.shown());
    // As the selection does, so that it is known again.
    m_state.fixed = follow(m_state.fixed, old.get(), trace.get());
    refresh();
    if (extentsOf(m_state.shown()) != extents || atWords)
        showWords();
    if (found != shownBefore)
        Q_EMIT tensorShown(found);
}

void HeatmapView::showTensor(int tensor)
{
    if (tensor < 0 || tensor == m_state.tensor)
        return;
    m_state.tensor = tensor;
    m_state.picked = {};
    m_previewed = {};
    refresh();
    showWords();
    Q_EMIT tensorShown(tensor);
    Q_EMIT stopsChanged();
}

std::vector<int> HeatmapView::stops() const
{
    const TraceTensor* tensor = m_state.shown();
    if (!tensor)
        return {};
    std::vector<int> moments{0}; // nothing of it yet
    moments.insert(moments.end(), tensor->rowMoments.begin(), tensor->rowMoments.end());
    std::sort(moments.begin(), moments.end());
    moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
    return moments;
}

void HeatmapView::setMoment(int moment)
{
    if (moment == m_state.moment)
        return;
    m_state.moment = moment;
    if (const TraceTensor* tensor = m_state.shown())
        m_state.image = matrixImage(*tensor, m_state.scale, m_state.theme, moment);
    mergePicked(m_state);
    describe();
    repaintMap();
}

void HeatmapView::setSelection(const CellRef& fixed, const CellRef& hovered)
{
    if (fixed == m_state.fixed && hovered == m_state.hovered)
        return;
    m_state.hovered = hovered;
    const bool several = m_state.picked.areSeveral();
    if (fixed != m_state.fixed)
        m_state.picked = {};
    m_state.fixed = fixed;
    if (several && !m_state.picked.areSeveral())
        return rearrange();
    describe();
    repaintMarks();
}

void HeatmapView::describe()
{
    const TraceTensor* tensor = m_state.shown();
    const CellRef& fixed = m_state.fixed;
    setAccessibleDescription(
        !tensor ? QString()
            : m_state.picked.areSeveral()
            ? mergedInWords(*m_state.trace, *tensor, m_state.picked, m_state.merged, m_state.moment)
            : fixed.tensor == m_state.tensor
            ? placeInWords(*m_state.trace, *tensor, fixed.row, fixed.column, m_state.moment)
            : QString());
    if (fixed != m_told) {
        m_told = fixed;
        tellCell(*this);
    }
}

void HeatmapView::setTheme(const Theme& theme)
{
    m_state.theme = theme;
    recolor();
    refresh();
}

void HeatmapView::recolor()
{
    m_plot->setBackground(QBrush(m_state.theme.surface()));
}

void HeatmapView::setSumsShown(bool shown)
{
    m_state.sums = shown;
    m_buttons->sums->setChecked(shown);
    refresh();
}

void HeatmapView::setStretched(bool stretched)
{
    if (stretched == m_stretched)
        return;
    m_stretched = stretched;
    m_buttons->stretch->setChecked(stretched);
    refresh();
    Q_EMIT this->stretched(stretched);
}

void HeatmapView::setColorScale(const std::optional<ColorScale>& scale)
{
    if (scale == m_forced)
        return;
    m_forced = scale;
    refresh();
}

void HeatmapView::refresh()
{
    if (const TraceTensor* tensor = m_state.shown()) {
        m_state.scale = m_forced.value_or(ColorScale::of(*tensor));
        // A diverging scale reaches to the largest magnitude anyway.
        m_buttons->stretch->setEnabled(m_state.scale.sequential);
        m_state.largest = static_cast<double>(tensor->value.extent().high);
        if (m_stretched && m_buttons->stretch->isEnabled() && !m_forced)
            m_state.scale.limit = m_state.largest > 0 ? m_state.largest : 1;
        m_state.image = matrixImage(*tensor, m_state.scale, m_state.theme, m_state.moment);
    }
    // When all is as it is to be drawn: showing them lays out what waits, and that draws at once.
    placeButtons();
    rearrange();
}

void HeatmapView::rearrange()
{
    mergePicked(m_state);
    describe();
    arrangeHeatmap(m_state, m_plot->size());
    repaintMap();
}

void HeatmapView::repaintMap()
{
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void HeatmapView::repaintMarks()
{
    // A layer can only be drawn alone into buffers that the last full replot made.
    m_plot->layer(QStringLiteral("overlay"))->replot();
}

void HeatmapView::fit()
{
    if (const TraceTensor* tensor = m_state.shown()) {
        m_plot->xAxis->setRange(-0.5, static_cast<double>(tensor->value.columns()) - 0.5);
        m_plot->yAxis->setRange(-0.5, static_cast<double>(tensor->value.rows()) - 0.5);
    }
    repaintMap();
}

QRectF HeatmapView::words() const
{
    const TraceTensor* tensor = m_state.shown();
    if (!tensor)
        return {};
    // One padding token stays in sight; there is nothing but padding in an empty text.
    const auto first = [](const Axis& axis) {
        const PaddingFold::Run run = PaddingFold::paddingOf(axis);
        const bool leads =
            run.count > 0 && run.first == 0 && run.count < static_cast<Index>(axis->size());
        return static_cast<double>(leads ? run.last() : 0) - 0.5;
    };
    return QRectF(QPointF(first(tensor->columns), first(tensor->rows)),
                  QPointF(static_cast<double>(tensor->value.columns()) - 0.5,
                          static_cast<double>(tensor->value.rows()) - 0.5));
}

void HeatmapView::showWords()
{
    const QRectF range = words();
    m_plot->xAxis->setRange(range.left(), range.right());
    m_plot->yAxis->setRange(range.top(), range.bottom());
    repaintMap();
}

bool HeatmapView::showsWords() const
{
    const QRectF range = words();
    const auto same = [](const QCPRange& shown, double from, double to) {
        return std::abs(shown.lower - from) < 1e-6 && std::abs(shown.upper - to) < 1e-6;
    };
    return same(m_plot->xAxis->range(), range.left(), range.right())
        && same(m_plot->yAxis->range(), range.top(), range.bottom());
}

bool HeatmapView::isFitted() const
{
    const TraceTensor* tensor = m_state.shown();
    return !tensor
        || (m_plot->xAxis->range().size() > static_cast<double>(tensor->value.columns()) - 0.01
            && m_plot->yAxis->range().size() > static_cast<double>(tensor->value.rows()) - 0.01);
}

void HeatmapView::keepInside()
{
    const TraceTensor* tensor = m_state.shown();
    if (!tensor)
        return;
    const auto bound = [](QCPAxis* axis, Index count) {
        const double extent = static_cast<double>(count);
        const double size = std::clamp(axis->range().size(), std::min(1.0, extent), extent);
        const double lower =
            std::clamp(axis->range().center() - size / 2, -0.5, extent - 0.5 - size);
        const QCPRange inside(lower, lower + size);
        if (std::abs(inside.lower - axis->range().lower) > 1e-9
            || std::abs(inside.upper - axis->range().upper) > 1e-9)
            axis->setRange(inside);
    };
    bound(m_plot->xAxis, tensor->value.columns());
    bound(m_plot->yAxis, tensor->value.rows());
    m_buttons->fit->setEnabled(!isFitted());
}

QRectF HeatmapView::placeRect(Index row, Index column) const
{
    return m_state.place(row, column).translated(m_plot->pos());
}

QRect HeatmapView::numberPlace(const CellRef& cell) const
{
    const QRect place = placeRect(cell.row, cell.column).toAlignedRect();
    const QFontMetrics metrics(m_state.font);
    return place.width() >= metrics.averageCharWidth() * 4 && place.height() >= metrics.height()
        ? place
        : QRect();
}

void HeatmapView::placeButtons()
{
    const QSize size = m_buttons->sizeHint();
    const bool room = m_state.shown() && width() >= size.width() * 5 / 2;
    m_buttons->setVisible(room);
    m_state.reserved = room ? size.width() + 8 : 0;
    m_buttons->setGeometry(QRect(QPoint(width() - size.width() - 8, 7), size));
}

void HeatmapView::resizeEvent(QResizeEvent* event)
{
    TraceView::resizeEvent(event);
    // The map was arranged for its new size already, with the room that buttons took of the old.
    const int before = m_state.reserved;
    placeButtons();
    if (m_state.reserved != before)
        rearrange();
}

QSize HeatmapView::sizeHint() const
{
    return {720, 560};
}
QSize HeatmapView::minimumSizeHint() const
{
    return {180, 140};
}

} // namespace regard
