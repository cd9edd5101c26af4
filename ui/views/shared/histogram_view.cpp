// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/shared/histogram_view.h"

#include "ui/views/shared/mini_map.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace regard {

Statistics statisticsOf(std::span<const Real> values, std::size_t bins)
{
    Statistics s;
    s.count = values.size();
    double sum = 0;
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
    for (const Real number : values) {
        const auto value = static_cast<double>(number);
        if (!std::isfinite(value))
            continue;
        ++s.finite;
        sum += value;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    if (s.finite == 0)
        return s;
    s.minimum = low;
    s.maximum = high;
    s.mean = sum / static_cast<double>(s.finite);
    s.bins.assign(low < high ? std::max<std::size_t>(bins, 1) : 1, 0);
    double squares = 0;
    for (const Real number : values) {
        const auto value = static_cast<double>(number);
        if (!std::isfinite(value))
            continue;
        squares += (value - s.mean) * (value - s.mean);
        const double part = low < high ? (value - low) / (high - low) : 0;
        const auto bin = static_cast<std::size_t>(part * static_cast<double>(s.bins.size()));
        ++s.bins[std::min(bin, s.bins.size() - 1)];
    }
    s.deviation = std::sqrt(squares / static_cast<double>(s.finite));
    return s;
}

HistogramView::HistogramView(QWidget* parent) : QWidget(parent)
{
    setAccessibleName(tr("Histogram"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
}

void HistogramView::setValues(std::span<const Real> values, Role role)
{
    m_statistics = statisticsOf(values);
    m_role = role;
    setAccessibleDescription(caption());
    update();
}

void HistogramView::clear()
{
    m_statistics = {};
    setAccessibleDescription({});
    update();
}

void HistogramView::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

QString HistogramView::caption() const
{
    const Statistics& s = m_statistics;
    if (s.count == 0)
        return {};
    const QString numbers = s.count == 1 ? tr("1 number") : tr("%1 numbers").arg(s.count);
    if (s.finite == 0)
        return tr("%1, none finite").arg(numbers);
    QString text =
        tr("%1 · mean %2 · std %3").arg(numbers, numberText(s.mean), numberText(s.deviation));
    if (s.finite < s.count)
        text += tr(" · %1 not finite").arg(s.count - s.finite);
    return text;
}

QRectF HistogramView::barsRect() const
{
    const double line = QFontMetricsF(font()).height();
    return QRectF(1, 2, width() - 2, std::max(4.0, height() - 2 * line - 8));
}

void HistogramView::paintEvent(QPaintEvent*)
{
    const Statistics& s = m_statistics;
    QPainter painter(this);
    painter.setPen(m_theme.textMuted());
    if (s.count == 0)
        return;
    const QFontMetricsF metrics(font());
    const QRectF bars = barsRect();
    const QRectF axis(bars.left(), bars.bottom() + 2, bars.width(), metrics.height());
    const QRectF line(bars.left(), axis.bottom() + 2, bars.width(), metrics.height());
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(caption(), Qt::ElideRight, line.width()));
    if (s.finite == 0)
        return;

    const auto count = static_cast<Index>(s.bins.size());
    const auto most = static_cast<double>(*std::max_element(s.bins.begin(), s.bins.end()));
    for (Index i = 0; i < count; ++i) {
        const auto filled = s.bins[static_cast<std::size_t>(i)];
        if (filled == 0)
            continue;
        QRectF bar = placeRect(bars, 1, count, {0, i});
        bar.setTop(bar.bottom() - std::max(1.5, bar.height() * static_cast<double>(filled) / most));
        painter.fillRect(bar.adjusted(0, 0, -1, 0), m_theme.role(m_role));
    }
    painter.setPen(m_theme.border());
    painter.drawLine(bars.bottomLeft(), bars.bottomRight());
    painter.setPen(m_theme.textMuted());
    if (s.minimum == s.maximum) {
        painter.drawText(axis, Qt::AlignCenter, numberText(s.minimum));
        return;
    }
    const QString low = numberText(s.minimum);
    const QString high = numberText(s.maximum);
    painter.drawText(axis, Qt::AlignLeft | Qt::AlignVCenter, low);
    painter.drawText(axis, Qt::AlignRight | Qt::AlignVCenter, high);
    if (s.minimum < 0 && s.maximum > 0) {
        const double x = bars.left() + bars.width() * -s.minimum / (s.maximum - s.minimum);
        painter.setPen(QPen(m_theme.textMuted(), m_theme.line(), Qt::DashLine));
        painter.drawLine(QPointF(x, bars.top()), QPointF(x, bars.bottom()));
        if (x - bars.left() > metrics.horizontalAdvance(low) + 12
            && bars.right() - x > metrics.horizontalAdvance(high) + 12)
            painter.drawText(QRectF(x - 20, axis.top(), 40, axis.height()), Qt::AlignCenter,
                             QStringLiteral("0"));
    }
}

QString HistogramView::textAt(const QPointF& point) const
{
    const Statistics& s = m_statistics;
    const auto count = static_cast<Index>(s.bins.size());
    const MatrixPlace place = placeAt(barsRect(), 1, count, point);
    if (place.column < 0)
        return {};
    const double step = (s.maximum - s.minimum) / static_cast<double>(count);
    const double low = s.minimum + step * static_cast<double>(place.column);
    return tr("from %1 to %2: %3")
        .arg(numberText(low), numberText(low + step))
        .arg(s.bins[static_cast<std::size_t>(place.column)]);
}

bool HistogramView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const QString text = textAt(help->pos());
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QWidget::event(event);
}

QSize HistogramView::sizeHint() const
{
    return {300, 2 * QFontMetrics(font()).height() + 8 + 64};
}

QSize HistogramView::minimumSizeHint() const
{
    return {120, 2 * QFontMetrics(font()).height() + 8 + 32};
}

} // namespace regard
