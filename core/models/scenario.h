// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/exploration.h"
#include "core/models/layer_lens.h"
#include "core/models/task.h"
#include "core/trace/trace.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace regard {

class ScenarioRun;

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

/// By written token the places of the source tokens that it stands for.
using GoldAlignment = std::vector<std::vector<int>>;

/// Of a typed text, what was written for it and the settings that both were split with.
using GoldAligner = std::function<std::optional<GoldAlignment>(
    const std::string& text, const std::vector<std::string>& written, const Settings& settings,
    const std::stop_token& stop)>;

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
    /// Id of the view that it opens with: "scene" where that says more than "flow".
    std::string startView = "flow";
    /// What is told of weights beside other weights, the most telling first; none where nothing is
    /// learnt.
    std::vector<MainFigure> mainFigures;

    /// Weights that are built, not learnt, for complete settings. Null where a task learns them.
    std::function<Weights(const Settings&)> builtWeights;
    /// The computation for one exploration, every step named.
    std::function<void(ScenarioRun&)> compute;
    /// Puts what was computed at once into the order in which it is followed. Null: as computed.
    std::function<void(Trace&)> arrange;
    /// For a typed text and what was written for it, both as the corpus's rules give them, the gold
    /// alignment. None where the rules do not give both; null where no alignment is known. Throws
    /// Stopped.
    GoldAligner gold;
    /// What the model would write behind each layer of a trace at a step, `count` words of each;
    /// null where it has no layers that could be read so.
    std::function<LayerLens(const Trace& trace, int step, std::size_t count)> lens;
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

/// Where shipped weights and other resources lie; set once at start, before other threads.
void setResourceDirectory(std::filesystem::path directory);
const std::filesystem::path& resourceDirectory();

} // namespace regard
