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
