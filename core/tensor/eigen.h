// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Eigen's view of tensors. Included by the sources of the compute library only.

#include "core/tensor/tensor.h"

#include <Eigen/Core>

namespace regard {

using Matrix = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using MatrixMap = Eigen::Map<Matrix>;
using ConstMatrixMap = Eigen::Map<const Matrix>;
using ArrayMap = Eigen::Map<Eigen::Array<Real, Eigen::Dynamic, 1>>;
using ConstArrayMap = Eigen::Map<const Eigen::Array<Real, Eigen::Dynamic, 1>>;

/// The tensor as a matrix: last axis columns, all others rows.
inline MatrixMap matrix(View v)
{
    return {v.data, v.shape.rows(), v.shape.columns()};
}
inline ConstMatrixMap matrix(ConstView v)
{
    return {v.data, v.shape.rows(), v.shape.columns()};
}

/// All numbers in a row.
inline ArrayMap flat(View v)
{
    return {v.data, v.shape.size()};
}
inline ConstArrayMap flat(ConstView v)
{
    return {v.data, v.shape.size()};
}

inline ArrayMap array(Real* data, Index size)
{
    return {data, size};
}
inline ConstArrayMap array(const Real* data, Index size)
{
    return {data, size};
}

} // namespace regard
