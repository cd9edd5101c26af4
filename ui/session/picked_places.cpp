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

} // namespace regard
