// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/attend.h"
#include "core/nn/recurrent.h"
#include "core/scenarios/pointer/corpus.h"
#include "core/trace/probe.h"

#include <array>
#include <string>

namespace regard {

struct PointerOptions {
    PointerProblem problem = PointerProblem::Sort;
    Index hidden = 64;
    std::string score = "additive";
    Real temperature = 1; ///< divides the scores
};

/// Which inputs an answer may point at next. What has been chosen is hidden; a hull goes on until
/// it points at its first corner again, which it may from the fourth step on. Holds all of
/// itself in place: training makes many.
class PointerWalk {
public:
    /// Steps after which a walk ends in any case: a hull of all inputs and the way back is shorter.
    static constexpr std::size_t longest = longestInstance + 2;

    /// A walk over `count` inputs, at most longestInstance; further places are padding.
    PointerWalk(PointerProblem problem, std::size_t count);

    /// Whether a place cannot be chosen.
    bool isHidden(std::size_t place) const { return place >= m_count || m_hidden[place]; }
    void choose(std::int32_t input);
    bool done() const { return m_done; }
    /// The input that was chosen last, −1 before the first.
    std::int32_t last() const { return m_steps == 0 ? -1 : m_chosen[m_steps - 1]; }
    /// The answer, without the return to the first corner.
    std::vector<std::int32_t> answer() const;

private:
    PointerProblem m_problem;
    std::size_t m_count;
    std::size_t m_steps = 0;
    std::array<bool, longestInstance> m_hidden{};
    std::array<std::int32_t, longest> m_chosen{};
    bool m_done;
};

/// A pointer network (Vinyals et al. 2015): the weights of attention are the output.
///   e_j from a bidirectional GRU over the inputs, d_i from a GRU over the e_j chosen so far,
///   u_ij = vᵀ tanh(W₁ e_j + W₂ d_i), −∞ where j is hidden,  p(C_i | C_1 … C_i−1) = softmax(u_i)
/// Parameters: encoder.rnn; decoder.start, the first input of decoder.rnn; decoder.attention
/// with W_k for W₁ and W_q for W₂.
class PointerNetwork {
public:
    PointerNetwork() = default;
    PointerNetwork(ParameterLayout& layout, const PointerOptions& options);

    struct Encoded {
        Memory memory;
        Var states; ///< e, [batch × inputs × 2·hidden]
        LayerStates first; ///< the decoder's first state: the forward encoder's last
        std::span<const std::int32_t> lengths; ///< in the tape's arena
        Index width = 0; ///< inputs of the longest
        NamedStates firstNamed; ///< the decoder's first state as it was named
        RecurrenceTold told; ///< the encoder's part, as it was named
    };
    /// Reads normalised inputs, which came about as said.
    Encoded encode(Tape& tape, const Probe& probe,
                   std::span<const std::vector<Point>* const> instances, const How& inputsFrom,
                   const Axis& labels = nullptr) const;

    struct Step {
        Var masked; ///< u, [batch × 1 × inputs]
        Var weights; ///< [batch × 1 × inputs]
        LayerStates state;
    };
    Step step(Tape& tape, const Probe& probe, const Encoded& encoded,
              std::span<const PointerWalk> walks, const LayerStates& state) const;

    /// Walks at their start, one for each instance, in the tape's arena.
    std::span<PointerWalk> walks(Tape& tape, const Encoded& encoded) const;

    /// Σ −log p over the steps of the right answers, the return to the first corner included.
    struct Loss {
        Var sum;
        double count = 0; ///< steps
        double hits = 0; ///< steps at which the right input has the largest weight
    };
    Loss loss(Tape& tape, std::span<const std::vector<Point>* const> instances,
              std::span<const std::vector<std::int32_t>* const> answers) const;

    /// The most probable input at each step.
    std::vector<std::vector<std::int32_t>>
    decode(Tape& tape, std::span<const std::vector<Point>* const> instances) const;

    const PointerOptions& options() const { return m_options; }

private:
    PointerOptions m_options;
    RecurrentLayers m_encoder;
    ParameterId m_start;
    RecurrentLayers m_decoder;
    Score m_score;
};

/// The place of the largest weight among `count`.
std::int32_t best(std::span<const Real> weights);

} // namespace regard
