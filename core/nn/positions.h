// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/tape.h"

#include <string>
#include <string_view>

namespace regard {

enum class Positions { None, Interleaved, Concatenated, Learned };

/// A trained vector for each of the first places: PREFIX + "weight" [places × width].
class LearnedPositions {
public:
    LearnedPositions() = default;
    LearnedPositions(ParameterLayout& layout, const std::string& prefix, Index places, Index width);
    /// [time × width]. Throws std::invalid_argument for more steps than it has places.
    Var operator()(Tape& tape, Index time) const;
    Var table(Tape& tape) const { return tape.parameter(m_weight); }

private:
    ParameterId m_weight;
    Index m_places = 0;
};

/// Writes sinusoidal position vectors to a table of zeros, [time × width]. With angle(t, i) = t /
/// 10000^e(i): interleaved has e = 2i/width, sin at 2i and cos at 2i + 1 (Vaswani et al. 2017,
/// section 3.5); concatenated has e = i/(width/2 − 1), all sines, then all cosines (Tensor2Tensor).
void writeSinusoids(Positions kind, View table);

/// "none", "interleaved", "concatenated", "learned". Throws std::invalid_argument for anything
/// else.
Positions positionsOf(std::string_view name);

} // namespace regard
