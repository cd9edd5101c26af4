// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels of Nadaraya–Watson regression against finite differences, and what holds for their
// weights.
#include "core/attention/similarity_kernels.h"

#include "core/attention/mask.h"
#include "tests/gradients/gradient_check.h"

#include <array>

namespace regard {
namespace {

using Vars = std::span<const Var>;

/// Queries, keys, values and sigma.
std::vector<Tensor> inputs(Real sigma)
{
    return {drawn({2, 3, 2}, 1), drawn({2, 4, 2}, 2), drawn({2, 4, 1}, 3), Tensor({1}, {sigma})};
}

Var weightsOf(Tape& tape, const SimilarityKernel& kernel, Vars v, const Mask& mask)
{
    const Var scores = kernel.score.score(tape, v.subspan(3), v[0], v[1]);
    const Var masked = applyMask(tape, scores, mask);
    return kernel.normaliser ? kernel.normaliser->apply(tape, masked) : softmax(tape, masked);
}

TEST(KernelGradients, everyKernelWithHiddenKeys)
{
    const std::array<std::uint8_t, 8> hidden{0, 1, 0, 0, 0, 0, 0, 1};
    Mask mask;
    mask.hiddenKeys = hidden;
    for (const SimilarityKernel& kernel : similarityKernels())
        for (const Real sigma : {Real(0.9), Real(2.5)}) {
            SCOPED_TRACE(std::string(kernel.name));
            checkGradients(
                inputs(sigma),
                [&](Tape& t, Vars v) { return product(t, weightsOf(t, kernel, v, mask), v[2]); },
                1e-5);
        }
}

TEST(Kernels, weightsAreTheKernelsShareAndHiddenKeysGetNone)
{
    const std::array<std::uint8_t, 4> hidden{0, 0, 1, 0};
    Mask mask;
    mask.hiddenKeys = hidden;
    // Distances of ½, 0, 1 and 4 from the query, in widths of 2.
    const Tensor query({1, 1, 1}, {3});
    const Tensor keys({1, 4, 1}, {4, 3, 5, 11});
    const Tensor sigma({1}, {2});
    const auto weights = [&](const char* name, const Mask& shown) {
        Tape tape;
        const std::array<Var, 4> v{tape.constant(query.view()), tape.constant(keys.view()), Var{},
                                   tape.constant(sigma.view())};
        const ConstView w = tape.value(weightsOf(tape, similarityKernelOf(name), v, shown));
        return std::array<double, 4>{w.data[0], w.data[1], w.data[2], w.data[3]};
    };
    const auto expectNear = [](const std::array<double, 4>& got,
                               const std::array<double, 4>& wanted) {
        double total = 0;
        for (double w : wanted)
            total += w;
        for (std::size_t i = 0; i < 4; ++i)
            EXPECT_NEAR(got[i], wanted[i] / total, 1e-12) << i;
    };
    expectNear(weights("gaussian", {}), {std::exp(-0.125), 1, std::exp(-0.5), std::exp(-8)});
    expectNear(weights("boxcar", {}), {1, 1, 0, 0});
    expectNear(weights("epanechikov", {}), {0.75, 1, 0, 0});
    expectNear(weights("triangular", {}), {0.5, 1, 0, 0});
    expectNear(weights("constant", {}), {1, 1, 1, 1});
    expectNear(weights("gaussian", mask), {std::exp(-0.125), 1, 0, std::exp(-8)});
    expectNear(weights("constant", mask), {1, 1, 0, 1});
}

TEST(Kernels, aQueryOutOfReachGetsZerosAndNoGradient)
{
    for (const char* name : {"boxcar", "epanechikov", "triangular"}) {
        Tape tape;
        const Tensor query({1, 1, 1}, {100});
        const Tensor keys({1, 3, 1}, {0, 1, 2});
        const Tensor sigma({1}, {1});
        const std::array<Var, 4> v{tape.input(query.view()), tape.input(keys.view()), Var{},
                                   tape.input(sigma.view())};
        const Var weights = weightsOf(tape, similarityKernelOf(name), v, {});
        for (const Real weight : tape.value(weights).values())
            EXPECT_EQ(weight, 0);
        tape.backward(sum(tape, weights));
        EXPECT_EQ(tape.gradient(v[0]).data[0], 0);
        EXPECT_EQ(tape.gradient(v[3]).data[0], 0);
    }
    EXPECT_THROW(similarityKernelOf("cosine"), std::invalid_argument);
}

} // namespace
} // namespace regard
