// SPDX-License-Identifier: GPL-3.0-or-later
// Every layer and both models against PyTorch: forward within 1e-5, gradients within 1e-4 of
// the largest number.
#include "core/attention/decoder_layer.h"
#include "core/attention/encoder_layer.h"
#include "core/attention/regulariser.h"
#include "core/models/seq2seq.h"
#include "core/nn/recurrent.h"
#include "core/scenarios/kernel_regression/model.h"
#include "core/scenarios/pointer/model.h"
#include "core/scenarios/self_attention/model.h"
#include "core/training/optimiser.h"
#include "tests/core/golden.h"

#include <array>
#include <functional>
#include <utility>

namespace regard {
namespace {

/// Computes a layer with the golden parameters and inputs and compares output "y", the
/// gradients of the inputs named, and those of all parameters.
void compare(const Golden& golden, const std::shared_ptr<const ParameterLayout>& layout,
             const std::vector<std::string>& inputs,
             const std::function<Var(Tape&, std::span<const Var>)>& compute)
{
    const Parameters parameters = golden.parameters(layout);
    Buffer gradients(static_cast<std::size_t>(layout->blockSize()));
    Tape tape;
    tape.bind(parameters, gradients.data());
    std::vector<Var> vars;
    for (const std::string& name : inputs)
        vars.push_back(tape.input(golden.tensor("input/" + name).view()));
    const Var y = compute(tape, vars);
    golden.expectNear("output/y", tape.value(y), 1e-5);
    tape.backward(weighed(tape, y));
    for (std::size_t i = 0; i < inputs.size(); ++i)
        golden.expectNear("grad/" + inputs[i], tape.gradient(vars[i]), 1e-4);
    golden.expectParameterGradients(*layout, gradients);
}

std::shared_ptr<ParameterLayout> emptyLayout()
{
    return std::make_shared<ParameterLayout>();
}

TEST(Golden, linear)
{
    const auto layout = emptyLayout();
    const Linear layer(*layout, "", 5, 3);
    compare(Golden("linear"), layout, {"x"},
            [&](Tape& t, std::span<const Var> v) { return layer(t, v[0]); });
}

TEST(Golden, layerNorm)
{
    const auto layout = emptyLayout();
    const LayerNorm layer(*layout, "", 6);
    compare(Golden("layer_norm"), layout, {"x"},
            [&](Tape& t, std::span<const Var> v) { return layer(t, v[0]); });
}

TEST(Golden, embedding)
{
    const auto layout = emptyLayout();
    const Embedding layer(*layout, "", 7, 4);
    const Golden golden("embedding");
    compare(golden, layout, {},
            [&](Tape& t, std::span<const Var>) { return layer(t, golden.ids("input/ids"), 2); });
}

TEST(Golden, softmax)
{
    compare(Golden("softmax"), emptyLayout(), {"x"},
            [&](Tape& t, std::span<const Var> v) { return softmax(t, v[0]); });
}

TEST(Golden, crossEntropy)
{
    const Golden golden("cross_entropy");
    Tape tape;
    const Var x = tape.input(golden.tensor("input/x").view());
    const Var loss = crossEntropy(tape, x, golden.ids("input/targets"));
    golden.expectNear("output/loss", tape.value(loss), 1e-5);
    tape.backward(loss);
    golden.expectNear("grad/x", tape.gradient(x), 1e-4);
}

struct RecurrentCase {
    std::string cell;
    int layers;
    bool bidirectional;
};

class GoldenRecurrent : public testing::TestWithParam<RecurrentCase> { };

TEST_P(GoldenRecurrent, statesLastStatesAndGradientsOverPaddedSequences)
{
    const RecurrentCase& test = GetParam();
    const Golden golden(test.cell + "_" + std::to_string(test.layers)
                        + (test.bidirectional ? "_both" : ""));
    const auto layout = emptyLayout();
    const RecurrentLayers layer(*layout, "", cellOf(test.cell), 3, 4, test.layers,
                                test.bidirectional);
    const Parameters parameters = golden.parameters(layout);
    Buffer gradients(static_cast<std::size_t>(layout->blockSize()));
    Tape tape;
    tape.bind(parameters, gradients.data());
    const Var x = tape.input(golden.tensor("input/x").view());
    const auto output = layer.run(tape, x, {}, golden.ids("input/lengths"));
    golden.expectNear("output/y", tape.value(output.states), 1e-5);

    Var loss = weighed(tape, output.states);
    // [layers × batch × state], as PyTorch stacks them.
    const auto compareStates = [&](const std::string& name, const LayerStates& states) {
        const Shape each = tape.shape(states[0]);
        Tensor all({static_cast<Index>(states.size()), each[0], each[1]});
        for (std::size_t i = 0; i < states.size(); ++i) {
            const Index first = static_cast<Index>(i) * each.size();
            std::copy_n(tape.value(states[i]).data, each.size(), all.data() + first);
            loss = add(tape, loss, weighed(tape, states[i], first));
        }
        golden.expectNear("output/" + name, all.view(), 1e-5);
    };
    compareStates("last", output.last);
    ASSERT_EQ(output.firstBackward.empty(), !test.bidirectional);
    if (test.bidirectional)
        compareStates("first_backward", output.firstBackward);
    tape.backward(loss);
    golden.expectNear("grad/x", tape.gradient(x), 1e-4);
    golden.expectParameterGradients(*layout, gradients);
}

INSTANTIATE_TEST_SUITE_P(
    Cells, GoldenRecurrent,
    testing::Values(RecurrentCase{"rnn", 1, false}, RecurrentCase{"rnn", 2, true},
                    RecurrentCase{"gru", 1, false}, RecurrentCase{"gru", 2, true},
                    RecurrentCase{"lstm", 1, false}, RecurrentCase{"lstm", 2, true}));

struct AttentionCase {
    std::string score;
    std::string mask = "none";
    std::string normaliser = "softmax";
};

class GoldenAttention : public testing::TestWithParam<AttentionCase> { };

TEST_P(GoldenAttention, weightsContextAndGradients)
{
    const auto& [name, mask, normaliser] = GetParam();
    const Golden golden("attention_" + name + (mask == "none" ? "" : "_" + mask)
                        + (normaliser == "softmax" ? "" : "_" + normaliser));
    const std::vector<std::int32_t> lengths = golden.ids("input/lengths");
    const auto layout = emptyLayout();
    const Score score(*layout, "", scoreFunctionOf(name), {6, 6, 7, 8});
    AttendOptions options;
    options.mask.kind = maskKindOf(mask);
    options.mask.lengths = lengths;
    options.mask.width = 3;
    options.normaliser = &normaliserOf(normaliser);
    compare(golden, layout, {"q", "k", "v"}, [&](Tape& t, std::span<const Var> v) {
        const Memory memory = remember(t, score, v[1], v[2]);
        const Attended attended = attend(t, {}, score, v[0], memory, options);
        golden.expectNear("output/weights", t.value(attended.weights), 1e-5);
        return attended.context;
    });
}

INSTANTIATE_TEST_SUITE_P(
    Parts, GoldenAttention, testing::ValuesIn([] {
        std::vector<AttentionCase> cases{{"dot", "window"}, {"dot", "history"}};
        for (const ScoreFunction& function : scoreFunctions())
            for (const char* mask : {"none", "causal"})
                cases.push_back({std::string(function.name), mask,
                                 function.name == "additive_linear" ? "sigmoid" : "softmax"});
        for (const char* normaliser : {"sparsemax", "sigmoid"})
            for (const char* mask : {"none", "causal"})
                cases.push_back({"scaled_dot", mask, normaliser});
        return cases;
    }()),
    [](const auto& test) {
        return test.param.score + "_" + test.param.mask + "_" + test.param.normaliser;
    });

TEST(Golden, regulariserOfAttentionWeights)
{
    const Golden golden("attention_regulariser");
    Tape tape;
    const Var x = tape.input(golden.tensor("input/x").view());
    const Var loss = scale(tape, weightsRegulariser(tape, softmax(tape, x)), Real(0.3 / 2));
    golden.expectNear("output/loss", tape.value(loss), 1e-5);
    tape.backward(loss);
    golden.expectNear("grad/x", tape.gradient(x), 1e-4);
}

/// y with zeros where a sentence is padded.
Var withoutPadding(Tape& tape, Var y, std::span<const std::int32_t> lengths)
{
    Tensor keep(tape.shape(y));
    const Index time = keep.shape()[1];
    const Index width = keep.shape()[2];
    for (Index b = 0; b < keep.shape()[0]; ++b)
        for (Index i = 0; i < lengths[static_cast<std::size_t>(b)] * width; ++i)
            keep.data()[b * time * width + i] = 1;
    return times(tape, y, tape.constant(keep.view()));
}

class GoldenTransformer : public testing::TestWithParam<NormOrder> {
protected:
    static std::string file(const std::string& name)
    {
        return GetParam() == NormOrder::Pre ? name + "_pre" : name;
    }
};

TEST_P(GoldenTransformer, encoderLayer)
{
    const Golden golden(file("encoder_layer"));
    const std::vector<std::int32_t> lengths = golden.ids("input/lengths");
    const auto layout = emptyLayout();
    const EncoderLayer layer(*layout, "", 8, 2, 12, scoreFunctionOf("scaled_dot"), GetParam());
    AttendOptions options;
    options.mask.lengths = lengths;
    compare(golden, layout, {"x"}, [&](Tape& t, std::span<const Var> v) {
        return withoutPadding(t, layer(t, {}, v[0], options, nullptr).result, lengths);
    });
}

TEST_P(GoldenTransformer, decoderLayer)
{
    const Golden golden(file("decoder_layer"));
    const std::vector<std::int32_t> lengths = golden.ids("input/lengths");
    const std::vector<std::int32_t> memoryLengths = golden.ids("input/memory_lengths");
    const auto layout = emptyLayout();
    const DecoderLayer layer(*layout, "", 8, 2, 12, scoreFunctionOf("scaled_dot"), GetParam());
    DecoderLayer::Options options;
    options.self.mask.kind = Mask::Kind::Causal;
    options.self.mask.lengths = lengths;
    options.cross.mask.lengths = memoryLengths;
    compare(golden, layout, {"x", "memory"}, [&](Tape& t, std::span<const Var> v) {
        const Memory memory = layer.remember(t, {}, v[1], nullptr);
        return withoutPadding(t, layer(t, {}, v[0], memory, options, nullptr, nullptr).result,
                              lengths);
    });
}

INSTANTIATE_TEST_SUITE_P(PostAndPreNorm, GoldenTransformer,
                         testing::Values(NormOrder::Post, NormOrder::Pre), [](const auto& test) {
                             return test.param == NormOrder::Post ? "post" : "pre";
                         });

TEST(Golden, selfAttentionModel)
{
    const Golden golden("self_attention");
    const auto layout = emptyLayout();
    EncoderOptions options{8, 2, 2, 12, "scaled_dot", 11};
    const EncoderModel model(*layout, options);
    const Parameters parameters = golden.parameters(layout);
    Buffer gradients(static_cast<std::size_t>(layout->blockSize()));
    Tape tape;
    tape.bind(parameters, gradients.data());
    const PaddedIds tokens = golden.padded("input/ids", "input/lengths");
    const auto output = model(tape, {}, tokens, Positions::Interleaved, {});
    golden.expectNear("output/logits",
                      tape.value(withoutPadding(tape, output.logits, tokens.lengths)), 1e-5);
    const Var loss = crossEntropy(tape, output.logits, golden.ids("input/targets"));
    golden.expectNear("output/loss", tape.value(loss), 1e-5);
    tape.backward(loss);
    golden.expectParameterGradients(*layout, gradients);
}

struct Seq2SeqCase {
    std::string name;
    bool attention = true;
    int layers = 1;
    Placement placement = Placement::Bahdanau;
    bool inputFeeding = false;
    bool bidirectional = false;
    std::string score = "additive";
};

class GoldenSeq2Seq : public testing::TestWithParam<Seq2SeqCase> { };

TEST_P(GoldenSeq2Seq, lossAndGradientsOfTeacherForcing)
{
    const Seq2SeqCase& test = GetParam();
    const Golden golden(test.name);
    const auto layout = emptyLayout();
    Seq2SeqOptions options;
    options.layers = test.layers;
    options.placement = test.placement;
    options.inputFeeding = test.inputFeeding;
    options.bidirectional = test.bidirectional;
    options.embedding = 5;
    options.hidden = 6;
    options.sourceVocabulary = options.targetVocabulary = 12;
    if (test.attention)
        options.score = test.score;
    const Seq2Seq model(*layout, options);
    golden.expectTeacherForcing(model, layout);
}

INSTANTIATE_TEST_SUITE_P(
    Placements, GoldenSeq2Seq,
    testing::Values(
        Seq2SeqCase{"dialogue"}, Seq2SeqCase{"dialogue_fixed", false},
        Seq2SeqCase{"seq2seq_bahdanau_2", true, 2},
        Seq2SeqCase{"seq2seq_luong_1", true, 1, Placement::Luong},
        Seq2SeqCase{"seq2seq_luong_2", true, 2, Placement::Luong},
        Seq2SeqCase{"seq2seq_luong_feeding_1", true, 1, Placement::Luong, true},
        Seq2SeqCase{"seq2seq_luong_feeding_2", true, 2, Placement::Luong, true},
        Seq2SeqCase{"seq2seq_both_additive", true, 1, Placement::Bahdanau, false, true},
        Seq2SeqCase{"seq2seq_both_dot", true, 1, Placement::Bahdanau, false, true, "dot"},
        Seq2SeqCase{"seq2seq_both_gaussian", true, 1, Placement::Bahdanau, false, true, "gaussian"},
        Seq2SeqCase{"seq2seq_both_luong_scaled_dot", true, 2, Placement::Luong, true, true,
                    "scaled_dot"},
        Seq2SeqCase{"seq2seq_both_fixed_2", false, 2, Placement::Bahdanau, false, true}),
    [](const auto& example) { return example.param.name; });

class GoldenKernel : public testing::TestWithParam<std::string> { };

TEST_P(GoldenKernel, weightsPredictionsAndGradients)
{
    const Golden golden("kernel_" + GetParam());
    std::vector<std::uint8_t> hidden;
    for (const std::int32_t value : golden.ids("input/hidden"))
        hidden.push_back(static_cast<std::uint8_t>(value));
    const auto layout = emptyLayout();
    const KernelRegression model(*layout, similarityKernelOf(GetParam()));
    Mask mask;
    mask.hiddenKeys = hidden;
    compare(golden, layout, {"q", "k", "v"}, [&](Tape& t, std::span<const Var> v) {
        const Attended attended = model(t, v[0], v[1], v[2], mask);
        golden.expectNear("output/weights", t.value(attended.weights), 1e-5);
        return attended.context;
    });
}

INSTANTIATE_TEST_SUITE_P(Kernels, GoldenKernel,
                         testing::Values("boxcar", "epanechikov", "triangular", "constant"),
                         [](const auto& test) { return test.param; });

class GoldenPointer : public testing::TestWithParam<PointerProblem> { };

TEST_P(GoldenPointer, lossAndGradientsOfTeacherForcing)
{
    const bool hull = GetParam() == PointerProblem::Hull;
    const Golden golden(hull ? "pointer_hull" : "pointer_sort");
    const auto layout = emptyLayout();
    const PointerNetwork model(*layout, {GetParam(), 5, "additive"});
    const Parameters parameters = golden.parameters(layout);
    Buffer gradients(static_cast<std::size_t>(layout->blockSize()));
    Tape tape;
    tape.bind(parameters, gradients.data());
    const Tensor inputs = golden.tensor("input/instances");
    const std::vector<std::int32_t> lengths = golden.ids("input/lengths");
    const auto answers = golden.sentences("input/answers", "input/answer_lengths");
    std::vector<std::vector<Point>> instances;
    for (std::size_t b = 0; b < lengths.size(); ++b) {
        instances.emplace_back();
        for (Index i = 0; i < lengths[b]; ++i) {
            const Index row = static_cast<Index>(b) * inputs.shape()[1] + i;
            instances.back().push_back({inputs.at(row, 0), hull ? inputs.at(row, 1) : 0.0});
        }
    }
    const PointerNetwork::Loss loss =
        model.loss(tape, std::array{&std::as_const(instances[0]), &std::as_const(instances[1])},
                   std::array{&answers[0], &answers[1]});
    golden.expectNear("output/loss", tape.value(loss.sum), 1e-5);
    EXPECT_EQ(loss.count, hull ? 5 + 4 : 3 + 2);
    tape.backward(loss.sum);
    golden.expectParameterGradients(*layout, gradients);
}

INSTANTIATE_TEST_SUITE_P(SortAndHull, GoldenPointer,
                         testing::Values(PointerProblem::Sort, PointerProblem::Hull));

TEST(Golden, adamFollowsPyTorchStepByStep)
{
    const Golden golden("adam");
    Tensor theta = golden.tensor("start");
    const Tensor gradients = golden.tensor("gradients");
    const Tensor states = golden.tensor("states");
    Optimiser adam(7, 5);
    for (Index step = 0; step < 5; ++step) {
        adam.begin(0.05);
        adam.update(theta.data(), gradients.data() + step * 7, 0, 7, 1);
        for (Index i = 0; i < 7; ++i)
            EXPECT_NEAR(theta.data()[i], states.at(step, i), 1e-5);
    }
}

} // namespace
} // namespace regard
