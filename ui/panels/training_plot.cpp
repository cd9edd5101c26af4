// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/training_plot.h"

#include "ui/views/shared/give_help.h"
#include "ui/views/shared/plot_style.h"

#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

QVector<double> stepsOf(const std::vector<CurvePoint>& points)
{
    QVector<double> steps;
    steps.reserve(static_cast<qsizetype>(points.size()));
    for (const CurvePoint& point : points)
        steps << static_cast<double>(point.step);
    return steps;
}

QVector<double> valuesOf(const std::vector<CurvePoint>& points, double CurvePoint::*value)
{
    QVector<double> values;
    values.reserve(static_cast<qsizetype>(points.size()));
    for (const CurvePoint& point : points)
        values << point.*value;
    return values;
}

void fill(QCPGraph* graph, const std::vector<CurvePoint>& points, double CurvePoint::*value)
{
    if (graph && graph->dataCount() != static_cast<int>(points.size()))
        graph->setData(stepsOf(points), valuesOf(points, value), true);
}

} // namespace

TrainingPlot::TrainingPlot(QWidget* parent) : QCustomPlot(parent)
{
    plotLayout()->clear();
    plotLayout()->setRowSpacing(2);
    setAutoAddPlottableToLegend(false);
    // Lines of many points: smoothing them takes far longer than drawing them.
    setNotAntialiasedElements(QCP::aePlottables);
    setMinimumHeight(150);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Curves of the training"));
    m_lossRect = addRect(0, tr("loss"));
    giveHelp(this, "training/curves");
}

QCPAxisRect* TrainingPlot::addRect(int row, const QString& label)
{
    auto* rect = new QCPAxisRect(this);
    plotLayout()->addElement(row, 0, rect);
    rect->setupFullAxesBox(false);
    rect->axis(QCPAxis::atLeft)->setLabel(label);
    rect->axis(QCPAxis::atLeft)->ticker()->setTickCount(4);
    rect->axis(QCPAxis::atBottom)->ticker()->setTickCount(4);
    rect->setMinimumMargins(QMargins(4, 4, 10, 2));
    auto* line = new QCPItemStraightLine(this);
    line->setClipAxisRect(rect);
    for (QCPItemPosition* position : {line->point1, line->point2})
        position->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
    m_cursors.push_back(line);
    return rect;
}

void TrainingPlot::setRuns(const QStringList& names, const QString& metric)
{
    clearGraphs();
    m_curves.clear();
    m_metricName = metric;
    if (metric.isEmpty() && m_metricRect) {
        removeItem(m_cursors.back());
        m_cursors.pop_back();
        plotLayout()->remove(m_metricRect);
        m_metricRect = nullptr;
    } else if (!metric.isEmpty() && !m_metricRect) {
        m_metricRect = addRect(1, metric);
        // Both begin at the same place.
        auto* group = new QCPMarginGroup(this);
        for (QCPAxisRect* rect : {m_lossRect, m_metricRect})
            rect->setMarginGroup(QCP::msLeft | QCP::msRight, group);
        m_metricRect->axis(QCPAxis::atLeft)->setRange(0, 1);
    }
    if (m_metricRect)
        m_metricRect->axis(QCPAxis::atLeft)->setLabel(metric);
    m_lossRect->axis(QCPAxis::atBottom)->setTickLabels(!m_metricRect);
    QCPAxisRect* lowest = m_metricRect ? m_metricRect : m_lossRect;
    m_lossRect->axis(QCPAxis::atBottom)->setLabel({});
    lowest->axis(QCPAxis::atBottom)->setLabel(tr("steps"));
    plotLayout()->simplify();
    for (QCPLayoutElement* element : m_lossRect->insetLayout()->elements(false))
        m_lossRect->insetLayout()->remove(element);
    m_legend = nullptr;
    if (names.size() > 1) {
        m_legend = new QCPLegend;
        m_lossRect->insetLayout()->addElement(m_legend, Qt::AlignRight | Qt::AlignTop);
        m_legend->setLayer(QStringLiteral("legend"));
    }
    const auto graphs = [this](QCPAxisRect* rect) {
        return addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
    };
    for (const QString& name : names) {
        Curves curves{name};
        curves.loss = graphs(m_lossRect);
        curves.heldOutLoss = graphs(m_lossRect);
        if (m_metricRect) {
            curves.metric = graphs(m_metricRect);
            curves.heldOutMetric = graphs(m_metricRect);
        }
        if (m_legend) {
            curves.heldOutLoss->setName(name);
            curves.heldOutLoss->addToLegend(m_legend);
        }
        m_curves.push_back(curves);
    }
    setTheme(m_theme);
}

