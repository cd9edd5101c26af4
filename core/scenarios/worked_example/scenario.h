// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"

namespace regard {

/// Two words and round numbers to follow by hand. Alammar 2018, “The Illustrated Transformer”.
ScenarioSpec workedExample();

} // namespace regard
