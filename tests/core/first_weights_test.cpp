// SPDX-License-Identifier: GPL-3.0-or-later
// How widely first weights are drawn: as PyTorch draws them, ±1/√n for what is multiplied with n
// features.
#include "core/nn/layers.h"
#include "core/nn/recurrent.h"

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

} // namespace
} // namespace regard
