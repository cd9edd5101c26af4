// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/catalogue.h"

#include "core/scenarios/autoencoder/scenario.h"
#include "core/scenarios/dates/scenario.h"
#include "core/scenarios/dialogue/scenario.h"
#include "core/scenarios/entity_network/scenario.h"
#include "core/scenarios/kernel_regression/scenario.h"
#include "core/scenarios/pointer/scenario.h"
#include "core/scenarios/reviews/scenario.h"
#include "core/scenarios/self_attention/scenario.h"
#include "core/scenarios/time_series/scenario.h"
#include "core/scenarios/transformer/scenario.h"
#include "core/scenarios/translation/scenario.h"
#include "core/scenarios/worked_example/scenario.h"

#include <algorithm>
#include <stdexcept>

namespace regard {

const std::vector<ScenarioSpec>& catalogue()
{
    static const std::vector<ScenarioSpec> table{
        workedExample(), selfAttention(),    dialogue(),   translation(),
        dates(),         kernelRegression(), timeSeries(), pointer(),
        entityNetwork(), autoencoder(),      reviews(),    transformer(),
    };
    return table;
}

const ScenarioSpec* findScenario(std::string_view id)
{
    const auto& all = catalogue();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const ScenarioSpec& spec) { return spec.id == id; });
    return found == all.end() ? nullptr : &*found;
}

const SettingSpec* findSetting(const ScenarioSpec& scenario, std::string_view name)
{
    const auto found = std::find_if(scenario.settings.begin(), scenario.settings.end(),
                                    [&](const SettingSpec& spec) { return spec.name == name; });
    return found == scenario.settings.end() ? nullptr : &*found;
}

const ScenarioSpec& scenarioOf(std::string_view id)
{
    if (const ScenarioSpec* found = findScenario(id))
        return *found;
    std::string known;
    for (const ScenarioSpec& spec : catalogue())
        known += (known.empty() ? "" : ", ") + spec.id;
    throw std::invalid_argument("unknown scenario '" + std::string(id) + "': use one of " + known);
}

} // namespace regard
