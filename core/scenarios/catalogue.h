// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"

namespace regard {

/// All scenarios in the order in which they are shown.
const std::vector<ScenarioSpec>& catalogue();

/// Throws std::invalid_argument with the known ids if there is none of this name.
const ScenarioSpec& scenarioOf(std::string_view id);
/// The same; null if there is none.
const ScenarioSpec* findScenario(std::string_view id);
/// A setting of a scenario by its name; null if there is none.
const SettingSpec* findSetting(const ScenarioSpec& scenario, std::string_view name);

} // namespace regard
