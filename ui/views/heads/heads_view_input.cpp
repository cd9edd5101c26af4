// SPDX-License-Identifier: GPL-3.0-or-later
// The view under the pointer and at the keyboard.
#include "ui/views/heads/heads_text.h"
#include "ui/views/heads/heads_view.h"
#include "ui/views/shared/mini_map.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace regard {

void HeadsView::preview(const CellRef& cell)
{
    if (cell == m_previewed)
        return;
    m_previewed = cell;
    Q_EMIT hovered(cell);
}

const HeadsPlace* HeadsView::placeUnder(const QPointF& point) const
{
    for (const HeadsPlace& place : m_layout.places)
        if (place.whole.contains(point))
            return &place;
    return nullptr;
}

CellRef HeadsView::cellUnder(const QPointF& point) const
{
    const HeadsPlace* place = placeUnder(point);
    if (!place)
        return {};
    const HeadsMap& map = m_state.maps[static_cast<std::size_t>(place->map)];
    const TraceValue& value = m_state.tensor(map).value;
    const MatrixPlace cell = placeAt(place->picture, value.rows(), value.columns(), point);
    return {map.tensor, cell.row, cell.column};
}

void HeadsView::tell(const QPoint& at, const QPointF& point) const
{
    const CellRef cell = cellUnder(point);
    const HeadsPlace* place = placeUnder(point);
    if (!place) {
        QToolTip::hideText();
        return;
    }
    const HeadsMap& map = m_state.maps[static_cast<std::size_t>(place->map)];
    QStringList lines{mapInWords(m_state, map)};
    lines << placeText(*m_state.trace, m_state.tensor(map), cell.row, cell.column, m_state.moment)
          << entropyText(m_state, place->map) << distanceText(m_state, place->map);
    lines << (place->check.contains(point) ? tr("Ticked: it is in the merged map.")
                  : m_state.showsMerged()
                  ? tr("Click to select, with Ctrl to tick, double click to see it large.")
                  : tr("Click to select, double click to see it large."));
    lines.removeAll(QString());
    QToolTip::showText(at, lines.join(QLatin1Char('\n')), m_grid);
}

void HeadsView::tellMerged(const QPoint& at, const QPointF& point) const
{
    const HeadsNumbers& numbers = m_state.numbers;
    const QRectF picture = mergedPlace(m_state, QRectF(m_merged->rect())).picture;
    if (!numbers.merged || !picture.contains(point)) {
        QToolTip::hideText();
        return;
    }
    const MatrixPlace cell =
        placeAt(picture, numbers.merged->value.rows(), numbers.merged->value.columns(), point);
    QToolTip::showText(
        at, placeText(*numbers.trace, *numbers.merged, cell.row, cell.column, m_state.moment),
        m_merged);
}

bool HeadsView::onGrid(QEvent* event)
{
    switch (event->type()) {
    case QEvent::MouseMove:
        preview(cellUnder(static_cast<QMouseEvent*>(event)->position()));
        break;
    case QEvent::Leave:
        preview({});
        break;
    case QEvent::MouseButtonPress: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        setFocus(Qt::MouseFocusReason);
        const HeadsPlace* place = placeUnder(mouse->position());
        if (mouse->button() != Qt::LeftButton || !place)
            break;
        const CellRef cell = cellUnder(mouse->position());
        if (mouse->modifiers() & Qt::ControlModifier || place->check.contains(mouse->position()))
            toggle(place->map);
        else if (m_state.maps.size() == 1) // large enough for its cells
            Q_EMIT clicked(cell);
        else
            Q_EMIT clicked({cell.tensor, -1, -1});
        return true;
    }
    case QEvent::MouseButtonDblClick: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const HeadsPlace* place = placeUnder(mouse->position());
        if (mouse->button() != Qt::LeftButton || !place)
            break;
        if (mouse->modifiers() & Qt::ControlModifier || place->check.contains(mouse->position()))
            toggle(place->map);
        else
            Q_EMIT opened(m_state.maps[static_cast<std::size_t>(place->map)].tensor);
        return true;
    }
    case QEvent::ToolTip: {
        const auto* help = static_cast<QHelpEvent*>(event);
        tell(help->globalPos(), help->pos());
        return true;
    }
    default:
        break;
    }
    return false;
}

bool HeadsView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_grid && onGrid(event))
        return true;
    if (watched == m_merged && event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        tellMerged(help->globalPos(), help->pos());
        return true;
    }
    if (watched == m_merged && event->type() == QEvent::MouseButtonPress)
        setFocus(Qt::MouseFocusReason);
    return TraceView::eventFilter(watched, event);
}

void HeadsView::moveFixed(int columns, int rows)
{
    if (m_layout.places.empty())
        return;
    const int at = m_state.mapOf(m_state.fixed.tensor);
    const HeadsPlace* from = at >= 0 ? placeOf(at) : nullptr;
    const HeadsPlace* to = from ? from : &m_layout.places.front();
    if (from && columns != 0) {
        const auto index = from - m_layout.places.data() + columns;
        const auto last = static_cast<std::ptrdiff_t>(m_layout.places.size()) - 1;
        to = m_layout.places.data() + std::clamp<std::ptrdiff_t>(index, 0, last);
    } else if (from) {
        // The nearest of the next row of maps above or below.
        const auto distance = [&](const HeadsPlace& place) {
            const qreal down = (place.name.top() - from->name.top()) * rows;
            return down < 1 ? HUGE_VAL
                            : down * 1000 + std::abs(place.name.left() - from->name.left());
        };
        for (const HeadsPlace& place : m_layout.places)
            if (distance(place) < (to == from ? HUGE_VAL : distance(*to)))
                to = &place;
    }
    // The same cell where the other map has it.
    CellRef cell{m_state.maps[static_cast<std::size_t>(to->map)].tensor, -1, -1};
    const auto& tensors = m_state.trace->tensors;
    if (from
        && HeadsState::haveSameAxes(tensors[static_cast<std::size_t>(m_state.fixed.tensor)],
                                    tensors[static_cast<std::size_t>(cell.tensor)]))
        cell = {cell.tensor, m_state.fixed.row, m_state.fixed.column};
    Q_EMIT clicked(cell);
}

void HeadsView::keyPressEvent(QKeyEvent* event)
{
    // Without a fixed place they are the window's: steps of the computation.
    const bool sideways = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
    switch (sideways && !m_state.fixed ? 0 : event->key()) {
    case Qt::Key_Left:
        return moveFixed(-1, 0);
    case Qt::Key_Right:
        return moveFixed(1, 0);
    case Qt::Key_Up:
        return moveFixed(0, -1);
    case Qt::Key_Down:
        return moveFixed(0, 1);
    case Qt::Key_Escape:
        Q_EMIT clicked({});
        return;
    case Qt::Key_M:
        if (m_state.current >= 0)
            toggle(m_state.current);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_state.current >= 0) {
            Q_EMIT opened(shownTensor());
            return;
        }
        break;
    default:
        break;
    }
    TraceView::keyPressEvent(event);
}

void HeadsView::focusInEvent(QFocusEvent* event)
{
    // A click shows by itself where the focus is.
    m_state.focused = event->reason() != Qt::MouseFocusReason;
    m_grid->update();
    TraceView::focusInEvent(event);
}

void HeadsView::focusOutEvent(QFocusEvent* event)
{
    m_state.focused = false;
    m_grid->update();
    TraceView::focusOutEvent(event);
}

} // namespace regard
