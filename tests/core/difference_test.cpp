// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/difference.h"

#include "tests/core/exploring.h"

#include <cmath>
#include <limits>

namespace regard {
namespace {

Trace traceOf(std::vector<std::string> rows, std::vector<std::string> columns,
              std::vector<Real> numbers, Role role = Role::Weights)
{
    Trace trace;
    TraceTensor tensor;
    tensor.path = "weights";
    tensor.role = role;
    Tensor value({static_cast<Index>(rows.size()), static_cast<Index>(columns.size())});
    for (std::size_t i = 0; i < numbers.size(); ++i)
        value.at(static_cast<Index>(i / columns.size()), static_cast<Index>(i % columns.size())) =
            numbers[i];
    tensor.value = std::move(value);
    tensor.rows = makeAxis(std::move(rows));
    tensor.columns = makeAxis(std::move(columns));
    trace.tensors.push_back(std::move(tensor));
    return trace;
}

TEST(Difference, IsTheFirstMinusTheSecondNumberByNumber)
{
    const Trace a = traceOf({"x", "y"}, {"p", "q"}, {Real(0.75), Real(0.25), Real(0.5), Real(0.5)});
    const Trace b = traceOf({"x", "y"}, {"p", "q"}, {Real(0.5), Real(0.5), 1, 0});
    const auto found = differenceOf(a, b, "weights");
    ASSERT_TRUE(found);
    const TraceTensor& tensor = found->trace->tensors.front();
    const double wanted[] = {0.25, -0.25, -0.5, 0.5};
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_EQ(static_cast<double>(tensor.value[i]), wanted[i]);
    // Drawn about zero: it is no weight.
    EXPECT_FALSE(isUnitRange(tensor.role));
    ASSERT_EQ(found->largest.size(), 4U);
    EXPECT_EQ(std::abs(found->largest[0].value), 0.5);
    EXPECT_EQ(std::abs(found->largest[1].value), 0.5);
    EXPECT_EQ(found->largest[0].row, 1);
    EXPECT_EQ(differenceOf(a, b, "weights", 1)->largest.size(), 1U);
}

TEST(Difference, EndsWhereTheTextsPart)
{
    const Trace a = traceOf({"x", "y", "z"}, {"p"}, {1, 2, 3});
    const Trace b = traceOf({"x", "y", "w", "v"}, {"p"}, {1, 1, 1, 1});
    const auto found = differenceOf(a, b, "weights");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->trace->tensors.front().value.rows(), 2);
    EXPECT_EQ(found->trace->tensors.front().rows->names, (std::vector<std::string>{"x", "y"}));
    EXPECT_EQ(found->rowsOfFirst, 3);
    EXPECT_EQ(found->rowsOfSecond, 4);
    // What is the same is not told as a difference.
    ASSERT_EQ(found->largest.size(), 1U);
    EXPECT_EQ(found->largest.front().row, 1);
    EXPECT_FALSE(differenceOf(a, traceOf({"w"}, {"p"}, {1}), "weights"));
    EXPECT_FALSE(differenceOf(a, b, "scores"));
}

TEST(Difference, OfWhatBothMaskIsNothing)
{
    const Real hidden = -std::numeric_limits<Real>::infinity();
    const Trace a = traceOf({"x"}, {"p", "q"}, {hidden, hidden}, Role::Masked);
    const Trace b = traceOf({"x"}, {"p", "q"}, {hidden, 1}, Role::Masked);
    const auto found = differenceOf(a, b, "weights");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->trace->tensors.front().value.at(0, 0), Real(0));
    EXPECT_TRUE(std::isinf(found->trace->tensors.front().value.at(0, 1)));
    ASSERT_EQ(found->largest.size(), 1U);
    EXPECT_EQ(found->largest.front().column, 1);
}

using DifferenceOfTraces = Exploring;

TEST_F(DifferenceOfTraces, OfATraceAndItselfIsNothing)
{
    const auto trace = traceOf("self-attention");
    for (const TraceTensor& tensor : trace->tensors) {
        const auto found = differenceOf(*trace, *trace, tensor.path);
        ASSERT_TRUE(found) << tensor.path;
        EXPECT_TRUE(found->largest.empty()) << tensor.path;
        EXPECT_EQ(found->trace->tensors.front().value.rows(), tensor.value.rows());
        EXPECT_EQ(found->trace->tensors.front().value.columns(), tensor.value.columns());
    }
}

} // namespace
} // namespace regard
