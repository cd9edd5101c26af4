// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/moment_place.h"

#include "core/trace/recurrent_step.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace regard {

namespace {

/// The one row that a moment computes, −1 for several, and what it is called outside of decoding.
std::pair<Index, const std::string*> rowOf(const Trace& trace, const Moment& moment)
{
    if (moment.pieces.empty() || moment.pieces.front().rowCount != 1)
        return {-1, nullptr};
    const Piece piece = moment.pieces.front();
    const bool isThere = piece.tensor >= 0 && piece.tensor < static_cast<int>(trace.tensors.size());
    return {piece.firstRow,
            moment.step < 0 && isThere
                ? trace.tensors[static_cast<std::size_t>(piece.tensor)].rowLabel(piece.firstRow)
                : nullptr};
}

bool isCalled(const std::string* label, const std::string& name)
{
    return label ? *label == name : name.empty();
}

/// The moment that means most like one that is gone: the last of the same output word, where that
/// is gone too of the last word there is; outside of decoding the end. −1 without moments.
int meaningOf(const Trace& trace, const Moment& gone)
{
    const int last = static_cast<int>(trace.moments.size()) - 1;
    if (gone.step < 0)
        return last;
    int best = -1;
    for (int i = 0; i <= last; ++i) {
        const int step = trace.moments[static_cast<std::size_t>(i)].step;
        const int bestStep = best < 0 ? -1 : trace.moments[static_cast<std::size_t>(best)].step;
        if (step >= 0 && step <= gone.step && step >= bestStep)
            best = i;
    }
    return best < 0 ? last : best;
}

} // namespace

MomentPlace momentPlaceOf(const Trace& trace, int moment, int part)
{
    if (moment < 0 || moment >= static_cast<int>(trace.moments.size()))
        return {};
    const Moment& meant = trace.moments[static_cast<std::size_t>(moment)];
    const auto [row, label] = rowOf(trace, meant);
    return {trace.scenario, meant.scope, meant.name,
            meant.step,     row,         label ? *label : std::string(),
            part,           moment};
}

int nearestMoment(const Trace& trace, const MomentPlace& place)
{
    int best = -1;
    std::tuple<bool, Index, int> distance;
    for (int i = 0; i < static_cast<int>(trace.moments.size()); ++i) {
        const Moment& moment = trace.moments[static_cast<std::size_t>(i)];
        if (moment.step != place.step || moment.name != place.name || moment.scope != place.scope)
            continue;
        const auto [row, label] = rowOf(trace, moment);
        const std::tuple<bool, Index, int> away{!isCalled(label, place.rowLabel),
                                                std::abs(row - place.row),
                                                std::abs(i - place.moment)};
        if (best < 0 || away < distance) {
            best = i;
            distance = away;
        }
    }
    return best;
}

int momentAt(const Trace& trace, const MomentPlace& place)
{
    if (place.scenario != trace.scenario || place.name.empty())
        return -1;
    const int nearest = nearestMoment(trace, place);
    if (nearest < 0)
        return -1;
    const auto [row, label] = rowOf(trace, trace.moments[static_cast<std::size_t>(nearest)]);
    return isCalled(label, place.rowLabel) ? nearest : -1;
}

int sameMoment(const Trace& trace, const Trace& other, int moment)
{
    const auto count = static_cast<int>(other.moments.size());
    if (moment < 0 || moment >= count)
        return -1;
    if (moment == count - 1)
        return static_cast<int>(trace.moments.size()) - 1;
    const MomentPlace shown = momentPlaceOf(other, moment);
    if (const int same = nearestMoment(trace, shown); same >= 0)
        return same;
    // A cell that another kind of unit does not have stands for the state that is made of it.
    for (int next = moment + 1; next < count && !partsOf(other, next - 1).empty(); ++next) {
        const MomentPlace after = momentPlaceOf(other, next);
        if (after.scope != shown.scope || after.step != shown.step || after.row != shown.row)
            break;
        if (const int same = nearestMoment(trace, after); same >= 0)
            return same;
    }
    return meaningOf(trace, other.moments[static_cast<std::size_t>(moment)]);
}

int samePart(const Trace& trace, int moment, const Trace& other, int otherMoment, int otherPart)
{
    const int parts = partCount(trace, moment);
    const int otherParts = partCount(other, otherMoment);
    const bool isWhole = otherPart < 0 || otherPart >= otherParts - 1;
    return isWhole || parts < 2 ? parts - 1 : std::min(otherPart, parts - 2);
}

} // namespace regard
