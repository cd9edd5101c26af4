// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/kernel_regression/model.h"

#include "core/io/input_file.h"
#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/kernel_regression/corpus.h"
#include "core/trace/probe.h"
#include "core/training/train.h"
#include "tests/core/explained.h"
#include "tests/core/exploring.h"
#include "tests/core/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace regard {
namespace {

class KernelRegressionTest : public Exploring {
protected:
    static std::shared_ptr<const Trace>
    traceOf(const std::string& text,
            std::initializer_list<std::pair<const char*, SettingValue>> values = {},
            const std::vector<Edit>& edits = {})
    {
        return Exploring::traceOf("kernel-regression", text, with(values), edits);
    }
    static std::string refusal(const std::string& text)
    {
        return refusalOf([&] { traceOf(text); });
    }
    static std::unique_ptr<Task> taskFor(const std::filesystem::path& data = {},
                                         bool onlyEvaluate = false)
    {
        const ScenarioSpec& scenario = scenarioOf("kernel-regression");
        return scenario.task({resolveSettings(scenario.settings), data, onlyEvaluate, {}});
    }

    TemporaryFolder m_folder;
};

TEST_F(KernelRegressionTest, theTableGivesTheAgeThatOneComputesByHand)
{
    // Both columns have the variance (8⅓² + 6⅔² + 1⅔²)/3 = 38 8/9. In widths of ½, squared
    // distances: (13² + 10²), (2² + 5²) and (3² + 5²), each over 38 8/9 · ¼.
    const double variance = 350.0 / 9;
    const auto kernel = [&](double square) { return std::exp(-square / variance / 0.25 / 2); };
    const std::vector<double> k{kernel(169 + 100), kernel(4 + 25), kernel(9 + 25)};
    const double total = k[0] + k[1] + k[2];
    const auto trace = traceOf(tableExample());
    const auto& weights = trace->find("weights")->value;
    for (Index i = 0; i < 3; ++i)
        EXPECT_NEAR(weights.at(0, i), k[static_cast<std::size_t>(i)] / total, 1e-6);
    EXPECT_NEAR(weights.at(0, 1), 0.5639, 1e-4);
    EXPECT_NEAR(weights.at(0, 2), 0.4361, 1e-4);
    EXPECT_NEAR(trace->find("context")->value.at(0, 0), (50 * k[0] + 23 * k[1] + 21 * k[2]) / total,
                1e-4);
    ASSERT_EQ(trace->output.size(), 1u);
    EXPECT_EQ(trace->output[0].text, "63, 170 → 22.13");
}

TEST_F(KernelRegressionTest, withoutStandardisingTheUnitsDecide)
{
    const auto trace = traceOf(tableExample(), {{"standardise", false}, {"width", 5.0}});
    EXPECT_EQ(trace->find("points"), nullptr);
    EXPECT_EQ(trace->find("K")->value.at(1, 0), 65);
    EXPECT_EQ(trace->find("Q")->value.at(0, 1), 170);
    EXPECT_NEAR(trace->find("scores")->value.at(0, 1), -29.0 / 50, 1e-6);
    const double b = std::exp(-29.0 / 50);
    const double c = std::exp(-34.0 / 50);
    const double a = std::exp(-269.0 / 50);
    EXPECT_NEAR(trace->find("weights")->value.at(0, 1), b / (a + b + c), 1e-6);
}

TEST_F(KernelRegressionTest, oneNumberAloneIsSaidToBeAsItWasTyped)
{
    for (const bool standardise : {true, false}) {
        const auto trace = traceOf("10 -> 1; 20 -> 3; 15 -> ?", {{"standardise", standardise}});
        EXPECT_EQ(trace->find("points"), nullptr);
        EXPECT_EQ(trace->find("queries"), nullptr);
        EXPECT_EQ(trace->find("K")->value.at(1, 0), 20);
        EXPECT_EQ(trace->find("Q")->value.at(0, 0), 15);
    }
}

TEST_F(KernelRegressionTest, everyStepIsNamedInTheOrderOfComputation)
{
    const auto trace = traceOf(tableExample());
    std::string paths;
    for (const TraceTensor& tensor : trace->tensors)
        paths += tensor.path + " ";
    EXPECT_EQ(paths, "points queries sigma Q K V scores scaled masked weights context ");
    EXPECT_EQ(*trace->find("weights")->rowLabel(0), "63, 170");
    EXPECT_EQ(*trace->find("weights")->columnLabel(2), "60, 175");
    ASSERT_EQ(trace->input.size(), 3u);
    EXPECT_EQ(trace->input[1].text, "65, 165 -> 23");
    EXPECT_EQ(tableExample().substr(trace->input[1].begin, 13), "65, 165 -> 23");
}

TEST_F(KernelRegressionTest, theCurveIsFortyPointsAskedAtFiftyPlaces)
{
    const auto trace = traceOf(curveExample());
    const TraceTensor& weights = *trace->find("weights");
    EXPECT_EQ(weights.value.rows(), 50);
    EXPECT_EQ(weights.value.columns(), 40);
    EXPECT_EQ(*weights.rowLabel(0), "0");
    EXPECT_EQ(*weights.rowLabel(1), "0.1");
    EXPECT_EQ(*weights.rowLabel(49), "4.9");
    // One number alone is not standardised.
    const auto& keys = trace->find("K")->value;
    double squares = 0;
    for (Index i = 0; i < 40; ++i) {
        EXPECT_GE(keys.at(i, 0), i > 0 ? keys.at(i - 1, 0) : 0);
        EXPECT_LT(keys.at(i, 0), 5);
        const double noise =
            trace->find("V")->value.at(i, 0) - curveAt(static_cast<double>(keys.at(i, 0)));
        squares += noise * noise;
    }
    EXPECT_NEAR(squares / 40, 1, 0.5); // the noise has variance 1
    // A weighted mean in double precision.
    double sum = 0;
    double total = 0;
    for (Index i = 0; i < 40; ++i) {
        const double distance = static_cast<double>(keys.at(i, 0)) - 2;
        const double k = std::exp(-distance * distance / 2 / 0.25);
        total += k;
        sum += k * trace->find("V")->value.at(i, 0);
    }
    EXPECT_NEAR(trace->find("context")->value.at(20, 0), sum / total, 1e-4);
}

TEST_F(KernelRegressionTest, everyKernelWeighsByDistance)
{
    const std::string text = "0 -> 1; 1 -> 2; 3 -> 4; 0.5 -> ?";
    const auto weights = [&](const std::string& kernel) {
        const auto trace = traceOf(text, {{"kernel", kernel}, {"width", 1.0}});
        const auto& w = trace->find("weights")->value;
        return std::vector<double>{w.at(0, 0), w.at(0, 1), w.at(0, 2)};
    };
    EXPECT_EQ(weights("boxcar"), (std::vector<double>{0.5, 0.5, 0}));
    EXPECT_EQ(weights("epanechikov"), (std::vector<double>{0.5, 0.5, 0}));
    EXPECT_EQ(weights("triangular"), (std::vector<double>{0.5, 0.5, 0}));
    EXPECT_NEAR(weights("constant")[2], 1.0 / 3, 1e-6);
    const double near = std::exp(-0.125);
    EXPECT_NEAR(weights("gaussian")[2], std::exp(-3.125) / (2 * near + std::exp(-3.125)), 1e-6);
}

TEST_F(KernelRegressionTest, aQueryOutOfReachGivesZerosAndANote)
{
    const auto trace = traceOf("0 -> 1; 1 -> 2; 100 -> ?", {{"kernel", std::string("boxcar")}});
    for (const Real value : trace->find("weights")->value)
        EXPECT_EQ(value, 0);
    EXPECT_EQ(trace->find("context")->value.at(0, 0), 0);
    ASSERT_EQ(trace->notes.size(), 1u);
    EXPECT_NE(trace->notes[0].find("1 query has no point within one width"), std::string::npos);
    // However far, the gaussian finds the nearest.
    const auto gaussian = traceOf("0 -> 1; 1 -> 2; 1e6 -> ?", {{"width", 0.01}});
    EXPECT_EQ(gaussian->find("context")->value.at(0, 0), 2);
}

TEST_F(KernelRegressionTest, theLearntWidthTakesThePlaceOfTheTypedOne)
{
    const auto weights = weightsFor(scenarioOf("kernel-regression"),
                                    resolveSettings(scenarioOf("kernel-regression").settings));
    const double width = static_cast<double>(weights->parameters.block()[0]);
    EXPECT_GT(width, 0.1);
    EXPECT_LT(width, 0.5);
    const auto trace = traceOf("0 -> 1; 1 -> 2; 0 -> ?", {{"learnt", true}, {"width", 77.0}});
    EXPECT_NEAR(trace->find("scores")->value.at(0, 1), -1 / (2 * width * width), 1e-4);
    EXPECT_FLOAT_EQ(trace->find("sigma")->value.at(0, 0), static_cast<float>(width));
}

TEST_F(KernelRegressionTest, everyKernelIsToldWithTheWidthThatIsUsed)
{
    for (const SimilarityKernel& kernel : similarityKernels())
        for (const bool learnt : {false, true}) {
            SCOPED_TRACE(kernel.name);
            const auto trace =
                traceOf("0 -> 1; 1 -> 2; 0.25 -> ?",
                        {{"kernel", std::string(kernel.name)}, {"width", 2.0}, {"learnt", learnt}});
            expectExplained(*trace, "sigma", learnt ? "width_learnt" : "width_given");
            expectExplained(*trace, "scores", *(**kernel.score.formula).name);
            expectExplained(*trace, "weights", kernel.normaliser ? "proportional" : "softmax");
            const double sigma = static_cast<double>(trace->find("sigma")->value.at(0, 0));
            if (!learnt) {
                EXPECT_EQ(sigma, 2);
            }
            const std::vector<Stage> stages = explained(*trace, "scores", 0, 1).stages;
            const auto width = std::find_if(stages.begin(), stages.end(), [](const Stage& stage) {
                return stage.kind == Stage::Kind::KernelWidth;
            });
            if (kernel.name == "constant") // every key counts alike, however wide
                EXPECT_EQ(width, stages.end());
            else
                EXPECT_EQ(width->value, sigma);
        }
}

TEST_F(KernelRegressionTest, aWidthThatAPersonSetIsTheOneThatIsTold)
{
    const auto trace = traceOf("0 -> 1; 1 -> 2; 0 -> ?", {}, {{"sigma", 0, 0, 4}});
    EXPECT_NEAR(trace->find("scores")->value.at(0, 1), -1.0 / 32, 1e-6);
    expectExplained(*trace, "scores", "score_gaussian");
}

TEST_F(KernelRegressionTest, queriesAndKeysAreWhatWasTypedOrThatStandardised)
{
    const auto typed = traceOf(tableExample(), {{"standardise", false}});
    expectExplained(*typed, "Q", "query_given");
    expectExplained(*typed, "K", "key_given");
    expectExplained(*typed, "V", "value_given");
    const auto scaled = traceOf(tableExample());
    expectExplained(*scaled, "points", "numbers");
    expectExplained(*scaled, "queries", "numbers");
    expectExplained(*scaled, "Q", "query_standardised", 1e-6);
    expectExplained(*scaled, "K", "key_standardised", 1e-6);
    expectExplained(*scaled, "V", "value_given");
    const Explanation told = explained(*scaled, "K", 1, 0);
    EXPECT_NEAR(stageOf(told, "mean of the points"), (50 + 65 + 60) / 3.0, 1e-5);
    EXPECT_NEAR(stageOf(told, "deviation of the points"), std::sqrt(350.0 / 9), 1e-5);
    // A column of equal numbers is divided by nothing.
    const auto equal = traceOf("1, 5 -> 1; 2, 5 -> 2; 3, 6 -> ?");
    expectExplained(*equal, "Q", "query_standardised", 1e-6);
    EXPECT_EQ(stageOf(explained(*equal, "Q", 0, 1), "deviation of the points"), 1);
}

TEST_F(KernelRegressionTest, aTypedNumberThatAPersonSetMovesTheKeys)
{
    const auto before = traceOf(tableExample());
    const auto after = traceOf(tableExample(), {}, {{"points", 1, 0, 80}});
    EXPECT_NE(before->find("K")->value.at(0, 0), after->find("K")->value.at(0, 0));
    EXPECT_EQ(before->find("K")->value.at(0, 1), after->find("K")->value.at(0, 1));
    expectExplained(*after, "Q", "query_standardised", 1e-6);
    expectExplained(*after, "K", "key_standardised", 1e-6);
}

TEST_F(KernelRegressionTest, whereNoKeyIsInReachTheWeightsSaySo)
{
    for (const SimilarityKernel& kernel : similarityKernels()) {
        if (kernel.name == "gaussian" || kernel.name == "constant")
            continue; // they reach everywhere
        SCOPED_TRACE(kernel.name);
        const auto trace =
            traceOf("0 -> 1; 1 -> 2; 100 -> ?; 0 -> ?", {{"kernel", std::string(kernel.name)}});
        expectExplained(*trace, "weights", "proportional");
        for (const Index key : {0, 1})
            EXPECT_EQ(explained(*trace, "weights", 0, key).worked.text, "no key is in reach");
        EXPECT_NE(explained(*trace, "weights", 1, 0).worked.text, "no key is in reach");
    }
}

TEST_F(KernelRegressionTest, leavingOneOutFindsTheWidthWithTheLeastError)
{
    const ScenarioSpec& scenario = scenarioOf("kernel-regression");
    const auto task = taskFor();
    const Settings settings = resolveSettings(scenario.settings);
    Parameters parameters = drawWeights(scenario, settings, *task).parameters;
    EXPECT_EQ(parameters.block()[0], 1);
    const auto lossAt = [&](double width) {
        parameters.block()[0] = static_cast<Real>(width);
        return measure(*task, parameters, Split::Train).loss;
    };
    const double learnt =
        static_cast<double>(weightsFor(scenario, settings)->parameters.block()[0]);
    double best = 0.05;
    for (double width = 0.05; width < 1.5; width += 0.01)
        if (lossAt(width) < lossAt(best))
            best = width;
    EXPECT_NEAR(learnt, best, 0.02);
    // The point itself is left out: what it is told does not depend on its own value.
    EXPECT_GT(lossAt(0.01), 0.5);
}

TEST_F(KernelRegressionTest, evaluateReportsTheTableTheCurveAndTheLearntWidth)
{
    const auto task = taskFor();
    const ScenarioSpec& scenario = scenarioOf("kernel-regression");
    const auto weights = weightsFor(scenario, resolveSettings(scenario.settings));
    std::map<std::string, double> figures;
    for (const Figure& figure : task->evaluate(*weights, Split::HeldOut, 0, {}))
        figures[figure.name] = figure.value;
    EXPECT_NEAR(figures.at("table_age"), 22.13, 0.01);
    EXPECT_NEAR(figures.at("table_weight_1") + figures.at("table_weight_2")
                    + figures.at("table_weight_3"),
                1, 1e-5);
    for (const char* kernel : {"gaussian", "boxcar", "epanechikov", "triangular"})
        for (const char* width : {"0.1", "0.2", "0.5", "1"})
            EXPECT_GT(figures.at(std::string("error_") + kernel + "_" + width), 0);
    // The mean of all points knows nothing of x: the curve is a better guess with a kernel.
    EXPECT_LT(figures.at("error_learnt"), figures.at("error_constant") / 2);
    EXPECT_LT(figures.at("error_learnt"), figures.at("error_gaussian_1"));
    // The error of one kernel, computed here from the points.
    std::vector<std::string> notes;
    const KernelData curve = readKernelData(curveExample(), notes);
    double error = 0;
    for (const double x : curve.queries) {
        double sum = 0;
        double total = 0;
        for (std::size_t i = 0; i < curve.values.size(); ++i) {
            const double k = std::exp(-std::pow((curve.points[i] - x) / 0.5, 2) / 2);
            sum += k * curve.values[i];
            total += k;
        }
        error += std::pow(sum / total - curveAt(x), 2) / 50;
    }
    EXPECT_NEAR(figures.at("error_gaussian_0.5"), std::sqrt(error), 1e-5);
}

TEST_F(KernelRegressionTest, aPointIsOnOneSideHoweverItIsWritten)
{
    std::string text;
    for (int i = 0; i < 60; ++i) {
        const std::string x = std::to_string(i);
        const std::string y = std::to_string(i % 7);
        for (const std::string& point : {x + ", " + y, x + " , " + y, x + ".0, " + y + ".00"})
            text += point + " -> 1\n";
    }
    writeContent(m_folder.path() / "points.txt", text);
    const auto task = taskFor(m_folder.path() / "points.txt");
    EXPECT_EQ(task->size(Split::Train) + task->size(Split::HeldOut), 180u);
    EXPECT_GT(task->size(Split::HeldOut), 0u);
    EXPECT_EQ(task->size(Split::HeldOut) % 3, 0u);
}

TEST_F(KernelRegressionTest, aPersonsPointsAreTrainedAndMeasured)
{
    std::string text;
    for (int i = 0; i < 60; ++i)
        text += std::to_string(i) + ", " + std::to_string(i % 7) + " -> " + std::to_string(i / 2)
            + "\n";
    writeContent(m_folder.path() / "points.txt", text);
    const auto task = taskFor(m_folder.path() / "points.txt");
    EXPECT_EQ(task->size(Split::Train) + task->size(Split::HeldOut), 60u);
    EXPECT_GT(task->size(Split::HeldOut), 0u);
    EXPECT_EQ(taskFor(m_folder.path() / "points.txt", true)->size(Split::HeldOut), 60u);

    writeContent(m_folder.path() / "bad.txt", "1, 2 -> 3\n1 -> 3\n");
    try {
        taskFor(m_folder.path() / "bad.txt");
        FAIL();
    } catch (const FileError& error) {
        EXPECT_NE(std::string(error.what()).find("point 2"), std::string::npos) << error.what();
    }
    writeContent(m_folder.path() / "bad.txt", "1 -> 3\n");
    EXPECT_THROW(taskFor(m_folder.path() / "bad.txt"), FileError);
    EXPECT_THROW(taskFor(m_folder.path() / "none.txt"), FileError);
    text.clear();
    for (int i = 0; i < 257; ++i)
        text += std::to_string(i) + " -> 1\n";
    writeContent(m_folder.path() / "bad.txt", text);
    EXPECT_THROW(taskFor(m_folder.path() / "bad.txt"), FileError);
}

TEST_F(KernelRegressionTest, wrongInputSaysWhatIsWrong)
{
    expectPart(refusal("50, tall -> 50; 63, 170 -> ?"), "“tall” is not a number");
    expectPart(refusal("50, nan -> 50; 63, 170 -> ?"), "“nan” is not a number");
    expectPart(refusal("50, 160; 63, 170 -> ?"), "“50, 160” has no value");
    expectPart(refusal("50, 160 -> 50"), "nothing is asked");
    expectPart(refusal("63, 170 -> ?"), "no point with a value");
    expectPart(refusal("50, 160 -> 50; 63 -> ?"), "point 2 “63 -> ?” has 1 number");
    expectPart(refusal("50, 160 -> 50; 0 .. 5 -> ?"), "is a range");
    expectPart(refusal("50 -> 50; 0 .. 5 -> 3"), "is a range");
    expectPart(refusal("50, 1e12 -> 50; 63, 170 -> ?"), "out of range");
    expectPart(refusal("50, 160 ->"), "nothing after");
}

TEST_F(KernelRegressionTest, decimalCommasAndTooManyPointsAreSaid)
{
    const auto trace = traceOf("50,5 160 -> 50; 65 165,5 -> 23; 63 170 -> ?");
    ASSERT_EQ(trace->notes.size(), 1u);
    EXPECT_NE(trace->notes[0].find("decimal commas"), std::string::npos);
    EXPECT_EQ(trace->find("points")->value.at(0, 0), Real(50.5));

    const auto line = traceOf("0,5 -> 1,5; 1,5 -> 2; 2,5 -> 3; 1,0 -> ?");
    EXPECT_NE(line->notes.at(0).find("decimal commas"), std::string::npos);
    EXPECT_EQ(line->input.size(), 3u);

    std::string text;
    for (int i = 0; i < 300; ++i)
        text += std::to_string(i) + " -> 1; ";
    const auto many = traceOf(text + "0 .. 5 -> ?");
    EXPECT_EQ(many->input.size(), mostKernelPoints);
    ASSERT_EQ(many->notes.size(), 1u);
    EXPECT_NE(many->notes[0].find("of 300 points"), std::string::npos);
}

TEST_F(KernelRegressionTest, equalColumnsAndEqualPointsGiveFiniteNumbers)
{
    for (const char* text : {"1, 5 -> 1; 2, 5 -> 2; 1.5, 5 -> ?", "1, 1 -> 1; 1, 1 -> 3; 1, 1 -> ?",
                             "1, 1 -> 1; 9, 9 -> ?"}) {
        const auto trace = traceOf(text);
        for (const TraceTensor& tensor : trace->tensors)
            for (const Real value : tensor.value)
                EXPECT_TRUE(std::isfinite(value)) << tensor.path;
    }
    EXPECT_EQ(traceOf("1, 1 -> 1; 1, 1 -> 3; 1, 1 -> ?")->find("context")->value.at(0, 0), 2);
}

TEST_F(KernelRegressionTest, anEditedScoreMovesThePrediction)
{
    std::vector<Edit> edits{{"scores", 0, 0, 50}};
    EXPECT_NEAR(traceOf(tableExample(), {}, edits)->find("context")->value.at(0, 0), 50, 1e-3);
    edits = {{"sigma", 0, 0, 2}};
    EXPECT_NEAR(traceOf("0 -> 1; 1 -> 2; 0 -> ?", {}, edits)->find("scores")->value.at(0, 1),
                -0.125, 1e-6);
    edits = {{"sigma", 0, 0, 0}};
    EXPECT_THROW(traceOf(tableExample(), {}, edits), std::invalid_argument);
}

} // namespace
} // namespace regard
