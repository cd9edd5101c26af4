// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for every scenario of the catalogue, and the published numbers of each.
#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"

#include "core/models/weights_file.h"
#include "core/text/tokenizer.h"
#include "core/trace/probe.h"
#include "tests/core/exploring.h"

#include <gtest/gtest.h>

#include <algorithm>

#include <cmath>
#include <limits>
#include <set>

namespace regard {
namespace {

class Scenarios : public Exploring { };

TEST_F(Scenarios, weightsSumToOneInEveryRowAndMaskedKeysGetNone)
{
    for (const ScenarioSpec& scenario : catalogue()) {
        SCOPED_TRACE(scenario.id);
        const auto trace = traceOf(scenario.id);
        int seen = 0;
        for (const TraceTensor& weights : trace->tensors) {
            if (weights.role != Role::Weights && weights.role != Role::Probabilities)
                continue;
            ++seen;
            for (Index row = 0; row < weights.value.rows(); ++row) {
                double total = 0;
                for (Index column = 0; column < weights.value.columns(); ++column)
                    total += weights.value.at(row, column);
                // A row that may see nothing has no weights at all.
                const TraceTensor* masked =
                    trace->find(weights.path.substr(0, weights.path.rfind('/') + 1) + "masked");
                bool sees = !masked || weights.role == Role::Probabilities;
                for (Index column = 0; !sees && column < masked->value.columns(); ++column)
                    sees = std::isfinite(masked->value.at(row, column));
                EXPECT_NEAR(total, sees ? 1 : 0, 1e-5) << weights.path << " row " << row;
            }
        }
        EXPECT_GT(seen, 0);
    }
}

TEST_F(Scenarios, everyExampleIsComputedWithKnownWordsAndFiniteNumbers)
{
    for (const ScenarioSpec& scenario : catalogue())
        for (const auto& [text, remark] : scenario.inputs.front().examples) {
            SCOPED_TRACE(scenario.id + ": " + text);
            const auto trace = traceOf(scenario.id, text);
            for (const std::string& note : trace->notes) // what reviews leave out is told
                EXPECT_NE(note.find("left out"), std::string::npos) << note;
            for (const TraceToken& token : trace->input)
                EXPECT_TRUE(token.known) << token.text;
            for (const TraceTensor& tensor : trace->tensors)
                for (Real value : tensor.value)
                    ASSERT_TRUE(std::isfinite(value)
                                || (tensor.role == Role::Masked
                                    && value == -std::numeric_limits<Real>::infinity()))
                        << tensor.path;
        }
}

TEST_F(Scenarios, everyTensorHasAUniquePathItsLabelsAndAMoment)
{
    for (const ScenarioSpec& scenario : catalogue()) {
        const auto trace = traceOf(scenario.id);
        std::set<std::string> paths;
        std::size_t rows = 0;
        for (const TraceTensor& tensor : trace->tensors) {
            SCOPED_TRACE(scenario.id + " " + tensor.path);
            EXPECT_TRUE(paths.insert(tensor.path).second);
            EXPECT_EQ(tensor.rowMoments.size(), static_cast<std::size_t>(tensor.value.rows()));
            rows += tensor.rowMoments.size();
            if (tensor.rows) {
                EXPECT_EQ(tensor.rows->size(), tensor.rowMoments.size());
            }
            if (tensor.columns) {
                EXPECT_EQ(static_cast<Index>(tensor.columns->size()), tensor.value.columns());
            }
        }
        std::size_t pieces = 0;
        for (const Moment& moment : trace->moments)
            for (const Piece& piece : moment.pieces)
                pieces += static_cast<std::size_t>(piece.rowCount);
        EXPECT_EQ(pieces, rows);
    }
}

TEST_F(Scenarios, anEmptyTextGivesAnEmptyTraceAndNoError)
{
    for (const ScenarioSpec& scenario : catalogue())
        for (const char* text : {"", "   ", "\n\t"}) {
            SCOPED_TRACE(scenario.id);
            Exploration exploration;
            exploration.scenario = scenario.id;
            exploration.texts = {text};
            const auto trace = explore(exploration);
            EXPECT_TRUE(trace->tensors.empty());
            EXPECT_TRUE(trace->moments.empty());
            EXPECT_TRUE(trace->input.empty());
        }
}

/// Whether a scenario refuses words, as those do that take numbers, and names the first one.
bool refusesWords(const ScenarioSpec& scenario, const std::string& text, const std::string& first)
{
    Exploration exploration;
    exploration.scenario = scenario.id;
    exploration.texts = {text};
    try {
        explore(exploration);
    } catch (const std::invalid_argument& error) {
        EXPECT_NE(std::string(error.what()).find(first), std::string::npos) << error.what();
        return true;
    }
    return false;
}

TEST_F(Scenarios, anUnknownWordIsShownAsUnknownAndNotDropped)
{
    for (const ScenarioSpec& scenario : catalogue()) {
        SCOPED_TRACE(scenario.id);
        if (refusesWords(scenario, "xyzzy 你好", "xyzzy"))
            continue;
        const auto trace = traceOf(scenario.id, "xyzzy 你好");
        std::string all;
        for (const TraceToken& token : trace->input) {
            // Latin letters are known to those that read by character.
            EXPECT_TRUE(!token.known || token.text.size() == 1 || token.text == shownSpace)
                << token.text;
            all += token.text == shownSpace ? "" : token.text;
        }
        EXPECT_EQ(all, "xyzzy你好");
    }
}

TEST_F(Scenarios, tenThousandWordsAreLimitedWithANoteThatSaysWhy)
{
    std::string text;
    for (int i = 0; i < 10000; ++i)
        text += "thinking ";
    for (const ScenarioSpec& scenario : catalogue()) {
        SCOPED_TRACE(scenario.id);
        if (refusesWords(scenario, text, "thinking"))
            continue;
        const auto trace = traceOf(scenario.id, text);
        EXPECT_EQ(trace->input.size(), scenario.maximumTokens);
        ASSERT_FALSE(trace->notes.empty());
        // Words, or the characters of all of them.
        EXPECT_TRUE(trace->notes[0].find("0000 tokens") != std::string::npos
                    || trace->notes[0].find("89999 tokens") != std::string::npos) // with spaces
            << trace->notes[0];
    }
}

TEST_F(Scenarios, whatATargetLosesIsSaid)
{
    const std::string source = "the dog is running";
    EXPECT_TRUE(traceOf("translation", source, {}, {}, "小狗")->notes.empty());
    const auto unknown = traceOf("translation", source, {}, {}, "x 狗 x");
    ASSERT_EQ(unknown->notes.size(), 1U);
    EXPECT_NE(unknown->notes.front().find("\"x\""), std::string::npos);
    const auto longest = traceOf("translation", source, {}, {}, std::string(100, 'x'));
    ASSERT_EQ(longest->notes.size(), 2U);
    EXPECT_NE(longest->notes.front().find("of 100 tokens"), std::string::npos);
}

TEST_F(Scenarios, aResultThatIsNoNumberIsSaid)
{
    const ScenarioSpec& spec = scenarioOf("dates");
    Exploration exploration;
    exploration.scenario = "dates";
    EXPECT_TRUE(explore(exploration)->notes.empty());
    Weights huge = *weightsFor(spec, resolveSettings(spec.settings));
    for (Real& number : huge.parameters.block())
        number *= 1e30F;
    exploration.weights = std::make_shared<const Weights>(std::move(huge));
    const auto trace = explore(exploration);
    EXPECT_TRUE(std::any_of(trace->notes.begin(), trace->notes.end(), [](const std::string& note) {
        return note.find("not a number") != std::string::npos;
    }));
}

TEST_F(Scenarios, aStopRequestEndsTheComputation)
{
    std::stop_source stop;
    stop.request_stop();
    for (const ScenarioSpec& scenario : catalogue()) {
        Exploration exploration;
        exploration.scenario = scenario.id;
        EXPECT_THROW(explore(exploration, stop.get_token()), Stopped) << scenario.id;
    }
}

TEST_F(Scenarios, everyChoiceOfEverySettingComputes)
{
    for (const ScenarioSpec& scenario : catalogue())
        for (const SettingSpec& spec : scenario.settings)
            for (const std::string& choice : spec.choices) {
                if (spec.affects == Affects::Training) // those of the weights stay
                    continue;
                SCOPED_TRACE(scenario.id + " " + spec.name + "=" + choice);
                const auto trace = traceOf(scenario.id, {}, with(spec.name, choice));
                EXPECT_FALSE(trace->tensors.empty());
                EXPECT_EQ(trace->settings.text(spec.name), choice);
            }
}

TEST_F(Scenarios, theDefaultsOfAllThatLearnsHaveShippedWeights)
{
    for (const ScenarioSpec& scenario : catalogue())
        if (scenario.task) {
            SCOPED_TRACE(scenario.id);
            EXPECT_TRUE(weightsFor(scenario, resolveSettings(scenario.settings))->trained);
        }
}

TEST_F(Scenarios, weightsThatAreNotShippedAreSaidToBeUntrainedAndHaveNoFigures)
{
    std::size_t others = 0;
    for (const ScenarioSpec& scenario : catalogue())
        for (const SettingSpec& spec : scenario.settings)
            for (const std::string& choice : spec.choices) {
                if (!scenario.task || spec.affects != Affects::Weights)
                    continue;
                SCOPED_TRACE(scenario.id + " " + spec.name + "=" + choice);
                const Settings settings =
                    resolveSettings(scenario.settings, with(spec.name, choice));
                const std::filesystem::path path = shippedWeightsPath(scenario, settings);
                const bool shipped = std::filesystem::exists(path);
                const auto weights = weightsFor(scenario, settings);
                EXPECT_EQ(weights->trained, shipped);
                EXPECT_EQ(weights->origin, shipped ? path.string() : std::string());
                EXPECT_EQ(weights->figures.empty(), !shipped);
                EXPECT_EQ(weights->settings.text(spec.name), choice);
                others += shipped ? 0 : 1;
            }
    EXPECT_GT(others, 10u);
}

TEST_F(Scenarios, everyShippedFileIsFoundByItsSettings)
{
    for (const auto& entry : std::filesystem::directory_iterator(resourceDirectory() / "weights")) {
        if (entry.path().extension() != ".safetensors")
            continue;
        SCOPED_TRACE(entry.path().string());
        const ScenarioSpec& scenario = scenarioOf(scenarioOfWeights(entry.path()));
        const Weights weights = loadWeights(entry.path(), scenario);
        EXPECT_EQ(shippedWeightsPath(scenario, weights.settings).filename(),
                  entry.path().filename());
    }
}

TEST_F(Scenarios, aTemperatureLevelsTheWeights)
{
    for (const ScenarioSpec& scenario : catalogue()) {
        SCOPED_TRACE(scenario.id);
        if (!resolveSettings(scenario.settings).has("temperature"))
            continue;
        // The largest weight of each row, summed.
        const auto largest = [&](double temperature) {
            const auto trace = traceOf(scenario.id, {}, with("temperature", temperature));
            const TraceTensor& weights =
                trace->tensors[static_cast<std::size_t>(trace->indexOf(Role::Weights))];
            double total = 0;
            for (Index row = 0; row < weights.value.rows(); ++row) {
                Real most = 0;
                for (Index column = 0; column < weights.value.columns(); ++column)
                    most = std::max(most, weights.value.at(row, column));
                total += static_cast<double>(most);
            }
            return total;
        };
        EXPECT_LT(largest(10), largest(1));
        EXPECT_LE(largest(1), largest(0.1));
    }
}

TEST_F(Scenarios, anUnknownScenarioIsRefusedWithTheKnownOnes)
{
    try {
        scenarioOf("dialog");
        FAIL();
    } catch (const std::invalid_argument& error) {
        EXPECT_NE(std::string(error.what()).find("worked-example, self-attention, dialogue"),
                  std::string::npos);
    }
}

TEST_F(Scenarios, workedExampleHasThePublishedNumbers)
{
    const auto trace = traceOf("worked-example", "Thinking Machines");
    EXPECT_EQ(trace->find("X")->value.shape(), (Shape{2, 512}));
    EXPECT_EQ(trace->find("Q")->value.shape(), (Shape{2, 64}));
    const TraceValue& scores = trace->find("scores")->value;
    EXPECT_EQ(scores.at(0, 0), 112);
    EXPECT_EQ(scores.at(0, 1), 96);
    const TraceValue& scaled = trace->find("scaled")->value;
    EXPECT_EQ(scaled.at(0, 0), 14);
    EXPECT_EQ(scaled.at(0, 1), 12);
    const TraceValue& weights = trace->find("weights")->value;
    EXPECT_NEAR(weights.at(0, 0), 0.8807970779778823, 1e-6);
    EXPECT_NEAR(weights.at(0, 1), 0.11920292202211755, 1e-6);
    EXPECT_EQ(std::round(weights.at(0, 0) * 100), 88);
    EXPECT_EQ(std::round(weights.at(0, 1) * 100), 12);
}

TEST_F(Scenarios, workedExampleWithoutTheDivisorIsAllButCertain)
{
    const auto trace = traceOf("worked-example", {}, with("score", std::string("dot")));
    EXPECT_EQ(trace->find("scaled")->value.at(0, 0), 112);
    EXPECT_NEAR(trace->find("weights")->value.at(0, 0), 0.9999999, 1e-7);
}

TEST_F(Scenarios, workedExampleContextIsTheWeightedSumOfTheValues)
{
    const auto trace = traceOf("worked-example");
    const TraceValue& v = trace->find("V")->value;
    const TraceValue& w = trace->find("weights")->value;
    const TraceValue& z = trace->find("context")->value;
    for (Index i = 0; i < 64; ++i)
        EXPECT_NEAR(z.at(0, i), w.at(0, 0) * v.at(0, i) + w.at(0, 1) * v.at(1, i), 1e-5);
}

TEST_F(Scenarios, twoThousandTokensKeepEveryWeight)
{
    std::string text;
    for (int i = 0; i < 2048; ++i)
        text += i % 2 == 0 ? "the " : "dog ";
    const auto trace = traceOf("self-attention", text);
    EXPECT_TRUE(trace->notes.empty());
    const TraceValue& weights = trace->find("layer1/head3/weights")->value;
    ASSERT_EQ(weights.shape(), (Shape{2048, 2048}));
    const TraceValue& scores = trace->find("layer1/head3/scores")->value;
    const TraceValue& masked = trace->find("layer1/head3/masked")->value;
    for (const Index row : {0, 1000, 2047}) {
        double total = 0;
        for (Index column = 0; column < 2048; ++column)
            total += weights.at(row, column);
        EXPECT_NEAR(total, 1, 1e-5);
        EXPECT_EQ(masked.at(row, row), scores.at(row, row) * Real(0.25)); // √16 features
    }
}

TEST_F(Scenarios, causalMaskHidesWhatComesLater)
{
    const auto trace =
        traceOf("self-attention", "the dog sleeps", with("mask", std::string("causal")));
    const TraceValue& masked = trace->find("layer0/head0/masked")->value;
    const TraceValue& weights = trace->find("layer0/head0/weights")->value;
    for (Index row = 0; row < 3; ++row)
        for (Index column = row + 1; column < 3; ++column) {
            EXPECT_EQ(masked.at(row, column), -std::numeric_limits<Real>::infinity());
            EXPECT_EQ(weights.at(row, column), 0);
        }
    EXPECT_EQ(weights.at(0, 0), 1);
}

/// Column of the largest weight in a row.
Index largest(const TraceTensor& tensor, Index row)
{
    Index best = 0;
    for (Index column = 1; column < tensor.value.columns(); ++column)
        if (tensor.value.at(row, column) > tensor.value.at(row, best))
            best = column;
    return best;
}

TEST_F(Scenarios, selfAttentionLinksItToWhatItStandsFor)
{
    const auto antecedent = [&](const std::string& last) {
        const auto trace = traceOf("self-attention",
                                   "The animal didn't cross the street because it was too " + last);
        const TraceTensor& weights = *trace->find("layer1/head0/weights");
        EXPECT_EQ(*weights.rowLabel(7), "it");
        const TraceTensor& words = *trace->find("probabilities");
        EXPECT_EQ(*words.columnLabel(largest(words, 7)), *weights.columnLabel(largest(weights, 7)));
        return *weights.columnLabel(largest(weights, 7));
    };
    EXPECT_EQ(antecedent("tired"), "animal");
    EXPECT_EQ(antecedent("wide"), "street");
}

TEST_F(Scenarios, dialogueAnswersWithItsWeightsOnWhatDecides)
{
    const auto trace = traceOf("dialogue", "are you free tomorrow?");
    ASSERT_GT(trace->output.size(), 2u);
    EXPECT_TRUE(trace->output[0].text == "yes" || trace->output[0].text == "no");
    EXPECT_EQ(trace->output.back().text, "<eos>");
    EXPECT_EQ(trace->steps(), static_cast<int>(trace->output.size()));
    const TraceTensor& weights = *trace->find("decoder/attention/weights");
    EXPECT_EQ(*weights.rowLabel(0), trace->output[0].text);
    EXPECT_EQ(weights.value.rows(), trace->steps());
    EXPECT_EQ(weights.value.columns(), 5); // are you free tomorrow ?
    // The free/busy word and the day decide.
    EXPECT_GT(weights.value.at(0, 0) + weights.value.at(0, 1) + weights.value.at(0, 2)
                  + weights.value.at(0, 3),
              0.5);
}

TEST_F(Scenarios, dialogueWithoutAttentionSeesTheLastEncoderStateAtEveryStep)
{
    const auto trace = traceOf("dialogue", {}, with("attention", false));
    EXPECT_EQ(trace->indexOf(Role::Weights), -1);
    const TraceValue& states = trace->find("encoder/states")->value;
    const TraceValue& context = trace->find("decoder/context")->value;
    for (Index step = 0; step < context.rows(); ++step)
        for (Index i = 0; i < context.columns(); ++i)
            ASSERT_EQ(context.at(step, i), states.at(states.rows() - 1, i));
}

TEST_F(Scenarios, dialogueWritesAForcedTarget)
{
    Exploration exploration;
    exploration.scenario = "dialogue";
    exploration.target = "no, i am busy.";
    const auto trace = explore(exploration);
    std::string words;
    for (const TraceToken& token : trace->output)
        words += token.text + " ";
    EXPECT_EQ(words, "no , i am busy . <eos> ");
}

TEST_F(Scenarios, anEditedScoreChangesWhatIsWritten)
{
    const auto before = traceOf("dialogue");
    std::vector<Edit> edits;
    for (Index column = 0; column < 5; ++column)
        edits.push_back(
            {"decoder/attention/scores", 0, column, column == 0 ? Real(50) : Real(-50)});
    const auto after = traceOf("dialogue", {}, {}, edits);
    EXPECT_NEAR(after->find("decoder/attention/weights")->value.at(0, 0), 1, 1e-5);
    EXPECT_NE(after->find("decoder/states")->value.at(0, 0),
              before->find("decoder/states")->value.at(0, 0));
}

} // namespace
} // namespace regard
