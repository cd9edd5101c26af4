// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/settings_json.h"

#include "core/io/input_file.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace regard {

nlohmann::json settingsToJson(const Settings& settings)
{
    nlohmann::json object = nlohmann::json::object();
    for (const auto& [name, value] : settings.values())
        std::visit([&object, &key = name](const auto& typed) { object[key] = typed; }, value);
    return object;
}

Settings settingsFromJson(const nlohmann::json& object)
{
    if (!object.is_object())
        throw std::invalid_argument("settings must be a JSON object of names and values");
    Settings settings;
    for (const auto& [name, value] : object.items()) {
        constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
        if (value.is_boolean())
            settings.set(name, value.get<bool>());
        else if (value.is_number_float()
                 || (value.is_number_unsigned() && value.get<std::uint64_t>() > largest))
            settings.set(name, value.get<double>());
        else if (value.is_number_integer())
            settings.set(name, value.get<std::int64_t>());
        else if (value.is_string())
            settings.set(name, value.get<std::string>());
        else
            throw std::invalid_argument("setting " + inQuotes(name)
                                        + " must be true, false, a number or a text");
    }
    return settings;
}

} // namespace regard
