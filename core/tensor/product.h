// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

namespace regard {

/// A row-major matrix inside a larger buffer.
struct MatrixRef {
    const Real* data = nullptr;
    Index rows = 0;
    Index columns = 0;
    Index stride = 0; ///< numbers from one row to the next
    bool transposed = false;
    const Real* panels = nullptr; ///< what pack() made of it, for products with it on the right

    MatrixRef() = default;
    MatrixRef(const Real* numbers, Index rowCount, Index columnCount)
        : data(numbers)
        , rows(rowCount)
        , columns(columnCount)
        , stride(columnCount)
    {
    }
    MatrixRef(const Real* numbers, Index rowCount, Index columnCount, Index rowStride)
        : data(numbers)
        , rows(rowCount)
        , columns(columnCount)
        , stride(rowStride)
    {
    }
    /// The tensor as Shape::rows × Shape::columns.
    MatrixRef(ConstView v) : MatrixRef(v.data, v.shape.rows(), v.shape.columns()) { }
    MatrixRef(View v) : MatrixRef(ConstView(v)) { }

    /// The transpose, without moving a number.
    MatrixRef t() const
    {
        MatrixRef other = *this;
        other.transposed = !transposed;
        return other;
    }
};

/// c = a · b, or c += a · b. `c` is row-major with `stride` numbers from row to row and must
/// not overlap a or b. The one place where matrices are multiplied. `bias`, where there is one, is
/// added to each row of the product.
void multiply(MatrixRef a, MatrixRef b, Real* c, Index stride, const Real* bias = nullptr);
void multiplyAdd(MatrixRef a, MatrixRef b, Real* c, Index stride);

/// For a matrix that stands on the right of many products: brings it once into the order in which
/// they read it. The products are the same to the last bit.
Index packedSize(const MatrixRef& b);
/// to: packedSize(b) numbers, aligned.
void pack(const MatrixRef& b, Real* to);

} // namespace regard
