// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include "core/training/train.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

namespace regard {

namespace {

/// --by, empty where it is not asked for. Throws UsageError.
std::string groupingFrom(const QCommandLineParser& parser, const ScenarioSpec& scenario,
                         const Task& task)
{
    if (!parser.isSet(QStringLiteral("by")))
        return {};
    const std::string by = parser.value(QStringLiteral("by")).toStdString();
    const std::vector<std::string> known = task.groupings(Split::HeldOut);
    if (std::find(known.begin(), known.end(), by) != known.end())
        return by;
    std::string names;
    for (const std::string& name : known)
        names += (names.empty() ? "" : " or ") + name;
    throw UsageError(
        "--by '" + by + "': the figures of " + scenario.id
        + (known.empty() ? " are not known by group; leave --by out" : " are known by " + names));
}

/// {"grouping": "length", "groups": [{"group": "6-10", "examples": 12, "figures": {…}}]}
nlohmann::ordered_json jsonOf(const std::string& by, const std::vector<FigureGroup>& groups)
{
    nlohmann::ordered_json json{{"grouping", by}, {"groups", nlohmann::ordered_json::array()}};
    for (const FigureGroup& group : groups) {
        nlohmann::ordered_json row{{"group", group.name}, {"examples", group.examples}};
        for (const Figure& figure : group.figures)
            row["figures"][figure.name] = figure.value;
        json["groups"].push_back(std::move(row));
    }
    return json;
}

/// A line for each group: its name, how many examples it has, its figures.
void printGroups(const std::string& by, const std::vector<FigureGroup>& groups)
{
    if (groups.empty())
        return;
    std::printf("\n%-28s %8s", ("by " + by).c_str(), "examples");
    for (const Figure& figure : groups.front().figures)
        std::printf(" %17s", figure.name.c_str());
    std::printf("\n");
    for (const FigureGroup& group : groups) {
        std::printf("%-28s %8zu", group.name.c_str(), group.examples);
        for (const Figure& figure : group.figures)
            std::printf(" %17.4f", figure.value);
        std::printf("  %s\n", group.label.c_str());
    }
}

} // namespace

void addEvaluateOptions(QCommandLineParser& parser)
{
    parser.addOptions({
        {QStringLiteral("set"), QStringLiteral("a setting, see regard catalogue"),
         QStringLiteral("name=value")},
        {QStringLiteral("weights"), QStringLiteral("weights in place of the shipped ones"),
         QStringLiteral("FILE")},
        {QStringLiteral("data"),
         QStringLiteral("your own examples: tab-separated lines; time-series: a CSV; reviews: also "
                        "the aclImdb folder or imdb.npz; entity-network: also stories numbered as "
                        "bAbI's"),
         QStringLiteral("FILE")},
        {QStringLiteral("by"),
         QStringLiteral(
             "also the share that is right by \"length\" of the source or by \"kind\" of "
             "example, with its counts"),
         QStringLiteral("GROUPING")},
        {QStringLiteral("json"), QStringLiteral("as JSON")},
    });
}

void runEvaluate(const QCommandLineParser& parser, std::stop_token stop)
{
    const ScenarioSpec& scenario = scenarioFrom(parser);
    if (!scenario.task)
        throw std::runtime_error(scenario.id + " learns nothing, so there is nothing to measure");
    Settings given = settingsFrom(parser, scenario);
    const std::shared_ptr<const Weights> weights =
        weightsFrom(parser, scenario, resolveSettings(scenario.settings, given));
    // How many examples are measured is no matter of the weights.
    const std::optional<SettingValue> heldOut = given.take("held_out");
    Settings settings = settingsOver(*weights, scenario, given);
    if (heldOut)
        settings.set("held_out", *heldOut);
    const std::unique_ptr<Task> task =
        scenario.task({settings, parser.value(QStringLiteral("data")).toStdString(), true,
                       weights->vocabularies, stop});
    for (const std::string& note : task->notes())
        printError("note: " + note);
    const std::string by = groupingFrom(parser, scenario, *task);
    std::vector<Figure> figures = task->evaluate(*weights, Split::HeldOut, 0, stop);
    if (task->size(Split::HeldOut) > 0)
        figures.insert(figures.begin(),
                       {"loss", "Mean loss as in training, without dropout",
                        measure(*task, weights->parameters, Split::HeldOut, 0, stop).loss});
    std::vector<FigureGroup> groups;
    if (!by.empty())
        groups = task->evaluateBy(by, *weights, Split::HeldOut, 0, stop);
    const std::string origin = !weights->origin.empty() ? weights->origin
        : weights->trained                              ? "trained"
                                                        : "untrained";
    if (parser.isSet(QStringLiteral("json"))) {
        nlohmann::ordered_json json{{"scenario", scenario.id}, {"weights", origin}};
        for (const Figure& figure : figures)
            json["figures"][figure.name] = figure.value;
        if (!by.empty())
            json["by"] = jsonOf(by, groups);
        std::printf("%s\n", json.dump(2).c_str());
        return;
    }
    std::printf("%s, %s\n", scenario.id.c_str(), origin.c_str());
    for (const Figure& figure : figures)
        // A count is written to its last digit.
        std::printf("%-28s %-10.*g %s\n", figure.name.c_str(),
                    figure.value == std::floor(figure.value) ? 15 : 6, figure.value,
                    figure.label.c_str());
    if (!by.empty())
        printGroups(by, groups);
}

} // namespace regard
