// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"

namespace regard {

/// Attention without learning: Nadaraya 1964, Watson 1964.
ScenarioSpec kernelRegression();

} // namespace regard
