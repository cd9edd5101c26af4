// SPDX-License-Identifier: GPL-3.0-or-later
// What a trace says of its attentions, for every scenario under every choice.
#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace regard {
namespace {

template <class Check> void forEveryTrace(const Check& check)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    for (const ScenarioSpec& scenario : catalogue()) {
        std::vector<Settings> all(1);
        for (const SettingSpec& spec : scenario.settings)
            if (spec.affects != Affects::Training)
                for (const std::string& choice : spec.choices) {
                    all.emplace_back();
                    all.back().set(spec.name, choice);
                }
        for (const Settings& settings : all) {
            Exploration exploration;
            exploration.scenario = scenario.id;
            exploration.settings = settings;
            check(*explore(exploration));
        }
    }
}

TEST(Attentions, EveryStageIsThereWithItsRoleForEachHead)
{
    int attentions = 0;
    forEveryTrace([&](const Trace& trace) {
        for (const Attention& attention : trace.attentions) {
            const std::string where = trace.scenario + " " + attention.scope;
            const std::pair<int, Role> stages[] = {
                {attention.query, Role::Query},     {attention.key, Role::Key},
                {attention.value, Role::Value},     {attention.scores, Role::Scores},
                {attention.scaled, Role::Scaled},   {attention.masked, Role::Masked},
                {attention.weights, Role::Weights}, {attention.context, Role::Context}};
            for (const auto& [first, role] : stages) {
                if (first < 0) {
                    // Weights that are the answer mix nothing.
                    EXPECT_TRUE(role == Role::Value || role == Role::Context) << where;
                    continue;
                }
                for (int head = 0; head < attention.heads; ++head) {
                    const auto& tensor = trace.tensors[static_cast<std::size_t>(first + head)];
                    EXPECT_EQ(tensor.role, role) << where << " " << tensor.path;
                    EXPECT_EQ(trace.attentionOf(first + head), &attention) << tensor.path;
                }
            }
            const auto& weights = trace.tensors[static_cast<std::size_t>(attention.weights)].value;
            EXPECT_EQ(weights.rows(),
                      trace.tensors[static_cast<std::size_t>(attention.query)].value.rows())
                << where;
            ++attentions;
        }
    });
    EXPECT_GT(attentions, 300);
}

TEST(Attentions, EveryTensorOfWeightsBelongsToOne)
{
    std::set<std::string> without;
    forEveryTrace([&](const Trace& trace) {
        for (std::size_t i = 0; i < trace.tensors.size(); ++i)
            if (trace.tensors[i].role == Role::Weights && !trace.attentionOf(static_cast<int>(i)))
                without.insert(trace.scenario);
    });
    // A layer that weighs its own features asks nobody: there are no queries.
    EXPECT_EQ(without, (std::set<std::string>{"autoencoder"}));
}

TEST(Attentions, SelfAttentionAsksItsOwnTokensAndCrossAttentionOthers)
{
    forEveryTrace([](const Trace& trace) {
        for (const Attention& attention : trace.attentions) {
            const bool self = trace.scenario == "self-attention"
                || trace.scenario == "worked-example" || trace.scenario == "reviews"
                || (trace.scenario == "transformer"
                    && attention.scope.find("cross") == std::string::npos)
                || (trace.scenario == "time-series" && attention.isSelf);
            EXPECT_EQ(attention.isSelf, self) << trace.scenario << " " << attention.scope;
        }
    });
}

} // namespace
} // namespace regard
