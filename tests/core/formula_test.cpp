// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/formula.h"

#include "core/models/scenario.h"
#include "tests/core/trace_tensors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace regard {
namespace {

TEST(Formula, CrossAttentionTakesItsKeysFromTheEncoder)
{
    Trace trace;
    trace.layout = Layout::EncoderDecoder;
    for (const char* part : {"self", "cross"})
        for (const auto& [name, role] :
             {std::pair{"Q", Role::Query}, {"K", Role::Key}, {"V", Role::Value}})
            trace.tensors.push_back(tensorOf(
                std::string("decoder/layer0/") + part + "/head0/" + name, role, Tensor({2, 2})));
    const auto formula = [&](const char* path) { return formulaOf(trace, *trace.find(path)); };
    EXPECT_EQ(formula("decoder/layer0/self/head0/K"), FormulaId::Key);
    EXPECT_EQ(formula("decoder/layer0/cross/head0/Q"), FormulaId::CrossQuery);
    EXPECT_EQ(formula("decoder/layer0/cross/head0/K"), FormulaId::CrossKey);
    EXPECT_EQ(formula("decoder/layer0/cross/head0/V"), FormulaId::CrossValue);
}

TEST(Formula, ARecurrentQueryIsTheStateBeforeOrOfItsStepByTheOrderOfComputation)
{
    Trace before;
    before.tensors = {tensorOf("decoder/attention/Q", Role::Query, Tensor({2, 2})),
                      tensorOf("decoder/attention/context", Role::Context, Tensor({2, 2})),
                      tensorOf("decoder/states", Role::DecoderState, Tensor({2, 2}))};
    EXPECT_EQ(formulaOf(before, before.tensors[0]), FormulaId::DecoderQuery);
    EXPECT_EQ(formulaOf(before, before.tensors[2]), FormulaId::DecoderState);
    Trace current;
    current.tensors = {before.tensors[2], before.tensors[0], before.tensors[1],
                       tensorOf("decoder/attentional", Role::Hidden, Tensor({2, 2}))};
    EXPECT_EQ(formulaOf(current, current.tensors[0]), FormulaId::CurrentDecoderState);
    EXPECT_EQ(formulaOf(current, current.tensors[1]), FormulaId::CurrentQuery);
    EXPECT_EQ(formulaOf(current, current.tensors[3]), FormulaId::Attentional);
}

TEST(Formula, WithoutValuesADecodersWeightsAreTheAnswer)
{
    Trace trace;
    trace.tensors = {tensorOf("decoder/states", Role::DecoderState, Tensor({2, 2})),
                     tensorOf("decoder/attention/Q", Role::Query, Tensor({2, 2})),
                     tensorOf("decoder/attention/weights", Role::Weights, Tensor({2, 3}))};
    EXPECT_EQ(formulaOf(trace, trace.tensors[2]), FormulaId::PointerWeights);
}

TEST(Formula, AVerdictIsOneRowThatNoDecoderWrote)
{
    Trace trace;
    trace.tensors = {tensorOf("probabilities", Role::Probabilities, Tensor({1, 2}))};
    // One word whose antecedent is asked for: nothing comes out.
    EXPECT_EQ(formulaOf(trace, trace.tensors[0]), FormulaId::Probabilities);
    trace.output.push_back({"positive"});
    EXPECT_EQ(formulaOf(trace, trace.tensors[0]), FormulaId::ClassProbabilities);
    // A decoder that ended after one token.
    trace.moments.push_back({"decoder", "probabilities", Role::Probabilities, 0, {}});
    EXPECT_EQ(formulaOf(trace, trace.tensors[0]), FormulaId::Probabilities);
}

TEST(Formula, WeighedFeaturesAreNoMixedValues)
{
    Trace trace;
    trace.tensors = {tensorOf("encoder1/attention/weighed", Role::Context, Tensor({1, 2}))};
    EXPECT_EQ(formulaOf(trace, trace.tensors[0]), FormulaId::Weighed);
}

TEST(Formula, EveryOneHasANameOfItsOwn)
{
    std::set<std::string_view> names;
    for (int i = 1; i <= static_cast<int>(FormulaId::ClassProbabilities); ++i) {
        const std::string_view name = formulaName(static_cast<FormulaId>(i));
        EXPECT_FALSE(name.empty()) << i;
        EXPECT_TRUE(names.insert(name).second) << name;
    }
}

TEST(FormulaCatalogue, EveryTensorOfEveryScenarioHasAFormula)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    for (const ScenarioSpec& scenario : catalogue()) {
        Exploration exploration;
        exploration.scenario = scenario.id;
        const auto trace = explore(exploration);
        for (const TraceTensor& tensor : trace->tensors) {
            // The width of a kernel is given, not computed.
            EXPECT_TRUE(tensor.path == "sigma" || formulaOf(*trace, tensor) != FormulaId::None)
                << scenario.id << ": " << tensor.path;
        }
    }
}

/// Whether a key is hidden as a mask's formula says; of a part it may be any.
bool hides(FormulaId formula, Index row, Index column, Index width)
{
    switch (formula) {
    case FormulaId::Masked:
        return column > row;
    case FormulaId::WindowMasked:
        return column < row - width / 2 || column >= row - width / 2 + width;
    case FormulaId::HistoryMasked:
        return column > row || column <= row - width;
    default:
        return false;
    }
}

TEST(FormulaCatalogue, TheFormulaOfEveryMaskIsWhatItsNumbersShow)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    constexpr Index width = 3;
    int masks = 0;
    for (const ScenarioSpec& scenario : catalogue())
        for (const char* mask : {"none", "causal", "window", "history"}) {
            Exploration exploration;
            exploration.scenario = scenario.id;
            const bool chosen =
                std::any_of(scenario.settings.begin(), scenario.settings.end(),
                            [](const SettingSpec& setting) { return setting.name == "mask"; });
            if (chosen) {
                exploration.settings.set("mask", std::string(mask));
                exploration.settings.set("window", std::int64_t{width});
            }
            const auto trace = explore(exploration);
            for (const TraceTensor& tensor : trace->tensors) {
                if (tensor.role != Role::Masked)
                    continue;
                const FormulaId formula = formulaOf(*trace, tensor);
                bool any = false;
                for (Index row = 0; row < tensor.value.rows(); ++row)
                    for (Index column = 0; column < tensor.value.columns(); ++column) {
                        const bool hidden = std::isinf(tensor.value.at(row, column));
                        any = any || hidden;
                        if (formula != FormulaId::PartlyMasked) {
                            ASSERT_EQ(hidden, hides(formula, row, column, width))
                                << scenario.id << " " << mask << " " << tensor.path;
                        }
                    }
                // A rule may hide nothing of a short text; what is hidden in part is hidden.
                EXPECT_TRUE(any || formula != FormulaId::PartlyMasked)
                    << scenario.id << " " << mask << " " << tensor.path;
                ++masks;
            }
        }
    EXPECT_GT(masks, 100);
}

} // namespace
} // namespace regard
