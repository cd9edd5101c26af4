// SPDX-License-Identifier: GPL-3.0-or-later
// Transformer layers against finite differences, and decoding step by step against whole
// sequences.
#include "core/attention/decoder_layer.h"
#include "core/attention/encoder_layer.h"
#include "tests/gradients/gradient_check.h"

#include <array>

namespace regard {
namespace {

using Vars = std::span<const Var>;

TEST(TransformerGradients, encoderAndDecoderLayerInBothOrdersOfTheNorm)
{
    const std::array<std::int32_t, 2> lengths{2, 3};
    const std::array<std::int32_t, 2> memoryLengths{2, 4};
    for (NormOrder order : {NormOrder::Post, NormOrder::Pre}) {
        const auto layout = std::make_shared<ParameterLayout>();
        const EncoderLayer encoder(*layout, "e.", 4, 2, 6, scoreFunctionOf("scaled_dot"), order);
        const DecoderLayer decoder(*layout, "d.", 4, 2, 6, scoreFunctionOf("additive"), order);
        const Parameters parameters(layout, 7);
        DecoderLayer::Options options;
        options.self.mask.kind = Mask::Kind::Causal;
        options.self.mask.lengths = lengths;
        options.cross.mask.lengths = memoryLengths;
        checkGradients(
            {drawn({2, 3, 4}, 1), drawn({2, 4, 4}, 2)},
            [&](Tape& t, Vars v) {
                t.bind(parameters);
                const Var seen = encoder(t, {}, v[1], options.cross, nullptr).result;
                const Memory memory = decoder.remember(t, {}, seen, nullptr);
                return decoder(t, {}, v[0], memory, options, nullptr, nullptr).result;
            },
            1e-5);
    }
}

TEST(Transformer, decodingStepByStepIsTheCausalPassForEveryScoreFunction)
{
    const std::array<std::int32_t, 2> lengths{2, 3};
    for (const ScoreFunction& function : scoreFunctions())
        for (NormOrder order : {NormOrder::Post, NormOrder::Pre}) {
            SCOPED_TRACE(std::string(function.name));
            const auto layout = std::make_shared<ParameterLayout>();
            const DecoderLayer layer(*layout, "", 4, 2, 6, function, order);
            const Parameters parameters(layout, 7);
            Tape tape;
            tape.bind(parameters);
            const Var x = tape.constant(drawn({2, 5, 4}, 1).view());
            const Memory memory =
                layer.remember(tape, {}, tape.constant(drawn({2, 3, 4}, 2).view()), nullptr);
            DecoderLayer::Options options;
            options.cross.mask.lengths = lengths;
            DecoderLayer::Options causal = options;
            causal.self.mask.kind = Mask::Kind::Causal;
            const ConstView whole =
                tape.value(layer(tape, {}, x, memory, causal, nullptr, nullptr).result);
            Memory past;
            for (Index step = 0; step < 5; ++step) {
                const Var own = reshape(tape, timeStep(tape, x, step), {2, 1, 4});
                const ConstView next =
                    tape.value(layer.next(tape, own, memory, past, options).result);
                for (Index b = 0; b < 2; ++b)
                    for (Index i = 0; i < 4; ++i)
                        EXPECT_NEAR(next.data[b * 4 + i], whole.data[(b * 5 + step) * 4 + i],
                                    1e-12);
            }
        }
}

} // namespace
} // namespace regard
