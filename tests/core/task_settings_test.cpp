// SPDX-License-Identifier: GPL-3.0-or-later
// What a person sets for the attention of a trace holds for training and measuring too.
#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/training/train.h"

#include <gtest/gtest.h>

namespace regard {
namespace {

/// The loss of shipped weights on a few held-out examples with one setting changed.
double lossWith(const ScenarioSpec& scenario, const std::string& name, const SettingValue& value)
{
    const std::shared_ptr<const Weights> weights =
        weightsFor(scenario, resolveSettings(scenario.settings));
    Settings settings = weights->settings;
    settings.set("examples", std::int64_t{40});
    settings.set("held_out", std::int64_t{8});
    settings.set(name, value);
    const auto task = scenario.task({settings, {}, false, weights->vocabularies});
    return measure(*task, weights->parameters, Split::HeldOut, 0, {}).loss;
}

TEST(TaskSettings, attentionIsComputedAsSetInTrainingToo)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    const std::vector<std::pair<std::string, SettingValue>> changes{
        {"temperature", 4.0}, {"normaliser", std::string("sparsemax")}};
    int checked = 0;
    for (const ScenarioSpec& scenario : catalogue())
        for (const auto& [name, value] : changes)
            for (const SettingSpec& spec : scenario.settings) {
                if (!scenario.task || spec.name != name)
                    continue;
                SCOPED_TRACE(scenario.id + " " + name);
                EXPECT_NE(lossWith(scenario, name, value),
                          lossWith(scenario, name, spec.defaultValue));
                ++checked;
            }
    EXPECT_GE(checked, 16);
}

} // namespace
} // namespace regard
