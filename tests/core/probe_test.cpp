// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/probe.h"

#include "core/tape/operations.h"

#include <gtest/gtest.h>

namespace regard {
namespace {

TEST(Probe, withoutARecorderHandsTheValueBackUntouched)
{
    Tape tape;
    const Var x = tape.constant(Tensor({1, 2}, {1, 2}).view());
    EXPECT_EQ(Probe().name(x, "x", Role::Hidden).index, x.index);
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
                   Role::Scores, words, words);
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
                   Role::Weights);
        probe.name(tape.constant(Tensor({1, 1}, {Real(step)}).view()), "context", Role::Context);
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
    x = probe.name(x, "scores", Role::Scores);
    probe.name(scale(tape, x, 2), "scaled", Role::Scaled);
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
        const Var x =
            probe.name(tape.constant(Tensor({1, 1}, {Real(step)}).view()), "x", Role::Hidden);
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
    probe.name(x, "x", Role::Hidden);
    stop.request_stop();
    EXPECT_THROW(probe.name(x, "y", Role::Hidden), Stopped);
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
