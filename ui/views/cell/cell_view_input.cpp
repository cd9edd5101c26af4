// SPDX-License-Identifier: GPL-3.0-or-later
// The view under the pointer and at the keyboard.
#include "ui/views/cell/cell_text.h"
#include "ui/views/cell/cell_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace regard {

CellView::Hit CellView::hitAt(const QPointF& point) const
{
    if (m_sections.empty())
        return {};
    const CellLayout layout = layoutNow();
    for (const CellLayout::Word& word : layout.words)
        if (word.rect.contains(point))
            return {nullptr, -1, word.row};
    for (const CellLayout::Row& place : layout.rows) {
        const CellRow& row = m_sections[place.section].rows[place.row];
        if (const Index number = layout.numberAt(m_state, row, place, point); number >= 0)
            return {&row, number, -1};
    }
    return {};
}

void CellView::preview(const CellRef& cell)
{
    if (cell == m_previewed)
        return;
    m_previewed = cell;
    Q_EMIT hovered(cell);
}

void CellView::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() != Qt::NoButton)
        return;
    const Hit hit = hitAt(event->position());
    preview(hit.row             ? hit.row->placeOf(hit.number)
                : hit.word >= 0 ? CellRef{m_state.shown()->states, hit.word, -1}
                                : CellRef());
}

void CellView::leaveEvent(QEvent* event)
{
    preview({});
    TraceView::leaveEvent(event);
}

void CellView::mousePressEvent(QMouseEvent* event)
{
    setFocus(Qt::MouseFocusReason);
    if (event->button() != Qt::LeftButton)
        return;
    const Hit hit = hitAt(event->position());
    if (hit.word >= 0)
        Q_EMIT clicked({m_state.shown()->states, hit.word, m_state.picked});
    else if (hit.row && hit.row->isInput)
        Q_EMIT clicked(hit.row->placeOf(hit.number));
    else if (hit.row && hit.row->place.tensor == m_state.shown()->cells)
        Q_EMIT clicked({m_state.shown()->cells, m_state.row, hit.number});
    else if (hit.row)
        pickUnit(hit.number);
}

void CellView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const Hit hit = hitAt(event->position());
    if (event->button() != Qt::LeftButton || !hit.row || !hit.row->place)
        return;
    // What was made in another step: there; else its tensor large.
    const int states = m_state.shown()->states;
    if (hit.row->place.tensor == states && hit.row->place.row != m_state.row)
        Q_EMIT clicked({states, hit.row->place.row, hit.number});
    else
        Q_EMIT opened(hit.row->place.tensor);
}

void CellView::pickUnit(Index unit)
{
    if (!m_state.shown())
        return;
    unit = std::clamp<Index>(unit, 0, m_state.units() - 1);
    const auto at = static_cast<double>(unit);
    if (at < m_state.first || at + 1 > m_state.first + m_state.count)
        m_state.showUnits(at - m_state.count / 2, m_state.count);
    Q_EMIT clicked({m_state.shown()->states, m_state.row, unit});
}

void CellView::moveUnit(Index by)
{
    // From the one that was picked: the pointer may rest anywhere.
    preview({});
    m_state.hovered = {};
    pickUnit(m_state.unit() + by);
}

void CellView::zoom(double factor, double around)
{
    const double first = m_state.first;
    const double before = m_state.count;
    m_state.showUnits(first, before / factor);
    // What is zoomed by may be less: so few units are not drawn larger.
    m_state.showUnits(around - (around - first) * m_state.count / before, m_state.count);
    // What is zoomed around is not cut.
    const double unit = std::floor(around);
    m_state.showUnits(std::clamp(m_state.first, unit + 1 - m_state.count, unit), m_state.count);
    update();
}

void CellView::wheelEvent(QWheelEvent* event)
{
    if (m_sections.empty())
        return;
    const QPoint turned = event->angleDelta();
    if (std::abs(turned.x()) > std::abs(turned.y())) {
        m_state.showUnits(m_state.first - turned.x() / 120.0 * m_state.count / 10, m_state.count);
        update();
        event->accept();
        return;
    }
    const CellLayout layout = layoutNow();
    const QRectF bars = layout.rows.front().bars;
    const double part = std::clamp((event->position().x() - bars.left()) / bars.width(), 0.0, 1.0);
    zoom(std::pow(1.25, turned.y() / 120.0), m_state.first + part * m_state.count);
    event->accept();
}

bool CellView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const Hit hit = hitAt(help->pos());
        QToolTip::showText(help->globalPos(),
                           hit.row             ? cellHelp(m_state, *hit.row, hit.number)
                               : hit.word >= 0 ? wordHelp(m_state, hit.word)
                                               : QString(),
                           this);
        return true;
    }
    return TraceView::event(event);
}

void CellView::keyPressEvent(QKeyEvent* event)
{
    if (!m_state.shown())
        return TraceView::keyPressEvent(event);
    const auto layers = static_cast<int>(m_state.layers.size());
    const double middle = m_state.unit() < 0 ? m_state.first + m_state.count / 2
                                             : static_cast<double>(m_state.unit()) + 0.5;
    switch (event->key()) {
    case Qt::Key_Up:
        return moveUnit(-1);
    case Qt::Key_Down:
        return moveUnit(1);
    case Qt::Key_BracketLeft:
        return setLayer(m_state.pinned < 0 ? layers - 1 : m_state.pinned - 1);
    case Qt::Key_BracketRight:
        return setLayer(m_state.pinned + 1);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(1.5, middle);
    case Qt::Key_Minus:
        return zoom(1 / 1.5, middle);
    case Qt::Key_0:
        return fit();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT opened(m_state.shown()->states);
        return;
    case Qt::Key_Escape:
        Q_EMIT clicked({});
        return;
    default:
        break;
    }
    TraceView::keyPressEvent(event);
}

} // namespace regard
