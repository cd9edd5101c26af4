// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/real.h"
#include "core/trace/settings.h"

#include <cstdint>
#include <span>
#include <vector>

namespace regard {

/// How a decoder's tokens are chosen.
struct TokenChoice {
    enum class By {
        Greedy, ///< the likeliest
        Sampling, ///< drawn
        Beam, ///< those of the best hypothesis of a beam search
    };
    By by = By::Greedy;
    // Of sampling.
    double temperature = 1;
    std::int64_t topK = 0; ///< the likeliest tokens that may be drawn; 0: all
    double topP = 1; ///< the likeliest tokens that have this probability together; 1: all
    std::uint64_t seed = 1;
    // Of a beam search.
    std::int64_t width = 4;
    double lengthPenalty = 0.6; ///< α of lengthPenalty()
    std::int64_t branch = 1; ///< the hypothesis that is written, 1 the best
};

/// "decoding" and what goes with each of its values.
std::vector<SettingSpec> decodingSettings();

/// What complete settings say of it.
TokenChoice tokenChoice(const Settings& settings);

/// What sampling draws from: with p the probabilities of a row, p^(1/τ) of the tokens that top-k
/// and then top-p leave, zero of all others, made to sum to one. Top-p leaves the smallest set of
/// likeliest tokens that together have at least p after top-k (Holtzman et al. 2020).
std::vector<double> drawnFrom(std::span<const Real> probabilities, const TokenChoice& choice);

/// The token of a step, likeliest or drawn. What is drawn at a step does not depend on what was
/// drawn before it: by the seed and the step alone.
std::int32_t chooseToken(std::span<const Real> probabilities, const TokenChoice& choice,
                         std::size_t step);

/// ((5 + length) / 6)^α, by which the log probability of a text of `length` tokens is divided: Wu
/// et al. 2016, equation 14.
double lengthPenalty(std::size_t length, double alpha);

} // namespace regard
