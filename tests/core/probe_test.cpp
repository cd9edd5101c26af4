// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/probe.h"

#include "core/tape/operations.h"
#include "core/trace/cell_work.h"
#include "tests/core/given_formula.h"

#include <gtest/gtest.h>

namespace regard {
namespace {

TEST(Probe, withoutARecorderHandsTheValueBackUntouched)
{
    Tape tape;
    const Var x = tape.constant(Tensor({1, 2}, {1, 2}).view());
    EXPECT_EQ(Probe().name(x, "x", Role::Hidden, How(givenFormula)).index, x.index);
}

TEST(Probe, recordsHeadsUnderPathsOfTheirOwnInOneMoment)
{
    Tape tape;
    Recorder recorder(tape, {}, {});
    const Probe probe(recorder);
    const Axis words = makeAxis({"a", "b"});
    {
        const auto scope = probe.scope("layer0");
        probe.name(tape.constant(Tensor({1, 2, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8}).view()), "scores",
                   Role::Scores, How(givenFormula), words, words);
    }
    const Trace trace = recorder.take();
    ASSERT_EQ(trace.moments.size(), 1u);
    EXPECT_EQ(trace.moments[0].pieces.size(), 2u);
    const TraceTensor* second = trace.find("layer0/head1/scores");
    ASSERT_NE(second, nullptr);
    EXPECT_EQ(second->value.at(0, 0), 5);
    EXPECT_EQ(second->value.at(1, 1), 8);
    EXPECT_EQ(*second->rowLabel(1), "b");
    EXPECT_EQ(*second->columnLabel(0), "a");
}

TEST(Probe, stacksDecodingStepsAndKeepsTheirOrder)
{
    Tape tape;
    Recorder recorder(tape, {}, {});
    const Probe probe(recorder);
    int step = 0;
    for (const char* label : {"w0", "w1", "w2"}) {
        probe.setStep(step, label);
        probe.name(tape.constant(Tensor({1, 1, 2}, {Real(step), 1}).view()), "weights",
                   Role::Weights, How(givenFormula));
        probe.name(tape.constant(Tensor({1, 1}, {Real(step)}).view()), "context", Role::Context,
                   How(givenFormula));
        ++step;
    }
    const Trace trace = recorder.take();
    const TraceTensor& weights = *trace.find("weights");
    EXPECT_EQ(weights.value.shape(), (Shape{3, 2}));
    EXPECT_EQ(weights.value.at(2, 0), 2);
    EXPECT_EQ(std::vector(weights.rowMoments.begin(), weights.rowMoments.end()),
              (std::vector{0, 2, 4}));
    EXPECT_EQ(*weights.rowLabel(1), "w1");
    EXPECT_EQ(trace.moments[4].step, 2);
    EXPECT_EQ(trace.moments[4].pieces[0].firstRow, 2);
}

TEST(Probe, anEditReplacesTheNumberAndWhatFollowsIsComputedFromIt)
{
    Tape tape;
    Recorder recorder(tape, {{"scores", 1, 0, 100}}, {});
    const Probe probe(recorder);
    Var x = tape.constant(Tensor({2, 2}, {1, 2, 3, 4}).view());
    x = probe.name(x, "scores", Role::Scores, How(givenFormula));
    probe.name(scale(tape, x, 2), "scaled", Role::Scaled, How(givenFormula));
    const Trace trace = recorder.take();
    EXPECT_TRUE(trace.find("scores")->edited);
    EXPECT_FALSE(trace.find("scaled")->edited);
    EXPECT_EQ(trace.find("scores")->value.at(1, 0), 100);
    EXPECT_EQ(trace.find("scaled")->value.at(1, 0), 200);
    EXPECT_EQ(trace.find("scaled")->value.at(0, 0), 2);
}

TEST(Probe, anEditOfALaterStepTouchesThatRowOnly)
{
    Tape tape;
    Recorder recorder(tape, {{"x", 1, 0, 9}}, {});
    const Probe probe(recorder);
    for (int step = 0; step < 3; ++step) {
        probe.setStep(step);
        const Var x = probe.name(tape.constant(Tensor({1, 1}, {Real(step)}).view()), "x",
                                 Role::Hidden, How(givenFormula));
        EXPECT_EQ(tape.value(x).data[0], step == 1 ? 9 : step);
    }
}

TEST(Probe, noticesAStopRequest)
{
    Tape tape;
    std::stop_source stop;
    Recorder recorder(tape, {}, stop.get_token());
    const Probe probe(recorder);
    const Var x = tape.constant(Tensor({1, 1}, {1}).view());
    probe.name(x, "x", Role::Hidden, How(givenFormula));
    stop.request_stop();
    EXPECT_THROW(probe.name(x, "y", Role::Hidden, How(givenFormula)), Stopped);
}

/// Adds the numbers of its operand in a row.
constexpr Formula rowSum{
    .name = "row_sum",
    .line = "sum of {0}",
    .spoken = "the sum of a row",
    .symbols = "s",
    .cell =
        [](CellWork& work) {
            double sum = 0;
            for (const double value : work.columnOf(0, 0).values)
                sum += value;
            return sum;
        },
};

TEST(Probe, aRowIsExplainedByTheOperandThatWasToldWithIt)
{
    Tape tape;
    Recorder recorder(tape, {}, {});
    const Probe probe(recorder);
    // Two rows of one operand, then one of another, then one of the first again.
    const Var first =
        probe.name(tape.constant(Tensor({2, 1}, {1, 2}).view()), "first", Role::Hidden, {rowSum});
    const Var second = probe.name(tape.constant(Tensor({3, 1}, {4, 5, 6}).view()), "second",
                                  Role::Hidden, {rowSum});
    for (const Var operand : {first, first, second, first})
        probe.name(
            tape.constant(Tensor({1, 1}, {operand.index == first.index ? Real(3) : 15}).view()),
            "sum", Role::Hidden, {rowSum, {operand}});
    const Trace trace = recorder.take();
    const TraceTensor& sum = *trace.find("sum");
    EXPECT_EQ(sum.source.changes.size(), 2u);
    for (Index row = 0; row < 4; ++row) {
        const Explanation told = explain(trace, {trace.indexOf("sum"), row, 0});
        ASSERT_TRUE(told.recomputed);
        EXPECT_EQ(*told.recomputed, told.recorded) << row;
    }
}

TEST(Probe, whatIsNamedAgainKeepsItsFirstName)
{
    Tape tape;
    Recorder recorder(tape, {{"K", 0, 0, 7}}, {});
    const Probe probe(recorder);
    const Var states =
        probe.name(tape.constant(Tensor({1, 2}, {1, 2}).view()), "states", Role::State, {rowSum});
    const Var keys = probe.name(states, "K", Role::Key, {rowSum, {states}});
    const Var values = probe.name(states, "V", Role::Value, {rowSum, {states}});
    probe.name(tape.constant(Tensor({1, 1}, {1}).view()), "all", Role::Hidden,
               {rowSum, {states, keys, values}});
    EXPECT_EQ(tape.value(keys).data[0], 7);
    EXPECT_EQ(tape.value(values).data[0], 1);
    const Trace trace = recorder.take();
    EXPECT_EQ(trace.find("states")->value.at(0, 0), 1);
    EXPECT_EQ(trace.find("V")->value.at(0, 0), 1);
    EXPECT_EQ(trace.find("K")->source.operands[0].first, trace.indexOf("states"));
    EXPECT_EQ(trace.find("V")->source.operands[0].first, trace.indexOf("states"));
    const Source& all = trace.find("all")->source;
    EXPECT_EQ(all.operands[0].first, trace.indexOf("states"));
    EXPECT_EQ(all.operands[1].first, trace.indexOf("K"));
    EXPECT_EQ(all.operands[2].first, trace.indexOf("V"));
}

TEST(Tape, computesWithoutAllocatingOnceItHasRun)
{
    Tape tape;
    std::size_t capacity = 0;
    for (int run = 0; run < 5; ++run) {
        tape.reset();
        Var x = tape.input(Tensor({64, 64}).view());
        for (int i = 0; i < 20; ++i)
            x = tanh(tape, x);
        tape.backward(sum(tape, x));
        if (run > 0) {
            EXPECT_EQ(tape.arena().capacity(), capacity);
        }
        capacity = tape.arena().capacity();
    }
}

} // namespace
} // namespace regard
