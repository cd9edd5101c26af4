// SPDX-License-Identifier: GPL-3.0-or-later
// What pointer and keys do to chips.
#include "ui/panels/token_chips.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>

namespace regard {

void TokenChips::choose(int index, bool select)
{
    if (select || !m_hideable)
        Q_EMIT clicked(index);
    else
        Q_EMIT toggled(index);
}

void TokenChips::mouseMoveEvent(QMouseEvent* event)
{
    const int index = chipAt(event->position().toPoint().x());
    if (index == m_pointer)
        return;
    m_pointer = index;
    setCursor(index >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    Q_EMIT hovered(index);
}

void TokenChips::mousePressEvent(QMouseEvent* event)
{
    const int index = chipAt(event->position().toPoint().x());
    if (event->button() == Qt::LeftButton && index >= 0)
        choose(index, event->modifiers().testFlag(Qt::ControlModifier));
}

void TokenChips::leaveEvent(QEvent*)
{
    m_pointer = -1;
    Q_EMIT hovered(-1);
}

void TokenChips::keyPressEvent(QKeyEvent* event)
{
    int next = -1;
    switch (event->key()) {
    case Qt::Key_Left:
        next = std::max(0, m_keyboard - 1);
        break;
    case Qt::Key_Right:
        next = std::min(drawnTokens() - 1, m_keyboard + 1);
        break;
    case Qt::Key_Home:
        next = 0;
        break;
    case Qt::Key_End:
        next = drawnTokens() - 1;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_keyboard >= 0)
            choose(m_keyboard, event->key() != Qt::Key_Space);
        return;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    m_keyboard = next;
    if (next >= 0) {
        Q_EMIT revealed(chipRectangle(next));
        Q_EMIT hovered(next);
    }
    update();
}

void TokenChips::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    if (m_keyboard < 0)
        m_keyboard = std::clamp(m_fixed, 0, std::max(0, drawnTokens() - 1));
    if (m_keyboard < drawnTokens())
        Q_EMIT revealed(chipRectangle(m_keyboard));
    update();
}

void TokenChips::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    Q_EMIT hovered(-1);
    update();
}

bool TokenChips::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int index = chipAt(help->pos().x());
        if (index >= 0)
            QToolTip::showText(help->globalPos(),
                               isWritten(index) ? m_chips[static_cast<std::size_t>(index)].tip
                                                : tr("Token %1: not written yet").arg(index + 1),
                               this, chipRectangle(index));
        else
            QToolTip::hideText();
        return true;
    }
    // The window's own uses of these keys come after the chips'.
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const auto modifiers = static_cast<QKeyEvent*>(event)->modifiers();
        if (modifiers == Qt::NoModifier
            && (key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Home
                || key == Qt::Key_End || key == Qt::Key_Space)) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

} // namespace regard
