// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/mask.h"

#include "core/tensor/eigen.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>

namespace regard {

Mask::Range Mask::visible(Index batch, Index row, Index keys) const
{
    const Index valid = lengths.empty() ? keys : lengths[static_cast<std::size_t>(batch)];
    const Index end = kind == Kind::Causal ? std::min(valid, row + 1) : valid;
    return {0, end};
}

Mask::Kind maskKindOf(std::string_view name)
{
    if (name == "none")
        return Mask::Kind::None;
    if (name == "causal")
        return Mask::Kind::Causal;
    throw std::invalid_argument("unknown mask '" + std::string(name) + "': use none or causal");
}

Var applyMask(Tape& tape, Var scores, const Mask& mask)
{
    const ConstView in = tape.value(scores);
    const Index keys = in.shape[-1];
    const Index queries = in.shape[-2];
    const Index batch = in.shape[0];
    const Index rows = in.shape.rows();
    const Index rowsPerEntry = std::max<Index>(1, batch == 0 ? 0 : rows / batch);
    const auto ranges = tape.arena().array<Mask::Range>(static_cast<std::size_t>(rows));
    const View y = tape.allocate(in.shape);
    flat(y).setConstant(-std::numeric_limits<Real>::infinity());
    for (Index row = 0; row < rows; ++row) {
        const Mask::Range range = mask.visible(row / rowsPerEntry, row % queries, keys);
        ranges[static_cast<std::size_t>(row)] = range;
        std::copy(in.data + row * keys + range.begin, in.data + row * keys + range.end,
                  y.data + row * keys + range.begin);
    }
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
