// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/marked_slider.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QStyle>
#include <QStyleOptionSlider>
#include <QToolTip>

#include <utility>

namespace regard {

namespace {

constexpr qreal markWidth = 8;
constexpr qreal markHeight = 7;
constexpr qreal reach = 3; ///< around a mark is on it

} // namespace

MarkedSlider::MarkedSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent) { }

void MarkedSlider::setMarks(std::vector<Mark> marks)
{
    if (marks == m_marks)
        return;
    m_marks = std::move(marks);
    QStringList texts;
    for (const Mark& mark : m_marks)
        texts << mark.text;
    setAccessibleDescription(
        m_marks.empty() ? QString()
                        : tr("%n bookmark(s): %1", nullptr, static_cast<int>(m_marks.size()))
                              .arg(texts.join(QStringLiteral("; "))));
    update();
}

void MarkedSlider::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

QRectF MarkedSlider::markRect(std::size_t mark) const
{
    QStyleOptionSlider option;
    initStyleOption(&option);
    const QRect groove =
        style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderGroove, this);
    const int handle = style()->pixelMetric(QStyle::PM_SliderLength, &option, this);
    const double range = std::max(1, maximum() - minimum());
    const double part = (m_marks[mark].value - minimum()) / range;
    const double centre = groove.left() + handle / 2.0 + part * (groove.width() - handle);
    return {centre - markWidth / 2, 0, markWidth, markHeight};
}

int MarkedSlider::markAt(const QPointF& point) const
{
    int best = -1;
    for (std::size_t i = 0; i < m_marks.size(); ++i) {
        const QRectF rect = markRect(i);
        const auto away = [&](int mark) {
            return std::abs(markRect(static_cast<std::size_t>(mark)).center().x() - point.x());
        };
        if (rect.adjusted(-reach, 0, reach, reach - 1).contains(point)
            && (best < 0 || away(static_cast<int>(i)) < away(best)))
            best = static_cast<int>(i);
    }
    return best;
}

bool MarkedSlider::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const int mark = markAt(help->pos()); mark >= 0) {
            QToolTip::showText(help->globalPos(), m_marks[static_cast<std::size_t>(mark)].text,
                               this);
            return true;
        }
    }
    return QSlider::event(event);
}

void MarkedSlider::paintEvent(QPaintEvent* event)
{
    QSlider::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < m_marks.size(); ++i) {
        const QRectF rect = markRect(i);
        QPainterPath flag(rect.topLeft());
        flag.lineTo(rect.topRight());
        flag.lineTo(rect.center().x(), rect.bottom());
        flag.closeSubpath();
        // The one where the moment stands is filled: not by colour alone.
        painter.setPen(QPen(m_theme.accent(), 1.2));
        painter.setBrush(m_marks[i].isCurrent ? QBrush(m_theme.accent())
                                              : QBrush(m_theme.surface()));
        painter.drawPath(flag);
    }
}

void MarkedSlider::mousePressEvent(QMouseEvent* event)
{
    const int mark = event->button() == Qt::LeftButton ? markAt(event->position()) : -1;
    if (mark >= 0)
        Q_EMIT markClicked(mark);
    else
        QSlider::mousePressEvent(event);
}

} // namespace regard
