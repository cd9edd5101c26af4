// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"

namespace regard {

/// Forecasts by attention over earlier states, beside a recurrent network without.
ScenarioSpec timeSeries();

} // namespace regard
