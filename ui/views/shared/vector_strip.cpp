// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/shared/vector_strip.h"

#include "ui/views/heatmap/heatmap_text.h"
#include "ui/views/shared/mini_map.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace regard {

namespace {

constexpr double gap = 6; ///< between strips
constexpr double labelPart = 0.35; ///< of the width, at most, before the cells

ColorScale scaleOf(const VectorStrip::Strip& strip)
{
    double limit = strip.limit;
    if (limit <= 0)
        for (const Real value : strip.values)
            if (std::isfinite(value))
                limit = std::max(limit, std::abs(static_cast<double>(value)));
    return {.sequential = false, .limit = limit > 0 ? limit : 1};
}

QString sumText(const VectorStrip::Strip& strip)
{
    const double sum = std::accumulate(strip.values.begin(), strip.values.end(), 0.0);
    return QStringLiteral("Σ = ") + numberText(sum, 4);
}

} // namespace

VectorStrip::VectorStrip(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setAccessibleName(tr("Vectors"));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void VectorStrip::setStrips(std::vector<Strip> strips)
{
    m_strips = std::move(strips);
    m_length = 0;
    QStringList spoken;
    for (const Strip& strip : m_strips) {
        m_length = std::max(m_length, strip.values.size());
        QStringList numbers;
        for (const Real value : strip.values)
            numbers << numberText(static_cast<double>(value));
        spoken << strip.label + QStringLiteral(": ") + numbers.join(QStringLiteral(" "));
    }
    setAccessibleDescription(spoken.join(QStringLiteral("; ")));
    if (m_marked >= static_cast<int>(m_length))
        m_marked = -1;
    measure();
    updateGeometry();
    update();
}

void VectorStrip::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void VectorStrip::setMarked(int index)
{
    if (std::exchange(m_marked, index) != index)
        update();
}

void VectorStrip::measure()
{
    QFont bold = font();
    bold.setBold(true);
    const QFontMetricsF label(bold);
    m_labelWidth = 0;
    m_sumWidth = 0;
    for (const Strip& strip : m_strips) {
        m_labelWidth = std::max(m_labelWidth, label.horizontalAdvance(strip.label) + 10);
        if (strip.sum)
            m_sumWidth = std::max(m_sumWidth, label.horizontalAdvance(sumText(strip)) + 12);
    }
}

bool VectorStrip::labelsAbove(int width) const
{
    return m_labelWidth > width * labelPart;
}

QRectF VectorStrip::labelRect(std::size_t strip) const
{
    const QRectF rect = stripRect(strip);
    if (!labelsAbove(width()))
        return {0, rect.top(), rect.left() - 8, rect.height()};
    const double height = QFontMetricsF(font()).height();
    return {0, rect.top() - height, static_cast<double>(width()), height};
}

QRectF VectorStrip::stripRect(std::size_t strip) const
{
    const auto count = static_cast<double>(std::max<std::size_t>(m_strips.size(), 1));
    const double line = QFontMetricsF(font()).height();
    const bool above = labelsAbove(width());
    const double label = above ? line : 0;
    const double height =
        std::clamp((this->height() - gap * (count - 1)) / count - label, 8.0, (line + 6) * 1.5);
    const double left = above ? 1 : m_labelWidth;
    const double right = above ? 1 : std::min(m_sumWidth, width() * labelPart);
    double cells = std::max(1.0, width() - left - right - 2);
    // A short vector is not torn apart over the whole width.
    cells = std::min(cells, static_cast<double>(m_length) * height * 2.4);
    return {left, static_cast<double>(strip) * (label + height + gap) + label, cells, height};
}

QRectF VectorStrip::cellRect(std::size_t strip, std::size_t index) const
{
    if (strip >= m_strips.size() || index >= m_strips[strip].values.size())
        return {};
    return placeRect(stripRect(strip), 1, static_cast<Index>(m_length),
                     {0, static_cast<Index>(index)});
}

VectorStrip::Cell VectorStrip::cellAt(const QPointF& point) const
{
    for (std::size_t strip = 0; strip < m_strips.size(); ++strip) {
        const QRectF rect = stripRect(strip).adjusted(0, -gap / 2, 0, gap / 2);
        const MatrixPlace place = placeAt(rect, 1, static_cast<Index>(m_length), point);
        if (place.column >= 0 && place.column < static_cast<Index>(m_strips[strip].values.size()))
            return {static_cast<int>(strip), static_cast<int>(place.column)};
    }
    return {};
}

void VectorStrip::mouseReleaseEvent(QMouseEvent* event)
{
    const Cell cell = cellAt(event->position());
    if (event->button() == Qt::LeftButton && cell.strip >= 0)
        Q_EMIT clicked(cell.strip, cell.index);
}

QString VectorStrip::textAt(int index) const
{
    if (index < 0 || index >= static_cast<int>(m_length))
        return {};
    QStringList parts;
    for (const Strip& strip : m_strips)
        if (static_cast<std::size_t>(index) < strip.values.size())
            parts << QStringLiteral("%1 %2").arg(
                strip.label,
                numberText(static_cast<double>(strip.values[static_cast<std::size_t>(index)]), 6));
    return tr("term %1: %2").arg(index + 1).arg(parts.join(QStringLiteral(", ")));
}

void VectorStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    for (std::size_t strip = 0; strip < m_strips.size(); ++strip)
        drawStrip(painter, strip);
    if (m_marked < 0)
        return;
    const auto outline = [&](const QRectF& place) {
        if (!place.isEmpty())
            outlineRect(painter, place.adjusted(0, 1, 0, -1), m_theme.selection(), m_theme, 1.5);
    };
    QRectF column;
    for (std::size_t strip = 0; strip < m_strips.size(); ++strip) {
        const QRectF cell = cellRect(strip, static_cast<std::size_t>(m_marked));
        if (labelsAbove(width())) // between the strips
            outline(cell);
        else
            column = column.united(cell);
    }
    outline(column);
}

