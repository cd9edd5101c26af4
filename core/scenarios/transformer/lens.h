// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/layer_lens.h"
#include "core/trace/trace.h"

namespace regard {

/// The lens on a step of a transformer's trace, `count` words of each layer and head. Nothing for a
/// step that it does not have.
LayerLens transformerLens(const Trace& trace, int step, std::size_t count);

} // namespace regard
