// SPDX-License-Identifier: GPL-3.0-or-later
// Attention without learning: each point votes with its value, the nearer the louder.
#include "core/scenarios/kernel_regression/scenario.h"

#include "core/models/common_settings.h"
#include "core/models/scenario_run.h"
#include "core/models/training_settings.h"
#include "core/models/typed_numbers.h"
#include "core/scenarios/kernel_regression/corpus.h"
#include "core/scenarios/kernel_regression/model.h"
#include "core/scenarios/kernel_regression/scene.h"
#include "core/scenarios/kernel_regression/task.h"
#include "core/trace/cell_rules.h"

#include <cmath>
#include <cstdio>

namespace regard {

namespace {

std::shared_ptr<const ParameterLayout> layoutFor(const Settings& settings)
{
    auto layout = std::make_shared<ParameterLayout>();
    KernelRegression(*layout, similarityKernelOf(settings.text("kernel")));
    return layout;
}

// σ, as it is set
constexpr Formula givenWidth{
    .name = "width_given",
    .line = "the width that is set",
    .spoken = "σ is the width that is set",
    .symbols = "σ",
    .cell = givenCell,
};
// σ = |w|: the sign of the parameter says nothing.
constexpr Formula learntWidth{
    .name = "width_learnt",
    .line = "the width that was learnt",
    .spoken = "σ is w, the number that training found, without its sign",
    .symbols = "σ w",
    .cell =
        [](CellWork& work) {
            const double learnt = work.at(0, 0);
            work.show(work.rowOf(0, 0, "w"));
            work.worked("|{}|", {{learnt, {}}});
            return std::abs(learnt);
        },
};

/// The width of the settings, or the one that training found, named "sigma": a person may set
/// it there as well. Throws std::invalid_argument if it is not above 0.
Var nameWidth(Tape& tape, const Probe& probe, const Settings& settings, const Weights& weights)
{
    const bool learnt = settings.flag("learnt");
    const ParameterId parameter = weights.parameters.layout().find("sigma");
    const Real width = learnt ? std::abs(weights.parameters[parameter].data[0])
                              : static_cast<Real>(settings.number("width"));
    const Tensor named({1, 1}, {width});
    const Var sigma =
        probe.name(tape.constant(named.view()), "sigma", Role::Hidden,
                   learnt ? How(learntWidth, {tape.parameter(parameter)}) : How(givenWidth));
    if (!(tape.value(sigma).data[0] >= Real(1e-6)))
        throw std::invalid_argument("the width σ is not above 0: set another one, or train the "
                                    "weights anew");
    return sigma;
}

/// Takes over the numbers that are others, as a person set them.
void takeNumbers(ConstView named, std::vector<double>& numbers)
{
    const std::span<const Real> set = named.values();
    for (std::size_t i = 0; i < numbers.size(); ++i)
        if (set[i] != static_cast<Real>(numbers[i]))
            numbers[i] = static_cast<double>(set[i]);
}

/// Names numbers as they were typed. What a person sets of them takes their place.
Var nameTyped(Tape& tape, const Probe& probe, std::vector<double>& numbers, Index columns,
              std::string_view name, const Axis& labels)
{
    const Var typed = rowsOf(tape, numbers, columns);
    const Var named = probe.name(typed, name, Role::Embedding, typedNumbers(), labels);
    takeNumbers(tape.value(named), numbers);
    return named;
}

/// Says which queries no point has a say in.
void noteUncovered(ConstView weights, std::vector<std::string>& notes)
{
    std::size_t count = 0;
    for (Index row = 0; row < weights.shape.rows(); ++row) {
        double total = 0;
        for (Index column = 0; column < weights.shape.columns(); ++column)
            total += static_cast<double>(weights.at(row, column));
        count += total == 0;
    }
    if (count > 0)
        notes.push_back(std::to_string(count) + (count == 1 ? " query has" : " queries have")
                        + " no point within one width: all weights are 0, and so is what is "
                          "told. Make the width larger.");
}

void computeRegression(ScenarioRun& run)
{
    KernelData data = readKernelData(run.asked.texts.front(), run.notes);
    run.input = data.tokens;
    ParameterLayout layout;
    const SimilarityKernel& kernel = similarityKernelOf(run.settings.text("kernel"));
    const KernelRegression model(layout, kernel);
    CurveScene scene = sceneOf(data, run.asked.texts.front());
    if (data.pointCount() > 0) {
        Tape& tape = run.tape;
        const Probe& probe = run.probe;
        KernelRegression::Told told;
        told.pointLabels = makeAxis(data.pointLabels, AxisKind::Points, TokensOf::Input);
        told.queryLabels = makeAxis(data.queryLabels, AxisKind::Points, TokensOf::Output);
        if (run.settings.flag("standardise") && data.dimensions > 1) {
            told.points =
                nameTyped(tape, probe, data.points, data.dimensions, "points", told.pointLabels);
            told.queries =
                nameTyped(tape, probe, data.queries, data.dimensions, "queries", told.queryLabels);
            placePoints(data, scene);
            standardise(data);
        }
        told.width = nameWidth(tape, probe, run.settings, run.weights);
        const KernelRegression::Named named = model(tape, probe, data, told);
        const Attended& attended = named.attended;
        takeNumbers(tape.value(named.memory.namedKeys), data.points);
        takeNumbers(tape.value(named.memory.namedValues), data.values);
        if (data.dimensions == 1)
            placePoints(data, scene);
        for (std::size_t i = 0; i < data.queryLabels.size(); ++i) {
            char value[32];
            std::snprintf(value, sizeof value, "%.4g",
                          static_cast<double>(tape.value(attended.context).data[i]));
            run.output.push_back({data.queryLabels[i] + " → " + value, true, 0, 0});
        }
        noteUncovered(tape.value(attended.weights), run.notes);
        scene.values = data.values;
        drawCurve(tape, model, named.memory, told.width, scene);
        scene.error = errorLeavingOneOut(std::move(data), kernel, tape.value(told.width).data[0]);
    }
    run.scene = std::make_shared<Scene>(
        scene.features.size() == 1 ? Scene{std::move(scene)} : Scene{TableScene{std::move(scene)}});
}

} // namespace

ScenarioSpec kernelRegression()
{
    ScenarioSpec spec;
    spec.id = "kernel-regression";
    spec.title = "Kernel regression";
    spec.summary =
        "Attention without learning (Nadaraya and Watson, 1964): the value at a query is "
        "the mean of all points' values, weighted by how near they are. Keys are the "
        "points, the query is what you ask for.";
    spec.layout = Layout::General;
    spec.maximumTokens = mostKernelPoints;
    spec.startTensor = "weights";
    spec.startView = "scene";
    spec.inputs = {
        {"Points and queries",
         "Points with values and a query, as in 50, 160 -> 50; 65, 165 -> 23; 63, 170 -> ?",
         {tableExample(), curveExample(), "0 -> 1; 1 -> 3; 2 -> 2; 4 -> 5; 0 .. 4 -> ?"}}};
    std::string help = "The weight of a point at a distance of u widths: ";
    std::vector<std::string> names;
    for (const SimilarityKernel& kernel : similarityKernels()) {
        help += (names.empty() ? "" : "; ") + std::string(kernel.label);
        names.emplace_back(kernel.name);
    }
    spec.settings = {
        choiceSetting("kernel", "Kernel", help + ".", std::move(names), "gaussian",
                      Affects::Computation),
        onlyWith(numberSetting("width", "Width",
                               "How far a point is heard: σ of the gaussian, half the breadth of "
                               "the others. Smaller makes the weights sharper.",
                               0.5, 0.01, 1000, Affects::Computation),
                 "learnt", {"false"}),
        flagSetting("learnt", "Learnt width",
                    "Uses the width that training found for the curve, in place of the one above.",
                    false, Affects::Computation),
        flagSetting("standardise", "Standardise",
                    "Brings the numbers of a point to one scale if it has several: mean 0 and "
                    "deviation 1 over all points. One number alone stays as typed.",
                    true, Affects::Computation)};
    append(spec.settings,
           without(trainingSettings({.epochs = 200,
                                     .batch = 40,
                                     .rate = 0.05,
                                     .dropout = 0,
                                     .examples = 1,
                                     .heldOut = 1}),
                   {"dropout", "examples", "held_out"}));
    spec.parameterLayout = [](const Settings& settings, const auto&) {
        return layoutFor(settings);
    };
    spec.compute = computeRegression;
    spec.task = kernelTask;
    return spec;
}

} // namespace regard
