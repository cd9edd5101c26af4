// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/product.h"

#include "core/tensor/random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <tuple>

namespace regard {
namespace {

/// A matrix whose rows lie further apart than they are long.
struct Spaced {
    Spaced(Index rows, Index columns, std::uint64_t seed)
        : stride(columns + 3)
        , numbers(static_cast<std::size_t>(rows * stride))
        , ref(numbers.data(), rows, columns, stride)
    {
        Random random(seed);
        for (Real& number : numbers)
            number = static_cast<Real>(random.uniform(-1, 1));
    }
    Index stride;
    Buffer numbers;
    MatrixRef ref;
};

Real element(const MatrixRef& m, Index row, Index column)
{
    return m.transposed ? m.data[column * m.stride + row] : m.data[row * m.stride + column];
}

class Products : public testing::TestWithParam<std::tuple<Index, Index, Index>> { };

TEST_P(Products, areThoseOfTheDefinitionHoweverTheMatricesLie)
{
    const auto [rows, depth, columns] = GetParam();
    for (const bool left : {false, true})
        for (const bool right : {false, true}) {
            SCOPED_TRACE((left ? "aT" : "a") + std::string(right ? " bT" : " b"));
            const Spaced a = left ? Spaced(depth, rows, 1) : Spaced(rows, depth, 1);
            const Spaced b = right ? Spaced(columns, depth, 2) : Spaced(depth, columns, 2);
            const MatrixRef ma = left ? a.ref.t() : a.ref;
            const MatrixRef mb = right ? b.ref.t() : b.ref;
            const Spaced before(rows, columns, 3);
            Spaced set = before;
            Spaced added = before;
            multiply(ma, mb, set.numbers.data(), set.stride);
            multiplyAdd(ma, mb, added.numbers.data(), added.stride);
            for (Index i = 0; i < rows; ++i)
                for (Index j = 0; j < set.stride; ++j) {
                    const auto place = static_cast<std::size_t>(i * set.stride + j);
                    double expected = 0;
                    for (Index p = 0; p < depth && j < columns; ++p)
                        expected += static_cast<double>(element(ma, i, p))
                            * static_cast<double>(element(mb, p, j));
                    const double old = static_cast<double>(before.numbers[place]);
                    const double tolerance = 3e-6 * (1 + std::sqrt(static_cast<double>(depth)));
                    // What lies between the rows is left alone.
                    ASSERT_NEAR(set.numbers[place], j < columns ? expected : old, tolerance);
                    ASSERT_NEAR(added.numbers[place], old + expected, tolerance);
                }
        }
}

TEST_P(Products, areTheSameToTheBitWithAPackedRightSide)
{
    const auto [rows, depth, columns] = GetParam();
    for (const bool right : {false, true}) {
        const Spaced a(rows, depth, 1);
        const Spaced b = right ? Spaced(columns, depth, 2) : Spaced(depth, columns, 2);
        MatrixRef mb = right ? b.ref.t() : b.ref;
        Spaced expected(rows, columns, 3);
        Spaced packed = expected;
        multiply(a.ref, mb, expected.numbers.data(), expected.stride);
        Buffer panels(static_cast<std::size_t>(packedSize(mb)));
        pack(mb, panels.data());
        mb.panels = panels.data();
        multiply(a.ref, mb, packed.numbers.data(), packed.stride);
        EXPECT_EQ(packed.numbers, expected.numbers);
    }
}

TEST_P(Products, addABiasToEveryRow)
{
    const auto [rows, depth, columns] = GetParam();
    const Spaced a(rows, depth, 1);
    const Spaced b(columns, depth, 2);
    const Spaced bias(1, columns, 4);
    Spaced expected(rows, columns, 3);
    Spaced biased = expected;
    multiply(a.ref, b.ref.t(), expected.numbers.data(), expected.stride);
    multiply(a.ref, b.ref.t(), biased.numbers.data(), biased.stride, bias.numbers.data());
    for (Index i = 0; i < rows; ++i)
        for (Index j = 0; j < columns; ++j) {
            const auto place = static_cast<std::size_t>(i * biased.stride + j);
            EXPECT_EQ(biased.numbers[place],
                      expected.numbers[place] + bias.numbers[static_cast<std::size_t>(j)]);
        }
}

INSTANTIATE_TEST_SUITE_P(Shapes, Products,
                         testing::Values(std::tuple(1, 1, 1), std::tuple(1, 70, 33),
                                         std::tuple(65, 40, 1), std::tuple(2, 3, 5),
                                         std::tuple(7, 64, 48), std::tuple(8, 17, 16),
                                         std::tuple(9, 300, 49), std::tuple(33, 31, 97),
                                         std::tuple(64, 64, 64), std::tuple(130, 257, 20),
                                         std::tuple(140, 520, 400), std::tuple(5, 0, 6),
                                         std::tuple(0, 4, 6)));

} // namespace
} // namespace regard
