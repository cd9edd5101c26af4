// SPDX-License-Identifier: GPL-3.0-or-later
// What a person changes in the computation of the active pane.
#include "core/trace/ablations.h"
#include "core/trace/place.h"

#include "ui/session/panes.h"

#include <algorithm>
#include <utility>

namespace regard {

// Not const: the panes are this object's.
// NOLINTNEXTLINE(readability-make-member-function-const)
void Panes::setEdits(std::vector<Edit> edits)
{
    if (m_active > 0)
        active().keep(ownEdits);
    active().explorer().setEdits(std::move(edits));
}

void Panes::edit(const CellRef& cell, Real value)
{
    if (!cell.isCell())
        return;
    setNumbers(cell, {{cell.column, value}});
}

void Panes::editRow(const CellRef& row, const std::vector<Real>& values)
{
    if (!row || row.row < 0)
        return;
    std::vector<std::pair<Index, Real>> numbers;
    for (const Real value : values)
        numbers.emplace_back(static_cast<Index>(numbers.size()), value);
    setNumbers(row, numbers);
}

void Panes::setNumbers(const CellRef& row, const std::vector<std::pair<Index, Real>>& numbers)
{
    const Explorer& explorer = active().explorer();
    if (!explorer.trace())
        return;
    // Changes are found again by the words of the trace without changes: another output that they
    // led to has others.
    const Trace& named = explorer.before() ? *explorer.before() : *explorer.trace();
    const CellRef place =
        cellAt(named,
               {explorer.trace()->tensors[static_cast<std::size_t>(row.tensor)].path,
                row.row,
                -1,
                {},
                {}});
    if (!place || place.row < 0)
        return;
    std::vector<Edit> edits = explorer.exploration().edits;
    for (const auto& [column, value] : numbers) {
        const Edit edit = editAt(named, {place.tensor, place.row, column}, value);
        // A second one of the same number takes the place of the first.
        std::erase_if(edits, [&](const Edit& other) {
            const std::vector<Edit> there = editsIn(named, {other});
            return !there.empty() && there.front().kind == EditKind::Number
                && there.front().path == edit.path && there.front().row == edit.row
                && there.front().column == edit.column;
        });
        edits.push_back(edit);
    }
    setEdits(std::move(edits));
}

bool Panes::has(const std::vector<Edit>& edits) const
{
    const std::vector<Edit>& made = active().explorer().exploration().edits;
    return std::all_of(edits.begin(), edits.end(), [&](const Edit& edit) {
        return std::find(made.begin(), made.end(), edit) != made.end();
    });
}

void Panes::toggle(const std::vector<Edit>& edits)
{
    std::vector<Edit> all = active().explorer().exploration().edits;
    const bool made = has(edits);
    std::erase_if(all, [&](const Edit& edit) {
        return std::find(edits.begin(), edits.end(), edit) != edits.end();
    });
    if (!made)
        all.insert(all.end(), edits.begin(), edits.end());
    setEdits(std::move(all));
}

void Panes::toggleToken(int token)
{
    const TracePtr& trace = active().explorer().trace();
    if (!trace || token < 0 || token >= static_cast<int>(trace->input.size()))
        return;
    std::vector<Edit> edits = active().explorer().exploration().edits;
    const auto isOfIt = [&](const Edit& edit) {
        const std::vector<Edit> there =
            edit.kind == EditKind::HideToken ? editsIn(*trace, {edit}) : std::vector<Edit>();
        return !there.empty() && there.front().column == token;
    };
    if (std::erase_if(edits, isOfIt) == 0)
        edits.push_back(hideToken(*trace, token));
    setEdits(std::move(edits));
}

void Panes::resetEdits()
{
    setEdits({});
}

void Panes::addUnedited()
{
    openBeside(std::string(ownEdits), [](Exploration& exploration) { exploration.edits.clear(); });
}

} // namespace regard
