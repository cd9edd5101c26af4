// SPDX-License-Identifier: GPL-3.0-or-later
// A plot under the pointer and at the keyboard.
#include "ui/views/scene/scene_plot.h"

#include <QApplication>
#include <QHelpEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>
#include <utility>

namespace regard {

bool ScenePlot::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::MouseMove: {
        auto* mouse = static_cast<QMouseEvent*>(event);
        if (m_drag && (mouse->buttons() & Qt::LeftButton)) {
            dragTo(mouse->pos());
            break;
        }
        const SceneHandle* handle = handleAt(mouse->position());
        point(handle ? handle->cell : CellRef());
        m_plot->setCursor(handle && handle->typed >= 0 ? Qt::OpenHandCursor : Qt::ArrowCursor);
        break;
    }
    case QEvent::ToolTip: {
        auto* help = static_cast<QHelpEvent*>(event);
        if (const SceneHandle* handle = handleAt(help->pos()))
            QToolTip::showText(help->globalPos(), words(*handle), m_plot);
        else
            QToolTip::hideText();
        return true;
    }
    case QEvent::Resize:
        redraw(); // what depends on the size
        break;
    case QEvent::Leave:
        point({});
        break;
    case QEvent::MouseButtonPress: {
        auto* mouse = static_cast<QMouseEvent*>(event);
        parentWidget()->setFocus(Qt::MouseFocusReason);
        const SceneHandle* handle = handleAt(mouse->position());
        const TypedPoints* typed = typedPoints();
        if (mouse->button() == Qt::RightButton)
            showMenu(mouse->pos());
        else if (mouse->button() == Qt::LeftButton && handle)
            m_drag = Drag{*handle, typed ? *typed : TypedPoints(), mouse->pos(), pixelOf(*handle)};
        break;
    }
    case QEvent::MouseButtonRelease:
        if (static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton && m_drag)
            letGo(static_cast<QMouseEvent*>(event)->pos());
        break;
    case QEvent::MouseButtonDblClick: {
        auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->button() == Qt::LeftButton && !handleAt(mouse->position()))
            addAt(mouse->position(), mouse->modifiers() & Qt::ShiftModifier);
        break;
    }
    default:
        break;
    }
    return ScenePicture::eventFilter(watched, event);
}

void ScenePlot::point(const CellRef& cell)
{
    if (cell == m_pointed)
        return;
    m_pointed = cell;
    Q_EMIT hovered(cell);
}

QPointF ScenePlot::draggedTo(const QPoint& pixel) const
{
    const QPoint way = pixel - m_drag->pressed;
    QPointF to = coordinates(*m_drag->handle.rect, m_drag->from + way);
    // Along one axis the other number stays to the last digit.
    if (way.x() == 0)
        to.setX(m_drag->handle.at.x());
    if (way.y() == 0)
        to.setY(m_drag->handle.at.y());
    return to;
}

void ScenePlot::dragTo(const QPoint& pixel)
{
    if ((pixel - m_drag->pressed).manhattanLength() >= QApplication::startDragDistance())
        m_drag->moved = true;
    if (!m_drag->moved || m_drag->handle.typed < 0)
        return;
    m_plot->setCursor(Qt::ClosedHandCursor);
    if (const std::optional<PointEdit> edit = moved(m_drag->handle, draggedTo(pixel))) {
        m_drag->last = edit;
        Q_EMIT pointDragged(m_drag->typed, *edit);
    }
}

void ScenePlot::letGo(const QPoint& pixel)
{
    const QPointF to = draggedTo(pixel);
    const Drag drag = *std::exchange(m_drag, std::nullopt);
    if (!drag.moved) {
        Q_EMIT clicked(drag.handle.cell == m_state.fixed ? CellRef() : drag.handle.cell);
        return;
    }
    m_plot->setCursor(Qt::ArrowCursor);
    if (drag.handle.typed < 0)
        return;
    // Where it cannot be, it stays where it was last.
    if (const std::optional<PointEdit> edit = moved(drag.handle, to))
        Q_EMIT pointChanged(drag.typed, *edit);
    else if (drag.last)
        Q_EMIT pointChanged(drag.typed, *drag.last);
    follow(drag.handle, to.x());
    redraw(); // ranges follow
}

void ScenePlot::follow(const SceneHandle& before, double to)
{
    if (!before.otherEnd || before.cell != m_state.fixed
        || (before.at.x() < *before.otherEnd) == (to < *before.otherEnd))
        return;
    const auto other =
        std::find_if(m_handles.begin(), m_handles.end(), [&](const SceneHandle& handle) {
            return handle.otherEnd && handle.typed == before.typed && handle.cell != before.cell;
        });
    if (other != m_handles.end())
        Q_EMIT clicked(other->cell);
}

