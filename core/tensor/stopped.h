// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace regard {

/// Thrown out of a computation whose stop was asked for. Not an error.
struct Stopped { };

} // namespace regard
