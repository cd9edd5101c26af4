// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"

namespace regard {

/// English to Chinese with attention alone. Vaswani et al. 2017.
ScenarioSpec transformer();

} // namespace regard
