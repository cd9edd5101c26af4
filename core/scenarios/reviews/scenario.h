// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"

namespace regard {

/// Film reviews judged by self-attention. Maas et al. 2011 for the data.
ScenarioSpec reviews();

} // namespace regard
