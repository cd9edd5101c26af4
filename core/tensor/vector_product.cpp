// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/vector_product.h"

#include "core/tensor/parallel.h"
#include "core/tensor/vector.h"

#include <algorithm>

namespace regard {

namespace {

/// Rows that go side by side: their sums are added up over the lanes together.
constexpr Index group = vectorWidth;

/// sums[r] = w_r · x, lane by lane, for `count` rows. `last` has what of x follows the last whole
/// vector.
template <Index count>
void sumRows(const Real* w, Index stride, const Real* x, Index columns, const Vector& last,
             Vector sums[count])
{
    const Index whole = columns / vectorWidth * vectorWidth;
    Vector own[count] = {};
    for (Index i = 0; i < whole; i += vectorWidth) {
        Vector numbers;
        load(numbers, x + i);
        for (Index r = 0; r < count; ++r) {
            Vector row;
            load(row, w + r * stride + i);
            own[r] += row * numbers;
        }
    }
    for (Index r = 0; r < count; ++r) {
        if (whole < columns) {
            Vector row;
            loadFirst(row, w + r * stride + whole, columns - whole);
            own[r] += row * last;
        }
        sums[r] = own[r];
    }
}

} // namespace

void multiplyVector(const MatrixRef& weight, const Real* x, Real* y, bool add)
{
    assert(!weight.transposed);
    const Index columns = weight.columns;
    const Index whole = columns / vectorWidth * vectorWidth;
    Vector last;
    loadFirst(last, x + whole, columns - whole);
    const auto compute = [&](Index begin, Index end) {
        for (Index first = begin * group; first < std::min(end * group, weight.rows);
             first += group) {
            const Real* w = weight.data + first * weight.stride;
            const Index own = std::min(group, weight.rows - first);
            Real sums[group];
            Vector lanes[group];
            if (own == group) {
                sumRows<group>(w, weight.stride, x, columns, last, lanes);
                store(sums, sumsOfLanes(lanes));
            } else {
                for (Index r = 0; r < own; ++r) {
                    sumRows<1>(w + r * weight.stride, weight.stride, x, columns, last, lanes);
                    sums[r] = sumOfLanes(lanes[0]);
                }
            }
            for (Index r = 0; r < own; ++r)
                y[first + r] = add ? y[first + r] + sums[r] : sums[r];
        }
    };
    // Reading a weight takes some times as long as multiplying it.
    constexpr Index reading = 8;
    inParallel((weight.rows + group - 1) / group, group * columns * reading, compute);
}

} // namespace regard
