// SPDX-License-Identifier: GPL-3.0-or-later
// The view under the pointer and at the keyboard.
#include "ui/views/heatmap/heatmap_spoken.h"
#include "ui/views/heatmap/heatmap_text.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/shared/mini_map.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace regard {

void HeatmapView::preview(const CellRef& cell)
{
    if (cell == m_previewed)
        return;
    m_previewed = cell;
    Q_EMIT hovered(cell);
}

bool HeatmapView::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::Resize:
        arrangeHeatmap(m_state, static_cast<QResizeEvent*>(event)->size());
        break;
    case QEvent::MouseMove: {
        auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->buttons() == Qt::NoButton)
            preview(m_state.cellAt(mouse->position()));
        break;
    }
    case QEvent::Leave:
        preview({});
        break;
    case QEvent::MouseButtonPress:
        m_pressed = static_cast<QMouseEvent*>(event)->pos();
        setFocus(Qt::MouseFocusReason);
        break;
    case QEvent::MouseButtonRelease: {
        auto* mouse = static_cast<QMouseEvent*>(event);
        const bool still =
            (mouse->pos() - m_pressed).manhattanLength() < QApplication::startDragDistance();
        if (mouse->button() == Qt::LeftButton && still)
            if (const CellRef cell = m_state.cellAt(mouse->position())) {
                if (mouse->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) {
                    preview({}); // the map makes room
                    pick(cell.row < 0, cell.row < 0 ? cell.column : cell.row, mouse->modifiers());
                } else {
                    m_state.picked = {};
                    fix(cell);
                }
            }
        break;
    }
    case QEvent::MouseButtonDblClick: {
        auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->button() != Qt::LeftButton)
            break;
        const CellRef cell = m_state.cellAt(mouse->position());
        if (!isFitted())
            fit();
        else if (const QRect place = numberPlace(cell); cell.isCell() && !place.isEmpty())
            Q_EMIT editRequested(cell, place);
        break;
    }
    default:
        break;
    }
    return TraceView::eventFilter(watched, event);
}

void HeatmapView::fix(const CellRef& cell)
{
    m_state.fixed = cell;
    rearrange();
    Q_EMIT clicked(cell);
}

void HeatmapView::pick(bool columns, Index place, Qt::KeyboardModifiers how)
{
    PickedPlaces& picked = m_state.picked;
    if (picked.places.empty() || picked.columns != columns) {
        // What is fixed is the first of them.
        const Index first = columns ? m_state.fixed.column : m_state.fixed.row;
        picked = {columns, {}};
        if (m_state.fixed.tensor == m_state.tensor && first >= 0)
            pickPlace(picked.places, m_anchor, first, Qt::NoModifier);
    }
    pickPlace(picked.places, m_anchor, place, how);
    if (picked.places.empty())
        return fix({});
    const Index last = picked.has(place) ? place : picked.places.back();
    fix(columns ? CellRef{m_state.tensor, -1, last} : CellRef{m_state.tensor, last, -1});
}

void HeatmapView::extend(bool columns, Index by)
{
    const TraceTensor* tensor = m_state.shown();
    if (!tensor)
        return;
    const CellRef& fixed = m_state.fixed;
    const Index last = fixed.tensor != m_state.tensor ? -1 : columns ? fixed.column : fixed.row;
    const Index count = columns ? tensor->value.columns() : tensor->value.rows();
    const Index place = last < 0 ? 0 : std::clamp<Index>(last + by, 0, count - 1);
    scrollTo(columns, place);
    pick(columns, place, Qt::ShiftModifier);
}

void HeatmapView::scrollTo(bool column, Index index)
{
    QCPAxis* axis = column ? m_plot->xAxis : m_plot->yAxis;
    const auto place = static_cast<double>(index);
    if (place - 0.5 < axis->range().lower)
        axis->moveRange(place - 0.5 - axis->range().lower);
    else if (place + 0.5 > axis->range().upper)
        axis->moveRange(place + 0.5 - axis->range().upper);
}

void HeatmapView::moveFixed(Index rows, Index columns)
{
    const TraceTensor* tensor = m_state.shown();
    if (!tensor)
        return;
    CellRef cell = m_state.fixed;
    if (cell.tensor != m_state.tensor)
        cell = {m_state.tensor, 0, 0};
    else
        cell = {m_state.tensor, std::clamp<Index>(cell.row + rows, 0, tensor->value.rows() - 1),
                std::clamp<Index>(cell.column + columns, 0, tensor->value.columns() - 1)};
    scrollTo(true, cell.column);
    scrollTo(false, cell.row);
    m_state.picked = {};
    fix(cell);
}

void HeatmapView::keyPressEvent(QKeyEvent* event)
{
    const auto zoom = [this](double factor) {
        m_plot->xAxis->scaleRange(factor);
        m_plot->yAxis->scaleRange(factor);
        repaintMap();
    };
    // Without a fixed place they are the window's: steps of the computation.
    const bool sideways = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
    const bool more = event->modifiers() & Qt::ShiftModifier;
    switch (sideways && !m_state.fixed ? 0 : event->key()) {
    case Qt::Key_Left:
        return more ? extend(true, -1) : moveFixed(0, -1);
    case Qt::Key_Right:
        return more ? extend(true, 1) : moveFixed(0, 1);
    case Qt::Key_Up:
        return more ? extend(false, -1) : moveFixed(-1, 0);
    case Qt::Key_Down:
        return more ? extend(false, 1) : moveFixed(1, 0);
    case Qt::Key_Escape:
        m_state.picked = {};
        return fix({});
    case Qt::Key_Plus:
        return zoom(0.8);
    case Qt::Key_Minus:
        return zoom(1.25);
    case Qt::Key_0:
        return fit();
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_F2:
        if (m_state.fixed.tensor == m_state.tensor && m_state.fixed.isCell()) {
            Q_EMIT editRequested(
                m_state.fixed, placeRect(m_state.fixed.row, m_state.fixed.column).toAlignedRect());
            return;
        }
        break;
    default:
        break;
    }
    TraceView::keyPressEvent(event);
}

void HeatmapView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange && m_plot) {
        m_state.font = font();
        refresh();
    }
    TraceView::changeEvent(event);
}

void HeatmapView::focusInEvent(QFocusEvent* event)
{
    // A click shows by itself where the focus is.
    m_state.focused = event->reason() != Qt::MouseFocusReason;
    tellCell(*this);
    repaintMarks();
    TraceView::focusInEvent(event);
}

void HeatmapView::focusOutEvent(QFocusEvent* event)
{
    m_state.focused = false;
    repaintMarks();
    TraceView::focusOutEvent(event);
}

} // namespace regard
