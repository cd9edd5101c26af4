// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"

namespace regard {

/// Spectra squeezed and rebuilt, with attention among dense layers.
ScenarioSpec autoencoder();

} // namespace regard
