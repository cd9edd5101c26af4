// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace regard {

using SettingValue = std::variant<bool, std::int64_t, double, std::string>;

/// "true", "8", "0.5", "additive": how a value is written on the command line.
std::string settingText(const SettingValue& value);

/// What a change of a setting asks for.
enum class Affects {
    Computation, ///< the same weights are used, the sentence is computed anew
    Weights, ///< other weights: shipped ones if there are any, else trained anew
    Training, ///< only training reads it
};

/// A setting takes part only while another has one of these values.
struct Condition {
    std::string setting; ///< the other's name
    std::vector<std::string> values; ///< as settingText() writes them
};

/// One setting of a scenario: the source of the window's control, of --set and of
/// the settings in files.
struct SettingSpec {
    std::string name; ///< "score", as in --set score=additive
    std::string label; ///< "Score", for people
    std::string help; ///< one sentence: what it does to the mathematics
    SettingValue defaultValue;
    std::vector<std::string> choices; ///< allowed texts of a string setting
    double minimum = 0; ///< of a number; equal to maximum: no limit
    double maximum = 0;
    Affects affects = Affects::Computation;
    std::vector<Condition> onlyWith{}; ///< all of them must hold; none: always takes part
};

/// Values by name. Complete and valid once it came out of resolveSettings().
class Settings {
public:
    void set(const std::string& name, SettingValue value) { m_values[name] = std::move(value); }
    bool has(std::string_view name) const { return m_values.find(name) != m_values.end(); }
    /// Takes a setting out; nothing if there is none of that name.
    std::optional<SettingValue> take(std::string_view name)
    {
        const auto found = m_values.find(name);
        if (found == m_values.end())
            return std::nullopt;
        std::optional<SettingValue> value = std::move(found->second);
        m_values.erase(found);
        return value;
    }

    /// Each throws std::out_of_range for a name or a type that is not there: a
    /// mistake in the program, not in the input.
    bool flag(std::string_view name) const;
    std::int64_t integer(std::string_view name) const;
    double number(std::string_view name) const;
    const std::string& text(std::string_view name) const;
    const SettingValue& value(std::string_view name) const;

    const std::map<std::string, SettingValue, std::less<>>& values() const { return m_values; }
    friend bool operator==(const Settings&, const Settings&) = default;

private:
    std::map<std::string, SettingValue, std::less<>> m_values;
};

/// The first with the values of the second on top.
Settings settingsWith(Settings settings, const Settings& changes);

/// Parses and checks one value.
/// Throws std::invalid_argument naming the setting, the value and what is allowed.
SettingValue parseSetting(const SettingSpec& spec, const std::string& text);

/// The spec with one more condition.
SettingSpec onlyWith(SettingSpec spec, std::string setting, std::vector<std::string> values);

/// The first condition that does not hold; null if the setting takes part in what these
/// settings compute. A condition on a setting that is not there holds.
const Condition* unmetCondition(const SettingSpec& spec, const Settings& settings);

/// Defaults of all specs with the given ones on top.
/// Throws std::invalid_argument for an unknown name, a wrong type or a value out of range.
Settings resolveSettings(const std::vector<SettingSpec>& specs, const Settings& given = {});

} // namespace regard
