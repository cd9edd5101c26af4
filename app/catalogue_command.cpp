// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include "core/scenarios/catalogue.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace regard {

namespace {

using Json = nlohmann::ordered_json;

Json jsonOf(const SettingValue& value)
{
    return std::visit([](const auto& held) { return Json(held); }, value);
}

const char* typeOf(const SettingSpec& spec)
{
    if (std::holds_alternative<bool>(spec.defaultValue))
        return "boolean";
    if (std::holds_alternative<std::int64_t>(spec.defaultValue))
        return "integer";
    if (std::holds_alternative<double>(spec.defaultValue))
        return "number";
    return "choice";
}

bool isNumber(const SettingSpec& spec)
{
    return std::holds_alternative<std::int64_t>(spec.defaultValue)
        || std::holds_alternative<double>(spec.defaultValue);
}

const char* affectsText(Affects affects)
{
    switch (affects) {
    case Affects::Computation:
        return "computation";
    case Affects::Weights:
        return "weights";
    case Affects::Training:
        return "training";
    }
    return "";
}

Json jsonOf(const ScenarioSpec& scenario)
{
    Json inputs = Json::array();
    for (const InputSpec& input : scenario.inputs) {
        Json examples = Json::array();
        for (const InputExample& example : input.examples)
            examples.push_back(example.text);
        inputs.push_back({{"label", input.label}, {"examples", std::move(examples)}});
    }
    Json settings = Json::array();
    for (const SettingSpec& spec : scenario.settings) {
        Json setting{{"name", spec.name},
                     {"label", spec.label},
                     {"help", spec.help},
                     {"type", typeOf(spec)},
                     {"default", jsonOf(spec.defaultValue)},
                     {"affects", affectsText(spec.affects)}};
        if (!spec.choices.empty())
            setting["choices"] = spec.choices;
        if (isNumber(spec)) {
            setting["minimum"] = spec.minimum;
            setting["maximum"] = spec.maximum;
        }
        settings.push_back(std::move(setting));
    }
    return {{"id", scenario.id},
            {"title", scenario.title},
            {"summary", scenario.summary},
            {"trainable", static_cast<bool>(scenario.task)},
            {"maximum_tokens", scenario.maximumTokens},
            {"inputs", inputs},
            {"settings", settings}};
}

std::string allowedText(const SettingSpec& spec)
{
    if (std::holds_alternative<bool>(spec.defaultValue))
        return "true, false";
    if (isNumber(spec)) {
        char text[64];
        std::snprintf(text, sizeof text, "%g to %g", spec.minimum, spec.maximum);
        return text;
    }
    std::string text;
    for (const std::string& choice : spec.choices)
        text += (text.empty() ? "" : ", ") + choice;
    return text;
}

} // namespace

void addCatalogueOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("json"), QStringLiteral("as JSON")});
}

void runCatalogue(const QCommandLineParser& parser, std::stop_token)
{
    if (parser.isSet(QStringLiteral("json"))) {
        Json all = Json::array();
        for (const ScenarioSpec& scenario : catalogue())
            all.push_back(jsonOf(scenario));
        std::printf("%s\n", all.dump(2).c_str());
        return;
    }
    for (const ScenarioSpec& scenario : catalogue()) {
        std::printf("%s\n    %s\n", scenario.id.c_str(), scenario.summary.c_str());
        for (const SettingSpec& spec : scenario.settings)
            std::printf("    %-16s %-12s %s\n", spec.name.c_str(),
                        settingText(spec.defaultValue).c_str(), allowedText(spec).c_str());
        std::printf("\n");
    }
}

} // namespace regard
