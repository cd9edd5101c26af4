// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/normaliser.h"

#include "core/tape/operations.h"
#include "core/trace/cell_work.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>

namespace regard {

namespace {

using Kind = Stage::Kind;

constexpr double hiddenScore = -std::numeric_limits<double>::infinity();

/// A weight of its row of masked scores by `weigh`; a row in which all are hidden has none.
/// weigh(work, row, own): the masked scores of the row and the cell's own.
template <class Weigh> double weightCell(CellWork& work, const Weigh& weigh)
{
    const double own = work.follow(0);
    const std::vector<double> row = work.rowOf(0, work.row()).values;
    const bool anySeen =
        std::any_of(row.begin(), row.end(), [](double score) { return score != hiddenScore; });
    const double weight = anySeen ? weigh(work, row, own) : 0;
    work.stage(Kind::Weight, weight);
    return weight;
}

double softmaxCell(CellWork& work)
{
    return weightCell(work, [](CellWork& told, const std::vector<double>& row, double own) {
        const double largest = *std::max_element(row.begin(), row.end());
        double total = 0;
        for (const double score : row)
            total += std::exp(score - largest);
        const double exponential = std::exp(own - largest);
        told.stage(Kind::Maximum, largest);
        told.stage(Kind::Exponential, exponential);
        told.stage(Kind::RowSum, total);
        told.worked("exp({} − {f}) ∕ Σ = {} ∕ {}",
                    {{own, told.roleOf(0)}, {largest, {}}, {exponential, {}}, {total, {}}});
        return exponential / total;
    });
}

/// θ with Σ max(score − θ, 0) = 1: Martins & Astudillo 2016, algorithm 1.
double sparsemaxThreshold(std::vector<double> scores)
{
    std::sort(scores.begin(), scores.end(), std::greater<>());
    double sum = 0;
    double threshold = 0;
    for (std::size_t k = 1; k <= scores.size(); ++k) {
        const double score = scores[k - 1];
        if (1 + static_cast<double>(k) * score <= sum + score)
            break;
        sum += score;
        threshold = (sum - 1) / static_cast<double>(k);
    }
    return threshold;
}

constexpr Formula sparsemaxFormula{
    .name = "sparsemax",
    .line = "sparsemax({0})",
    .spoken = "weight i j = masked i j − θ, at least 0; θ is such that row i sums to one",
    .symbols = "a m θ i j l",
    .cell =
        [](CellWork& work) {
            return weightCell(work, [](CellWork& told, std::vector<double> row, double own) {
                std::erase(row, hiddenScore);
                const double threshold = sparsemaxThreshold(std::move(row));
                told.stage(Kind::Threshold, threshold);
                told.worked("max({} − {f}, 0)", {{own, Role::Masked}, {threshold, {}}});
                return std::max(own - threshold, 0.0);
            });
        },
};
constexpr Formula sigmoidFormula{
    .name = "sigmoid",
    .line = "sigmoid({0})",
    .spoken = "weight i j = 1 divided by 1 + exp of −masked i j, each key by itself",
    .symbols = "a exp m i j",
    .cell =
        [](CellWork& work) {
            return weightCell(work, [](CellWork& told, const std::vector<double>&, double own) {
                told.worked("1 ∕ (1 + exp(−{f}))", {{own, Role::Masked}});
                return 1 / (1 + std::exp(-own));
            });
        },
};
constexpr Formula hardmaxFormula{
    .name = "hardmax",
    .line = "1 for the largest of {0}",
    .spoken = "weight i j = 1 for the largest masked score of row i, 0 for the others",
    .symbols = "a argmax m i j l",
    .cell =
        [](CellWork& work) {
            return weightCell(work, [](CellWork& told, const std::vector<double>& row, double own) {
                const auto largest = std::max_element(row.begin(), row.end());
                told.stage("largest of the row: it gets all the weight", *largest);
                told.worked("{}, where the largest is {}", {{own, Role::Masked}, {*largest, {}}});
                return largest - row.begin() == told.column() ? 1.0 : 0.0;
            });
        },
};

} // namespace

const Formula softmaxFormula{
    .name = "softmax",
    .line = "softmax({0})",
    .spoken = "weight i j = exp masked i j divided by the sum of exp over row i",
    .symbols = "a exp m i j l",
    .cell = softmaxCell,
};

const Normaliser& softmaxNormaliser()
{
    return normalisers().front();
}

std::span<const Normaliser> normalisers()
{
    static constexpr std::array<Normaliser, 4> table{{
        {&softmaxFormula, "softmax", "softmax · exp(s) / Σ exp(s)", "Bridle 1990", softmax},
        {&sparsemaxFormula, "sparsemax", "sparsemax · the nearest point of the simplex",
         "Martins & Astudillo 2016", sparsemax},
        {&sigmoidFormula, "sigmoid", "sigmoid · 1 / (1 + exp(−s)), each key by itself", "", sigmoid,
         false},
        {&hardmaxFormula, "hardmax", "hardmax · 1 for the best key, 0 for the others", "", hardmax},
    }};
    return table;
}

const Normaliser& normaliserOf(std::string_view name)
{
    std::string known;
    for (const Normaliser& normaliser : normalisers()) {
        if (normaliser.name == name)
            return normaliser;
        known += (known.empty() ? "" : ", ") + std::string(normaliser.name);
    }
    throw std::invalid_argument("unknown normaliser '" + std::string(name) + "': use one of "
                                + known);
}

} // namespace regard
