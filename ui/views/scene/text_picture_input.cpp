// SPDX-License-Identifier: GPL-3.0-or-later
// Words under the pointer and at the keyboard.
#include "ui/views/scene/text_picture.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace regard {

WordSpot TextPicture::spotAt(const QPointF& at) const
{
    for (std::size_t i = 0; i < m_blocks.size(); ++i)
        if (const int word = wordAt(m_blocks[i], at); word >= 0)
            return {static_cast<int>(i), word};
    return {};
}

WordSpot TextPicture::selected() const
{
    if (!m_state.fixed)
        return {};
    WordSpot found;
    for (std::size_t i = 0; i < m_blocks.size(); ++i)
        for (std::size_t j = 0; j < m_blocks[i].words.size(); ++j) {
            const PictureWord& word = m_blocks[i].words[j];
            const WordSpot spot{static_cast<int>(i), static_cast<int>(j)};
            if (word.cell == m_state.fixed)
                return spot;
            if (!found && isAbout(m_blocks[i], word, m_state.fixed))
                found = spot;
        }
    return found;
}

QStringList TextPicture::selectedWords() const
{
    const WordSpot spot = selected();
    return spot ? QStringList(tr("Selected: %1").arg(words(spot))) : QStringList();
}

bool TextPicture::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return ScenePicture::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    if (const WordSpot spot = spotAt(help->pos()))
        QToolTip::showText(help->globalPos(), words(spot), this);
    else
        QToolTip::hideText();
    return true;
}

void TextPicture::point(const CellRef& cell)
{
    if (cell == m_pointed)
        return;
    m_pointed = cell;
    Q_EMIT hovered(cell);
}

void TextPicture::mouseMoveEvent(QMouseEvent* event)
{
    const WordSpot spot = spotAt(event->position());
    point(spot ? at(spot).cell : CellRef());
}

void TextPicture::mousePressEvent(QMouseEvent* event)
{
    if (parentWidget())
        parentWidget()->setFocus(Qt::MouseFocusReason);
    if (event->button() != Qt::LeftButton)
        return;
    if (const WordSpot spot = spotAt(event->position()))
        choose(spot);
}

void TextPicture::leaveEvent(QEvent* event)
{
    ScenePicture::leaveEvent(event);
    point({});
}

void TextPicture::wheelEvent(QWheelEvent* event)
{
    for (std::size_t i = 0; i < m_blocks.size(); ++i)
        if (m_blocks[i].mostScroll() > 0 && m_blocks[i].room.contains(event->position())) {
            constexpr double linesOfNotch = 3;
            scrollBlock(static_cast<int>(i),
                        -event->angleDelta().y() / 120.0 * linesOfNotch * titleHeight());
            return event->accept();
        }
    event->ignore();
}

void TextPicture::choose(const WordSpot& spot)
{
    const CellRef cell = at(spot).cell;
    if (cell)
        Q_EMIT clicked(cell == m_state.fixed ? CellRef() : cell);
}

WordSpot TextPicture::next(const WordSpot& from, int by) const
{
    WordSpot spot = from;
    while (true) {
        spot.word += by;
        while (spot.block >= 0 && spot.block < static_cast<int>(m_blocks.size())
               && (spot.word < 0
                   || spot.word >= static_cast<int>(
                          m_blocks[static_cast<std::size_t>(spot.block)].words.size()))) {
            spot.block += by;
            if (spot.block < 0 || spot.block >= static_cast<int>(m_blocks.size()))
                return from;
            const auto count =
                static_cast<int>(m_blocks[static_cast<std::size_t>(spot.block)].words.size());
            spot.word = by > 0 ? 0 : count - 1;
        }
        if (at(spot).cell && !at(spot).isEmpty)
            return spot;
    }
}

WordSpot TextPicture::inNextLine(const WordSpot& from, bool down) const
{
    const QRectF rect = m_blocks[static_cast<std::size_t>(from.block)].placed(at(from));
    // How far away a word is: lines first, then to the side.
    const auto distance = [&](const QRectF& other) {
        const double lines = down ? other.top() - rect.top() : rect.top() - other.top();
        return lines < rect.height() / 2
            ? -1.0
            : lines * 1e4 + std::abs(other.center().x() - rect.center().x());
    };
    WordSpot nearest = from;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < m_blocks.size(); ++i)
        for (std::size_t j = 0; j < m_blocks[i].words.size(); ++j) {
            const PictureWord& word = m_blocks[i].words[j];
            const double far = distance(m_blocks[i].placed(word));
            if (far < 0 || far >= least || !word.cell || word.isEmpty)
                continue;
            least = far;
            nearest = {static_cast<int>(i), static_cast<int>(j)};
        }
    return nearest;
}

bool TextPicture::takeKey(const QKeyEvent& event)
{
    if (m_blocks.empty() || event.modifiers() & (Qt::ControlModifier | Qt::AltModifier))
        return false;
    const WordSpot spot = selected();
    const int key = event.key();
    const auto go = [&](const WordSpot& to) {
        if (to && !(to == spot))
            Q_EMIT clicked(at(to).cell);
        return true;
    };
    switch (key) {
    case Qt::Key_Up:
    case Qt::Key_Down: {
        const bool down = key == Qt::Key_Down;
        if (spot)
            return go(inNextLine(spot, down));
        const auto last = static_cast<int>(m_blocks.size()) - 1;
        const WordSpot end =
            down ? WordSpot{0, -1} : WordSpot{last, static_cast<int>(m_blocks.back().words.size())};
        const WordSpot first = next(end, down ? 1 : -1);
        return first == end ? true : go(first);
    }
    case Qt::Key_Left:
    case Qt::Key_Right:
        // Without a selected word they are the window's: steps of the computation.
        return spot && go(next(spot, key == Qt::Key_Right ? 1 : -1));
    case Qt::Key_PageUp:
    case Qt::Key_PageDown: {
        const int block = spot ? spot.block : 0;
        const double page = m_blocks[static_cast<std::size_t>(block)].room.height() * 0.9;
        scrollBlock(block, key == Qt::Key_PageDown ? page : -page);
        return true;
    }
    default:
        return false;
    }
}

} // namespace regard
