// SPDX-License-Identifier: GPL-3.0-or-later
// The view under the pointer and at the keyboard.
#include "ui/views/arcs/arcs_text.h"
#include "ui/views/arcs/arcs_view.h"
#include "ui/words/picked_places.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace regard {

CellRef ArcsView::cellAt(const QPointF& pixel) const
{
    const std::optional<ArcsToken> token =
        m_state.shown() ? layoutNow().tokenAt(pixel) : std::nullopt;
    if (!token)
        return {};
    // In one line a word is a query; where one is fixed, the others are its keys.
    const ArcsFocus& picked = m_state.picked;
    const bool isKey =
        picked && !picked.has(*token) && (m_state.isOneLine() || token->side != picked.side);
    return isKey ? m_state.cellOf({picked.side, picked.tokens.back()}, token->index)
                 : m_state.cellOf(*token);
}

void ArcsView::point(const CellRef& cell)
{
    if (cell == m_pointed)
        return;
    m_pointed = cell;
    // At once, and again when the selection says so.
    m_state.hovered = cell;
    refresh();
    Q_EMIT hovered(m_state.padding.toWhole(cell));
}

void ArcsView::tell(const CellRef& fixed)
{
    m_told = fixed;
    m_state.fixed = fixed;
    refresh();
    Q_EMIT clicked(m_state.padding.toWhole(fixed));
}

void ArcsView::pick(const ArcsToken& token, Qt::KeyboardModifiers how)
{
    ArcsFocus& picked = m_state.picked;
    if (picked.side != token.side)
        picked = {token.side, {}, -1};
    picked.other = -1;
    pickPlace(picked.tokens, m_anchor, token.index, how);
    if (!picked)
        return tell({});
    const Index last = picked.has(token) ? token.index : picked.tokens.back();
    tell(m_state.cellOf({picked.side, last}));
}

void ArcsView::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() == Qt::NoButton)
        point(cellAt(event->position()));
}

void ArcsView::leaveEvent(QEvent* event)
{
    point({});
    TraceView::leaveEvent(event);
}

void ArcsView::mousePressEvent(QMouseEvent* event)
{
    setFocus(Qt::MouseFocusReason);
    if (event->button() != Qt::LeftButton || !m_state.shown())
        return;
    if (std::optional<ArcsToken> token = layoutNow().tokenAt(event->position())) {
        point({});
        pick(*token, event->modifiers());
    }
}

void ArcsView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m_state.shown()
        && layoutNow().tokenAt(event->position()))
        Q_EMIT opened(shownTensor());
}

bool ArcsView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && m_state.shown()) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const std::optional<ArcsToken> token = layoutNow().tokenAt(help->pos());
        QToolTip::showText(help->globalPos(), token ? tokenHelp(m_state, *token) : QString(), this);
        return true;
    }
    return TraceView::event(event);
}

void ArcsView::scrollBy(double pixels)
{
    const double before = m_state.scroll;
    m_state.scroll = std::clamp(m_state.scroll + pixels, 0.0, layoutNow().largestScroll);
    if (m_state.scroll != before)
        update();
}

void ArcsView::scrollTo(const ArcsToken& token)
{
    if (!m_state.shown())
        return;
    const ArcsLayout layout = layoutNow();
    const double from = layout.centre(token.side, token.index) - layout.pitch / 2;
    const double above = layout.viewBegin() - from;
    const double below = from + layout.pitch - layout.viewBegin() - layout.viewLength();
    const double hidden = above > 0 ? -above : std::max(0.0, below);
    const auto own = static_cast<double>(layout.count[static_cast<std::size_t>(token.side)]);
    // The shorter side goes as much slower.
    const double way = own * layout.pitch - layout.viewLength();
    if (hidden != 0 && way > 0)
        scrollBy(hidden * layout.largestScroll / way);
}

void ArcsView::zoom(double factor, double at)
{
    const ArcsLayout layout = layoutNow();
    const double token = (at - layout.viewBegin() + m_state.scroll) / layout.pitch;
    m_state.pitch = layout.pitch * factor;
    m_state.pitch = layoutNow().pitch; // as far as it goes
    m_state.scroll = std::clamp(token * m_state.pitch - (at - layout.viewBegin()), 0.0,
                                layoutNow().largestScroll);
    update();
}

