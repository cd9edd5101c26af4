// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/attend.h"
#include "core/trace/settings.h"

namespace regard {

// Settings that several scenarios offer, told to people in the same words everywhere.

/// All score functions, or those named.
SettingSpec scoreSetting(std::string chosen, Affects affects,
                         std::vector<std::string> choices = {});
SettingSpec normaliserSetting();
/// The mask and the width of its window: "mask" and "window".
std::vector<SettingSpec> maskSettings();
SettingSpec temperatureSetting();
SettingSpec positionsSetting();
SettingSpec cellSetting();
/// Where attention stands in a decoding step, and whether it feeds the next: "placement" and
/// "input_feeding", chosen by `placement` at first.
std::vector<SettingSpec> placementSettings(std::string placement, Affects affects);

SettingSpec choiceSetting(std::string name, std::string label, std::string help,
                          std::vector<std::string> choices, std::string chosen, Affects affects);
SettingSpec flagSetting(std::string name, std::string label, std::string help, bool value,
                        Affects affects);
SettingSpec integerSetting(std::string name, std::string label, std::string help,
                           std::int64_t value, std::int64_t minimum, std::int64_t maximum,
                           Affects affects = Affects::Training);
SettingSpec numberSetting(std::string name, std::string label, std::string help, double value,
                          double minimum, double maximum, Affects affects = Affects::Training);

/// Adds settings at the end.
void append(std::vector<SettingSpec>& settings, std::vector<SettingSpec> more);

/// The settings except for those named.
std::vector<SettingSpec> without(std::vector<SettingSpec> settings,
                                 std::initializer_list<std::string_view> names);

/// "words": the most tokens of a vocabulary, by frequency.
SettingSpec wordsSetting();

/// Throws std::invalid_argument if the heads cannot share the width.
void requireSharedWidth(std::int64_t width, std::int64_t heads);

/// Mask, normaliser and temperature of the settings that have them.
AttendOptions attendOptions(const Settings& settings);

} // namespace regard
