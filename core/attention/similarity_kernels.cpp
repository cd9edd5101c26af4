// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/similarity_kernels.h"

#include "core/attention/score_functions.h"
#include "core/tape/operations.h"
#include "core/tensor/eigen.h"
#include "core/trace/cell_work.h"

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace regard {

namespace {

/// K(u) and K′(u)/u for a distance of u widths, u ≥ 0.
struct KernelValue {
    Real value;
    Real slope;
};
using KernelFunction = KernelValue (*)(Real u);

KernelValue boxcar(Real u)
{
    return {u < 1 ? Real(1) : Real(0), 0};
}

KernelValue epanechnikov(Real u)
{
    return u < 1 ? KernelValue{1 - u * u, -2} : KernelValue{0, 0};
}

KernelValue triangular(Real u)
{
    return u < 1 ? KernelValue{1 - u, u > 0 ? -1 / u : Real(0)} : KernelValue{0, 0};
}

KernelValue constant(Real)
{
    return {1, 0};
}

/// s_ij = K(‖q_i − k_j‖/σ). queries: [… × M × d], keys: [… × N × d], sigma: [1].
/// Result: [… × M × N].
template <KernelFunction kernel>
Var kernelScores(Tape& tape, std::span<const Var> parameters, Var queries, Var keys)
{
    const Var sigma = parameters[0];
    const ConstView q = tape.value(queries);
    const ConstView k = tape.value(keys);
    const Index width = q.shape[-1];
    const Index m = q.shape[-2];
    const Index n = k.shape[-2];
    const Index count = q.shape.size() == 0 ? 0 : q.shape.size() / (m * width);
    const Real inverse = 1 / tape.value(sigma).data[0];
    const View y = tape.allocate(q.shape.withColumns(n));
    const View slopes = tape.allocate(y.shape);
    for (Index pair = 0; pair < count * m; ++pair)
        for (Index j = 0; j < n; ++j) {
            const Real u = inverse
                * std::sqrt((array(q.data + pair * width, width)
                             - array(k.data + (pair / m * n + j) * width, width))
                                .square()
                                .sum());
            const KernelValue value = kernel(u);
            y.data[pair * n + j] = value.value;
            slopes.data[pair * n + j] = value.slope;
        }
    return tape.record(y, {queries, keys, sigma}, [=](Tape& t, ConstView gradient) {
        // With ds = g K′(u)/(u σ²):  dq = ds (q − k),  dk = −dq,  dσ = −Σ ds ‖q − k‖²/σ
        const Real* vq = t.value(queries).data;
        const Real* vk = t.value(keys).data;
        for (Index pair = 0; pair < count * m; ++pair)
            for (Index j = 0; j < n; ++j) {
                const Index key = (pair / m * n + j) * width;
                const Real ds =
                    gradient.data[pair * n + j] * slopes.data[pair * n + j] * inverse * inverse;
                const auto difference = array(vq + pair * width, width) - array(vk + key, width);
                if (t.needsGradient(queries))
                    array(t.gradient(queries).data + pair * width, width) += ds * difference;
                if (t.needsGradient(keys))
                    array(t.gradient(keys).data + key, width) -= ds * difference;
                if (t.needsGradient(sigma))
                    t.gradient(sigma).data[0] -= ds * difference.square().sum() * inverse;
            }
    });
}

/// K(u) once more from the distance, in double precision.
template <double (*kernel)(double u)> double kernelCell(CellWork& work)
{
    const double squared = work.squares(work.rowOf(0, work.row()), work.rowOf(1, work.column()));
    const double width = work.at(2, 0);
    work.stage(Stage::Kind::SquaredDistance, squared);
    work.stage(Stage::Kind::KernelWidth, width);
    work.worked("K(√{} ∕ {})", {{squared, {}}, {width, {}}});
    return kernel(std::sqrt(squared) / width);
}

constexpr Formula boxcarFormula{
    .name = "kernel_boxcar",
    .line = "1 where ‖q − k‖ < σ",
    .spoken = "score i j = 1 where the distance of query i and key j is below σ, else 0",
    .symbols = "s u ‖‖ *q *k σ i j",
    .cell = kernelCell<[](double u) { return u < 1 ? 1.0 : 0.0; }>,
};
constexpr Formula epanechnikovFormula{
    .name = "kernel_epanechnikov",
    .line = "max(1 − ‖q − k‖²/σ², 0)",
    .spoken = "score i j = 1 − u squared, at least 0; u is the distance of query i and key j "
              "divided by σ",
    .symbols = "s u ‖‖ *q *k σ i j",
    .cell = kernelCell<[](double u) { return u < 1 ? 1 - u * u : 0.0; }>,
};
constexpr Formula triangularFormula{
    .name = "kernel_triangular",
    .line = "max(1 − ‖q − k‖/σ, 0)",
    .spoken = "score i j = 1 − u, at least 0; u is the distance of query i and key j divided by σ",
    .symbols = "s u ‖‖ *q *k σ i j",
    .cell = kernelCell<[](double u) { return u < 1 ? 1 - u : 0.0; }>,
};
constexpr Formula constantFormula{
    .name = "kernel_constant",
    .line = "1",
    .spoken = "score i j = 1: every key counts alike",
    .symbols = "s i j",
    .cell = [](CellWork&) { return 1.0; },
};

template <KernelFunction kernel> ScoreFunction kernelScore(const Formula& formula)
{
    ScoreFunction function{&formula};
    function.parameters = gaussianScore().parameters;
    function.score = kernelScores<kernel>;
    return function;
}

constexpr Real hidden = -std::numeric_limits<Real>::infinity();

/// w = s/Σs over the last axis for scores of zero and more; −∞ counts as 0, a row of zeros
/// stays zeros.
Var proportional(Tape& tape, Var scores)
{
    const ConstView in = tape.value(scores);
    const Index width = in.shape.columns();
    const View y = tape.allocate(in.shape);
    const View inverse = tape.allocate({in.shape.rows()}); // 1/Σs, 0 for a row of zeros
    for (Index row = 0; row < in.shape.rows(); ++row) {
        const ConstArrayMap from = array(in.data + row * width, width);
        ArrayMap to = array(y.data + row * width, width);
        to = (from == hidden).select(Real(0), from);
        const Real total = to.sum();
        inverse.data[row] = total > 0 ? 1 / total : 0;
        to *= inverse.data[row];
    }
    return tape.record(y, {scores}, [scores, y, inverse, width](Tape& t, ConstView gradient) {
        // ds = (dw − Σ w·dw)/Σs, and 0 for a hidden key
        Real* sum = t.gradient(scores).data;
        for (Index row = 0; row < y.shape.rows(); ++row) {
            const ConstArrayMap weights =
                array(static_cast<const Real*>(y.data) + row * width, width);
            const ConstArrayMap g = array(gradient.data + row * width, width);
            const ConstArrayMap from = array(t.value(scores).data + row * width, width);
            array(sum + row * width, width) +=
                (from == hidden).select(Real(0), (g - (weights * g).sum()) * inverse.data[row]);
        }
    });
}

// a_ij = m_ij / Σ_l m_il, and 0 for all where no key is in reach
constexpr Formula proportionalFormula{
    .name = "proportional",
    .line = "{0} / their sum",
    .spoken = "weight i j = masked i j divided by the sum over row i",
    .symbols = "a m i j l",
    .cell =
        [](CellWork& work) {
            const double own = work.follow(0);
            double total = 0;
            for (const double score : work.rowOf(0, work.row()).values)
                total += std::isinf(score) ? 0 : score;
            work.stage("÷ Σ over the row", total);
            if (total > 0)
                work.worked("{} ∕ {}", {{own, Role::Masked}, {total, {}}});
            else
                work.worked("no key is in reach", {});
            const double weight = total > 0 && !std::isinf(own) ? own / total : 0;
            work.stage(Stage::Kind::Weight, weight);
            return weight;
        },
};

constexpr Normaliser proportionalNormaliser{&proportionalFormula, "proportional",
                                            "proportional · s / Σ s", "Nadaraya 1964, Watson 1964",
                                            proportional};

} // namespace

std::span<const SimilarityKernel> similarityKernels()
{
    static const std::array<SimilarityKernel, 5> table{{
        {"gaussian", "gaussian · exp(−u²/2)", "Nadaraya 1964, Watson 1964", gaussianScore(),
         nullptr},
        {"boxcar", "boxcar · 1 where u < 1", "Nadaraya 1964, Watson 1964",
         kernelScore<boxcar>(boxcarFormula), &proportionalNormaliser},
        {"epanechikov", "Epanechnikov · 1 − u² where u < 1", "Epanechnikov 1969",
         kernelScore<epanechnikov>(epanechnikovFormula), &proportionalNormaliser},
        {"triangular", "triangular · 1 − u where u < 1",
         "Zhang et al. 2023, who call it Epanechikov", kernelScore<triangular>(triangularFormula),
         &proportionalNormaliser},
        {"constant", "constant · 1", "Nadaraya 1964, Watson 1964",
         kernelScore<constant>(constantFormula), &proportionalNormaliser},
    }};
    return table;
}

const SimilarityKernel& similarityKernelOf(std::string_view name)
{
    std::string known;
    for (const SimilarityKernel& kernel : similarityKernels()) {
        if (kernel.name == name)
            return kernel;
        known += (known.empty() ? "" : ", ") + std::string(kernel.name);
    }
    throw std::invalid_argument("unknown kernel '" + std::string(name) + "': use one of " + known);
}

} // namespace regard
