// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/token_choice.h"
#include "core/tensor/tensor.h"
#include "core/text/vocabulary.h"
#include "core/trace/decoding.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace regard {

/// One token more behind a text that is being written.
struct Continuation {
    std::size_t parent = 0; ///< among the continuations of the call before; 0 in the first
    std::int32_t token = 0;
};

/// Continuations as a batch that is always as wide: the last again and again.
struct ContinuationBatch {
    ContinuationBatch(std::span<const Continuation> continuations, std::size_t width);
    std::vector<std::int32_t> parents;
    std::vector<std::int32_t> tokens;
};

/// A decoder that goes on behind several texts at once.
class NextTokens {
public:
    virtual ~NextTokens() = default;
    /// Probabilities of the token behind each continuation, [continuations × vocabulary], valid
    /// until the next call. The first call is of one, <bos>. Throws Stopped.
    virtual ConstView behind(std::span<const Continuation> continuations) = 0;

protected:
    NextTokens() = default;
    NextTokens(const NextTokens&) = default;
    NextTokens& operator=(const NextTokens&) = default;
};

/// A decoder that computes each text from its beginning: for what cannot be computed of several
/// texts at once, as with numbers that a person set.
class NextFromTheBeginning : public NextTokens {
public:
    /// Probabilities of the token behind what is written.
    using Pass = std::function<std::vector<Real>(const std::vector<std::int32_t>& written)>;
    explicit NextFromTheBeginning(Pass pass) : m_pass(std::move(pass)) { }

    ConstView behind(std::span<const Continuation> continuations) override;

private:
    Pass m_pass;
    std::vector<std::vector<std::int32_t>> m_written; ///< of the call before
    std::vector<Real> m_rows;
};

/// What a beam search found.
struct BeamSearch {
    std::vector<BeamNode> nodes; ///< Decoding::beam
    std::vector<int> ended; ///< those that ended, by falling score
    std::vector<std::vector<std::int32_t>> tokens; ///< of each of those, with what is forced
};

/// Beam search behind `forced` tokens, up to `longest` tokens in all. At each step the `width` most
/// probable continuations of all hypotheses are kept, less as many as have ended: one that ended
/// keeps its place. Of equals the earlier. It ends when all have ended. Scores are ln P(text) /
/// lengthPenalty(length), the length with <eos>. Beside those kept as many nodes are told at each
/// step as were nearest to being kept.
BeamSearch searchBeam(NextTokens& next, std::span<const std::int32_t> forced,
                      const TokenChoice& choice, std::size_t longest, const Vocabulary& vocabulary);

} // namespace regard
