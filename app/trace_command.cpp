// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include "core/io/trace_file.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"

#include <string>

namespace regard {

void addTraceOptions(QCommandLineParser& parser)
{
    parser.addOptions({
        {QStringLiteral("text"), QStringLiteral("input text, once for each input of the scenario"),
         QStringLiteral("T")},
        {QStringLiteral("target"), QStringLiteral("output to write in place of decoding"),
         QStringLiteral("T")},
        {QStringLiteral("prefix"),
         QStringLiteral("first tokens of the output, blanks between them; it is decoded behind "
                        "them"),
         QStringLiteral("T")},
        {QStringLiteral("set"), QStringLiteral("a setting, see regard catalogue"),
         QStringLiteral("name=value")},
        {QStringLiteral("weights"), QStringLiteral("weights in place of the shipped ones"),
         QStringLiteral("FILE")},
        {QStringLiteral("out"), QStringLiteral("FILE.npz or FILE.json"), QStringLiteral("FILE")},
    });
}

void runTrace(const QCommandLineParser& parser, std::stop_token stop)
{
    Exploration exploration = workspaceFrom(parser, stop).panes.front().exploration;
    const ScenarioSpec& scenario = scenarioOf(exploration.scenario);
    const std::string out = required(parser, QStringLiteral("out"));
    if (!out.ends_with(".npz") && !out.ends_with(".json"))
        throw UsageError("--out '" + out + "': unknown kind of file, end it with .npz or .json");
    if (parser.isSet(QStringLiteral("target")) && scenario.layout != Layout::EncoderDecoder)
        throw UsageError("--target: " + scenario.id + " decodes nothing, leave it out");
    if (parser.isSet(QStringLiteral("prefix")) && !findSetting(scenario, "decoding"))
        throw UsageError("--prefix: " + scenario.id + " writes no tokens, leave it out");
    if (parser.isSet(QStringLiteral("prefix")) && parser.isSet(QStringLiteral("target")))
        throw UsageError("--prefix and --target: the target is all that is written, leave one out");
    const Settings given = exploration.settings;
    if (!exploration.weights || parser.isSet(QStringLiteral("weights")))
        exploration.weights =
            weightsFrom(parser, scenario, resolveSettings(scenario.settings, given));
    exploration.settings = settingsOver(*exploration.weights, scenario, given);
    const std::shared_ptr<const Trace> trace = explore(exploration, stop);
    const FinishesFirst finishes;
    saveTrace(*trace, out, stop);
    for (const std::string& note : trace->notes)
        printError("note: " + note);
}

} // namespace regard
