// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/kernels.h"

#include "core/attention/scores.h"
#include "core/tape/operations.h"
#include "core/tensor/eigen.h"

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
Var kernelScores(Tape& tape, const Probe&, std::span<const Var> parameters, Var queries, Var keys,
                 const Axis&)
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

template <KernelFunction kernel> ScoreFunction kernelScore()
{
    ScoreFunction function = gaussianScore(); // its parameter
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

constexpr Normaliser proportionalNormaliser{"proportional", "proportional · s / Σ s",
                                            "Nadaraya 1964, Watson 1964", proportional};

} // namespace

std::span<const Kernel> kernels()
{
    static const std::array<Kernel, 5> table{{
        {"gaussian", "gaussian · exp(−u²/2)", "Nadaraya 1964, Watson 1964", gaussianScore(),
         nullptr},
        {"boxcar", "boxcar · 1 where u < 1", "Nadaraya 1964, Watson 1964", kernelScore<boxcar>(),
         &proportionalNormaliser},
        {"epanechikov", "Epanechnikov · 1 − u² where u < 1", "Epanechnikov 1969",
         kernelScore<epanechnikov>(), &proportionalNormaliser},
        {"triangular", "triangular · 1 − u where u < 1",
         "Zhang et al. 2023, who call it Epanechikov", kernelScore<triangular>(),
         &proportionalNormaliser},
        {"constant", "constant · 1", "Nadaraya 1964, Watson 1964", kernelScore<constant>(),
         &proportionalNormaliser},
    }};
    return table;
}

const Kernel& kernelOf(std::string_view name)
{
    std::string known;
    for (const Kernel& kernel : kernels()) {
        if (kernel.name == name)
            return kernel;
        known += (known.empty() ? "" : ", ") + std::string(kernel.name);
    }
    throw std::invalid_argument("unknown kernel '" + std::string(name) + "': use one of " + known);
}

} // namespace regard
