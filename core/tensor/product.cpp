// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/product.h"

#include "core/tensor/eigen.h"

namespace regard {

namespace {

using Strided = Eigen::Map<const Matrix, 0, Eigen::OuterStride<>>;
using StridedResult = Eigen::Map<Matrix, 0, Eigen::OuterStride<>>;

/// Hands the four cases of transposition to one expression each.
template <class Assign>
void product(const MatrixRef& a, const MatrixRef& b, Real* c, Index stride, const Assign& assign)
{
    const Strided left(a.data, a.rows, a.columns, Eigen::OuterStride<>(a.stride));
    const Strided right(b.data, b.rows, b.columns, Eigen::OuterStride<>(b.stride));
    const Index rows = a.transposed ? a.columns : a.rows;
    const Index columns = b.transposed ? b.rows : b.columns;
    assert((a.transposed ? a.rows : a.columns) == (b.transposed ? b.columns : b.rows));
    StridedResult result(c, rows, columns, Eigen::OuterStride<>(stride));
    if (a.transposed && b.transposed)
        assign(result, left.transpose() * right.transpose());
    else if (a.transposed)
        assign(result, left.transpose() * right);
    else if (b.transposed)
        assign(result, left * right.transpose());
    else
        assign(result, left * right);
}

} // namespace

void multiply(MatrixRef a, MatrixRef b, Real* c, Index stride)
{
    product(a, b, c, stride,
            [](auto& result, const auto& expression) { result.noalias() = expression; });
}

void multiplyAdd(MatrixRef a, MatrixRef b, Real* c, Index stride)
{
    product(a, b, c, stride,
            [](auto& result, const auto& expression) { result.noalias() += expression; });
}

} // namespace regard
