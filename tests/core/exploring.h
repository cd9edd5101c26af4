// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"
#include "core/scenarios/explore.h"
#include "tests/core/refusal.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace regard {

/// Settings that differ from the defaults.
inline Settings with(std::initializer_list<std::pair<const char*, SettingValue>> values)
{
    Settings settings;
    for (const auto& [name, value] : values)
        settings.set(name, value);
    return settings;
}

inline Settings with(const std::string& name, SettingValue value)
{
    Settings settings;
    settings.set(name, std::move(value));
    return settings;
}

/// Tests that explore scenarios, with the shipped weights where there are some.
class Exploring : public testing::Test {
protected:
    static void SetUpTestSuite() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    /// Without a text: of the examples.
    static std::shared_ptr<const Trace> traceOf(const std::string& id,
                                                const std::optional<std::string>& text = {},
                                                const Settings& settings = {},
                                                const std::vector<Edit>& edits = {},
                                                const std::string& target = {})
    {
        Exploration exploration;
        exploration.scenario = id;
        if (text)
            exploration.texts = {*text};
        exploration.settings = settings;
        exploration.edits = edits;
        exploration.target = target;
        return explore(exploration);
    }
    /// The tokens of the output, with `between` between them.
    static std::string written(const Trace& trace, const std::string& between = {})
    {
        std::string text;
        for (const TraceToken& token : trace.output)
            text += (text.empty() ? "" : between) + token.text;
        return text;
    }
};

} // namespace regard
