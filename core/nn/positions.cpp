// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/positions.h"

#include "core/tape/operations.h"

#include <cmath>
#include <numeric>
#include <stdexcept>

namespace regard {

LearnedPositions::LearnedPositions(ParameterLayout& layout, const std::string& prefix, Index places,
                                   Index width)
    : m_weight(layout.add(prefix + "weight", {places, width}, {Initial::Kind::Normal, 0.1}))
    , m_places(places)
{
}

Var LearnedPositions::operator()(Tape& tape, Index time) const
{
    if (time > m_places)
        throw std::invalid_argument("learned positions end after " + std::to_string(m_places)
                                    + " tokens: shorten the text or choose other positions");
    const auto ids = tape.arena().array<std::int32_t>(static_cast<std::size_t>(time));
    std::iota(ids.begin(), ids.end(), 0);
    const Var table = tape.parameter(m_weight);
    return embed(tape, table, ids, {time, tape.shape(table).columns()});
}

void writeSinusoids(Positions kind, View table)
{
    if (kind == Positions::None || kind == Positions::Learned)
        return;
    const Index time = table.shape[0];
    const Index width = table.shape[1];
    const Index half = (width + 1) / 2;
    for (Index t = 0; t < time; ++t)
        for (Index i = 0; i < half; ++i) {
            // Tensor2Tensor spaces its wavelengths so that the last one is 10000 itself.
            const double exponent = kind == Positions::Interleaved
                ? 2.0 * static_cast<double>(i) / static_cast<double>(width)
                : static_cast<double>(i) / std::max<double>(static_cast<double>(half) - 1, 1);
            const double angle = static_cast<double>(t) / std::pow(10000.0, exponent);
            const Index sine = kind == Positions::Interleaved ? 2 * i : i;
            const Index cosine = kind == Positions::Interleaved ? 2 * i + 1 : half + i;
            if (sine < width)
                table.data[t * width + sine] = static_cast<Real>(std::sin(angle));
            if (cosine < width)
                table.data[t * width + cosine] = static_cast<Real>(std::cos(angle));
        }
}

Positions positionsOf(std::string_view name)
{
    if (name == "none")
        return Positions::None;
    if (name == "interleaved")
        return Positions::Interleaved;
    if (name == "concatenated")
        return Positions::Concatenated;
    if (name == "learned")
        return Positions::Learned;
    throw std::invalid_argument("unknown positions '" + std::string(name)
                                + "': use none, interleaved, concatenated or learned");
}

} // namespace regard
