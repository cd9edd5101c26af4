// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/token_choice.h"

#include "core/models/common_settings.h"
#include "core/tensor/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace regard {

std::vector<SettingSpec> decodingSettings()
{
    const auto sampled = [](SettingSpec spec) {
        return onlyWith(std::move(spec), "decoding", {"sampling"});
    };
    const auto searched = [](SettingSpec spec) {
        return onlyWith(std::move(spec), "decoding", {"beam"});
    };
    constexpr Affects computation = Affects::Computation;
    return {
        choiceSetting(
            "decoding", "Decoding",
            "How each token of the output is chosen. greedy: the likeliest. sampling: "
            "drawn by the probabilities. beam: several hypotheses go on side by side, the "
            "best is written. What is measured on held-out data is decoded greedily.",
            {"greedy", "sampling", "beam"}, "greedy", computation),
        sampled(numberSetting("sampling_temperature", "Sampling temperature",
                              "Divides the logits before a token is drawn: below 1 likely tokens "
                              "are drawn more often, above 1 unlikely ones.",
                              1.0, 0.1, 10.0, computation)),
        sampled(integerSetting("top_k", "Top-k",
                               "Only so many of the likeliest tokens may be drawn; 0: all.", 0, 0,
                               200000, computation)),
        sampled(numberSetting("top_p", "Top-p",
                              "Only the likeliest tokens may be drawn that together have this "
                              "probability (Holtzman et al. 2020); 1: all.",
                              1.0, 0.01, 1.0, computation)),
        sampled(integerSetting("sampling_seed", "Sampling seed",
                               "Which numbers are drawn: the same seed draws the same text.", 1, 0,
                               1000000, computation)),
        searched(integerSetting("beam_width", "Beam width",
                                "Hypotheses that are kept at each step; one that has ended keeps "
                                "its place.",
                                4, 1, 16, computation)),
        searched(numberSetting("length_penalty", "Length penalty",
                               "α: the log probability of a hypothesis is divided by "
                               "((5 + length) / 6)^α (Wu et al. 2016); 0: by nothing, which "
                               "prefers short texts.",
                               0.6, 0.0, 2.0, computation)),
        searched(integerSetting("branch", "Branch",
                                "Which of the hypotheses that ended is written: 1 the best, 2 the "
                                "next.",
                                1, 1, 16, computation)),
    };
}

TokenChoice tokenChoice(const Settings& settings)
{
    TokenChoice choice;
    const std::string& by = settings.text("decoding");
    choice.by = by == "sampling" ? TokenChoice::By::Sampling
        : by == "beam"           ? TokenChoice::By::Beam
                                 : TokenChoice::By::Greedy;
    choice.temperature = settings.number("sampling_temperature");
    choice.topK = settings.integer("top_k");
    choice.topP = settings.number("top_p");
    choice.seed = static_cast<std::uint64_t>(settings.integer("sampling_seed"));
    choice.width = settings.integer("beam_width");
    choice.lengthPenalty = settings.number("length_penalty");
    choice.branch = settings.integer("branch");
    return choice;
}

std::vector<double> drawnFrom(std::span<const Real> probabilities, const TokenChoice& choice)
{
    std::vector<double> result(probabilities.size(), 0.0);
    std::vector<std::size_t> order(probabilities.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return probabilities[a] > probabilities[b];
    });
    if (choice.topK > 0)
        order.resize(std::min(order.size(), static_cast<std::size_t>(choice.topK)));
    if (order.empty())
        return result;
    // By the likeliest, so that none overflows: (p / p_max)^(1/τ).
    const double largest = std::log(static_cast<double>(probabilities[order.front()]));
    double sum = 0;
    for (std::size_t token : order) {
        const double logarithm = std::log(static_cast<double>(probabilities[token]));
        result[token] = std::exp((logarithm - largest) / choice.temperature);
        sum += result[token];
    }
    double left = 0; // of those that top-p leaves
    std::size_t kept = 0;
    while (kept < order.size() && (kept == 0 || left < choice.topP * sum))
        left += result[order[kept++]];
    for (std::size_t i = kept; i < order.size(); ++i)
        result[order[i]] = 0;
    for (double& value : result)
        value /= left;
    return result;
}

std::int32_t chooseToken(std::span<const Real> probabilities, const TokenChoice& choice,
                         std::size_t step)
{
    const auto likeliest = static_cast<std::int32_t>(
        std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin());
    if (choice.by != TokenChoice::By::Sampling)
        return likeliest;
    const std::vector<double> shares = drawnFrom(probabilities, choice);
    double rest = Random::forPart(choice.seed, step).uniform();
    for (std::size_t token = 0; token < shares.size(); ++token) {
        rest -= shares[token];
        if (rest < 0)
            return static_cast<std::int32_t>(token);
    }
    return likeliest; // what rounding left, or no numbers
}

double lengthPenalty(std::size_t length, double alpha)
{
    return std::pow((5.0 + static_cast<double>(length)) / 6.0, alpha);
}

} // namespace regard
