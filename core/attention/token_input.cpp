// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/token_input.h"

namespace regard {

TokenInput::TokenInput(ParameterLayout& layout, const std::string& prefix, Index vocabulary,
                       Index width, Index learnedPlaces)
    : m_embedding(layout, prefix + "embedding.", vocabulary, width)
{
    if (learnedPlaces > 0)
        m_positions.emplace(layout, prefix + "position.", learnedPlaces, width);
}

Var TokenInput::places(Tape& tape, Positions positions, Index time) const
{
    if (positions == Positions::None)
        return {};
    if (positions == Positions::Learned)
        return m_positions.value()(tape, time);
    const View table = tape.arena().zeros({time, m_embedding.width()});
    writeSinusoids(positions, table);
    return tape.adopt(table);
}

Var TokenInput::operator()(Tape& tape, const Probe& probe, std::span<const std::int32_t> ids,
                           Index batch, Var places, const Axis& labels) const
{
    Var x = probe.name(m_embedding(tape, ids, batch), "embedding", Role::Embedding, labels);
    if (places)
        x = add(tape, x, probe.name(places, "position", Role::Position, labels));
    return probe.name(x, "X", Role::Hidden, labels);
}

} // namespace regard
