// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"

namespace regard {

/// English to Chinese by a recurrent encoder–decoder. Luong et al. 2015.
ScenarioSpec translation();

} // namespace regard
