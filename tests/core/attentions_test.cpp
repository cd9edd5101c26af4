// SPDX-License-Identifier: GPL-3.0-or-later
// What a trace says of its attentions, for every scenario under every choice.
#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"
#include "core/trace/graph.h"

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
                EXPECT_EQ(attention.heads->kind, AxisKind::Heads) << where;
                for (int head = 0; head < attention.headCount(); ++head) {
                    EXPECT_EQ((*attention.heads)[static_cast<std::size_t>(head)],
                              std::to_string(head + 1));
                    EXPECT_EQ(attention.headOf(first + head), head) << where;
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

const TraceTensor& tensorAt(const Trace& trace, int index)
{
    return trace.tensors[static_cast<std::size_t>(index)];
}

/// Whether numbers of a tensor led to those of another.
bool leadsTo(const Trace& trace, int from, int to)
{
    return !tensorsBetween(trace, {from}, {to}).empty();
}

TEST(Attentions, WhatALayerGivesOnIsMadeOfTheContextsOfAllItsHeads)
{
    std::set<std::string> giving;
    forEveryTrace([&](const Trace& trace) {
        for (const Attention& attention : trace.attentions) {
            if (attention.output < 0)
                continue;
            giving.insert(trace.scenario);
            const TraceTensor& output = tensorAt(trace, attention.output);
            const std::string where = trace.scenario + " " + output.path;
            EXPECT_EQ(output.role, Role::Hidden) << where;
            EXPECT_EQ(output.source.heads, 1) << where;
            EXPECT_EQ(output.value.rows(), tensorAt(trace, attention.context).value.rows())
                << where;
            for (int head = 0; head < attention.headCount(); ++head)
                EXPECT_TRUE(leadsTo(trace, attention.context + head, attention.output)) << where;
        }
    });
    EXPECT_EQ(giving, (std::set<std::string>{"entity-network", "self-attention", "transformer"}));
}

TEST(Attentions, ATensorOfAnotherHeadIsTheSameOfThatHead)
{
    forEveryTrace([](const Trace& trace) {
        for (const Attention& attention : trace.attentions)
            for (const auto stage : Attention::stages)
                for (int head = 0; attention.*stage >= 0 && head < attention.headCount(); ++head)
                    EXPECT_EQ(trace.inHead(attention.*stage, head), attention.*stage + head)
                        << trace.scenario << " " << attention.scope;
        for (std::size_t i = 0; i < trace.tensors.size(); ++i)
            if (trace.tensors[i].source.heads == 1) {
                EXPECT_EQ(trace.inHead(static_cast<int>(i), 1), static_cast<int>(i));
            }
    });
}

TEST(Attentions, WaysLeadThroughWhatAScoreProjects)
{
    forEveryTrace([](const Trace& trace) {
        for (const Attention& attention : trace.attentions) {
            for (const int from : {attention.query, attention.key})
                EXPECT_TRUE(leadsTo(trace, from, attention.scores))
                    << trace.scenario << " " << attention.scope;
            for (const int i :
                 tensorsBetween(trace, {attention.query, attention.key}, {attention.scores})) {
                const TraceTensor& tensor = tensorAt(trace, i);
                EXPECT_TRUE(i == attention.scores || tensor.role == Role::Hidden) << tensor.path;
            }
        }
    });
}

void checkRecurrence(const Trace& trace)
{
    const Recurrence& told = trace.recurrence;
    const std::string& id = trace.scenario;
    const auto role = [&](int index) { return tensorAt(trace, index).role; };
    const auto rows = [&](int index) { return tensorAt(trace, index).value.rows(); };
    ASSERT_GE(told.states, 0) << id;
    ASSERT_GE(told.decoderStates, 0) << id;
    EXPECT_EQ(role(told.states), Role::State) << id;
    EXPECT_EQ(rows(told.states), static_cast<Index>(trace.input.size())) << id;
    EXPECT_EQ(role(told.decoderStates), Role::DecoderState) << id;
    EXPECT_EQ(rows(told.decoderStates), static_cast<Index>(trace.output.size())) << id;
    ASSERT_GE(told.start, 0) << id;
    EXPECT_EQ(role(told.start), Role::State) << id;
    EXPECT_TRUE(leadsTo(trace, told.start, told.decoderStates)) << id;
    // Both halves or none, and they are the states side by side.
    ASSERT_EQ(told.forward < 0, told.backward < 0) << id;
    if (told.forward >= 0) {
        EXPECT_EQ(operandsOf(trace, told.states), (std::vector{told.forward, told.backward})) << id;
    }
    // Each step's own, of what the step has.
    for (const int index : {told.attentional, told.fed, told.query, told.weights, told.context})
        if (index >= 0) {
            EXPECT_EQ(rows(index), rows(told.decoderStates)) << tensorAt(trace, index).path;
        }
    ASSERT_EQ(told.weights < 0, trace.attentions.empty()) << id;
    ASSERT_EQ(told.weights < 0, told.query < 0) << id;
    if (told.weights >= 0) {
        EXPECT_EQ(told.weights, trace.attentions.front().weights) << id;
        EXPECT_EQ(told.context, trace.attentions.front().context) << id;
        // A query is of the state of its step exactly where it was computed after that.
        EXPECT_EQ(told.queriesCurrent,
                  tensorAt(trace, told.query).rowMoments.front()
                      > tensorAt(trace, told.decoderStates).rowMoments.front())
            << id;
    } else {
        EXPECT_EQ(role(told.context), Role::Context) << id;
        const std::vector<int> read = operandsOf(trace, told.decoderStates);
        EXPECT_EQ(std::count(read.begin(), read.end(), told.context), 1) << id;
    }
    if (told.attentional >= 0) {
        EXPECT_EQ(operandsOf(trace, told.attentional),
                  (std::vector{told.context, told.decoderStates}))
            << id;
    }
    if (told.fed >= 0) {
        EXPECT_EQ(operandsOf(trace, told.fed), std::vector{told.attentional}) << id;
    }
}

TEST(Attentions, ARecurrentEncoderAndDecoderSayWhatTheirPartsAre)
{
    std::set<std::string> recurrent;
    forEveryTrace([&](const Trace& trace) {
        if (!trace.recurrence)
            return;
        recurrent.insert(trace.scenario);
        checkRecurrence(trace);
    });
    EXPECT_EQ(recurrent, (std::set<std::string>{"dates", "dialogue", "pointer", "translation"}));
}

TEST(Attentions, ARecurrenceIsToldUnderEverySwitch)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    for (const bool attention : {true, false})
        for (const bool bidirectional : {true, false})
            for (const std::string placement : {"bahdanau", "luong"})
                for (const std::string cell : {"gru", "lstm"})
                    for (const std::int64_t layers : {1, 2}) {
                        Exploration exploration;
                        exploration.scenario = "dates";
                        exploration.settings.set("attention", attention);
                        exploration.settings.set("bidirectional", bidirectional);
                        exploration.settings.set("placement", placement);
                        exploration.settings.set("input_feeding", placement == "luong");
                        exploration.settings.set("cell", cell);
                        exploration.settings.set("layers", layers);
                        exploration.settings.set("examples", std::int64_t(100));
                        const auto trace = explore(exploration);
                        const Recurrence& told = trace->recurrence;
                        ASSERT_TRUE(told);
                        checkRecurrence(*trace);
                        EXPECT_EQ(told.forward >= 0, bidirectional);
                        EXPECT_EQ(told.weights >= 0, attention);
                        EXPECT_EQ(told.fed >= 0, attention && placement == "luong");
                        EXPECT_EQ(told.attentional >= 0, told.fed >= 0);
                    }
}

} // namespace
} // namespace regard
