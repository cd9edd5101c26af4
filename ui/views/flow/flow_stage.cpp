// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_stage.h"

#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {
constexpr qreal largestZoom = 24;
/// Pictures are laid out for no less; in a narrower or lower stage they are drawn smaller, so that
/// no row lies on another.
constexpr qreal leastWidth = 440;
constexpr qreal leastHeight = 310;
} // namespace

FlowStage::FlowStage(QGraphicsScene* scene, QWidget* parent) : QGraphicsView(scene, parent)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTransformationAnchor(NoAnchor);
    setResizeAnchor(NoAnchor);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setRenderHint(QPainter::Antialiasing);
    setViewportUpdateMode(SmartViewportUpdate);
    setMouseTracking(true);
    // The viewport's first: it is passed on to what has the keys for it.
    viewport()->setFocusPolicy(Qt::NoFocus);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(240, 180);
}

void FlowStage::fit()
{
    m_fitted = true;
    m_shrink = std::clamp(
        std::min(viewport()->width() / leastWidth, viewport()->height() / leastHeight), 0.1, 1.0);
    setTransform(QTransform::fromScale(m_shrink, m_shrink));
    m_layoutSize = QSizeF(viewport()->size()) / m_shrink;
    setSceneRect(QRectF(QPointF(0, 0), m_layoutSize));
    Q_EMIT layoutSizeChanged();
}

void FlowStage::setHint(const QString& hint)
{
    if (hint == m_hint)
        return;
    m_hint = hint;
    viewport()->update();
}

void FlowStage::drawForeground(QPainter* painter, const QRectF&)
{
    const bool frame = hasFocus() && m_byKeyboard;
    if (m_hint.isEmpty() && !frame)
        return;
    painter->save();
    painter->resetTransform();
    if (!m_hint.isEmpty()) {
        QFont font = this->font();
        font.setPointSizeF(font.pointSizeF() * 1.3);
        painter->setFont(font);
        painter->setPen(m_quiet);
        painter->drawText(viewport()->rect().adjusted(24, 24, -24, -24),
                          Qt::AlignCenter | Qt::TextWordWrap, m_hint);
    }
    if (frame) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(m_accent, 1.5));
        painter->drawRect(QRectF(viewport()->rect()).adjusted(0.75, 0.75, -0.75, -0.75));
    }
    painter->restore();
}

void FlowStage::setColors(const QColor& quiet, const QColor& accent)
{
    m_quiet = quiet;
    m_accent = accent;
    viewport()->update();
}

void FlowStage::focusInEvent(QFocusEvent* event)
{
    QGraphicsView::focusInEvent(event);
    m_byKeyboard = event->reason() == Qt::TabFocusReason
        || event->reason() == Qt::BacktabFocusReason || event->reason() == Qt::ShortcutFocusReason;
    viewport()->update();
}

void FlowStage::focusOutEvent(QFocusEvent* event)
{
    QGraphicsView::focusOutEvent(event);
    viewport()->update();
}

void FlowStage::zoomAt(const QPointF& position, qreal factor)
{
    const qreal wanted = std::clamp(zoom() * factor, 1.0, largestZoom);
    if (wanted <= 1.0) {
        if (!m_fitted)
            fit();
        return;
    }
    m_fitted = false;
    const QPointF point = mapToScene(position.toPoint());
    const QSizeF margin = m_layoutSize / 2;
    setSceneRect(QRectF(QPointF(0, 0), m_layoutSize)
                     .adjusted(-margin.width(), -margin.height(), margin.width(), margin.height()));
    setTransform(QTransform::fromScale(wanted * m_shrink, wanted * m_shrink));
    const QPointF moved = QPointF(mapFromScene(point)) - position;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + qRound(moved.x()));
    verticalScrollBar()->setValue(verticalScrollBar()->value() + qRound(moved.y()));
}

void FlowStage::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    if (m_fitted)
        fit();
}

void FlowStage::wheelEvent(QWheelEvent* event)
{
    const int delta = event->angleDelta().y();
    if (delta != 0)
        zoomAt(event->position(), std::pow(1.0016, delta));
    event->accept();
}

void FlowStage::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) {
        event->ignore();
        return;
    }
    m_down = true;
    m_dragging = false;
    m_pressed = event->position().toPoint();
    m_scrolled = {horizontalScrollBar()->value(), verticalScrollBar()->value()};
    event->accept();
}

void FlowStage::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint position = event->position().toPoint();
    if (m_down && !m_fitted
        && (m_dragging
            || (position - m_pressed).manhattanLength() >= QApplication::startDragDistance())) {
        m_dragging = true;
        viewport()->setCursor(Qt::ClosedHandCursor);
        const QPoint to = m_scrolled - (position - m_pressed);
        horizontalScrollBar()->setValue(to.x());
        verticalScrollBar()->setValue(to.y());
        return;
    }
    Q_EMIT pointed(mapToScene(position));
}

void FlowStage::mouseReleaseEvent(QMouseEvent* event)
{
    const bool click = m_down && !m_dragging && event->button() == Qt::LeftButton;
    m_down = m_dragging = false;
    viewport()->unsetCursor();
    if (click)
        Q_EMIT clicked(mapToScene(event->position().toPoint()));
    event->accept();
}

void FlowStage::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    Q_EMIT doubleClicked(mapToScene(event->position().toPoint()));
    event->accept();
}

bool FlowStage::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave)
        Q_EMIT pointerLeft();
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        Q_EMIT helpWanted(mapToScene(help->pos()), help->globalPos());
        return true;
    }
    return QGraphicsView::viewportEvent(event);
}

} // namespace regard
