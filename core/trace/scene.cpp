// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/scene.h"

namespace regard {

const TypedPoints* typedPointsOf(const Scene& scene)
{
    return std::visit(
        [](const auto& kind) -> const TypedPoints* {
            if constexpr (requires { kind.typed; })
                return &kind.typed;
            else
                return nullptr;
        },
        scene.kind);
}

} // namespace regard
