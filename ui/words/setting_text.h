// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/settings.h"

#include <QString>

namespace regard {

/// "scaled dot", "on", "0.5": a setting's value as it is said on screen.
QString settingInWords(const SettingValue& value);

} // namespace regard
