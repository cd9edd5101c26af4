// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"

namespace regard {

// The lines of the catalogue, each made in the file of its model.

ScenarioSpec workedExample();
ScenarioSpec selfAttention();
ScenarioSpec dialogue();
ScenarioSpec translation();
ScenarioSpec dates();
ScenarioSpec kernelRegression();
ScenarioSpec timeSeries();
ScenarioSpec pointer();
ScenarioSpec entityNetwork();
ScenarioSpec autoencoder();
ScenarioSpec reviews();
ScenarioSpec transformer();

} // namespace regard
