// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/trace_value.h"

#include "core/tensor/random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace regard {
namespace {

constexpr Real infinity = std::numeric_limits<Real>::infinity();

std::shared_ptr<const Tensor> drawn(Index rows, Index columns, std::uint64_t seed)
{
    auto tensor = std::make_shared<Tensor>(Shape{rows, columns});
    Random random(seed);
    for (Real& number : tensor->values())
        number = static_cast<Real>(random.normal());
    return tensor;
}

TEST(TraceValues, productsAreThoseOfQueriesAndKeysHoweverTheyAreRead)
{
    for (const Index depth : {1, 3, 8, 17}) {
        const auto queries = drawn(5, depth, 1);
        const auto keys = drawn(37, depth, 2);
        const TraceValue value =
            TraceValue::products(queries, queries->data(), 5, keys->data(), 37, depth);
        const Tensor copied = value.copy();
        ASSERT_EQ(copied.shape(), (Shape{5, 37}));
        Real low = infinity;
        Real high = -infinity;
        for (Index row = 0; row < 5; ++row)
            for (Index column = 0; column < 37; ++column) {
                double expected = 0;
                for (Index i = 0; i < depth; ++i)
                    expected += static_cast<double>(queries->at(row, i))
                        * static_cast<double>(keys->at(column, i));
                const Real number = value.at(row, column);
                EXPECT_NEAR(static_cast<double>(number), expected, 1e-5);
                EXPECT_EQ(number, value[static_cast<std::size_t>(row * 37 + column)]);
                EXPECT_EQ(number, copied.at(row, column));
                low = std::min(low, number);
                high = std::max(high, number);
            }
        EXPECT_EQ(value.extent().low, low);
        EXPECT_EQ(value.extent().high, high);
    }
}

TEST(TraceValues, whatIsDerivedIsScaledAndHiddenOutsideOfWhatIsSeen)
{
    const Tensor numbers({2, 3}, {1, -2, 3, 4, 5, -6});
    const ColumnRange seen[] = {{0, 2}, {1, 1}};
    TraceValue value(numbers);
    value.derive({Real(0.5), seen});
    EXPECT_EQ(value.at(0, 1), -1);
    EXPECT_EQ(value.at(0, 2), -infinity);
    EXPECT_EQ(value.at(1, 1), -infinity);
    const Tensor copied = value.copy();
    for (Index i = 0; i < 6; ++i)
        EXPECT_EQ(copied.values()[static_cast<std::size_t>(i)], value[static_cast<std::size_t>(i)]);
    EXPECT_EQ(value.extent().low, -1);
    EXPECT_EQ(value.extent().high, Real(0.5));
    EXPECT_EQ(value.extent().magnitude(), 1);
}

TEST(TraceValues, theExtentIsOfFiniteNumbers)
{
    const TraceValue some(Tensor({1, 5}, {infinity, -3, std::nanf(""), 2, -infinity}));
    EXPECT_EQ(some.extent().low, -3);
    EXPECT_EQ(some.extent().high, 2);
    EXPECT_TRUE(TraceValue(Tensor({1, 2}, {infinity, std::nanf("")})).extent().isEmpty());
    EXPECT_TRUE(TraceValue(Tensor({2, 0}, std::initializer_list<Real>{})).extent().isEmpty());
    EXPECT_EQ(TraceValue(Tensor({1, 1}, {-infinity})).extent().magnitude(), 0);
}

} // namespace
} // namespace regard
