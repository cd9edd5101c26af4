// SPDX-License-Identifier: GPL-3.0-or-later
// A short training run of each scenario that learns.
#pragma once

#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/training/train.h"

#include <gtest/gtest.h>

#include <functional>

namespace regard {

/// A scenario on few examples, with its settings and first weights.
struct SmallRun {
    explicit SmallRun(const std::string& id, const Settings& changes = {}) : spec(scenarioOf(id))
    {
        Settings given;
        const auto few = [&](const char* name, std::int64_t value) {
            for (const SettingSpec& setting : spec.settings)
                if (setting.name == name)
                    given.set(name, value);
        };
        few("examples", 60);
        few("held_out", 8);
        few("epochs", 3);
        few("batch", id == "kernel-regression" ? 4 : 20);
        if (id == "reviews") {
            few("words", 2000);
            few("width", 40); // a table that is kept by rows
        }
        settings = resolveSettings(spec.settings, settingsWith(given, changes));
        task = spec.task({settings, {}, false, {}});
        start = drawWeights(spec, settings, *task).parameters;
        options = trainOptions(settings);
        options.threads = 2;
    }

    /// Trains until `report` returns false, or to the end.
    Parameters train(const TrainOptions& chosen,
                     const std::function<bool(const TrainReport&)>& report = {}) const
    {
        std::stop_source enough;
        return regard::train(*task, start, chosen, enough.get_token(), [&](const TrainReport& now) {
            if (report && !report(now))
                enough.request_stop();
        });
    }

    const ScenarioSpec& spec;
    Settings settings;
    std::unique_ptr<Task> task;
    Parameters start;
    TrainOptions options;
};

/// Ids of the scenarios that learn.
inline std::vector<std::string> learningScenarios()
{
    std::vector<std::string> ids;
    for (const ScenarioSpec& scenario : catalogue())
        if (scenario.task)
            ids.push_back(scenario.id);
    return ids;
}

inline void forEachSmallRun(const std::function<void(const SmallRun&)>& test)
{
    for (const std::string& id : learningScenarios()) {
        SCOPED_TRACE(id);
        test(SmallRun(id));
    }
}

} // namespace regard
