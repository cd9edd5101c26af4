// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include "core/io/input_file.h"
#include "core/models/weights_file.h"
#include "core/scenarios/catalogue.h"
#include "core/trace/probe.h"

#include <QFileInfo>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <unistd.h>

namespace regard {

namespace {

const std::array commands{
    Command{"catalogue", "scenarios, their settings with defaults and allowed values", false, false,
            addCatalogueOptions, runCatalogue},
    Command{"trace", "compute a text and save every named tensor", true, false, addTraceOptions,
            runTrace},
    Command{"train", "train a scenario's weights", true, false, addTrainOptions, runTrain},
    Command{"evaluate", "measure weights on held-out data", true, false, addEvaluateOptions,
            runEvaluate},
    Command{"render", "draw a view to a picture", true, true, addRenderOptions, runRender},
};

std::stop_source interruption;
/// While a FinishesFirst lives.
std::atomic<bool> finishing = false;
/// What an interrupted command says, ready for a signal's handler.
std::string farewell;

/// Ends the program at once where there is nothing to finish. Otherwise asks for a stop, and the
/// next Ctrl+C or SIGTERM ends the program; of a closing terminal more than one signal may come.
void interrupted(int)
{
    if (!finishing) {
        [[maybe_unused]] const ssize_t told =
            ::write(STDERR_FILENO, farewell.data(), farewell.size());
        ::_exit(1);
    }
    interruption.request_stop();
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGHUP, SIG_IGN);
}

void listenToSignals(const std::string& place)
{
    farewell = "regard: " + place + "stopped: nothing was written\n";
    std::signal(SIGINT, interrupted);
    std::signal(SIGTERM, interrupted);
    if (std::signal(SIGHUP, interrupted) == SIG_IGN) // started by nohup
        std::signal(SIGHUP, SIG_IGN);
}

} // namespace

FinishesFirst::FinishesFirst()
{
    // Whoever reads what is said may be gone before the work is done.
    std::signal(SIGPIPE, SIG_IGN);
    finishing = true;
}

FinishesFirst::~FinishesFirst()
{
    finishing = false;
}

const Command* commandOf(const QString& name)
{
    for (const Command& command : commands)
        if (name == QLatin1String(command.name))
            return &command;
    return nullptr;
}

std::string helpText()
{
    std::string text = "regard [FILE]            open the window, with a weights file\n";
    for (const Command& command : commands) {
        std::string line =
            std::string("regard ") + command.name + (command.needsScenario ? " ID" : "");
        line.resize(25, ' ');
        text += line + command.summary + "\n";
    }
    return text
        + "regard --version         print the version\n\n"
          "regard COMMAND --help says what a command takes.\n";
}

void printError(const std::string& message)
{
    std::fprintf(stderr, "regard: %s\n", oneLine(message).c_str());
}

int finishOutput(const std::string& place)
{
    if (std::fflush(stdout) == 0 && !std::ferror(stdout))
        return 0;
    printError(place
               + "cannot write to standard output: make room there, or send it somewhere else");
    return 1;
}

int runCommand(const Command& command, const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("regard %1: %2")
            .arg(QLatin1String(command.name), QLatin1String(command.summary)));
    const QCommandLineOption help = parser.addHelpOption();
    parser.addPositionalArgument(QLatin1String(command.name), QLatin1String(command.summary),
                                 QLatin1String(command.name));
    if (command.needsScenario)
        parser.addPositionalArgument(QStringLiteral("ID"),
                                     QStringLiteral("the scenario, see regard catalogue; for trace "
                                                    "and render also a session, FILE.regard"));
    command.options(parser);
    const std::string hint = std::string("see regard ") + command.name + " --help";
    const std::string place = std::string(command.name) + ": ";
    if (!parser.parse(arguments)) {
        printError(place + parser.errorText().toStdString() + ", " + hint);
        return 2;
    }
    if (parser.isSet(help)) {
        std::fputs(parser.helpText().toUtf8().constData(), stdout);
        return finishOutput(place);
    }
    const int expected = command.needsScenario ? 2 : 1;
    if (parser.positionalArguments().size() > expected) {
        printError(place + "unexpected argument '"
                   + parser.positionalArguments().at(expected).toStdString() + "', " + hint);
        return 2;
    }
    listenToSignals(place);
    try {
        command.run(parser, interruption.get_token());
        return finishOutput(place);
    } catch (const UsageError& error) {
        printError(place + error.what() + ", " + hint);
        return 2;
    } catch (const Stopped&) {
        printError(place + "stopped: nothing was written");
        return 1;
    } catch (const std::bad_alloc&) {
        printError(place + "not enough memory: use a shorter text or smaller settings");
        return 1;
    } catch (const std::exception& error) {
        printError(place + error.what());
        return 1;
    }
}

