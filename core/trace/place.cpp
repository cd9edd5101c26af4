// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/place.h"

#include <algorithm>
#include <cstdlib>

namespace regard {

namespace {

std::string labelOf(const Axis& axis, Index number)
{
    return axis && number >= 0 && number < static_cast<Index>(axis->size())
        ? (*axis)[static_cast<std::size_t>(number)]
        : std::string();
}

/// The row or column of a label that is nearest to where it was, the number itself without one;
/// none if it lies outside.
Index followed(const Axis& axis, Index number, const std::string& label, Index count)
{
    if (number >= 0 && !label.empty() && axis) {
        Index nearest = -1;
        for (Index i = 0; i < static_cast<Index>(axis->size()); ++i)
            if ((*axis)[static_cast<std::size_t>(i)] == label
                && (nearest < 0 || std::abs(i - number) < std::abs(nearest - number)))
                nearest = i;
        if (nearest >= 0)
            return nearest;
    }
    return number < count ? number : -1;
}

/// Whether a trace has what is changed as a whole; a token that is hidden is followed to where its
/// word stands.
bool isThere(const Trace& trace, Edit& edit)
{
    if (edit.kind == EditKind::ReverseInput)
        return true;
    if (edit.kind == EditKind::HideToken) {
        std::vector<std::string> words;
        for (const TraceToken& token : trace.input)
            words.push_back(token.text);
        if (std::find(words.begin(), words.end(), edit.columnLabel) == words.end())
            return false;
        const auto count = static_cast<Index>(words.size());
        edit.column = followed(makeAxis(std::move(words)), edit.column, edit.columnLabel, count);
        return true;
    }
    return std::any_of(trace.moments.begin(), trace.moments.end(),
                       [&](const Moment& moment) {
                           return (moment.scope.empty() ? moment.name
                                                        : moment.scope + "/" + moment.name)
                               == edit.path;
                       })
        || trace.indexOf(edit.path) >= 0;
}

} // namespace

Place placeOf(const Trace& trace, const CellRef& cell)
{
    if (!cell || cell.tensor >= static_cast<int>(trace.tensors.size()))
        return {};
    const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(cell.tensor)];
    return {tensor.path, cell.row, cell.column, labelOf(tensor.rows, cell.row),
            labelOf(tensor.columns, cell.column)};
}

CellRef cellAt(const Trace& trace, const Place& place)
{
    const int index = place.path.empty() ? -1 : trace.indexOf(place.path);
    if (index < 0)
        return {};
    const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(index)];
    const Index row = followed(tensor.rows, place.row, place.rowLabel, tensor.value.rows());
    const Index column =
        followed(tensor.columns, place.column, place.columnLabel, tensor.value.columns());
    // One that is gone takes the other with it: half of a place is another place.
    const bool gone = (place.row >= 0 && row < 0) || (place.column >= 0 && column < 0);
    return gone ? CellRef{index, -1, -1} : CellRef{index, row, column};
}

Edit editAt(const Trace& trace, const CellRef& cell, Real value)
{
    const Place place = placeOf(trace, cell);
    return {place.path, place.row, place.column, value, place.rowLabel, place.columnLabel};
}

std::vector<Edit> editsIn(const Trace& trace, const std::vector<Edit>& edits)
{
    const auto has = [](const Axis& axis, const std::string& label) {
        return label.empty()
            || (axis && std::find(axis->begin(), axis->end(), label) != axis->end());
    };
    std::vector<Edit> found;
    for (Edit edit : edits) {
        if (edit.kind != EditKind::Number) {
            if (isThere(trace, edit))
                found.push_back(std::move(edit));
            continue;
        }
        const CellRef cell =
            cellAt(trace, {edit.path, edit.row, edit.column, edit.rowLabel, edit.columnLabel});
        if (!cell.isCell())
            continue;
        // A word that is gone takes its edit with it: the number there is another word's.
        const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(cell.tensor)];
        if (!has(tensor.rows, edit.rowLabel) || !has(tensor.columns, edit.columnLabel))
            continue;
        edit.row = cell.row;
        edit.column = cell.column;
        found.push_back(std::move(edit));
    }
    return found;
}

} // namespace regard
