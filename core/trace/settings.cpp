// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/settings.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <stdexcept>

namespace regard {

namespace {

template <class T> std::optional<T> numberOf(const std::string& text)
{
    T value{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end)
        return std::nullopt;
    return value;
}

std::string shortest(double value)
{
    char buffer[32];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

std::string joined(const std::vector<std::string>& words)
{
    std::string list;
    for (const std::string& word : words)
        list += (list.empty() ? "" : ", ") + word;
    return list;
}

bool isLimited(const SettingSpec& spec)
{
    return spec.minimum < spec.maximum;
}

/// "true or false", "a whole number from 1 to 8", "one of: dot, additive".
std::string allowed(const SettingSpec& spec)
{
    if (std::holds_alternative<bool>(spec.defaultValue))
        return "true or false";
    if (std::holds_alternative<std::string>(spec.defaultValue))
        return spec.choices.empty() ? "a text" : "one of: " + joined(spec.choices);
    const bool whole = std::holds_alternative<std::int64_t>(spec.defaultValue);
    std::string text = whole ? "a whole number" : "a number";
    if (isLimited(spec))
        text += " from " + shortest(spec.minimum) + " to " + shortest(spec.maximum);
    return text;
}

[[noreturn]] void refuse(const SettingSpec& spec, const std::string& value)
{
    throw std::invalid_argument("setting " + spec.name + ": \"" + value + "\" is not allowed, give "
                                + allowed(spec));
}

bool isAllowed(const SettingSpec& spec, const SettingValue& value)
{
    const auto inRange = [&](double number) {
        return std::isfinite(number)
            && (!isLimited(spec) || (number >= spec.minimum && number <= spec.maximum));
    };
    if (const auto* text = std::get_if<std::string>(&value))
        return spec.choices.empty()
            || std::find(spec.choices.begin(), spec.choices.end(), *text) != spec.choices.end();
    if (const auto* integer = std::get_if<std::int64_t>(&value))
        return inRange(static_cast<double>(*integer));
    if (const auto* number = std::get_if<double>(&value))
        return inRange(*number);
    return true;
}

template <class T> const T& valueAs(const Settings& settings, std::string_view name)
{
    const T* value = std::get_if<T>(&settings.value(name));
    if (!value)
        throw std::out_of_range("setting " + std::string(name) + " is of another type");
    return *value;
}

} // namespace

std::string settingText(const SettingValue& value)
{
    if (const auto* flag = std::get_if<bool>(&value))
        return *flag ? "true" : "false";
    if (const auto* integer = std::get_if<std::int64_t>(&value))
        return std::to_string(*integer);
    if (const auto* number = std::get_if<double>(&value))
        return shortest(*number);
    return std::get<std::string>(value);
}

bool Settings::flag(std::string_view name) const
{
    return valueAs<bool>(*this, name);
}

std::int64_t Settings::integer(std::string_view name) const
{
    return valueAs<std::int64_t>(*this, name);
}

double Settings::number(std::string_view name) const
{
    return valueAs<double>(*this, name);
}

const std::string& Settings::text(std::string_view name) const
{
    return valueAs<std::string>(*this, name);
}

const SettingValue& Settings::value(std::string_view name) const
{
    const auto found = m_values.find(name);
    if (found == m_values.end())
        throw std::out_of_range("no setting " + std::string(name));
    return found->second;
}

Settings settingsWith(Settings settings, const Settings& changes)
{
    for (const auto& [name, value] : changes.values())
        settings.set(name, value);
    return settings;
}

SettingValue parseSetting(const SettingSpec& spec, const std::string& text)
{
    std::optional<SettingValue> value;
    if (std::holds_alternative<bool>(spec.defaultValue)) {
        if (text == "true" || text == "on" || text == "yes")
            value = true;
        else if (text == "false" || text == "off" || text == "no")
            value = false;
    } else if (std::holds_alternative<std::int64_t>(spec.defaultValue)) {
        if (const auto integer = numberOf<std::int64_t>(text))
            value = *integer;
    } else if (std::holds_alternative<double>(spec.defaultValue)) {
        if (const auto number = numberOf<double>(text))
            value = *number;
    } else {
        value = text;
    }
    if (!value || !isAllowed(spec, *value))
        refuse(spec, text);
    return *value;
}

SettingSpec onlyWith(SettingSpec spec, std::string setting, std::vector<std::string> values)
{
    spec.onlyWith.push_back({std::move(setting), std::move(values)});
    return spec;
}

const Condition* unmetCondition(const SettingSpec& spec, const Settings& settings)
{
    for (const Condition& condition : spec.onlyWith) {
        if (!settings.has(condition.setting))
            continue;
        const std::string value = settingText(settings.value(condition.setting));
        if (std::find(condition.values.begin(), condition.values.end(), value)
            == condition.values.end())
            return &condition;
    }
    return nullptr;
}

Settings resolveSettings(const std::vector<SettingSpec>& specs, const Settings& given)
{
    Settings resolved;
    for (const SettingSpec& spec : specs)
        resolved.set(spec.name, spec.defaultValue);
    for (const auto& [name, value] : given.values()) {
        const auto spec =
            std::find_if(specs.begin(), specs.end(),
                         [&wanted = name](const SettingSpec& s) { return s.name == wanted; });
        if (spec == specs.end()) {
            std::vector<std::string> names;
            for (const SettingSpec& known : specs)
                names.push_back(known.name);
            throw std::invalid_argument(
                "there is no setting \"" + name + "\", "
                + (names.empty() ? "none can be given here" : "give one of: " + joined(names)));
        }
        SettingValue typed = value;
        const auto* integer = std::get_if<std::int64_t>(&value);
        if (integer && std::holds_alternative<double>(spec->defaultValue))
            typed = static_cast<double>(*integer);
        if (typed.index() != spec->defaultValue.index() || !isAllowed(*spec, typed))
            refuse(*spec, settingText(value));
        resolved.set(name, std::move(typed));
    }
    return resolved;
}

} // namespace regard