Settings settingsFrom(const QCommandLineParser& parser, const ScenarioSpec& scenario)
{
    Settings given;
    for (const QString& text : parser.values(QStringLiteral("set"))) {
        const std::string pair = text.toStdString();
        const std::size_t equals = pair.find('=');
        if (equals == std::string::npos)
            throw UsageError("--set '" + pair + "': no value, write --set name=value");
        const std::string name = pair.substr(0, equals);
        const SettingSpec* found = nullptr;
        std::string known;
        for (const SettingSpec& spec : scenario.settings) {
            known += (known.empty() ? "" : ", ") + spec.name;
            if (spec.name == name)
                found = &spec;
        }
        if (!found)
            throw UsageError("--set: " + scenario.id + " has no setting '" + name + "': use one of "
                             + known);
        try {
            given.set(name, parseSetting(*found, pair.substr(equals + 1)));
        } catch (const std::invalid_argument& error) {
            throw UsageError("--set: " + std::string(error.what()));
        }
    }
    return given;
}

Settings settingsOver(const Weights& weights, const ScenarioSpec& scenario, const Settings& given)
{
    Settings settings = weights.settings;
    for (const SettingSpec& spec : scenario.settings) {
        if (!given.has(spec.name))
            continue;
        const SettingValue& asked = given.value(spec.name);
        const SettingValue& trained = weights.settings.value(spec.name);
        if (spec.affects == Affects::Computation)
            settings.set(spec.name, asked);
        else if (asked != trained)
            printError("note: the weights are of " + spec.name + "=" + settingText(trained)
                       + ": train others for " + spec.name + "=" + settingText(asked));
    }
    return settings;
}

const ScenarioSpec& scenarioFrom(const QCommandLineParser& parser)
{
    const QStringList arguments = parser.positionalArguments();
    if (arguments.size() < 2)
        throw UsageError("no scenario: name one of regard catalogue");
    try {
        return scenarioOf(arguments.at(1).toStdString());
    } catch (const std::invalid_argument& error) {
        throw UsageError(error.what());
    }
}

Workspace workspaceFrom(const QCommandLineParser& parser, const std::stop_token& stop)
{
    const QString first = parser.positionalArguments().value(1);
    Workspace workspace;
    if (first.endsWith(QLatin1String(".regard"), Qt::CaseInsensitive)) {
        workspace = loadSession(std::filesystem::path(first.toStdU16String()), stop);
    } else {
        workspace.panes.resize(1);
        workspace.panes.front().exploration.scenario = scenarioFrom(parser).id;
    }
    Exploration& exploration = workspace.panes.front().exploration;
    const ScenarioSpec& scenario = scenarioOf(exploration.scenario);
    if (parser.isSet(QStringLiteral("text")))
        exploration.texts = textsFrom(parser, scenario);
    if (parser.optionNames().contains(QStringLiteral("target"))) {
        exploration.target = parser.value(QStringLiteral("target")).toStdString();
        exploration.prefix.clear();
    }
    if (parser.optionNames().contains(QStringLiteral("prefix"))) {
        exploration.target.clear();
        exploration.prefix.clear();
        for (const QString& token :
             parser.value(QStringLiteral("prefix")).split(QLatin1Char(' '), Qt::SkipEmptyParts))
            exploration.prefix.push_back(token.toStdString());
    }
    exploration.settings = settingsWith(exploration.settings, settingsFrom(parser, scenario));
    for (std::size_t i = 1; i < workspace.panes.size(); ++i) {
        PaneState& pane = workspace.panes[i];
        pane.exploration = followed(exploration, pane.exploration, pane.own, scenario);
    }
    return workspace;
}

std::vector<std::string> textsFrom(const QCommandLineParser& parser, const ScenarioSpec& scenario)
{
    std::vector<std::string> texts;
    for (const QString& text : parser.values(QStringLiteral("text")))
        texts.push_back(text.toStdString());
    if (texts.size() > scenario.inputs.size())
        throw UsageError("--text: " + scenario.id + " takes "
                         + std::to_string(scenario.inputs.size()) + " and got "
                         + std::to_string(texts.size()));
    return texts;
}

std::string required(const QCommandLineParser& parser, const QString& option)
{
    if (!parser.isSet(option) || parser.value(option).isEmpty())
        throw UsageError("--" + option.toStdString() + " is missing: say where to write");
    return parser.value(option).toStdString();
}

std::shared_ptr<const Weights> weightsFrom(const QCommandLineParser& parser,
                                           const ScenarioSpec& scenario, const Settings& settings)
{
    if (parser.isSet(QStringLiteral("weights")))
        return shareWeights(
            loadWeights(parser.value(QStringLiteral("weights")).toStdString(), scenario));
    return weightsFor(scenario, settings);
}

} // namespace regard
