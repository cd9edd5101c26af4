// SPDX-License-Identifier: GPL-3.0-or-later
// The map of the Heatmap as it sounds: the number under the cell cursor, and a row of them.
#include "ui/panels/message_bar.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/shared/mini_map.h"
#include "ui/window/main_window.h"
#include "ui/window/tone_player.h"
#include "ui/words/tone.h"

#include <QAction>

#include <utility>

namespace regard {

namespace {

/// The numbers of a row that the moment has reached; none of a row beyond it.
std::vector<double> numbersOf(const TraceTensor& tensor, Index row, int moment)
{
    std::vector<double> numbers;
    if (isComputed(tensor, row, moment))
        for (Index column = 0; column < tensor.value.columns(); ++column)
            numbers.push_back(static_cast<double>(tensor.value.at(row, column)));
    return numbers;
}

} // namespace

void MainWindow::setHearing(bool hearing)
{
    if (hearing && !m_tones) {
        m_tones = new TonePlayer(this);
        connect(m_tones, &TonePlayer::failed, this, [this](const QString& message) {
            m_computationFailed = false;
            m_messages->showError(message);
        });
    }
    m_hear->setChecked(hearing);
    m_playRow->setEnabled(hearing);
    m_heard = {};
    if (hearing)
        hearCell();
    else if (m_tones)
        m_tones->stop();
}

void MainWindow::hearCell()
{
    const CellRef cell = pane().selection().fixed();
    if (std::exchange(m_heard, cell) != cell && cell.isCell())
        hear(cell.row, cell.column);
}

void MainWindow::hearRow()
{
    const CellRef& cell = pane().selection().fixed();
    if (cell.row >= 0)
        hear(cell.row, -1);
    else
        m_messages->show(MessageBar::Kind::Notice,
                         tr("Select a row of the Heatmap first, by a click or the arrow keys."));
}

void MainWindow::hear(Index row, Index column)
{
    const auto* map = view<HeatmapView>();
    const CellRef& cell = pane().selection().fixed();
    const TracePtr& trace = pane().explorer().trace();
    if (!m_hear->isChecked() || !trace || shownView() != map || cell.tensor != map->tensor())
        return;
    const TraceTensor& tensor = trace->tensors[static_cast<std::size_t>(cell.tensor)];
    std::vector<double> numbers = numbersOf(tensor, row, pane().timeline().moment());
    if (column >= 0 && static_cast<std::size_t>(column) < numbers.size())
        numbers = {numbers[static_cast<std::size_t>(column)]};
    const auto extent = tensor.value.extent();
    m_tones->play(melody(numbers, static_cast<double>(extent.low), static_cast<double>(extent.high),
                         TonePlayer::rate));
}

} // namespace regard
