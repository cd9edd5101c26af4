// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/mask.h"

#include "core/tensor/eigen.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>

namespace regard {

ColumnRange Mask::visible(Index batch, Index row, Index keys) const
{
    const Index valid = lengths.empty() ? keys : lengths[static_cast<std::size_t>(batch)];
    Index begin = 0;
    Index end = valid;
    switch (kind) {
    case Kind::None:
        break;
    case Kind::Causal:
        end = row + 1;
        break;
    case Kind::Window:
        begin = row - width / 2;
        end = begin + width;
        break;
    case Kind::History:
        begin = row - width + 1;
        end = row + 1;
        break;
    }
    end = std::clamp<Index>(end, 0, valid);
    return {std::clamp<Index>(begin, 0, end), end};
}

Mask::Kind maskKindOf(std::string_view name)
{
    if (name == "none")
        return Mask::Kind::None;
    if (name == "causal")
        return Mask::Kind::Causal;
    if (name == "window")
        return Mask::Kind::Window;
    if (name == "history")
        return Mask::Kind::History;
    throw std::invalid_argument("unknown mask '" + std::string(name)
                                + "': use none, causal, window or history");
}

Var applyMask(Tape& tape, Var scores, const Mask& mask)
{
    const ConstView in = tape.value(scores);
    const Index keys = in.shape[-1];
    const Index queries = in.shape[-2];
    const Index batch = in.shape[0];
    const Index rows = in.shape.rows();
    const Index rowsPerEntry = std::max<Index>(1, batch == 0 ? 0 : rows / batch);
    constexpr Real hidden = -std::numeric_limits<Real>::infinity();
    const auto ranges = tape.arena().array<ColumnRange>(static_cast<std::size_t>(rows));
    const View y = tape.allocate(in.shape);
    for (Index row = 0; row < rows; ++row) {
        const Index entry = row / rowsPerEntry;
        const ColumnRange range = mask.visible(entry, row % queries, keys);
        ranges[static_cast<std::size_t>(row)] = range;
        const Real* from = in.data + row * keys;
        Real* to = y.data + row * keys;
        std::fill(to, to + range.begin, hidden);
        std::copy(from + range.begin, from + range.end, to + range.begin);
        std::fill(to + range.end, to + keys, hidden);
        if (!mask.hiddenKeys.empty())
            for (Index key = range.begin; key < range.end; ++key)
                if (mask.hiddenKeys[static_cast<std::size_t>(entry * keys + key)])
                    to[key] = hidden;
    }
    // What a hidden key gets is the constant −∞: normalisers send it no gradient.
    return tape.record(y, {scores}, [scores, ranges, keys](Tape& t, ConstView gradient) {
        Real* sum = t.gradient(scores).data;
        for (std::size_t row = 0; row < ranges.size(); ++row) {
            const Index first = static_cast<Index>(row) * keys + ranges[row].begin;
            const Index count = ranges[row].end - ranges[row].begin;
            array(sum + first, count) += array(gradient.data + first, count);
        }
    });
}

} // namespace regard
