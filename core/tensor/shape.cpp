// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/shape.h"

namespace regard {

std::string Shape::text() const
{
    if (m_rank == 0)
        return "scalar";
    std::string result;
    for (int axis = 0; axis < m_rank; ++axis) {
        if (axis > 0)
            result += " × ";
        result += std::to_string((*this)[axis]);
    }
    return result;
}

} // namespace regard
