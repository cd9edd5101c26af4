// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"
#include "core/scenarios/session_file.h"

#include <QCommandLineParser>
#include <QStringList>

#include <stdexcept>
#include <stop_token>

namespace regard {

/// The command was wrong: exit status 2. The message says what, why and what to do.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// One command of the program.
struct Command {
    const char* name;
    const char* summary;
    bool needsScenario; ///< the first argument is a scenario's id
    bool needsDisplay; ///< draws: runs with a (possibly offscreen) QGuiApplication
    void (*options)(QCommandLineParser&);
    /// Throws UsageError, std::exception (exit status 1) and Stopped.
    void (*run)(const QCommandLineParser&, std::stop_token);
};

/// The command of that name, null if there is none.
const Command* commandOf(const QString& name);

/// "--help" of the whole program: its commands.
std::string helpText();

/// Runs a command of `arguments` (program name first) and returns the exit status: 0 done,
/// 1 it could not be done, 2 the command was wrong. An error is one line on standard error.
int runCommand(const Command& command, const QStringList& arguments);

/// Sends what was printed on its way and returns the exit status: 1, with an error, if it does not
/// arrive. `place` begins the message: "train: ", or nothing.
int finishOutput(const std::string& place = {});

// What the commands share.

/// While it lives, Ctrl+C, SIGTERM and a closed terminal ask for a stop through the token, and only
/// the second ends the program: for what leaves a file. Before and after, the first one does.
class FinishesFirst {
public:
    FinishesFirst();
    ~FinishesFirst();
    FinishesFirst(const FinishesFirst&) = delete;
    FinishesFirst& operator=(const FinishesFirst&) = delete;
};

/// "regard: message" on standard error.
void printError(const std::string& message);
/// --set name=value …: checked against the scenario's settings. Throws UsageError.
Settings settingsFrom(const QCommandLineParser& parser, const ScenarioSpec& scenario);
/// The scenario that the first argument names. Throws UsageError.
const ScenarioSpec& scenarioFrom(const QCommandLineParser& parser);
/// What the first argument names: a scenario, or a session's file, with what --text, --target and
/// --set put in the place of its first pane's own; its other panes follow that one. Throws
/// UsageError, FileError and Stopped.
Workspace workspaceFrom(const QCommandLineParser& parser, const std::stop_token& stop);
/// The texts of --text, in the order of the scenario's inputs. Throws UsageError for too many.
std::vector<std::string> textsFrom(const QCommandLineParser& parser, const ScenarioSpec& scenario);
/// A required option. Throws UsageError.
std::string required(const QCommandLineParser& parser, const QString& option);
/// What a person set over what the weights were trained with. Where weights of other settings
/// would be needed the weights' own stay, with a note on standard error.
Settings settingsOver(const Weights& weights, const ScenarioSpec& scenario, const Settings& given);
/// Weights for the settings: of --weights, otherwise shipped ones.
std::shared_ptr<const Weights> weightsFrom(const QCommandLineParser& parser,
                                           const ScenarioSpec& scenario, const Settings& settings);

void addCatalogueOptions(QCommandLineParser& parser);
void runCatalogue(const QCommandLineParser& parser, std::stop_token stop);
void addTraceOptions(QCommandLineParser& parser);
void runTrace(const QCommandLineParser& parser, std::stop_token stop);
void addTrainOptions(QCommandLineParser& parser);
void runTrain(const QCommandLineParser& parser, std::stop_token stop);
void addEvaluateOptions(QCommandLineParser& parser);
void runEvaluate(const QCommandLineParser& parser, std::stop_token stop);
void addRenderOptions(QCommandLineParser& parser);
void runRender(const QCommandLineParser& parser, std::stop_token stop);

} // namespace regard
