// SPDX-License-Identifier: GPL-3.0-or-later
// What was once told otherwise than it is computed, each by its name.
#include "core/models/scenario.h"
#include "core/scenarios/explore.h"
#include "tests/core/explained.h"

#include <gtest/gtest.h>

namespace regard {
namespace {

std::shared_ptr<const Trace>
traceOf(const char* scenario, std::initializer_list<std::pair<const char*, SettingValue>> set)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    Exploration exploration;
    exploration.scenario = scenario;
    for (const auto& [name, value] : set)
        exploration.settings.set(name, value);
    return explore(exploration);
}

std::string formulaOf(const Trace& trace, const char* path)
{
    const TraceTensor* tensor = trace.find(path);
    return tensor && tensor->source.formula ? std::string(*tensor->source.formula->name)
                                            : std::string();
}

double stageOf(const Explanation& told, Stage::Kind kind)
{
    for (const Stage& stage : told.stages)
        if (stage.kind == kind)
            return stage.value;
    ADD_FAILURE() << "no such stage";
    return 0;
}

TEST(ToldRight, MeanProductsAreDividedByTheWidth)
{
    const auto trace = traceOf("self-attention", {{"score", std::string("mean_product")}});
    EXPECT_EQ(formulaOf(*trace, "layer0/head0/scaled"), "averaged");
    EXPECT_EQ(stageOf(explained(*trace, "layer0/head0/scaled", 0, 1), Stage::Kind::Width), 16);
}

TEST(ToldRight, TheWidthOfAGaussianScoreIsItsParameterNotTheModelsWidth)
{
    for (const auto& [scenario, scores] :
         {std::pair{"self-attention", "layer0/head0/scores"},
          std::pair{"transformer", "encoder/layer0/head0/scores"}}) {
        const auto trace = traceOf(scenario, {{"score", std::string("gaussian")}});
        const Explanation told = explained(*trace, scores, 0, 1);
        const TraceTensor& tensor = *trace->find(scores);
        const SourceOperand& sigma = tensor.source.operands[2];
        ASSERT_EQ(sigma.kind, SourceOperand::Kind::Parameter);
        EXPECT_EQ(stageOf(told, Stage::Kind::KernelWidth),
                  (*trace->parameters)[{sigma.first}].data[0]);
        expectExplained(*trace, scores, "score_gaussian");
    }
}

TEST(ToldRight, AKeyThatIsNotThereYetCountsAsZeros)
{
    for (const char* score : {"dot", "general", "additive", "cosine", "gaussian"}) {
        const auto trace = traceOf("time-series", {{"score", std::string(score)}});
        const Index last = trace->find("attention/scores")->value.columns() - 1;
        const Explanation told = explained(*trace, "attention/scores", 1, last);
        ASSERT_TRUE(told.recomputed) << score;
        EXPECT_NEAR(*told.recomputed, told.recorded, 2e-5 * (1 + std::abs(told.recorded))) << score;
        const Operand& key = told.operands[1];
        EXPECT_TRUE(std::all_of(key.values.begin(), key.values.end(), [](double value) {
            return value == 0;
        })) << score;
    }
}

TEST(ToldRight, WithoutPositionsNothingIsAdded)
{
    const auto without = traceOf("self-attention", {{"positions", std::string("none")}});
    EXPECT_EQ(formulaOf(*without, "X"), "input_alone");
    EXPECT_FALSE(without->find("position"));
    EXPECT_EQ(formulaOf(*traceOf("self-attention", {}), "X"), "input");
}

TEST(ToldRight, ReviewsDivideByTheirDivisorWhateverTheWidth)
{
    const auto trace = traceOf("reviews", {});
    EXPECT_EQ(trace->find("Q")->value.columns(), 128);
    EXPECT_EQ(stageOf(explained(*trace, "scaled", 0, 0), Stage::Kind::RootOfWidth), 8);
}

TEST(ToldRight, ProjectionsTellTheirBiases)
{
    const auto trace = traceOf("transformer", {});
    for (const char* path :
         {"encoder/layer0/head1/Q", "encoder/layer0/head1/K", "encoder/layer0/head1/V",
          "encoder/layer0/attention_output", "decoder/layer0/cross/head1/Q",
          "decoder/layer0/cross/head1/K", "decoder/layer0/cross/head1/V"}) {
        const Explanation told = explained(*trace, path, 1, 3);
        EXPECT_NE(std::find_if(told.stages.begin(), told.stages.end(),
                               [](const Stage& stage) { return stage.caption == "+ bias"; }),
                  told.stages.end())
            << path;
        EXPECT_TRUE((*told.formula->symbols).find("*b^") != std::string_view::npos) << path;
    }
}

TEST(ToldRight, SquaresOfDifferencesAreNoProducts)
{
    for (const char* kernel : {"gaussian", "boxcar", "epanechikov", "triangular"}) {
        const auto trace = traceOf("kernel-regression", {{"kernel", std::string(kernel)}});
        EXPECT_TRUE(explained(*trace, "scores", 0, 0).squares) << kernel;
        EXPECT_FALSE(explained(*trace, "context", 0, 0).squares) << kernel;
    }
}

TEST(ToldRight, ModelsOfSeriesNameOnlyWhatIsThere)
{
    const auto recurrent = traceOf("time-series", {{"model", std::string("recurrent")}});
    const auto attention = traceOf("time-series", {{"model", std::string("attention")}});
    for (const TraceTensor& tensor : recurrent->tensors) {
        EXPECT_NE(tensor.role, Role::Context);
        EXPECT_EQ((*tensor.source.formula->spoken).find("context"), std::string_view::npos)
            << tensor.path;
    }
    for (const TraceTensor& tensor : attention->tensors) {
        EXPECT_NE(tensor.role, Role::State);
        EXPECT_EQ((*tensor.source.formula->spoken).find("state"), std::string_view::npos)
            << tensor.path;
    }
}

TEST(ToldRight, NumbersSayWhatWasDoneToThem)
{
    EXPECT_EQ(formulaOf(*traceOf("pointer", {}), "encoder/inputs"), "numbers_scaled");
    EXPECT_EQ(formulaOf(*traceOf("time-series", {}), "input"), "series_input");
    EXPECT_EQ(formulaOf(*traceOf("time-series", {}), "series"), "numbers");
    EXPECT_EQ(formulaOf(*traceOf("kernel-regression", {}), "Q"), "query_standardised");
    EXPECT_EQ(formulaOf(*traceOf("kernel-regression", {{"standardise", false}}), "Q"),
              "query_given");
}

} // namespace
} // namespace regard
