// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/task.h"
#include "core/models/weights.h"
#include "core/trace/probe.h"
#include "core/trace/trace.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace regard {

/// A text to try.
struct InputExample {
    InputExample(const char* words, std::string shows = {}) : text(words), remark(std::move(shows))
    {
    }
    InputExample(std::string words) : text(std::move(words)) { }

    std::string text;
    std::string remark; ///< what it shows, for people: "only right with attention"; "": nothing
};

/// One text a scenario takes.
struct InputSpec {
    std::string label; ///< "Sentence"
    std::string placeholder; ///< hint of the empty field
    std::vector<InputExample> examples; ///< the first one is what the scenario opens with
};

/// What a person asks to see.
struct Exploration {
    std::string scenario; ///< catalogue id
    std::vector<std::string> texts; ///< one for each InputSpec, UTF-8; empty: the examples
    std::string target; ///< forced output text; empty: decode greedily
    Settings settings; ///< those that differ from the defaults
    std::shared_ptr<const Weights> weights; ///< null: shipped for these settings, or drawn
    std::vector<Edit> edits;
    /// The same request: weights count as the same only where they are the same object.
    friend bool operator==(const Exploration&, const Exploration&) = default;
};

/// One line of the catalogue: all that the window, the command line, the tests and
/// the documents need to know of a scenario.
struct ScenarioSpec {
    std::string id; ///< "self-attention"
    std::string title; ///< "Self-attention"
    std::string summary; ///< two sentences for people
    Layout layout{};
    std::vector<InputSpec> inputs;
    std::vector<SettingSpec> settings;
    std::size_t maximumTokens = 0; ///< more are left out, with a note in the trace
    /// Path of the weights that are shown at first; empty: the first ones of the trace.
    std::string startTensor;

    /// Weights that are built, not learnt, for complete settings. Null where a task learns them.
    std::function<Weights(const Settings&)> builtWeights;
    /// The computation for one exploration, every step named. `settings` is complete.
    std::function<Trace(const Exploration&, const Settings& settings, const Weights&,
                        std::stop_token)>
        trace;
    /// Model and data for training and evaluation; null where nothing is learnt.
    /// Throws std::runtime_error for a data file that cannot be read.
    std::function<std::unique_ptr<Task>(const TaskRequest&)> task;
    /// By a vocabulary's use what it begins with where that is not SpecialTokens::Text.
    std::map<std::string, SpecialTokens> specialTokens;
    /// Names and shapes of the parameters for complete settings and vocabularies by use, as a
    /// weights file must hold them. Null, or a null result: the scenario has no parameters.
    std::function<std::shared_ptr<const ParameterLayout>(const Settings&,
                                                         const std::map<std::string, Vocabulary>&)>
        parameterLayout;
};

/// All scenarios in the order in which they are shown.
const std::vector<ScenarioSpec>& catalogue();

/// Throws std::invalid_argument with the known ids if there is none of this name.
const ScenarioSpec& scenarioOf(std::string_view id);

/// Weights before training: drawn from the settings' seed for a task's vocabularies, with the
/// settings that its data asks for. Throws Stopped.
Weights drawWeights(const ScenarioSpec& scenario, const Settings& settings, const Task& task,
                    const std::stop_token& stop = {});

/// Weights for settings: shipped ones where resources/weights has them, otherwise untrained.
/// Cached; safe from any thread. Throws FileError, and Stopped soon after a stop request.
std::shared_ptr<const Weights> weightsFor(const ScenarioSpec& scenario, const Settings& settings,
                                          const std::stop_token& stop = {});

/// Where shipped weights for settings lie, whether or not there are any.
std::filesystem::path shippedWeightsPath(const ScenarioSpec& scenario, const Settings& settings);

/// Computes the trace of an exploration. Safe from any thread.
/// Throws std::invalid_argument (what is wrong and what to do) and Stopped.
std::shared_ptr<const Trace> explore(const Exploration& exploration, std::stop_token stop = {});

/// Where shipped weights and other resources lie; set once at start, before other threads.
void setResourceDirectory(std::filesystem::path directory);
const std::filesystem::path& resourceDirectory();

} // namespace regard
