// SPDX-License-Identifier: GPL-3.0-or-later
// What a setting says about when it takes part, against what is computed.
#include "core/scenarios/catalogue.h"
#include "core/trace/decoding.h"
#include "tests/core/exploring.h"

#include <algorithm>

namespace regard {
namespace {

class SettingConditions : public Exploring {
protected:
    /// The trace with first weights of these settings, as training would draw them.
    static std::shared_ptr<const Trace> untrained(const ScenarioSpec& scenario,
                                                  const Settings& settings,
                                                  const std::vector<std::string>& texts = {})
    {
        Exploration exploration;
        exploration.scenario = scenario.id;
        exploration.settings = settings;
        exploration.texts = texts;
        if (scenario.parameterLayout) {
            auto weights = std::make_shared<Weights>(
                *weightsFor(scenario, resolveSettings(scenario.settings), {}));
            weights->settings = settingsWith(weights->settings, settings);
            weights->parameters =
                Parameters(scenario.parameterLayout(weights->settings, weights->vocabularies), 1);
            exploration.weights = std::move(weights);
        }
        return explore(exploration);
    }

    static bool sameNode(const BeamNode& a, const BeamNode& b)
    {
        return a.parent == b.parent && a.step == b.step && a.token == b.token
            && a.probability == b.probability && a.logProbability == b.logProbability
            && a.fate == b.fate && a.score == b.score && a.rank == b.rank;
    }

    /// Whether two outputs were chosen in the same way and are the same.
    static bool sameOutput(const Trace& a, const Trace& b)
    {
        const auto sameText = [](const TraceToken& x, const TraceToken& y) {
            return x.text == y.text;
        };
        if (!std::equal(a.output.begin(), a.output.end(), b.output.begin(), b.output.end(),
                        sameText)
            || (a.decoding == nullptr) != (b.decoding == nullptr))
            return false;
        return !a.decoding
            || std::equal(a.decoding->beam.begin(), a.decoding->beam.end(),
                          b.decoding->beam.begin(), b.decoding->beam.end(), sameNode);
    }

    /// Whether two traces hold the same tensors with the same numbers, and the same output.
    static bool same(const Trace& a, const Trace& b)
    {
        return a.notes == b.notes && sameOutput(a, b)
            && std::equal(a.tensors.begin(), a.tensors.end(), b.tensors.begin(), b.tensors.end(),
                          [](const TraceTensor& x, const TraceTensor& y) {
                              return x.path == y.path
                                  && std::equal(x.value.begin(), x.value.end(), y.value.begin(),
                                                y.value.end());
                          });
    }

    /// Values beside the default.
    static std::vector<SettingValue> othersOf(const SettingSpec& spec)
    {
        if (const bool* flag = std::get_if<bool>(&spec.defaultValue))
            return {!*flag};
        if (const auto* number = std::get_if<std::int64_t>(&spec.defaultValue))
            return {std::max<std::int64_t>(static_cast<std::int64_t>(spec.minimum), *number / 2),
                    std::min<std::int64_t>(static_cast<std::int64_t>(spec.maximum), *number + 2)};
        if (const auto* number = std::get_if<double>(&spec.defaultValue))
            return {std::min(spec.maximum, *number * 1.5), std::max(spec.minimum, *number / 10)};
        std::vector<SettingValue> others;
        for (const std::string& choice : spec.choices)
            if (SettingValue(choice) != spec.defaultValue)
                others.emplace_back(choice);
        return others;
    }

    static const SettingSpec& find(const ScenarioSpec& scenario, const std::string& name)
    {
        return *std::find_if(scenario.settings.begin(), scenario.settings.end(),
                             [&](const SettingSpec& spec) { return spec.name == name; });
    }

    /// All values that a choice or a flag can have, as text.
    static std::vector<std::string> valuesOf(const SettingSpec& spec)
    {
        return std::holds_alternative<bool>(spec.defaultValue)
            ? std::vector<std::string>{"true", "false"}
            : spec.choices;
    }
};

TEST_F(SettingConditions, NameASettingOfTheScenarioAndItsValues)
{
    for (const ScenarioSpec& scenario : catalogue())
        for (const SettingSpec& spec : scenario.settings)
            for (const Condition& condition : spec.onlyWith) {
                const std::vector<std::string> all = valuesOf(find(scenario, condition.setting));
                EXPECT_LT(condition.values.size(), all.size()) << scenario.id << " " << spec.name;
                for (const std::string& value : condition.values)
                    EXPECT_NE(std::find(all.begin(), all.end(), value), all.end())
                        << scenario.id << " " << spec.name << " with " << value;
            }
}

TEST_F(SettingConditions, WhatDoesNotTakePartChangesNothing)
{
    for (const ScenarioSpec& scenario : catalogue())
        for (const SettingSpec& spec : scenario.settings)
            for (const Condition& condition : spec.onlyWith)
                for (const std::string& value : valuesOf(find(scenario, condition.setting))) {
                    Settings settings;
                    settings.set(condition.setting,
                                 parseSetting(find(scenario, condition.setting), value));
                    if (unmetCondition(spec, settings) == nullptr)
                        continue;
                    const auto before = untrained(scenario, settings);
                    for (const SettingValue& other : othersOf(spec)) {
                        Settings changed = settings;
                        changed.set(spec.name, other);
                        EXPECT_TRUE(same(*before, *untrained(scenario, changed)))
                            << scenario.id << " " << condition.setting << "=" << value << " "
                            << spec.name << "=" << settingText(other);
                    }
                }
}

TEST_F(SettingConditions, WhatTakesPartChangesSomething)
{
    for (const ScenarioSpec& scenario : catalogue())
        for (const SettingSpec& spec : scenario.settings) {
            if (spec.affects == Affects::Training)
                continue;
            Settings settings;
            for (const Condition& condition : spec.onlyWith)
                settings.set(
                    condition.setting,
                    parseSetting(find(scenario, condition.setting), condition.values.front()));
            // How a table is read makes a difference where one was pasted.
            std::vector<std::string> texts;
            if (spec.name == "reading") {
                std::string table;
                for (int hour = 0; hour < 30; ++hour)
                    table += hour % 10 == 4 ? "11,12,3,14,15,-9999\n"
                                            : std::to_string(10 + hour % 3) + ",12,3,13,15,6\n";
                texts = {table};
            }
            const auto before = untrained(scenario, settings, texts);
            const std::vector<SettingValue> others = othersOf(spec);
            EXPECT_TRUE(std::any_of(others.begin(), others.end(),
                                    [&](const SettingValue& other) {
                                        Settings changed = settings;
                                        changed.set(spec.name, other);
                                        return !same(*before, *untrained(scenario, changed, texts));
                                    }))
                << scenario.id << " " << spec.name;
        }
}

} // namespace
} // namespace regard
