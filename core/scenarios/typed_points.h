// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/scene.h"

#include <string>

namespace regard {

/// The text with one of its points changed. The rest stays as it was typed, where it can be read
/// so: else all of it is written anew, with decimal points. Throws std::invalid_argument for a text
/// that cannot be read.
std::string editedPoints(const TypedPoints& typed, const PointEdit& edit);

} // namespace regard
