// SPDX-License-Identifier: GPL-3.0-or-later
// What the explanations recompute, held beside what the scenarios recorded.
#include "core/trace/explain.h"

#include "core/models/scenario.h"
#include "core/scenarios/explore.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace regard {
namespace {

/// Largest distance of a recomputed number from the recorded one, over the size of the
/// numbers that are summed up for it. Counts the cells.
struct Distance {
    double largest = 0;
    std::size_t cells = 0;
    std::string where;
};

Distance distanceIn(const Trace& trace, Role role)
{
    Distance found;
    for (std::size_t t = 0; t < trace.tensors.size(); ++t) {
        const TraceTensor& tensor = trace.tensors[t];
        if (tensor.role != role)
            continue;
        for (Index row = 0; row < tensor.value.rows(); ++row)
            for (Index column = 0; column < tensor.value.columns(); ++column) {
                const Explanation explanation = explain(trace, {static_cast<int>(t), row, column});
                if (!explanation.recomputed) {
                    ADD_FAILURE() << tensor.path << " is not explained";
                    return found;
                }
                ++found.cells;
                const double recorded = explanation.recorded;
                if (*explanation.recomputed == recorded)
                    continue;
                // What is too small for a float is recorded as zero.
                double size = std::max(std::abs(recorded), 1e-30);
                for (const Term& term : explanation.terms)
                    if (role == Role::Scores || role == Role::Context)
                        size = std::max(size, std::abs(term.product));
                const double distance = std::abs(*explanation.recomputed - recorded) / size;
                if (distance > found.largest) {
                    found.largest = distance;
                    found.where = tensor.path;
                }
            }
    }
    return found;
}

struct Computed {
    const char* scenario;
    const char* score;
    const char* mask; ///< null: the scenario has none
};

std::shared_ptr<const Trace> traceOf(const Computed& computed)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    Exploration exploration;
    exploration.scenario = computed.scenario;
    exploration.settings.set("score", std::string(computed.score));
    exploration.settings.set("temperature", 0.7);
    if (computed.mask)
        exploration.settings.set("mask", std::string(computed.mask));
    return explore(exploration);
}

class ExplainComputed : public testing::TestWithParam<Computed> { };

TEST_P(ExplainComputed, EveryCellComesOutAsItWasRecorded)
{
    const Computed& computed = GetParam();
    const auto trace = traceOf(computed);
    const bool additive = std::string_view(computed.score) == "additive";
    for (const Role role :
         {Role::Scores, Role::Scaled, Role::Masked, Role::Weights, Role::Context}) {
        if (role == Role::Scores && additive)
            continue; // takes a parameter
        const Distance distance = distanceIn(*trace, role);
        EXPECT_GT(distance.cells, 0u) << roleName(role);
        // A weight of e^-80 has what its exponent was rounded by, 80 · 2^-23, as error.
        EXPECT_LE(distance.largest, role == Role::Weights ? 4e-5 : 2e-5)
            << roleName(role) << " in " << distance.where;
    }
}

TEST_P(ExplainComputed, ExactlyTheKeysThatTheMaskHidesAreSaidToBeHidden)
{
    const Computed& computed = GetParam();
    const auto trace = traceOf(computed);
    const bool causal = computed.mask && std::string_view(computed.mask) == "causal";
    const int weights = trace->indexOf(Role::Weights);
    ASSERT_GE(weights, 0);
    const TraceValue& value = trace->tensors[static_cast<std::size_t>(weights)].value;
    for (Index row = 0; row < value.rows(); ++row)
        for (Index column = 0; column < value.columns(); ++column)
            EXPECT_EQ(explain(*trace, {weights, row, column}).hidden, causal && column > row);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ExplainComputed,
                         testing::Values(Computed{"worked-example", "scaled_dot", "none"},
                                         Computed{"worked-example", "dot", "causal"},
                                         Computed{"self-attention", "scaled_dot", "causal"},
                                         Computed{"self-attention", "general", "none"},
                                         Computed{"dialogue", "additive", nullptr},
                                         Computed{"dialogue", "general", nullptr},
                                         Computed{"dialogue", "dot", nullptr}),
                         [](const testing::TestParamInfo<Computed>& each) {
                             std::string name =
                                 std::string(each.param.scenario) + "_" + each.param.score;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

} // namespace
} // namespace regard
