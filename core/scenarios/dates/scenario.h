// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"

namespace regard {

/// Dates in many forms to YYYY-MM-DD, character by character. Luong et al. 2015.
ScenarioSpec dates();

} // namespace regard