void ArcsView::wheelEvent(QWheelEvent* event)
{
    if (!m_state.shown())
        return;
    const QPoint fine = event->pixelDelta();
    const QPoint coarse = event->angleDelta();
    if (event->modifiers() & Qt::ControlModifier) {
        const QPointF at = event->position();
        zoom(std::pow(1.25, coarse.y() / 120.0), m_state.isOneLine() ? at.x() : at.y());
    } else {
        const double step = 3 * layoutNow().pitch / 120;
        const auto along = [this](const QPoint& delta) {
            return m_state.isOneLine() && delta.x() != 0 ? delta.x() : delta.y();
        };
        scrollBy(fine.isNull() ? -along(coarse) * step : -along(fine));
    }
    event->accept();
    point(cellAt(event->position()));
}

void ArcsView::moveFixed(Index by, bool extend)
{
    const ArcsFocus& picked = m_state.picked;
    ArcsToken token{ArcsSide::Query, 0};
    if (picked) {
        const CellRef last = m_state.fixed;
        const Index from = picked.side == ArcsSide::Query ? last.row : last.column;
        token.side = picked.side;
        token.index = std::clamp<Index>((from >= 0 ? from : picked.tokens.back()) + by, 0,
                                        m_state.weights.count(picked.side) - 1);
    }
    scrollTo(token);
    pick(token, extend ? Qt::ShiftModifier : Qt::NoModifier);
}

void ArcsView::changeSide()
{
    const ArcsSide side = otherSide(m_state.picked.side);
    const ArcsToken token{side,
                          std::min(m_state.picked.tokens.front(), m_state.weights.count(side) - 1)};
    scrollTo(token);
    pick(token, Qt::NoModifier);
}

void ArcsView::keyPressEvent(QKeyEvent* event)
{
    if (!m_state.shown())
        return TraceView::keyPressEvent(event);
    const bool extend = event->modifiers() & Qt::ShiftModifier;
    const bool oneLine = m_state.isOneLine();
    const ArcsLayout layout = layoutNow();
    const double page = layout.viewLength() - layout.pitch;
    const Attention& shown = *m_state.shown();
    switch (event->key()) {
    case Qt::Key_Up:
        return moveFixed(-1, extend);
    case Qt::Key_Down:
        return moveFixed(1, extend);
    case Qt::Key_Left:
    case Qt::Key_Right:
        // Without a fixed token they are the window's: steps of the computation.
        if (!m_state.picked)
            break;
        if (oneLine)
            return moveFixed(event->key() == Qt::Key_Left ? -1 : 1, extend);
        if ((event->key() == Qt::Key_Right) == (m_state.picked.side == ArcsSide::Query))
            changeSide();
        return;
    case Qt::Key_PageUp:
        return scrollBy(-page);
    case Qt::Key_PageDown:
        return scrollBy(page);
    case Qt::Key_BracketLeft:
    case Qt::Key_BracketRight: {
        const int head = m_state.head + (event->key() == Qt::Key_BracketLeft ? -1 : 1);
        if (head >= allHeads && head < shown.headCount() && shown.headCount() > 1)
            choosePlace(m_state.attention, head);
        return;
    }
    case Qt::Key_Plus:
        return zoom(1.25, layout.viewBegin());
    case Qt::Key_Minus:
        return zoom(0.8, layout.viewBegin());
    case Qt::Key_0:
        return fit();
    case Qt::Key_Escape:
        m_state.picked = {};
        return tell({});
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_state.picked)
            break;
        Q_EMIT opened(shownTensor());
        return;
    default:
        break;
    }
    TraceView::keyPressEvent(event);
}

void ArcsView::focusInEvent(QFocusEvent* event)
{
    // A click shows by itself where the focus is.
    m_state.focused = event->reason() != Qt::MouseFocusReason;
    update();
    TraceView::focusInEvent(event);
}

void ArcsView::focusOutEvent(QFocusEvent* event)
{
    m_state.focused = false;
    update();
    TraceView::focusOutEvent(event);
}

} // namespace regard
