// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/layers.h"
#include "core/nn/positions.h"
#include "core/trace/probe.h"

#include <optional>

namespace regard {

/// What a transformer reads: token vectors and what tells places apart. Parameters: PREFIX +
/// "embedding.weight" and, where positions are learnt, "position.weight" for so many places.
class TokenInput {
public:
    TokenInput() = default;
    TokenInput(ParameterLayout& layout, const std::string& prefix, Index vocabulary, Index width,
               Index learnedPlaces = 0);

    /// Vectors of the first places, [time × width]; none without positions.
    /// Throws std::invalid_argument for more steps than learnt positions have.
    Var places(Tape& tape, Positions positions, Index time) const;
    /// X = embedding + places, all three named. ids: batch × time, row by row.
    /// Result: [batch × time × width].
    Var operator()(Tape& tape, const Probe& probe, std::span<const std::int32_t> ids, Index batch,
                   Var places, const Axis& labels) const;

private:
    Embedding m_embedding;
    std::optional<LearnedPositions> m_positions;
};

} // namespace regard
