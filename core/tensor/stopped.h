// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

namespace regard {

/// Thrown out of a computation whose stop was asked for. Not an error.
struct Stopped { };

/// Throws Stopped where a stop was asked for.
inline void throwIfStopped(const std::stop_token& stop)
{
    if (stop.stop_requested())
        throw Stopped{};
}

} // namespace regard
