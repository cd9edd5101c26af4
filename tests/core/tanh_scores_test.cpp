// SPDX-License-Identifier: GPL-3.0-or-later
// Additive scores are fractions of exponentials while these fit a number, and tangents beyond.
#include "core/attention/tanh_scores.h"

#include <gtest/gtest.h>

#include <cmath>

namespace regard {
namespace {

/// Numbers up to `largest`, which is among them with both signs.
Tensor upTo(double largest, const Shape& shape, std::uint64_t seed)
{
    Random random(seed);
    Tensor tensor(shape);
    for (Real& number : tensor.values())
        number = static_cast<Real>(largest * (2 * random.uniform() - 1));
    tensor.values().front() = static_cast<Real>(largest);
    tensor.values().back() = static_cast<Real>(-largest);
    return tensor;
}

void expectTangents(Index queries, Index keys, Index width, double largest)
{
    SCOPED_TRACE(std::to_string(queries) + " " + std::to_string(keys) + " " + std::to_string(width)
                 + " " + std::to_string(largest));
    const Tensor q = upTo(largest, {2, queries, width}, 1);
    const Tensor k = upTo(largest, {2, keys, width}, 2);
    const Tensor v = upTo(1, {1, width}, 3);
    Tape tape;
    const ConstView scores = tape.value(tanhScores(
        tape, tape.constant(q.view()), tape.constant(k.view()), tape.constant(v.view())));
    ASSERT_EQ(scores.shape, Shape({2, queries, keys}));
    for (Index m = 0; m < 2; ++m)
        for (Index i = 0; i < queries; ++i)
            for (Index j = 0; j < keys; ++j) {
                double expected = 0;
                double magnitude = 0;
                for (Index h = 0; h < width; ++h) {
                    const auto a = static_cast<double>(q.data()[(m * queries + i) * width + h]);
                    const auto b = static_cast<double>(k.data()[(m * keys + j) * width + h]);
                    const auto factor = static_cast<double>(v.data()[h]);
                    expected += factor * std::tanh(a + b);
                    magnitude += std::abs(factor);
                }
                ASSERT_NEAR(static_cast<double>(scores.data[(m * queries + i) * keys + j]),
                            expected, 1e-6 * (1 + magnitude))
                    << m << " " << i << " " << j;
            }
}

TEST(TanhScores, areThoseOfTangentsForNumbersOfAnySize)
{
    // Around 5.25 and 10.5 the way changes; beyond 44 an exponential leaves a float.
    for (const double largest : {0.0, 0.1, 5.2, 5.3, 10.4, 10.6, 50.0})
        expectTangents(9, 21, 12, largest);
}

TEST(TanhScores, areThoseOfTangentsForEveryExtent)
{
    for (const Index queries : {1, 2, 8, 17})
        for (const Index keys : {1, 16, 35})
            for (const Index width : {1, 2, 3, 4, 7, 16, 66})
                for (const double largest : {2.0, 8.0, 12.0})
                    expectTangents(queries, keys, width, largest);
}

} // namespace
} // namespace regard
