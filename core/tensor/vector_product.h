// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/product.h"

namespace regard {

/// y = W · x (+ y): each row of W against one vector, the product of a decoding step. W is read
/// once, from wherever it lies; large ones on several processors, so that each reads its part from
/// a cache of its own.
/// weight: [rows × columns], not transposed; x: [columns]; y: [rows].
void multiplyVector(const MatrixRef& weight, const Real* x, Real* y, bool add);

} // namespace regard
