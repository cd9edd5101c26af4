// SPDX-License-Identifier: GPL-3.0-or-later
// Sorting and convex hulls by pointing at the input: the weights of attention are the output.
#include "core/scenarios/pointer/scenario.h"

#include "core/data/number_text.h"
#include "core/models/common_settings.h"
#include "core/models/scenario_run.h"
#include "core/models/seq2seq_trace.h"
#include "core/models/training_settings.h"
#include "core/models/typed_numbers.h"
#include "core/scenarios/pointer/answer_check.h"
#include "core/scenarios/pointer/task.h"
#include "core/trace/cell_work.h"
#include "core/trace/scene.h"

#include <algorithm>

namespace regard {

namespace {

constexpr const char* id = "pointer";

/// A number on its axis: (x − smallest) / (largest − smallest), ½ where all are the same. Numbers:
/// smallest and largest of each axis.
double scaledCell(CellWork& work)
{
    const auto axis = static_cast<std::size_t>(2 * work.column());
    const double low = work.number(axis);
    const double high = work.number(axis + 1);
    const double scaled = work.recorded();
    work.stage("smallest number that was typed", low);
    work.stage("largest", high);
    if (high <= low) {
        work.worked("½: all are the same", {});
        return 0.5;
    }
    const double typed = low + scaled * (high - low);
    work.stage("typed", typed);
    work.worked("({} − {f}) ∕ ({} − {f})", {{typed, {}}, {low, {}}, {high, {}}, {low, {}}});
    return scaled;
}

// x_i = (n_i − min n) / (max n − min n) along each axis
constexpr Formula scaledFormula{
    .name = "numbers_scaled",
    .line = "the numbers typed, brought to 0 … 1",
    .spoken = "x i = number i less the smallest, divided by the largest less the smallest",
    .symbols = "*x *n i j",
    .cell = scaledCell,
};

/// How inputs came about that were brought to 0 … 1, if that changed them.
How inputsFrom(PointerProblem problem, std::span<const Point> typed)
{
    const auto [left, right] = std::minmax_element(
        typed.begin(), typed.end(), [](const Point& a, const Point& b) { return a.x < b.x; });
    const auto [bottom, top] = std::minmax_element(
        typed.begin(), typed.end(), [](const Point& a, const Point& b) { return a.y < b.y; });
    const bool asTyped = left->x == 0 && right->x == 1
        && (problem == PointerProblem::Sort || (bottom->y == 0 && top->y == 1));
    return asTyped ? typedNumbers()
                   : How(scaledFormula, {}, {left->x, right->x, bottom->y, top->y});
}

std::shared_ptr<const ParameterLayout> layoutFor(const Settings& settings)
{
    auto layout = std::make_shared<ParameterLayout>();
    PointerNetwork(*layout, pointerOptions(settings));
    return layout;
}

/// The order that a person wants: places counted from 1. A hull may end with its first corner.
/// Throws std::invalid_argument.
std::vector<std::int32_t> forcedOrder(PointerProblem problem, const std::string& target,
                                      std::size_t count)
{
    std::vector<std::int32_t> order;
    PointerWalk walk(problem, count);
    for (const TypedNumber& number : readNumbers(target).numbers) {
        const std::string text = "“" + target.substr(number.begin, number.end - number.begin) + "”";
        const auto place = static_cast<std::int32_t>(number.value);
        if (number.value != place || place < 1 || place > static_cast<std::int32_t>(count))
            throw std::invalid_argument(text
                                        + " is not the place of an input: write numbers from 1 "
                                          "to "
                                        + std::to_string(count));
        if (walk.isHidden(static_cast<std::size_t>(place - 1)))
            throw std::invalid_argument("input " + text
                                        + " cannot be pointed at any more: name each place once");
        walk.choose(place - 1);
        order.push_back(place - 1);
    }
    return order;
}

/// Inputs of the exploration, at most as many as were trained.
TypedInputs typedInputs(PointerProblem problem, const std::string& text,
                        std::vector<std::string>& notes)
{
    TypedInputs typed = readInputs(problem, text);
    const std::string what = problem == PointerProblem::Sort ? "numbers" : "points";
    if (typed.inputs.size() > longestInstance) {
        notes.push_back("Only the first " + std::to_string(longestInstance) + " of "
                        + std::to_string(typed.inputs.size()) + " " + what
                        + " are computed: the model was trained on so many at most.");
        typed.inputs.resize(longestInstance);
        typed.ranges.resize(longestInstance);
    }
    if (typed.decimalCommas)
        notes.emplace_back(decimalCommaNote);
    if (problem == PointerProblem::Hull && !typed.inputs.empty() && typed.inputs.size() < 3)
        throw std::invalid_argument("a hull takes three points or more: add points, as in "
                                    "0.1, 0.9; 0.3, 0.2; 0.8, 0.5");
    return typed;
}

Scene sceneOf(PointerProblem problem, const TypedInputs& typed, std::vector<std::int32_t> order,
              const std::string& text)
{
    PointedInputs pointed;
    const bool hull = problem == PointerProblem::Hull;
    pointed.typed = {hull ? TypedPoints::Notation::Points : TypedPoints::Notation::Numbers, 0,
                     hull ? std::size_t{2} : std::size_t{1}, text};
    for (const Point& input : typed.inputs)
        pointed.inputs.push_back(hull ? std::vector{input.x, input.y} : std::vector{input.x});
    pointed.order = std::move(order);
    pointed.right = solve(problem, typed.inputs);
    if (hull && pointed.right.size() < 3)
        pointed.right.clear();
    pointed.weights = "decoder/attention/weights";
    if (hull)
        return {PlaneScene{std::move(pointed), {"x"}, {"y"}}};
    return {OrderScene{std::move(pointed), {"number"}}};
}

void computePointer(ScenarioRun& run)
{
    ParameterLayout layout;
    const PointerNetwork model(layout, pointerOptions(run.settings));
    const PointerProblem problem = model.options().problem;
    const std::string& text = run.asked.texts.front();
    const TypedInputs typed = typedInputs(problem, text, run.notes);
    const std::vector<std::int32_t> forced =
        forcedOrder(problem, run.asked.target, typed.inputs.size());
    std::vector<std::string> labels;
    for (const auto& [begin, end] : typed.ranges) {
        labels.push_back(text.substr(begin, end - begin));
        run.input.push_back({labels.back(), true, begin, end});
    }
    std::vector<TraceToken>& output = run.output;
    std::vector<std::int32_t> order;
    if (!typed.inputs.empty()) {
        Tape& tape = run.tape;
        const Probe& probe = run.probe;
        const std::vector<Point> inputs = normalised(typed.inputs);
        const std::vector<Point>* const instances[] = {&inputs};
        const PointerNetwork::Encoded encoded =
            model.encode(tape, probe, instances, inputsFrom(problem, typed.inputs),
                         makeAxis(labels, AxisKind::Points, TokensOf::Input));
        const std::span<PointerWalk> walk = model.walks(tape, encoded);
        LayerStates state = encoded.first;
        const auto ends = [&] {
            return walk[0].done() || (!forced.empty() && output.size() == forced.size());
        };
        while (!ends()) {
            const auto step = static_cast<int>(output.size());
            probe.setStep(step, step == 0 ? "start" : output.back().text);
            const PointerNetwork::Step next = model.step(tape, probe, encoded, walk, state);
            state = next.state;
            const std::int32_t chosen = forced.empty() ? best(tape.value(next.weights).values())
                                                       : forced[static_cast<std::size_t>(step)];
            walk[0].choose(chosen);
            order.push_back(chosen);
            output.push_back({labels[static_cast<std::size_t>(chosen)], true, 0, 0});
        }
    }
    if (forced.empty() && !order.empty())
        checkPointed(problem, typed.inputs, order, labels, output, run.notes);
    run.scene = std::make_shared<Scene>(sceneOf(problem, typed, std::move(order), text));
}

} // namespace

ScenarioSpec pointer()
{
    ScenarioSpec spec;
    spec.id = id;
    spec.title = "Pointer network";
    spec.summary = "A recurrent decoder answers by pointing at its inputs: the weights are the "
                   "output. It sorts numbers, or goes round the corners of a cloud of points.";
    spec.layout = Layout::EncoderDecoder;
    spec.maximumTokens = longestInstance;
    spec.mainFigures = {{"exact", "exact"}};
    spec.startTensor = "decoder/attention/weights";
    spec.startView = "scene";
    spec.inputs = {{"Numbers or points",
                    "Numbers as 37 4 82, points as 0.1, 0.9; 0.3, 0.2",
                    {"0.7 0.1 0.4 0.9 0.2 0.6 0.3 0.8", "37 4 82 15 66 23 91 58 49 70",
                     "-3.5 12 0 7.25 -8 100", "0.1, 0.9; 0.3, 0.2; 0.5, 0.6; 0.9, 0.8; 0.7, 0.1",
                     "2, 1; 9, 2; 5, 4; 8, 8; 1, 7"}}};
    spec.settings = {
        choiceSetting("problem", "Problem",
                      "sort: the order of the numbers from the smallest. hull: the corners of the "
                      "smallest convex polygon around the points, counter-clockwise from the "
                      "leftmost; numbers are taken two by two. Each axis is scaled to 0 … 1 "
                      "first. A forced order names places, counted from 1: 2 3 1.",
                      {"sort", "hull"}, "sort", Affects::Weights),
        scoreSetting("additive", Affects::Weights, {"additive", "concat", "general"}),
        temperatureSetting(),
        integerSetting("hidden", "Hidden", "Features of encoder and decoder states.", 64, 2, 1024)};
    append(spec.settings,
           without(trainingSettings({.epochs = 10,
                                     .batch = 64,
                                     .rate = 4e-3,
                                     .dropout = 0,
                                     .examples = 40000,
                                     .heldOut = 4000}),
                   {"dropout"}));
    spec.parameterLayout = [](const Settings& settings, const auto&) {
        return layoutFor(settings);
    };
    spec.compute = computePointer;
    spec.arrange = arrangeDecoding;
    spec.task = pointerTask;
    return spec;
}

} // namespace regard
