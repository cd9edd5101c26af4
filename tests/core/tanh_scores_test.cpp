// SPDX-License-Identifier: GPL-3.0-or-later
// Additive scores are fractions of exponentials while these fit a number, and tangents beyond.
#include "core/kernels/tanh_scores.h"

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

void expectTangents(const Tensor& q, const Tensor& k, const Tensor& v)
{
    const Index queries = q.shape()[-2];
    const Index keys = k.shape()[-2];
    const Index width = q.shape()[-1];
    Tape tape;
    const ConstView scores = tape.value(tanhScores(
        tape, tape.constant(q.view()), tape.constant(k.view()), tape.constant(v.view())));
    ASSERT_EQ(scores.shape, Shape({q.shape()[0], queries, keys}));
    for (Index m = 0; m < q.shape()[0]; ++m)
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
                            expected, 1.2e-6 * magnitude + 1e-28)
                    << m << " " << i << " " << j;
            }
}

void expectTangents(Index queries, Index keys, Index width, double largest)
{
    SCOPED_TRACE(std::to_string(queries) + " " + std::to_string(keys) + " " + std::to_string(width)
                 + " " + std::to_string(largest));
    expectTangents(upTo(largest, {2, queries, width}, 1), upTo(largest, {2, keys, width}, 2),
                   upTo(1, {1, width}, 3));
}

TEST(TanhScores, areThoseOfTangentsForNumbersOfAnySize)
{
    // Around 2.4, 4.9 and 9.8 the way changes; beyond 44 an exponential leaves a float.
    for (const double largest :
         {0.0, 0.1, 2.0, 2.5, 3.0, 4.5, 5.2, 9.0, 10.0, 11.0, 15.0, 20.0, 25.0, 50.0})
        expectTangents(9, 21, 12, largest);
}

TEST(TanhScores, areThoseOfTangentsForEveryExtent)
{
    for (const Index queries : {1, 2, 8, 17})
        for (const Index keys : {1, 16, 35})
            for (const Index width : {1, 2, 3, 4, 7, 16, 66})
                for (const double largest : {2.0, 4.0, 8.0, 12.0})
                    expectTangents(queries, keys, width, largest);
}

TEST(TanhScores, areThoseOfTangentsForEveryKindOfFactor)
{
    const Tensor q = upTo(2, {2, 9, 16}, 1);
    const Tensor k = upTo(2, {2, 21, 16}, 2);
    Tensor v({1, 16});
    expectTangents(q, k, v); // nothing but zeros
    v.values()[3] = 1;
    expectTangents(q, k, v); // one alone
    for (const double octaves : {1.0, 4.0, 16.0}) { // of very different size
        for (Index h = 0; h < 16; ++h)
            v.values()[static_cast<std::size_t>(h)] = static_cast<Real>(
                (h % 2 == 0 ? 1 : -1) * std::exp2(-octaves * static_cast<double>(h % 8)));
        expectTangents(q, k, v);
    }
}

TEST(TanhScores, areThoseOfTangentsWhereLargeNumbersCancel)
{
    // q + k is small although e^2q leaves a float, and the rows of a matrix go different ways.
    Tensor q = upTo(1, {2, 17, 12}, 1);
    Tensor k = upTo(1, {2, 21, 12}, 2);
    for (const double shift : {15.0, 22.0, 60.0}) {
        SCOPED_TRACE(shift);
        for (Index i = 0; i < 17; ++i)
            q.values()[static_cast<std::size_t>(i * 12 + 5)] = static_cast<Real>(i < 8 ? 0 : shift);
        for (Index j = 0; j < 21; ++j)
            k.values()[static_cast<std::size_t>(j * 12 + 5)] = static_cast<Real>(-shift);
        expectTangents(q, k, upTo(1, {1, 12}, 3));
        for (Real& number : q.values())
            number = -number;
        for (Real& number : k.values())
            number = -number;
        expectTangents(q, k, upTo(1, {1, 12}, 3));
    }
}

} // namespace
} // namespace regard
