// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/layers.h"
#include "core/nn/positions.h"
#include "core/trace/probe.h"

#include <optional>

namespace regard {

/// How rows of an embedding table came about: which ones they are.
How embeddedFrom(Tape& tape, const Embedding& embedding, std::span<const std::int32_t> ids);
How embeddedFrom(Var table, std::span<const std::int32_t> ids);

/// Vectors of the first places, [time × width]; none without positions.
struct Places {
    Var vectors;
    Positions kind = Positions::None;
    explicit operator bool() const { return bool(vectors); }
};

/// What a transformer reads: token vectors and what tells places apart. Parameters: PREFIX +
/// "embedding.weight" and, where positions are learnt, "position.weight" for so many places.
class TokenInput {
public:
    TokenInput() = default;
    TokenInput(ParameterLayout& layout, const std::string& prefix, Index vocabulary, Index width,
               Index learnedPlaces = 0);

    /// Throws std::invalid_argument for more steps than learnt positions have.
    Places places(Tape& tape, Positions positions, Index time) const;
    /// X = embedding + places, all three named. ids: batch × time, row by row.
    /// Result: [batch × time × width].
    Var operator()(Tape& tape, const Probe& probe, std::span<const std::int32_t> ids, Index batch,
                   const Places& places, const Axis& labels) const;

private:
    How told(Tape& tape, Positions kind) const;

    Embedding m_embedding;
    std::optional<LearnedPositions> m_positions;
};

} // namespace regard