void VectorStrip::drawStrip(QPainter& painter, std::size_t index) const
{
    const Strip& strip = m_strips[index];
    const QRectF rect = stripRect(index);
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(m_theme.role(strip.role));
    const QRectF labelBox = labelRect(index);
    painter.drawText(labelBox,
                     (labelsAbove(width()) ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter,
                     QFontMetricsF(bold).elidedText(strip.label, Qt::ElideRight, labelBox.width()));
    if (strip.sum) {
        painter.setPen(m_theme.text());
        const bool above = labelsAbove(width());
        const QRectF sumBox = above
            ? labelBox
            : QRectF(rect.right() + 10, rect.top(), width() - rect.right() - 10, rect.height());
        painter.drawText(
            sumBox, (above ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter,
            QFontMetricsF(bold).elidedText(sumText(strip), Qt::ElideRight, sumBox.width()));
    }

    const ColorScale scale = scaleOf(strip);
    const double cellWidth = m_length == 0 ? 0 : rect.width() / static_cast<double>(m_length);
    const QFontMetricsF metrics(font());
    const bool numbers = cellWidth > metrics.horizontalAdvance(cellText(-scale.limit, scale)) + 4
        && rect.height() >= metrics.height();
    painter.setFont(font());
    for (std::size_t i = 0; i < strip.values.size(); ++i) {
        const QRectF exact = cellRect(index, i);
        const QRectF cell(QPointF(std::round(exact.left()), exact.top()),
                          QPointF(std::round(exact.right()), exact.bottom()));
        const auto value = static_cast<double>(strip.values[i]);
        const QRgb color = scale.color(m_theme, value);
        painter.fillRect(cell.adjusted(0, 0, cellWidth >= 6 ? -1 : 0, 0), QColor(color));
        if (numbers) {
            painter.setPen(m_theme.textOn(color));
            painter.drawText(cell, Qt::AlignCenter, cellText(value, scale));
        }
    }
    painter.setPen(QPen(m_theme.border(), m_theme.line()));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(
        QRectF(rect.topLeft(),
               QSizeF(cellWidth * static_cast<double>(strip.values.size()), rect.height()))
            .adjusted(-0.5, -0.5, 0.5, -0.5));
}

bool VectorStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        QString text = textAt(indexAt(help->pos()));
        for (std::size_t strip = 0; strip < m_strips.size(); ++strip)
            if (labelRect(strip).contains(help->pos()))
                text = m_strips[strip].label;
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QWidget::event(event);
}

void VectorStrip::mouseMoveEvent(QMouseEvent* event)
{
    const int index = indexAt(event->position());
    if (index == m_marked)
        return;
    setMarked(index);
    Q_EMIT indexHovered(index);
}

void VectorStrip::leaveEvent(QEvent*)
{
    if (m_marked < 0)
        return;
    setMarked(-1);
    Q_EMIT indexHovered(-1);
}

void VectorStrip::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange) {
        measure();
        updateGeometry();
    }
    QWidget::changeEvent(event);
}

int VectorStrip::heightForWidth(int width) const
{
    const auto count = static_cast<int>(m_strips.size());
    const int line = QFontMetrics(font()).height();
    const int strip = line + 6 + (labelsAbove(width) ? line : 0);
    return count * strip + std::max(0, count - 1) * static_cast<int>(gap) + 1;
}

QSize VectorStrip::sizeHint() const
{
    return {320, heightForWidth(320)};
}

QSize VectorStrip::minimumSizeHint() const
{
    return {120, heightForWidth(320)};
}

} // namespace regard
