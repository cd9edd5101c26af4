// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/pointer/task.h"

#include "core/data/columns_file.h"
#include "core/data/number_text.h"
#include "core/data/sentences.h"
#include "core/io/input_file.h"
#include "core/scenarios/pointer/tally.h"

#include <algorithm>

namespace regard {

PointerOptions pointerOptions(const Settings& settings)
{
    PointerOptions options;
    options.problem = pointerProblemOf(settings.text("problem"));
    options.hidden = settings.integer("hidden");
    options.score = settings.text("score");
    options.temperature = static_cast<Real>(settings.number("temperature"));
    return options;
}

TypedInputs readInputs(PointerProblem problem, std::string_view text)
{
    TypedInputs typed;
    if (problem == PointerProblem::Sort) {
        const NumberList list = readNumbers(text);
        typed.decimalCommas = list.decimalCommas;
        for (const TypedNumber& number : list.numbers) {
            typed.inputs.push_back({number.value, 0});
            typed.ranges.emplace_back(number.begin, number.end);
        }
        return typed;
    }
    const PointList list = readPoints(text, {2, false, "point"});
    typed.decimalCommas = list.decimalCommas;
    for (const TypedPoint& point : list.points) {
        typed.inputs.push_back({point.coordinates[0], point.coordinates[1]});
        typed.ranges.emplace_back(point.begin, point.end);
    }
    return typed;
}

namespace {

/// Whether a person's instance is held out: by the set of its inputs as the model sees them.
bool isInstanceHeldOut(std::span<const Point> inputs)
{
    std::vector<Point> points = normalised(inputs);
    std::sort(points.begin(), points.end(),
              [](const Point& a, const Point& b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
    std::vector<double> numbers;
    for (const Point& point : points)
        numbers.insert(numbers.end(), {point.x, point.y});
    return isHeldOut(numbers, 10);
}

/// The generated corpus, or a person's instances: a line each.
PointerCorpus corpusOf(const TaskRequest& request, PointerProblem problem)
{
    if (request.data.empty())
        return makePointerCorpus(problem, 2015,
                                 static_cast<std::size_t>(request.settings.integer("examples")),
                                 static_cast<std::size_t>(request.settings.integer("held_out")));
    PointerCorpus corpus;
    const auto take = [&](const Columns& line) {
        const std::string place = "line " + std::to_string(line.line) + ": ";
        PointerExample example;
        try {
            example.inputs = readInputs(problem, line[0]).inputs;
        } catch (const std::invalid_argument& error) {
            throw FileError(request.data, place + error.what());
        }
        if (example.inputs.empty() || example.inputs.size() > longestInstance)
            throw FileError(request.data,
                            place + "give from 1 to " + std::to_string(longestInstance)
                                + " inputs");
        example.answer = solve(problem, example.inputs);
        if (problem == PointerProblem::Hull && example.answer.size() < 3)
            throw FileError(request.data,
                            place + "a hull takes three points that are not on a line");
        const bool heldOut = request.onlyEvaluate || isInstanceHeldOut(example.inputs);
        (heldOut ? corpus.heldOut : corpus.train).push_back(std::move(example));
    };
    readColumns(request.data, {1, 1, "the inputs of an instance"}, take, request.stop);
    return corpus;
}

class PointerTask : public Task {
public:
    explicit PointerTask(const TaskRequest& request)
    {
        const PointerOptions options = pointerOptions(request.settings);
        PointerCorpus corpus = corpusOf(request, options.problem);
        m_train = read(std::move(corpus.train));
        m_heldOut = read(std::move(corpus.heldOut));
        auto layout = std::make_shared<ParameterLayout>();
        m_model = PointerNetwork(*layout, options);
        m_layout = std::move(layout);
    }

    std::size_t size(Split split) const override { return examples(split).size(); }
    std::string metric() const override { return "accuracy"; }
    LossSum loss(Tape& tape, Split split, std::span<const std::uint32_t> items,
                 const Draws& draws) const override;
    std::vector<Figure> evaluate(const Weights& weights, Split split, std::size_t limit,
                                 std::stop_token stop) const override;

private:
    static std::vector<PointerExample> read(std::vector<PointerExample> examples)
    {
        for (PointerExample& example : examples)
            example.inputs = normalised(example.inputs);
        return examples;
    }
    const std::vector<PointerExample>& examples(Split split) const
    {
        return split == Split::Train ? m_train : m_heldOut;
    }

    PointerNetwork m_model;
    std::vector<PointerExample> m_train; ///< inputs normalised
    std::vector<PointerExample> m_heldOut;
};

LossSum PointerTask::loss(Tape& tape, Split split, std::span<const std::uint32_t> items,
                          const Draws& /*draws*/) const
{
    const auto instances = tape.arena().array<const std::vector<Point>*>(items.size());
    const auto answers = tape.arena().array<const std::vector<std::int32_t>*>(items.size());
    for (std::size_t b = 0; b < items.size(); ++b) {
        instances[b] = &examples(split)[items[b]].inputs;
        answers[b] = &examples(split)[items[b]].answer;
    }
    const PointerNetwork::Loss loss = m_model.loss(tape, instances, answers);
    return {loss.sum, loss.count, loss.hits};
}

std::vector<Figure> PointerTask::evaluate(const Weights& weights, Split split, std::size_t limit,
                                          std::stop_token stop) const
{
    PointerTally tally(m_model.options().problem);
    const auto tell = [&](Tape& tape, std::span<const std::uint32_t> items) {
        std::vector<const std::vector<Point>*> instances;
        for (const std::uint32_t item : items)
            instances.push_back(&examples(split)[item].inputs);
        const auto answers = m_model.decode(tape, instances);
        for (std::size_t i = 0; i < answers.size(); ++i)
            tally.add(examples(split)[items[i]], answers[i]);
    };
    inGroups(weights, split, limit, 64, stop, tell);
    return tally.figures();
}

} // namespace

std::unique_ptr<Task> pointerTask(const TaskRequest& request)
{
    return std::make_unique<PointerTask>(request);
}

} // namespace regard
