// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"
#include "core/scenarios/explore.h"
#include "ui/views/shared/trace_view.h"

namespace regard {

inline TracePtr traceOf(const std::string& scenario, const std::vector<std::string>& texts = {},
                        const Settings& settings = {}, const std::vector<Edit>& edits = {})
{
    Exploration exploration;
    exploration.scenario = scenario;
    exploration.texts = texts;
    exploration.settings = settings;
    exploration.edits = edits;
    return explore(exploration);
}

inline Settings with(const char* name, SettingValue value)
{
    Settings settings;
    settings.set(name, std::move(value));
    return settings;
}

} // namespace regard
