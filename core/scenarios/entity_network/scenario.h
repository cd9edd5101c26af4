// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"

namespace regard {

/// Questions on a story, answered from gated memory slots. Henaff et al. 2017.
ScenarioSpec entityNetwork();

} // namespace regard