void ScenePlot::giveUp()
{
    m_drag.reset();
    m_plot->setCursor(Qt::ArrowCursor);
    Q_EMIT dragGivenUp();
}

void ScenePlot::change(const std::optional<PointEdit>& edit)
{
    if (const TypedPoints* typed = typedPoints(); typed && edit)
        Q_EMIT pointChanged(TypedPoints(*typed), *edit);
}

void ScenePlot::remove(const SceneHandle& handle)
{
    if (handle.typed >= 0)
        change(PointEdit{PointEdit::Kind::Remove, handle.typed, {}, false});
}

void ScenePlot::addAt(const QPointF& pixel, bool asks)
{
    for (const QCPAxisRect* rect : m_rects)
        if (rect->rect().contains(pixel.toPoint()) && rect == m_rects.front())
            change(added(coordinates(*rect, pixel), asks && canAsk()));
}

void ScenePlot::showMenu(const QPoint& pixel)
{
    const TypedPoints* typed = typedPoints();
    const bool inside = !m_rects.empty() && m_rects.front()->rect().contains(pixel);
    if (!typed || !inside)
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (const SceneHandle* handle = handleAt(pixel); handle && handle->typed >= 0) {
        menu->addAction(tr("&Delete this point"), this, [this, gone = *handle] { remove(gone); });
    } else {
        if (added({}, false))
            menu->addAction(tr("&Add a point here"), this, [this, pixel] { addAt(pixel, false); });
        if (canAsk())
            menu->addAction(tr("A&sk here"), this, [this, pixel] { addAt(pixel, true); });
    }
    menu->popup(m_plot->mapToGlobal(pixel));
}

void ScenePlot::choose(int by)
{
    if (m_handles.empty())
        return;
    const SceneHandle* now = selected();
    const int count = static_cast<int>(m_handles.size());
    const int next = now ? (static_cast<int>(now - m_handles.data()) + by + count) % count
        : by > 0         ? 0
                         : count - 1;
    Q_EMIT clicked(m_handles[static_cast<std::size_t>(next)].cell);
}

bool ScenePlot::nudge(int key)
{
    const SceneHandle* found = selected();
    if (!found || found->typed < 0)
        return false;
    const SceneHandle handle = *found;
    constexpr double steps = 50; // over the whole range
    const QCPAxis& x = *handle.rect->axis(QCPAxis::atBottom);
    const QCPAxis& y = *handle.rect->axis(QCPAxis::atLeft);
    const bool across = key == Qt::Key_Left || key == Qt::Key_Right;
    const int sign = key == Qt::Key_Right || key == Qt::Key_Up ? 1 : -1;
    // Along one axis the other number stays to the last digit.
    const auto stepped = [&](int times) {
        QPointF to = handle.at;
        if (across)
            to.setX(rounded(x, to.x() + sign * times * x.range().size() / steps));
        else
            to.setY(rounded(y, to.y() + sign * times * y.range().size() / steps));
        return to;
    };
    QPointF to = stepped(1);
    std::optional<PointEdit> edit = moved(handle, to);
    if (!edit) { // on the other end of its range, which it steps over
        to = stepped(2);
        edit = moved(handle, to);
    }
    change(edit);
    follow(handle, to.x());
    return true;
}

bool ScenePlot::wantsKey(const QKeyEvent& event) const
{
    return event.key() == Qt::Key_Escape && m_drag;
}

bool ScenePlot::takeKey(const QKeyEvent& event)
{
    const int key = event.key();
    if (key == Qt::Key_Escape && m_drag) {
        giveUp();
        return true;
    }
    const bool arrow =
        key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down;
    if (arrow && event.modifiers() & Qt::ControlModifier)
        return nudge(key);
    switch (key) {
    case Qt::Key_Up:
        choose(-1);
        return true;
    case Qt::Key_Down:
        choose(1);
        return true;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        if (const SceneHandle* handle = selected())
            remove(SceneHandle(*handle));
        return true;
    case Qt::Key_Insert:
        if (!m_rects.empty())
            change(added(coordinates(*m_rects.front(), m_rects.front()->rect().center()),
                         canAsk() && event.modifiers() & Qt::ShiftModifier));
        return true;
    default:
        return false;
    }
}

} // namespace regard
