// SPDX-License-Identifier: GPL-3.0-or-later
// Tells what each setting of a scenario changes, one value at a time: in the numbers of a trace, in
// a short training and in the figures measured after it; and what each ablation changes. For
// transcripts that told.py compares.
//   settings_told SCENARIO
#include "core/scenarios/explore.h"
#include "core/trace/ablations.h"
#include "core/trace/explain.h"
#include "core/trace/trace.h"
#include "tests/core/training_run.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

namespace regard {
namespace {

const char* told(const std::string& text)
{
    return text.c_str();
}

/// Values beside the default, near enough to it to be computed quickly.
std::vector<SettingValue> othersOf(const SettingSpec& spec)
{
    static const std::map<std::string, std::int64_t> few{
        {"examples", 45}, {"held_out", 5}, {"epochs", 1}, {"batch", 7}, {"words", 30}};
    const auto within = [&](double value) {
        return spec.minimum == spec.maximum ? value : std::clamp(value, spec.minimum, spec.maximum);
    };
    if (const auto small = few.find(spec.name); small != few.end())
        return {static_cast<std::int64_t>(within(static_cast<double>(small->second)))};
    if (const bool* flag = std::get_if<bool>(&spec.defaultValue))
        return {!*flag};
    if (const auto* number = std::get_if<std::int64_t>(&spec.defaultValue))
        return {static_cast<std::int64_t>(
            within(static_cast<double>(*number >= 4 ? *number / 2 : *number + 1)))};
    if (const auto* number = std::get_if<double>(&spec.defaultValue))
        return {within(*number == 0 ? 0.3 : *number / 2), within(*number == 0 ? 0.1 : *number * 3)};
    std::vector<SettingValue> others;
    for (const std::string& choice : spec.choices)
        if (SettingValue(choice) != spec.defaultValue)
            others.emplace_back(choice);
    return others;
}

/// The settings with which a setting takes part.
Settings conditionsOf(const ScenarioSpec& scenario, const SettingSpec& spec)
{
    Settings changes;
    while (const Condition* unmet =
               unmetCondition(spec, resolveSettings(scenario.settings, changes))) {
        const auto other = std::ranges::find(scenario.settings, unmet->setting, &SettingSpec::name);
        changes.set(unmet->setting, parseSetting(*other, unmet->values.front()));
    }
    return changes;
}

/// How tensors came about, with the numbers of their last cell, where no tensor before, of whatever
/// settings, came about in the same words.
void tellFormulas(const Trace& trace)
{
    static std::set<std::string> toldBefore;
    for (std::size_t i = 0; i < trace.tensors.size(); ++i) {
        const TraceTensor& tensor = trace.tensors[i];
        if (!tensor.source.formula || tensor.value.rows() == 0 || tensor.value.columns() == 0)
            continue;
        const Explanation explanation = explain(
            trace, {static_cast<int>(i), tensor.value.rows() - 1, tensor.value.columns() - 1});
        std::string words =
            std::string(tensor.name()) + " = " + std::string(*tensor.source.formula->line);
        for (const SourceOperand& operand : tensor.source.used())
            words += operand.kind == SourceOperand::Kind::Tensor
                ? ", " + std::string(trace.tensors[static_cast<std::size_t>(operand.first)].name())
                : operand.kind == SourceOperand::Kind::Parameter ? ", a parameter"
                                                                 : ", nothing";
        words += "; " + std::string(explanation.worked.text);
        for (const Operand& operand : explanation.operands)
            words += ", " + std::string(operand.symbol) + " of "
                + (operand.place.tensor < 0
                       ? operand.parameter
                       : std::string(
                           trace.tensors[static_cast<std::size_t>(operand.place.tensor)].name()));
        if (!toldBefore.insert(words).second)
            continue;
        std::printf("  formula: %s:", told(words));
        for (const WorkedLine::Number& number : explanation.worked.numbers)
            std::printf(" %.4g", number.value);
        for (const Stage& stage : explanation.stages)
            std::printf(" [%d %s %.4g]", static_cast<int>(stage.kind),
                        std::string(stage.caption).c_str(), stage.value);
        std::printf("\n");
    }
}

/// By the names of tensors: the mean size of their numbers, and how many are none.
void tellTrace(const Exploration& exploration)
{
    const std::shared_ptr<const Trace> trace = explore(exploration);
    struct Sum {
        double size = 0;
        std::size_t count = 0, none = 0;
    };
    std::vector<std::pair<std::string, Sum>> sums;
    for (const TraceTensor& tensor : trace->tensors) {
        const std::string name(tensor.name());
        auto found = std::ranges::find(sums, name, [](const auto& entry) { return entry.first; });
        if (found == sums.end())
            found = sums.insert(sums.end(), {name, {}});
        for (const Real number : tensor.value) {
            if (std::isfinite(number))
                found->second.size += std::abs(static_cast<double>(number));
            else
                ++found->second.none;
            ++found->second.count;
        }
    }
    std::printf("  trace: %zu tensors, %zu moments;", trace->tensors.size(), trace->moments.size());
    for (const auto& [name, sum] : sums) {
        const std::size_t finite = sum.count - sum.none;
        std::printf(" %s %.4g", told(name), finite ? sum.size / static_cast<double>(finite) : 0.0);
        if (sum.none)
            std::printf(" (%zu none)", sum.none);
    }
    std::printf("\n");
    tellFormulas(*trace);
    std::printf("  output:");
    for (const TraceToken& token : trace->output)
        std::printf(" %s", told(token.text));
    std::printf("\n");
    for (const std::string& note : trace->notes)
        std::printf("  note: %s\n", told(note));
}

/// To so many digits: a short training comes out a little different on another processor.
void tellFigures(const std::vector<Figure>& figures, int digits)
{
    for (const Figure& figure : figures)
        std::printf(" %s %.*g", told(figure.name), digits, figure.value);
    std::printf("\n");
}

/// What is measured of shipped weights, where there are some for these settings, on a few examples.
void tellShipped(const ScenarioSpec& scenario, const Settings& changes)
{
    const Settings asked = resolveSettings(scenario.settings, changes);
    const std::shared_ptr<const Weights> shipped = weightsFor(scenario, asked);
    if (!shipped->trained)
        return;
    Weights weights = *shipped;
    weights.settings = settingsWith(weights.settings, changes);
    for (const auto& [name, few] : {std::pair("examples", 60), std::pair("held_out", 16)})
        if (weights.settings.has(name) && !changes.has(name))
            weights.settings.set(name, std::int64_t{few});
    const auto task = scenario.task({weights.settings, {}, false, weights.vocabularies});
    std::printf("  shipped: loss %.4g;", measure(*task, weights.parameters, Split::HeldOut).loss);
    tellFigures(task->evaluate(weights, Split::HeldOut, 0, {}), 4);
    if (!changes.values().empty())
        return;
    for (const std::string& grouping : task->groupings(Split::HeldOut))
        for (const FigureGroup& group :
             task->evaluateBy(grouping, weights, Split::HeldOut, 0, {})) {
            std::printf("  by %s %s (%s), %zu examples:", told(grouping), told(group.name),
                        told(group.label), group.examples);
            tellFigures(group.figures, 4);
        }
}

void tellTraining(const std::string& id, const Settings& changes)
{
    const SmallRun run(id, changes);
    std::printf("  train:");
    TrainOptions options = run.options;
    options.reportEvery = 2;
    options.validate = 4;
    Weights weights = drawWeights(run.spec, run.settings, *run.task);
    weights.parameters = run.train(options, [](const TrainReport& report) {
        std::printf(" %zu/%zu %.3f", report.step, report.steps, report.loss);
        if (report.validated)
            std::printf(" (%.3f)", report.validationLoss);
        std::printf(" at %.3g;", report.rate);
        return true;
    });
    double size = 0;
    for (const Real number : weights.parameters.block())
        size += std::abs(static_cast<double>(number));
    std::printf(" %zu parameters of %.3g\n  evaluate:", weights.parameters.block().size(),
                size / static_cast<double>(weights.parameters.block().size()));
    tellFigures(run.task->evaluate(weights, Split::HeldOut, 0, {}), 2);
}

void tellSettings(const ScenarioSpec& scenario, const Settings& changes, Affects affects)
{
    Exploration exploration;
    exploration.scenario = scenario.id;
    exploration.settings = changes;
    if (affects != Affects::Training)
        tellTrace(exploration);
    if (!scenario.task)
        return;
    if (affects != Affects::Training)
        tellShipped(scenario, changes);
    tellTraining(scenario.id, changes);
}

void tellAblations(const ScenarioSpec& scenario)
{
    Exploration exploration;
    exploration.scenario = scenario.id;
    for (const Ablation& ablation : ablationsOf(*explore(exploration))) {
        std::printf("without part %d of attention %d, head %d\n", static_cast<int>(ablation.part),
                    ablation.attention, ablation.head);
        exploration.edits = ablation.edits;
        tellTrace(exploration);
    }
}

void tellAll(const ScenarioSpec& scenario)
{
    std::printf("as it opens\n");
    tellSettings(scenario, {}, Affects::Computation);
    for (const SettingSpec& spec : scenario.settings)
        for (const SettingValue& value : othersOf(spec)) {
            Settings changes = conditionsOf(scenario, spec);
            for (const auto& [name, needed] : changes.values())
                std::printf("%s=%s, ", told(name), told(settingText(needed)));
            std::printf("%s=%s\n", told(spec.name), told(settingText(value)));
            changes.set(spec.name, value);
            tellSettings(scenario, changes, spec.affects);
        }
    tellAblations(scenario);
}

} // namespace
} // namespace regard

int main(int argc, char** argv)
{
    if (argc != 2)
        return 2;
    regard::setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    regard::tellAll(regard::scenarioOf(argv[1]));
    return 0;
}
