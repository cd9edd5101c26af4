// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/probe.h"

namespace regard {

/// Sentences as sums of their words e₁ … eₙ under masks fᵢ that are learnt for each place:
///   s = Σ fᵢ ⊙ eᵢ
/// Henaff et al. 2017, equation 1. Parameters: embedding.weight [words × width], mask.weight
/// [places × width].
class SentenceEncoder {
public:
    SentenceEncoder() = default;
    SentenceEncoder(ParameterLayout& layout, Index vocabulary, Index places, Index width);

    /// Sentences and the words under their masks that they are the sums of.
    struct Encoded {
        Var sums; ///< [sentences × width]
        Var words; ///< as they were named, of a single sentence
    };
    /// words: sentences × places, row by row; lengths: of each sentence.
    Encoded operator()(Tape& tape, const Probe& probe, std::span<const std::int32_t> words,
                       std::span<const std::int32_t> lengths, Index places,
                       const Axis& labels) const;

    /// How a sentence, and a question, came about: of its named words.
    static How sentenceTold(Var words);
    static How questionTold(Var words);

    Var table(Tape& tape) const { return tape.parameter(m_embedding); }

private:
    Index m_width = 0;
    ParameterId m_embedding;
    ParameterId m_masks;
};

} // namespace regard
