// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/explore.h"

#include "core/models/scenario_run.h"
#include "core/scenarios/catalogue.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace regard {

namespace {

/// Settings of the exploration where they say how to compute, of the weights where they
/// say what the weights are.
Settings effectiveSettings(const ScenarioSpec& scenario, const Settings& asked,
                           const Weights& weights)
{
    Settings settings = asked;
    for (const SettingSpec& spec : scenario.settings)
        if (spec.affects != Affects::Computation)
            settings.set(spec.name, weights.settings.value(spec.name));
    return settings;
}

/// Whether what the computation came to are numbers: what is none on the way leads to the end.
bool endsInNumbers(const Trace& trace)
{
    if (trace.moments.empty())
        return true;
    const Pieces& pieces = trace.moments.back().pieces;
    return std::all_of(pieces.begin(), pieces.end(), [&](const Piece& piece) {
        const TraceValue& value = trace.tensors[static_cast<std::size_t>(piece.tensor)].value;
        return std::all_of(value.begin(), value.end(), [](Real x) { return std::isfinite(x); });
    });
}

/// What a scenario computes, as a trace.
Trace traceOf(const ScenarioSpec& scenario, const Exploration& asked, const Settings& settings,
              const Weights& weights, const std::stop_token& stop)
{
    Tape tape;
    tape.bind(weights.parameters);
    Recorder recorder(tape, asked.edits, stop);
    ScenarioRun run(asked, settings, weights, tape, Probe(recorder), stop);
    scenario.compute(run);
    Trace trace = recorder.take();
    trace.bytes = tape.arena().used();
    trace.input = std::move(run.input);
    trace.output = std::move(run.output);
    trace.scene = std::move(run.scene);
    trace.decoding = std::move(run.decoding);
    trace.notes = std::move(run.notes);
    for (const Edit& edit : asked.edits)
        if (edit.kind == EditKind::ReverseInput && run.isReversed)
            trace.edits.push_back(edit);
    if (scenario.arrange)
        scenario.arrange(trace);
    return trace;
}

} // namespace

std::shared_ptr<const Trace> explore(const Exploration& exploration, std::stop_token stop)
{
    const auto start = std::chrono::steady_clock::now();
    const ScenarioSpec& scenario = scenarioOf(exploration.scenario);
    const Settings asked = resolveSettings(scenario.settings, exploration.settings);
    const std::shared_ptr<const Weights> weights =
        exploration.weights ? exploration.weights : weightsFor(scenario, asked, stop);
    Exploration complete = exploration;
    for (std::size_t i = complete.texts.size(); i < scenario.inputs.size(); ++i)
        complete.texts.push_back(scenario.inputs[i].examples.front().text);
    const Settings settings = effectiveSettings(scenario, asked, *weights);
    auto trace =
        std::make_shared<Trace>(traceOf(scenario, complete, settings, *weights, std::move(stop)));
    trace->scenario = scenario.id;
    trace->parameters = {weights, &weights->parameters};
    trace->layout = scenario.layout;
    trace->settings = settings;
    if (!endsInNumbers(*trace))
        trace->notes.emplace_back("The result is not a number: the weights, or what was typed or "
                                  "set, are too large to compute with.");
    trace->seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return trace;
}

std::string firstText(const Exploration& exploration)
{
    return exploration.texts.empty()
        ? scenarioOf(exploration.scenario).inputs.front().examples.front().text
        : exploration.texts.front();
}

} // namespace regard
