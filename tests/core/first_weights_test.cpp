// SPDX-License-Identifier: GPL-3.0-or-later
// How widely first weights are drawn: as PyTorch draws them, ±1/√n for what is multiplied with n
// features.
#include "core/attention/multi_head.h"
#include "core/nn/layers.h"
#include "core/nn/positions.h"
#include "core/nn/recurrent.h"
#include "core/scenarios/entity_network/model.h"
#include "core/scenarios/pointer/model.h"
#include "core/scenarios/reviews/model.h"

#include <gtest/gtest.h>

#include <cmath>

namespace regard {
namespace {

/// The largest of a parameter's numbers is near the bound, and none lies beyond it.
void expectWithin(const Parameters& parameters, const std::string& name, double bound)
{
    const auto& entries = parameters.layout().entries();
    for (int i = 0; i < static_cast<int>(entries.size()); ++i) {
        if (entries[static_cast<std::size_t>(i)].name != name)
            continue;
        double most = 0;
        for (const Real number : parameters[ParameterId{i}].values())
            most = std::max(most, static_cast<double>(std::abs(number)));
        EXPECT_LE(most, bound * (1 + 1e-6)) << name;
        EXPECT_GE(most, bound * 0.9) << name;
        return;
    }
    ADD_FAILURE() << "no " << name;
}

TEST(FirstWeights, ofALayerFollowTheFeaturesThatComeIn)
{
    for (const Index in : {4, 50, 400}) {
        auto layout = std::make_shared<ParameterLayout>();
        Linear(*layout, "linear.", in, 60);
        const Parameters parameters(layout, 7);
        const double bound = 1 / std::sqrt(static_cast<double>(in));
        expectWithin(parameters, "linear.weight", bound);
        expectWithin(parameters, "linear.bias", bound);
    }
}

TEST(FirstWeights, ofARecurrentLayerFollowItsStates)
{
    for (const Cell cell : {Cell::Rnn, Cell::Gru, Cell::Lstm}) {
        auto layout = std::make_shared<ParameterLayout>();
        RecurrentLayers(*layout, "rnn.", cell, 5, 64);
        const Parameters parameters(layout, 7);
        for (const char* name : {"rnn.weight_ih_l0", "rnn.weight_hh_l0", "rnn.bias_ih_l0"})
            expectWithin(parameters, name, 1.0 / 8);
    }
}

TEST(FirstWeights, ofHeadsAreXaviersForTheStackedProjections)
{
    for (const Index width : {16, 64}) {
        auto layout = std::make_shared<ParameterLayout>();
        MultiHeadAttention(*layout, "attention.", width, 4, scoreFunctionOf("scaled_dot"));
        const Parameters parameters(layout, 7);
        // √(6 / (in + out)) with 3 · width numbers out of width
        expectWithin(parameters, "attention.in_proj_weight",
                     std::sqrt(6.0 / static_cast<double>(width + 3 * width)));
        expectWithin(parameters, "attention.in_proj_bias", 0);
        expectWithin(parameters, "attention.out_proj.weight",
                     1 / std::sqrt(static_cast<double>(width)));
    }
}

TEST(FirstWeights, ofTheModelsThatDrawThemselvesAreThoseOfTheirSources)
{
    auto reviews = std::make_shared<ParameterLayout>();
    ReviewOptions reading;
    reading.words = 100;
    reading.width = 64;
    ReviewModel(*reviews, reading);
    expectWithin(Parameters(reviews, 7), "embedding.weight", 0.05); // as Keras draws
    expectWithin(Parameters(reviews, 7), "attention.in_proj_weight", 0.05);
    expectWithin(Parameters(reviews, 7), "output.weight", std::sqrt(6.0 / (64 + 2)));
    auto pointer = std::make_shared<ParameterLayout>();
    PointerOptions pointing;
    pointing.hidden = 64;
    PointerNetwork(*pointer, pointing);
    expectWithin(Parameters(pointer, 7), "decoder.start", 1.0 / 8);
}

TEST(FirstWeights, drawnNormallyHaveTheirDeviation)
{
    const auto expectDeviation = [](const auto& layout, const std::string& name, double wanted) {
        const Parameters parameters(layout, 7);
        double squares = 0;
        const auto values = parameters[layout->find(name)].values();
        for (const Real number : values)
            squares += static_cast<double>(number) * static_cast<double>(number);
        EXPECT_NEAR(std::sqrt(squares / static_cast<double>(values.size())), wanted, wanted * 0.05)
            << name;
    };
    auto layout = std::make_shared<ParameterLayout>();
    Embedding(*layout, "plain.", 100, 64);
    Embedding(*layout, "small.", 100, 64, 0.1);
    LearnedPositions(*layout, "places.", 100, 64);
    expectDeviation(layout, "plain.weight", 1);
    expectDeviation(layout, "small.weight", 0.1);
    expectDeviation(layout, "places.weight", 0.1);
    auto entities = std::make_shared<ParameterLayout>();
    EntityOptions reading;
    reading.vocabulary = 100;
    reading.width = 64;
    EntityModel(*entities, reading);
    expectDeviation(entities, "embedding.weight", 0.1);
}

} // namespace
} // namespace regard
