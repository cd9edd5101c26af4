// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"

namespace regard {

/// Sorting and convex hulls by pointing at the inputs. Vinyals et al. 2015.
ScenarioSpec pointer();

} // namespace regard
