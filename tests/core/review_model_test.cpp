// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/reviews/model.h"

#include "core/tape/operations.h"
#include "core/trace/probe.h"

#include <gtest/gtest.h>

namespace regard {
namespace {

TEST(ReviewModel, computesTheSameInTheOrderThatCostsLeastAsStepByStep)
{
    auto layout = std::make_shared<ParameterLayout>();
    const ReviewModel model(*layout, {30, 12, 8});
    Parameters parameters(layout, 5);
    for (Real& number : parameters.block()) // far from the small numbers it starts with
        number *= 20;
    const std::vector<std::int32_t> review{5, 2, 7, 9, 9, 11};
    const std::vector<std::int32_t>* const reviews[] = {&review};
    const PaddedIds rows = PaddedIds::of(reviews);
    for (const bool maskPadding : {false, true}) {
        ReviewModel::Control control;
        control.attention.temperature = 3;
        control.maskPadding = maskPadding;
        std::vector<Tensor> logits;
        std::vector<Buffer> gradients;
        for (const bool watched : {false, true}) {
            Buffer gradient(static_cast<std::size_t>(layout->blockSize()));
            Tape tape;
            tape.bind(parameters, gradient.data());
            Recorder recorder(tape, {}, {});
            const Var y = model(tape, watched ? Probe(recorder) : Probe(), rows, control);
            logits.emplace_back(tape.value(y));
            const std::int32_t target[] = {1};
            tape.backward(crossEntropy(tape, y, target));
            gradients.push_back(std::move(gradient));
        }
        for (Index i = 0; i < 2; ++i)
            EXPECT_NEAR(logits[0].data()[i], logits[1].data()[i], 1e-5);
        for (std::size_t i = 0; i < gradients[0].size(); ++i)
            EXPECT_NEAR(gradients[0][i], gradients[1][i], 1e-5);
    }
}

} // namespace
} // namespace regard
