// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/workspace.h"

#include "core/models/scenario.h"

#include <algorithm>
#include <stdexcept>

namespace regard {

namespace {

/// Of another scenario's setting of the same name the value may be none of this one's.
bool isAllowed(const SettingSpec& spec, const SettingValue& value)
{
    try {
        return parseSetting(spec, settingText(value)) == value;
    } catch (const std::invalid_argument&) {
        return false;
    }
}

/// Whether weights are of that scenario and those settings, which differ from the defaults.
bool areOf(const std::shared_ptr<const Weights>& weights, const Settings& settings,
           const ScenarioSpec& scenario)
{
    if (!weights || weights->scenario != scenario.id)
        return false;
    return std::all_of(
        scenario.settings.begin(), scenario.settings.end(), [&](const SettingSpec& spec) {
            const SettingValue& asked =
                settings.has(spec.name) ? settings.value(spec.name) : spec.defaultValue;
            return spec.affects != Affects::Weights || !weights->settings.has(spec.name)
                || weights->settings.value(spec.name) == asked;
        });
}

} // namespace

Exploration followed(const Exploration& leader, const Exploration& pane,
                     const std::vector<std::string>& own, const ScenarioSpec& scenario)
{
    const auto keeps = [&own](std::string_view name) {
        return std::find(own.begin(), own.end(), name) != own.end();
    };
    if (keeps(ownScenario)) {
        Exploration other = pane;
        for (std::size_t i = 0;
             !keeps(ownInput) && i < std::min(other.texts.size(), leader.texts.size()); ++i)
            other.texts[i] = leader.texts[i];
        return other;
    }
    Exploration same = leader;
    if (keeps(ownEdits))
        same.edits = pane.edits;
    bool others = false; // weights than the leader's
    if (keeps(ownInput)) {
        same.texts = pane.texts;
        same.target = pane.target;
        same.prefix = pane.prefix;
    }
    for (const SettingSpec& spec : scenario.settings) {
        if (!keeps(spec.name))
            continue;
        // Settings are those that differ from the defaults.
        const auto valueIn = [&](const Settings& settings) {
            return settings.has(spec.name) ? settings.value(spec.name) : spec.defaultValue;
        };
        const SettingValue value = valueIn(pane.settings);
        if (value == valueIn(leader.settings) || !isAllowed(spec, value))
            continue;
        same.settings.take(spec.name);
        if (value != spec.defaultValue)
            same.settings.set(spec.name, value);
        others = others || spec.affects == Affects::Weights;
    }
    if (others)
        same.weights = areOf(pane.weights, same.settings, scenario) ? pane.weights : nullptr;
    return same;
}

} // namespace regard
