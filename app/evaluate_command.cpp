// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include "core/training/train.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdio>

namespace regard {

void addEvaluateOptions(QCommandLineParser& parser)
{
    parser.addOptions({
        {QStringLiteral("set"), QStringLiteral("a setting, see regard catalogue"),
         QStringLiteral("name=value")},
        {QStringLiteral("weights"), QStringLiteral("weights in place of the shipped ones"),
         QStringLiteral("FILE")},
        {QStringLiteral("data"),
         QStringLiteral("your own examples: tab-separated lines; time-series: a CSV; reviews: also "
                        "the aclImdb folder or imdb.npz"),
         QStringLiteral("FILE")},
        {QStringLiteral("json"), QStringLiteral("as JSON")},
    });
}

void runEvaluate(const QCommandLineParser& parser, std::stop_token stop)
{
    const ScenarioSpec& scenario = scenarioFrom(parser);
    if (!scenario.task)
        throw std::runtime_error(scenario.id + " learns nothing, so there is nothing to measure");
    const Settings given = settingsFrom(parser, scenario);
    const std::shared_ptr<const Weights> weights =
        weightsFrom(parser, scenario, resolveSettings(scenario.settings, given));
    const std::unique_ptr<Task> task = scenario.task(
        {settingsOver(*weights, scenario, given),
         parser.value(QStringLiteral("data")).toStdString(), true, weights->vocabularies});
    for (const std::string& note : task->notes())
        printError("note: " + note);
    std::vector<Figure> figures = task->evaluate(*weights, Split::HeldOut, 0, stop);
    figures.insert(
        figures.begin(),
        {"loss", "Loss", measure(*task, weights->parameters, Split::HeldOut, 0, stop).loss});
    const std::string origin = !weights->origin.empty() ? weights->origin
        : weights->trained                              ? "trained"
                                                        : "untrained";
    if (parser.isSet(QStringLiteral("json"))) {
        nlohmann::ordered_json json{{"scenario", scenario.id}, {"weights", origin}};
        for (const Figure& figure : figures)
            json["figures"][figure.name] = figure.value;
        std::printf("%s\n", json.dump(2).c_str());
        return;
    }
    std::printf("%s, %s\n", scenario.id.c_str(), origin.c_str());
    for (const Figure& figure : figures)
        // A count is written to its last digit.
        std::printf("%-28s %-10.*g %s\n", figure.name.c_str(),
                    figure.value == std::floor(figure.value) ? 15 : 6, figure.value,
                    figure.label.c_str());
}

} // namespace regard
