// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/trace.h"

#include <gtest/gtest.h>

#include <cctype>
#include <set>

namespace regard {
namespace {

TraceTensor named(std::string path, Role role)
{
    TraceTensor tensor;
    tensor.path = std::move(path);
    tensor.role = role;
    return tensor;
}

Trace twoLayers()
{
    Trace trace;
    trace.tensors = {
        named("embedding", Role::Embedding), named("layer0/head0/scores", Role::Scores),
        named("layer0/head1/scores", Role::Scores), named("layer1/head0/scores", Role::Scores),
        named("layer1/head0/weights", Role::Weights)};
    return trace;
}

TEST(Trace, EveryRoleHasItsOwnLowerCaseName)
{
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(Role::Probabilities); ++i) {
        const std::string_view name = roleName(static_cast<Role>(i));
        EXPECT_FALSE(name.empty()) << "role " << i;
        for (const char c : name)
            EXPECT_TRUE(std::islower(static_cast<unsigned char>(c)) || c == '_') << name;
        EXPECT_TRUE(names.insert(name).second) << name << " twice";
    }
    EXPECT_EQ(roleName(Role::DecoderState), "decoder_state");
    EXPECT_EQ(roleName(Role::Query), "query");
}

TEST(Trace, OnlyDistributionsAreDrawnFromZeroToOne)
{
    for (int i = 0; i <= static_cast<int>(Role::Probabilities); ++i) {
        const Role role = static_cast<Role>(i);
        EXPECT_EQ(isUnitRange(role), role == Role::Weights || role == Role::Probabilities)
            << roleName(role);
    }
}

TEST(Trace, PathSplitsAtTheLastSlash)
{
    const TraceTensor inside = named("layer0/head1/scores", Role::Scores);
    EXPECT_EQ(inside.scope(), "layer0/head1");
    EXPECT_EQ(inside.name(), "scores");
    const TraceTensor top = named("embedding", Role::Embedding);
    EXPECT_EQ(top.scope(), "");
    EXPECT_EQ(top.name(), "embedding");
}

TEST(Trace, LabelsAreNullWhereAnAxisIsNumberedOrTheIndexOutside)
{
    TraceTensor tensor = named("weights", Role::Weights);
    tensor.rows = makeAxis({"yes", "i"});
    ASSERT_NE(tensor.rowLabel(1), nullptr);
    EXPECT_EQ(*tensor.rowLabel(1), "i");
    EXPECT_EQ(tensor.rowLabel(2), nullptr);
    EXPECT_EQ(tensor.rowLabel(-1), nullptr);
    EXPECT_EQ(tensor.columnLabel(0), nullptr);
}

TEST(Trace, FindsByWholePathOnly)
{
    const Trace trace = twoLayers();
    EXPECT_EQ(trace.indexOf("layer1/head0/scores"), 3);
    EXPECT_EQ(trace.find("layer1/head0/scores"), &trace.tensors[3]);
    EXPECT_EQ(trace.indexOf("scores"), -1);
    EXPECT_EQ(trace.find("layer1/head0"), nullptr);
}

TEST(Trace, FindsTheFirstOfARoleAnywhereOrInExactlyOneScope)
{
    const Trace trace = twoLayers();
    EXPECT_EQ(trace.indexOf(Role::Scores), 1);
    EXPECT_EQ(trace.indexOf(Role::Scores, "layer0/head1"), 2);
    EXPECT_EQ(trace.indexOf(Role::Scores, "layer1/head0"), 3);
    EXPECT_EQ(trace.indexOf(Role::Scores, "layer1"), -1);
    EXPECT_EQ(trace.indexOf(Role::Embedding, ""), 0);
    EXPECT_EQ(trace.indexOf(Role::Gate), -1);
}

TEST(Trace, StepsCountsDecodingStepsAndIsZeroWithoutADecoder)
{
    Trace trace;
    EXPECT_EQ(trace.steps(), 0);
    trace.moments = {{"encoder", "states", Role::State, -1, {}}};
    EXPECT_EQ(trace.steps(), 0);
    trace.moments.push_back({"decoder", "scores", Role::Scores, 0, {}});
    trace.moments.push_back({"decoder", "scores", Role::Scores, 1, {}});
    trace.moments.push_back({"output", "summary", Role::Hidden, -1, {}});
    EXPECT_EQ(trace.steps(), 2);
}

} // namespace
} // namespace regard
