// SPDX-License-Identifier: GPL-3.0-or-later
// What pointer, wheel and keys do in the tree of a beam search.
#include "ui/views/beam/beam_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>
#include <limits>

namespace regard {

void BeamView::moveCurrent(int key)
{
    // To the nearest box that way.
    int best = -1;
    double least = std::numeric_limits<double>::max();
    const QPointF from = m_current < 0
        ? m_layout.root.center()
        : m_layout.boxes[static_cast<std::size_t>(m_current)].center();
    for (int node = 0; node < static_cast<int>(m_layout.boxes.size()); ++node) {
        if (node == m_current || !isDrawn(node))
            continue;
        const QPointF way = m_layout.boxes[static_cast<std::size_t>(node)].center() - from;
        const bool across = key == Qt::Key_Left || key == Qt::Key_Right;
        const double along = key == Qt::Key_Left ? -way.x()
            : key == Qt::Key_Right               ? way.x()
            : key == Qt::Key_Up                  ? -way.y()
                                                 : way.y();
        const double aside = std::abs(across ? way.y() : way.x());
        if (along < 4 || (!across && aside > 4))
            continue;
        if (along + 4 * aside < least) {
            least = along + 4 * aside;
            best = node;
        }
    }
    if (best >= 0)
        choose(best);
}

bool BeamView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int node = nodeAt(help->pos());
        if (node >= 0)
            QToolTip::showText(help->globalPos(),
                               words(node) + QLatin1Char('\n') + tr("A double click writes it."),
                               this);
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride && decoding()) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool mine = key->modifiers() == Qt::NoModifier
            && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter);
        if (mine) {
            event->accept();
            return true;
        }
    }
    return TraceView::event(event);
}

void BeamView::keyPressEvent(QKeyEvent* event)
{
    const bool arrow = event->key() >= Qt::Key_Left && event->key() <= Qt::Key_Down;
    // Left and right without Ctrl are the computation's.
    const bool mine = arrow
        && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down
            || event->modifiers() == Qt::ControlModifier);
    if (decoding() && mine)
        moveCurrent(event->key());
    else if (decoding() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        write(m_current);
    else
        TraceView::keyPressEvent(event);
}

void BeamView::mouseMoveEvent(QMouseEvent* event)
{
    point(nodeAt(event->position()));
}

void BeamView::mousePressEvent(QMouseEvent* event)
{
    setFocus(Qt::MouseFocusReason);
    if (event->button() == Qt::LeftButton)
        choose(nodeAt(event->position()));
}

void BeamView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        write(nodeAt(event->position()));
}

void BeamView::leaveEvent(QEvent* event)
{
    TraceView::leaveEvent(event);
    point(-1);
}

void BeamView::wheelEvent(QWheelEvent* event)
{
    const QPoint by = event->pixelDelta().isNull() ? event->angleDelta() / 2 : event->pixelDelta();
    const bool sideways = event->modifiers().testFlag(Qt::ShiftModifier)
        || m_layout.size.height() <= height() - room();
    m_scroll -= sideways && by.x() == 0 ? QPointF(by.y(), 0) : QPointF(by);
    clampScroll();
    update();
    event->accept();
}

void BeamView::resizeEvent(QResizeEvent* event)
{
    TraceView::resizeEvent(event);
    clampScroll();
}

void BeamView::changeEvent(QEvent* event)
{
    TraceView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        layOut();
}

void BeamView::focusInEvent(QFocusEvent* event)
{
    TraceView::focusInEvent(event);
    update();
}

void BeamView::focusOutEvent(QFocusEvent* event)
{
    TraceView::focusOutEvent(event);
    update();
}

} // namespace regard
