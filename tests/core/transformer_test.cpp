// SPDX-License-Identifier: GPL-3.0-or-later
// The transformer's model against PyTorch, and what its traces hold.
#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/transformer/model.h"
#include "core/scenarios/transformer/task.h"
#include "tests/core/exploring.h"
#include "tests/core/golden.h"

#include <limits>

namespace regard {
namespace {

TransformerOptions smallOptions(NormOrder norm)
{
    TransformerOptions options;
    options.width = 8;
    options.heads = 2;
    options.feedForward = 12;
    options.norm = norm;
    options.sourceVocabulary = 12;
    options.targetVocabulary = 11;
    return options;
}

class TransformerNorms : public testing::TestWithParam<NormOrder> { };

TEST_P(TransformerNorms, lossAndGradientsOfTeacherForcingAreThoseOfPyTorch)
{
    const Golden golden(GetParam() == NormOrder::Pre ? "transformer_pre" : "transformer");
    const auto layout = std::make_shared<ParameterLayout>();
    const TransformerModel model(*layout, smallOptions(GetParam()));
    golden.expectTeacherForcing(model, layout);
}

TEST_P(TransformerNorms, writingWithKeptKeysIsWhatTheWholePassWouldWrite)
{
    const auto layout = std::make_shared<ParameterLayout>();
    const TransformerModel model(*layout, smallOptions(GetParam()));
    const Parameters parameters(layout, 3);
    const std::vector<std::int32_t> sentences[] = {{5, 4, 7, 9}, {11, 6}, {8}};
    const std::vector<std::int32_t>* sources[] = {&sentences[0], &sentences[1], &sentences[2]};
    constexpr Index limit = 6;
    Tape tape;
    tape.bind(parameters);
    const auto written = model.write(tape, sources, limit, {});
    for (std::size_t b = 0; b < 3; ++b) {
        std::vector<std::int32_t> read{Vocabulary::begin};
        read.insert(read.end(), written[b].tokens.begin(), written[b].tokens.end());
        read.resize(std::min<std::size_t>(read.size(), limit));
        const std::vector<std::int32_t>* one[] = {sources[b]};
        const std::vector<std::int32_t>* steps[] = {&read};
        const auto encoded = model.encode(tape, {}, PaddedIds::of(one), {});
        const auto whole = model.decode(tape, {}, encoded, PaddedIds::of(steps), {});
        const ConstView logits = tape.value(whole.logits);
        ASSERT_EQ(written[b].weights.size(), 4u); // two layers of two heads
        for (std::size_t t = 0; t < read.size(); ++t) {
            const Real* row = logits.data + static_cast<Index>(t) * 11;
            const auto best = static_cast<std::int32_t>(std::max_element(row, row + 11) - row);
            if (t < written[b].tokens.size()) {
                EXPECT_EQ(best, written[b].tokens[t]);
                for (std::size_t head = 0; head < 4; ++head) {
                    const ConstView weights = tape.value(whole.cross[head / 2]);
                    const Index keys = weights.shape[3];
                    const Index first =
                        (static_cast<Index>(head % 2) * weights.shape[2] + static_cast<Index>(t))
                        * keys;
                    for (Index key = 0; key < keys; ++key)
                        EXPECT_NEAR(written[b].weights[head].at(static_cast<Index>(t), key),
                                    weights.data[first + key], 1e-5);
                }
            } else {
                EXPECT_EQ(best, Vocabulary::end);
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(PostAndPreNorm, TransformerNorms,
                         testing::Values(NormOrder::Post, NormOrder::Pre), [](const auto& test) {
                             return test.param == NormOrder::Post ? "post" : "pre";
                         });

class TransformerTraces : public Exploring {
protected:
    static std::shared_ptr<const Trace> traceOf(const std::optional<std::string>& text = {},
                                                const Settings& settings = {},
                                                const std::vector<Edit>& edits = {},
                                                const std::string& target = {})
    {
        return Exploring::traceOf("transformer", text, settings, edits, target);
    }
};

TEST_F(TransformerTraces, theDogRunsAcrossTheGrass)
{
    const auto trace = traceOf("the dog is running across the grass");
    EXPECT_EQ(written(*trace), "这个小狗正在穿越草地<eos>");
    // 小 and 狗 come from "dog": the mean over the heads of the last layer's cross attention.
    for (Index row : {2, 3}) {
        Real weight = 0;
        for (const char* head : {"head0", "head1", "head2", "head3"})
            weight += trace->find("decoder/layer1/cross/" + std::string(head) + "/weights")
                          ->value.at(row, 1)
                / 4;
        EXPECT_GT(weight, 0.5) << trace->output[static_cast<std::size_t>(row)].text;
    }
}

TEST_F(TransformerTraces, everyStepWritesItsRowOfAllThatTheDecoderComputes)
{
    const auto trace = traceOf();
    const int steps = static_cast<int>(trace->output.size());
    EXPECT_EQ(trace->steps(), steps);
    int last = -1;
    for (const Moment& moment : trace->moments) {
        EXPECT_GE(moment.step, last); // the encoder (−1), then step by step
        last = moment.step;
        for (const Piece& piece : moment.pieces)
            if (moment.step >= 0) {
                EXPECT_EQ(piece.rowCount, 1);
                EXPECT_EQ(piece.firstRow, moment.step);
            }
    }
    const TraceTensor& cross = *trace->find("decoder/layer1/cross/head0/weights");
    const TraceTensor& self = *trace->find("decoder/layer1/self/head0/weights");
    ASSERT_EQ(cross.value.rows(), steps);
    ASSERT_EQ(self.value.shape(), (Shape{steps, steps}));
    for (Index row = 0; row < steps; ++row) {
        EXPECT_EQ(*cross.rowLabel(row), trace->output[static_cast<std::size_t>(row)].text);
        EXPECT_EQ(*self.columnLabel(row),
                  row == 0 ? "<bos>" : trace->output[static_cast<std::size_t>(row) - 1].text);
    }
    for (Index column = 0; column < cross.value.columns(); ++column)
        EXPECT_EQ(*cross.columnLabel(column), trace->input[static_cast<std::size_t>(column)].text);
}

TEST_F(TransformerTraces, aStepSeesNothingOfWhatComesLater)
{
    Settings settings;
    settings.set("mask", std::string("window")); // the encoder's, not the decoder's
    const auto trace = traceOf({}, settings);
    for (const char* head : {"decoder/layer0/self/head0/", "decoder/layer1/self/head3/"}) {
        const TraceTensor& masked = *trace->find(head + std::string("masked"));
        const TraceTensor& weights = *trace->find(head + std::string("weights"));
        for (Index row = 0; row < weights.value.rows(); ++row)
            for (Index column = 0; column < weights.value.columns(); ++column) {
                EXPECT_EQ(masked.value.at(row, column) == -std::numeric_limits<Real>::infinity(),
                          column > row);
                EXPECT_EQ(weights.value.at(row, column) == 0, column > row);
            }
    }
}

TEST_F(TransformerTraces, aSetNumberChangesWhatIsWrittenFromItsStepOn)
{
    const auto before = traceOf();
    const TraceTensor& logits = *before->find("decoder/logits");
    Index other = 0; // column of the character that is to be written at step 2
    while (*logits.columnLabel(other) != "个")
        ++other;
    ASSERT_NE(before->output[2].text, "个");
    const auto after = traceOf({}, {}, {{"decoder/logits", 2, other, 100}});
    EXPECT_EQ(after->output[2].text, "个");
    EXPECT_NEAR(after->find("decoder/probabilities")->value.at(2, other), 1, 1e-5);
    EXPECT_EQ(*after->find("decoder/layer0/self/head0/K")->rowLabel(3), "个");
    for (std::size_t t = 0; t < 2; ++t)
        EXPECT_EQ(after->output[t].text, before->output[t].text);
    // Without an effect the same is written, though each step is found in another way.
    const auto same = traceOf({}, {}, {{"decoder/logits", 90, 0, 100}});
    EXPECT_EQ(written(*same), written(*before));
}

TEST_F(TransformerTraces, aForcedTargetIsWritten)
{
    EXPECT_EQ(written(*traceOf({}, {}, {}, "小狗在草地")), "小狗在草地<eos>");
    // As many steps as there are at most.
    std::string longTarget;
    for (int i = 0; i < 100; ++i)
        longTarget += "狗";
    EXPECT_EQ(traceOf({}, {}, {}, longTarget)->output.size(),
              static_cast<std::size_t>(transformerForms.longest));
}

TEST_F(TransformerTraces, preNormNormalisesBeforeEachPartAndAtTheEnd)
{
    Settings settings;
    settings.set("norm", std::string("pre"));
    const auto trace = traceOf({}, settings);
    for (const char* path : {"encoder/layer0/normalised", "encoder/normalised",
                             "decoder/layer1/self/normalised", "decoder/layer1/cross/normalised",
                             "decoder/layer1/feed_forward/normalised", "decoder/normalised"})
        EXPECT_NE(trace->find(path), nullptr) << path;
    EXPECT_EQ(traceOf()->find("encoder/normalised"), nullptr);
}

TEST_F(TransformerTraces, headsThatCannotShareTheWidthAreRefused)
{
    const ScenarioSpec& scenario = scenarioOf("transformer");
    Settings settings = resolveSettings(scenario.settings);
    settings.set("heads", std::int64_t(5));
    settings.set("examples", std::int64_t(10));
    settings.set("held_out", std::int64_t(1));
    EXPECT_THROW(scenario.task({settings, {}, false, {}}), std::invalid_argument);
}

} // namespace
} // namespace regard
