// SPDX-License-Identifier: GPL-3.0-or-later
// What the transformer would write behind each of its layers, and which words its heads promote.
#include "core/scenarios/catalogue.h"
#include "core/scenarios/transformer/lens.h"
#include "tests/core/exploring.h"

#include <numeric>

namespace regard {
namespace {

class LayerLensOf : public Exploring, public testing::WithParamInterface<const char*> {
protected:
    static std::shared_ptr<const Trace> trace()
    {
        return traceOf("transformer", {}, with("norm", std::string(GetParam())));
    }
};

TEST_P(LayerLensOf, BehindTheLastLayerItSaysWhatTheModelSays)
{
    const auto shown = trace();
    const TraceTensor& p = *shown->find("decoder/probabilities");
    for (int step = 0; step < static_cast<int>(shown->output.size()); ++step) {
        const auto all = static_cast<std::size_t>(p.value.columns());
        const LayerLens lens = transformerLens(*shown, step, all);
        ASSERT_EQ(lens.layers.size(), 2u);
        const LensLayer& last = lens.layers.back();
        ASSERT_EQ(last.likeliest.size(), all);
        EXPECT_EQ(last.likeliest.front().token, shown->output[static_cast<std::size_t>(step)].text);
        EXPECT_EQ(last.rank, 1);
        EXPECT_EQ(last.probability, last.likeliest.front().value);
        for (const LensWord& word : last.likeliest) {
            const auto& names = p.columns->names;
            const auto at = std::find(names.begin(), names.end(), word.token) - names.begin();
            EXPECT_NEAR(word.value, static_cast<double>(p.value.at(step, at)), 2e-5);
        }
        // Another layer says something of its own, and its probabilities sum to one.
        double sum = 0;
        for (const LensWord& word : lens.layers.front().likeliest)
            sum += word.value;
        EXPECT_NEAR(sum, 1, 1e-9);
        EXPECT_EQ(lens.layers.front().path, "decoder/layer0/output");
    }
}

TEST_P(LayerLensOf, WhatTheHeadsAddIsWhatTheAttentionAdds)
{
    const auto shown = trace();
    const TraceTensor& p = *shown->find("decoder/probabilities");
    const auto all = static_cast<std::size_t>(p.value.columns());
    const LayerLens lens = transformerLens(*shown, 1, all);
    ASSERT_EQ(lens.heads.size(), 16u); // of two layers, in themselves and across, four each
    const auto parameter = [&](const char* name) {
        return (*shown->parameters)[shown->parameters->layout().find(name)];
    };
    // W_out (attention output − b_O), by the trace's own tensor.
    const TraceTensor& attended = *shown->find("decoder/layer1/cross/attention_output");
    const ConstView weight = parameter("decoder.output.weight");
    const ConstView bias = parameter("decoder.layers.1.multihead_attn.out_proj.bias");
    const auto& names = p.columns->names;
    for (std::size_t word = 0; word < all; word += 7) {
        double wanted = 0;
        for (Index i = 0; i < attended.value.columns(); ++i)
            wanted += static_cast<double>(weight.at(static_cast<Index>(word), i))
                * static_cast<double>(attended.value.at(1, i) - bias.data[i]);
        double sum = 0;
        for (const LensHead& head : lens.heads) {
            if (head.path.find("layer1/cross") == std::string::npos)
                continue;
            const auto found =
                std::find_if(head.promoted.begin(), head.promoted.end(),
                             [&](const LensWord& one) { return one.token == names[word]; });
            ASSERT_NE(found, head.promoted.end());
            sum += found->value;
        }
        EXPECT_NEAR(sum, wanted, 1e-4) << names[word];
    }
    for (const LensHead& head : lens.heads)
        EXPECT_TRUE(
            std::is_sorted(head.promoted.begin(), head.promoted.end(),
                           [](const LensWord& a, const LensWord& b) { return a.value > b.value; }));
}

TEST_P(LayerLensOf, AStepThatIsNotThereHasNone)
{
    const auto shown = trace();
    EXPECT_TRUE(transformerLens(*shown, -1, 3).layers.empty());
    EXPECT_TRUE(transformerLens(*shown, static_cast<int>(shown->output.size()), 3).layers.empty());
}

INSTANTIATE_TEST_SUITE_P(Norms, LayerLensOf, testing::Values("post", "pre"));

} // namespace
} // namespace regard
