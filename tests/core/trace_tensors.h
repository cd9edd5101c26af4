// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <string>
#include <utility>

namespace regard {

/// A tensor as a trace has it.
inline TraceTensor tensorOf(std::string path, Role role, Tensor value)
{
    TraceTensor tensor;
    tensor.path = std::move(path);
    tensor.role = role;
    tensor.value = std::move(value);
    return tensor;
}

} // namespace regard
