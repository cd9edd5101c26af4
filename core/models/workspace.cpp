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
    if (keeps(ownInput)) {
        same.texts = pane.texts;
        same.target = pane.target;
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
        if (spec.affects == Affects::Weights)
            same.weights = nullptr;
    }
    return same;
}

} // namespace regard
