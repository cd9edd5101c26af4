// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/difference.h"

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

/// How many labels two axes share from the first on; numbered ones share all that both have.
Index shared(const Axis& a, const Axis& b, Index countOfA, Index countOfB)
{
    const Index count = std::min(countOfA, countOfB);
    if (!a || !b)
        return !a && !b && countOfA == countOfB ? count : 0;
    Index same = 0;
    while (same < count
           && (*a)[static_cast<std::size_t>(same)] == (*b)[static_cast<std::size_t>(same)])
        ++same;
    return same;
}

Axis firstOf(const Axis& axis, Index count)
{
    if (!axis)
        return nullptr;
    return makeAxis({axis->names.begin(), axis->names.begin() + count}, axis->kind, axis->of,
                    axis->first);
}

} // namespace

std::optional<Difference> differenceOf(const Trace& a, const Trace& b, std::string_view path,
                                       std::size_t most)
{
    const TraceTensor* first = a.find(path);
    const TraceTensor* second = b.find(path);
    if (!first || !second)
        return {};
    const Index rows = shared(first->rows, second->rows, first->value.rows(), second->value.rows());
    const Index columns =
        shared(first->columns, second->columns, first->value.columns(), second->value.columns());
    if (rows == 0 || columns == 0)
        return {};
    Difference difference;
    difference.rowsOfFirst = first->value.rows();
    difference.rowsOfSecond = second->value.rows();
    Tensor numbers({rows, columns});
    for (Index i = 0; i < rows; ++i)
        for (Index j = 0; j < columns; ++j) {
            const Real x = first->value.at(i, j);
            const Real y = second->value.at(i, j);
            numbers.at(i, j) = x == y ? Real(0) : x - y;
            if (x != y)
                difference.largest.push_back(
                    {i, j, static_cast<double>(x) - static_cast<double>(y)});
        }
    const auto larger = [](const Difference::Cell& x, const Difference::Cell& y) {
        return std::abs(x.value) > std::abs(y.value);
    };
    const std::size_t told = std::min(most, difference.largest.size());
    std::partial_sort(difference.largest.begin(),
                      difference.largest.begin() + static_cast<std::ptrdiff_t>(told),
                      difference.largest.end(), larger);
    difference.largest.resize(told);

    auto trace = std::make_shared<Trace>();
    trace->scenario = a.scenario;
    trace->layout = a.layout;
    trace->settings = a.settings;
    trace->input = a.input;
    trace->output = a.output;
    TraceTensor tensor;
    tensor.path = std::string(path);
    // Weights lie between 0 and 1, what they differ by does not.
    tensor.role = isUnitRange(first->role) ? Role::Hidden : first->role;
    tensor.rows = firstOf(first->rows, rows);
    tensor.columns = firstOf(first->columns, columns);
    tensor.value = std::move(numbers);
    trace->tensors.push_back(std::move(tensor));
    difference.trace = std::move(trace);
    return difference;
}

} // namespace regard
