// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/catalogue.h"

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

const ScenarioSpec& scenarioOf(std::string_view id)
{
    std::string known;
    for (const ScenarioSpec& spec : catalogue()) {
        if (spec.id == id)
            return spec;
        known += (known.empty() ? "" : ", ") + spec.id;
    }
    throw std::invalid_argument("unknown scenario '" + std::string(id) + "': use one of " + known);
}

} // namespace regard
