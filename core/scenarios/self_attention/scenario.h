// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"

namespace regard {

/// An encoder with several heads, one of which links a pronoun to its antecedent.
/// Vaswani et al. 2017, section 3; the head that points: Strubell et al. 2018.
ScenarioSpec selfAttention();

} // namespace regard
