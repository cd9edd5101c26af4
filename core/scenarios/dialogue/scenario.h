// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"

namespace regard {

/// Questions and answers by a recurrent encoder–decoder, with attention and without.
/// Bahdanau et al. 2015, section 3; Luong et al. 2015.
ScenarioSpec dialogue();

} // namespace regard
