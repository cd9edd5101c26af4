// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/picked_places.h"

#include <algorithm>

namespace regard {

bool PickedPlaces::has(Index place) const
{
    return std::binary_search(places.begin(), places.end(), place);
}

void pickPlace(std::vector<Index>& places, Index& anchor, Index place, Qt::KeyboardModifiers how)
{
    if (places.empty() || !(how & (Qt::ControlModifier | Qt::ShiftModifier))) {
        places = {place};
        anchor = place;
    } else if (how & Qt::ShiftModifier) {
        const auto [from, to] = std::minmax(anchor, place);
        places.clear();
        for (Index i = from; i <= to; ++i)
            places.push_back(i);
    } else {
        const auto found = std::lower_bound(places.begin(), places.end(), place);
        if (found != places.end() && *found == place)
            places.erase(found);
        else
            places.insert(found, place);
        anchor = place;
    }
}

Index followLabel(Index place, const Axis& from, const Axis& to)
{
    if (!from || !to || from == to || place < 0)
        return place;
    const auto& old = from->names;
    const auto& now = to->names;
    const auto before =
        std::mismatch(old.begin(), old.end(), now.begin(), now.end()).first - old.begin();
    const auto behind =
        std::mismatch(old.rbegin(), old.rend() - before, now.rbegin(), now.rend() - before).first
        - old.rbegin();
    const auto longer = static_cast<Index>(now.size()) - static_cast<Index>(old.size());
    if (place >= static_cast<Index>(old.size()) - behind)
        return place + longer;
    return place < before || place < static_cast<Index>(now.size()) - behind ? place : -1;
}

void followLabels(std::vector<Index>& places, const Axis& from, const Axis& to)
{
    for (Index& place : places)
        place = followLabel(place, from, to);
    std::erase_if(places, [](Index place) { return place < 0; });
}

CellRef follow(const CellRef& cell, const Trace* from, const Trace* to)
{
    if (!from || !to || cell.tensor < 0 || cell.tensor >= static_cast<int>(from->tensors.size()))
        return {};
    const TraceTensor& before = from->tensors[static_cast<std::size_t>(cell.tensor)];
    const int tensor = to->indexOf(before.path);
    if (tensor < 0)
        return {};
    const TraceTensor& now = to->tensors[static_cast<std::size_t>(tensor)];
    // Where one is gone, its neighbour takes its place.
    const auto moved = [](Index place, const Axis& old, const Axis& other) {
        const Index found = followLabel(place, old, other);
        return found < 0 ? place : found;
    };
    const CellRef found{tensor, moved(cell.row, before.rows, now.rows),
                        moved(cell.column, before.columns, now.columns)};
    if (found.row >= now.value.rows() || found.column >= now.value.columns())
        return {tensor, -1, -1};
    return found;
}

} // namespace regard