void TrainingPlot::setCurves(int run, const TrainingProgress& progress)
{
    Curves& curves = m_curves[static_cast<std::size_t>(run)];
    fill(curves.loss, progress.training, &CurvePoint::loss);
    fill(curves.heldOutLoss, progress.validation, &CurvePoint::loss);
    fill(curves.metric, progress.training, &CurvePoint::metric);
    fill(curves.heldOutMetric, progress.validation, &CurvePoint::metric);
}

void TrainingPlot::setSteps(std::size_t steps)
{
    m_steps = std::max<std::size_t>(steps, 1);
}

void TrainingPlot::setCursor(std::size_t step)
{
    m_cursor = step;
    for (QCPItemStraightLine* line : m_cursors) {
        line->point1->setCoords(static_cast<double>(step), 0);
        line->point2->setCoords(static_cast<double>(step), 1);
    }
}

void TrainingPlot::showNews()
{
    double highest = 0;
    for (const Curves& curves : m_curves)
        for (const QCPGraph* graph : {curves.loss, curves.heldOutLoss}) {
            bool known = false;
            const QCPRange range = graph->getValueRange(known);
            if (known)
                highest = std::max(highest, range.upper);
        }
    m_lossRect->axis(QCPAxis::atLeft)->setRange(0, highest > 0 ? highest * 1.05 : 1);
    for (QCPAxisRect* rect : {m_lossRect, m_metricRect})
        if (rect)
            rect->axis(QCPAxis::atBottom)->setRange(0, static_cast<double>(m_steps));
    setAccessibleDescription(described());
    replot(QCustomPlot::rpQueuedReplot);
}

int TrainingPlot::points(int run) const
{
    return m_curves[static_cast<std::size_t>(run)].loss->dataCount();
}

int TrainingPlot::heldOutPoints(int run) const
{
    return m_curves[static_cast<std::size_t>(run)].heldOutLoss->dataCount();
}

QString TrainingPlot::described() const
{
    QStringList parts;
    for (const Curves& curves : m_curves) {
        const auto add = [&](const QCPGraph* graph, const QString& what) {
            if (!graph || graph->dataCount() == 0)
                return;
            const QCPGraphData& last = *(graph->data()->constEnd() - 1);
            QString text = tr("%1 after %2 steps: %3")
                               .arg(what)
                               .arg(static_cast<qlonglong>(last.key))
                               .arg(numberText(last.value, 3));
            parts << (curves.name.isEmpty() ? text : tr("%1, %2").arg(curves.name, text));
        };
        add(curves.loss, tr("loss"));
        add(curves.heldOutLoss, tr("held-out loss"));
        add(curves.metric, m_metricName);
        add(curves.heldOutMetric, tr("held-out %1").arg(m_metricName));
    }
    return parts.join(QStringLiteral("; "));
}

void TrainingPlot::setTheme(const Theme& theme)
{
    m_theme = theme;
    setBackground(theme.window());
    for (QCPAxisRect* rect : {m_lossRect, m_metricRect})
        if (rect)
            colorAxes(*rect, theme, font());
    for (QCPItemStraightLine* line : m_cursors)
        line->setPen(QPen(theme.accent(), theme.line(2)));
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        const RunLook look = runLook(i, theme);
        QColor pale = look.color;
        pale.setAlphaF(0.7F);
        for (QCPGraph* graph : {m_curves[i].loss, m_curves[i].metric})
            if (graph)
                graph->setPen(QPen(pale, 1));
        for (QCPGraph* graph : {m_curves[i].heldOutLoss, m_curves[i].heldOutMetric})
            if (graph) {
                graph->setPen(QPen(look.color, 1, Qt::DashLine));
                graph->setScatterStyle(QCPScatterStyle(look.mark, look.color, look.color, 6));
            }
    }
    if (m_legend)
        colorLegend(*m_legend, theme, font());
    showNews();
}

void TrainingPlot::moveTo(const QPointF& place)
{
    const double step = std::round(m_lossRect->axis(QCPAxis::atBottom)->pixelToCoord(place.x()));
    Q_EMIT cursorMoved(
        static_cast<std::size_t>(std::clamp(step, 0.0, static_cast<double>(m_steps))));
}

void TrainingPlot::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        moveTo(event->position());
}

void TrainingPlot::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        moveTo(event->position());
}

} // namespace regard
