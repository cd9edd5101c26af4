// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/picked_places.h"

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
    const auto before = std::mismatch(from->begin(), from->end(), to->begin(), to->end());
    const auto same = before.first - from->begin();
    if (place < same)
        return place;
    const auto behind = std::mismatch(from->names.rbegin(), from->names.rend() - same,
                                      to->names.rbegin(), to->names.rend() - same);
    const auto count = static_cast<Index>(from->size());
    return place >= count - (behind.first - from->names.rbegin())
        ? place + static_cast<Index>(to->size()) - count
        : -1;
}

void followLabels(std::vector<Index>& places, const Axis& from, const Axis& to)
{
    for (Index& place : places)
        place = followLabel(place, from, to);
    std::erase_if(places, [](Index place) { return place < 0; });
}

} // namespace regard
