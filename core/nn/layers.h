// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/operations.h"

#include <string>

namespace regard {

/// ±1/√in: how PyTorch draws what is multiplied with `in` features.
Initial fanIn(Index in);

/// PyTorch's Linear: PREFIX + "weight" [out × in] and, if asked for, "bias" [out], drawn from
/// ±1/√in as PyTorch does.
class Linear {
public:
    Linear() = default;
    Linear(ParameterLayout& layout, const std::string& prefix, Index in, Index out,
           bool bias = true);
    /// x: [… × in]. Result: [… × out].
    Var operator()(Tape& tape, Var x) const;
    Var weight(Tape& tape) const { return tape.parameter(m_weight); }
    /// Var{} without one.
    Var bias(Tape& tape) const { return m_bias.index >= 0 ? tape.parameter(m_bias) : Var{}; }

private:
    ParameterId m_weight;
    ParameterId m_bias;
};

/// PyTorch's Embedding: PREFIX + "weight" [count × width], drawn from a normal distribution.
class Embedding {
public:
    Embedding() = default;
    Embedding(ParameterLayout& layout, const std::string& prefix, Index count, Index width,
              double deviation = 1);
    /// ids: batch × time, row by row. Result: [batch × time × width].
    Var operator()(Tape& tape, std::span<const std::int32_t> ids, Index batch) const;
    Var table(Tape& tape) const { return tape.parameter(m_weight); }
    Index width() const { return m_width; }

private:
    ParameterId m_weight;
    Index m_width = 0;
};

/// PyTorch's LayerNorm over the last axis: PREFIX + "weight" and "bias".
class LayerNorm {
public:
    LayerNorm() = default;
    LayerNorm(ParameterLayout& layout, const std::string& prefix, Index width);
    Var operator()(Tape& tape, Var x) const;
    Var gain(Tape& tape) const { return tape.parameter(m_gain); }
    Var offset(Tape& tape) const { return tape.parameter(m_offset); }

private:
    ParameterId m_gain;
    ParameterId m_offset;
};

} // namespace regard
