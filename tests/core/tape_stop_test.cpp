// SPDX-License-Identifier: GPL-3.0-or-later
// A stop is noticed before the next operation, not at the end of a block of examples.
#include "core/nn/recurrent.h"
#include "core/tape/operations.h"
#include "core/trace/probe.h"
#include "core/training/train.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cfenv>

namespace regard {
namespace {

TEST(TapeStop, NoOperationBeginsAfterAStop)
{
    std::stop_source source;
    Tape tape;
    tape.stopBy(source.get_token());
    const Tensor numbers({2, 3});
    const Var x = tape.input(numbers.view());
    source.request_stop();
    EXPECT_THROW(add(tape, x, x), Stopped);
    EXPECT_THROW(tape.constant(numbers.view()), Stopped);
    tape.reset();
    EXPECT_NO_THROW(tape.constant(numbers.view())) << "a reset forgets whom the tape listens to";
}

TEST(TapeStop, NoBackwardFunctionBeginsAfterAStop)
{
    std::stop_source source;
    Tape tape;
    tape.stopBy(source.get_token());
    const Tensor number({1});
    Var x = tape.input(number.view());
    int called = 0;
    for (int i = 0; i < 5; ++i)
        x = tape.record(tape.allocate({1}), {x},
                        [x, i, &called, &source](Tape& on, ConstView gradient) {
                            ++called;
                            if (i == 3)
                                source.request_stop();
                            on.gradient(x).data[0] += gradient.data[0];
                        });
    EXPECT_THROW(tape.backward(x), Stopped);
    EXPECT_EQ(called, 2);
}

TEST(TapeStop, NoStepOfARecurrentLayerBeginsAfterAStop)
{
    for (const Cell cell : {Cell::Rnn, Cell::Gru, Cell::Lstm}) {
        ParameterLayout layout;
        const RecurrentLayers layers(layout, "", cell, 2, 3, 1, false);
        Parameters parameters(std::make_shared<ParameterLayout>(layout));
        for (const ParameterLayout::Entry& entry : layout.entries())
            if (entry.name.starts_with("weight_hh"))
                std::fill_n(parameters.block().begin() + entry.offset, entry.shape.size(), 1e30F);
        std::stop_source source;
        Tape tape;
        tape.stopBy(source.get_token());
        tape.bind(parameters);
        for (int i = 0; i < static_cast<int>(layout.entries().size()); ++i)
            tape.parameter({i});
        const Var x = tape.constant(Tensor({1, 4, 2}).view());
        const Index state = cell == Cell::Lstm ? 6 : 3;
        Tensor large({1, state});
        std::fill(large.values().begin(), large.values().end(), Real(1e30));
        const Var initial = tape.constant(large.view());
        // A step would multiply numbers whose product no float holds.
        for (const bool stopped : {false, true}) {
            if (stopped)
                source.request_stop();
            std::feclearexcept(FE_ALL_EXCEPT);
            try {
                layers.run(tape, x, std::span(&initial, 1), {}, 0, nullptr);
                EXPECT_FALSE(stopped);
            } catch (const Stopped&) {
                EXPECT_TRUE(stopped);
            }
            EXPECT_EQ(std::fetestexcept(FE_OVERFLOW) != 0, !stopped);
        }
    }
}

/// Learns one number. Asks for a stop in the middle of a block of the given step.
class StoppingTask final : public Task {
public:
    StoppingTask(std::stop_source& source, int step) : m_source(source), m_step(step)
    {
        auto layout = std::make_shared<ParameterLayout>();
        layout->add("x", {1, 1}, {Initial::Kind::Constant, 1});
        m_layout = std::move(layout);
    }
    std::size_t size(Split split) const override { return split == Split::Train ? 4 : 1; }
    LossSum loss(Tape& tape, Split, std::span<const std::uint32_t> examples,
                 const Draws& /*draws*/) const override
    {
        if (++m_blocks == m_step)
            m_source.request_stop();
        const Var x = tape.parameter({0});
        LossSum loss;
        loss.sum = sumOf(tape, x);
        loss.count = static_cast<double>(examples.size());
        return loss;
    }
    std::vector<Figure> evaluate(const Weights&, Split, std::size_t, std::stop_token) const override
    {
        return {};
    }

private:
    static Var sumOf(Tape& tape, Var x)
    {
        return tape.record(tape.allocate({1}), {x}, [x](Tape& on, ConstView gradient) {
            on.gradient(x).data[0] += gradient.data[0];
        });
    }
    std::stop_source& m_source;
    int m_step;
    mutable std::atomic<int> m_blocks = 0;
};

/// Three epochs of three blocks each: two steps and a measurement.
TrainOptions nineBlocks()
{
    TrainOptions options;
    options.epochs = 3;
    options.batch = 2;
    options.threads = 1;
    options.validate = 1;
    return options;
}

TEST(TapeStop, TrainingStopsWithinABlockAndReportsWholeEpochsOnly)
{
    for (int blocks = 1; blocks <= 12; ++blocks) {
        SCOPED_TRACE(blocks);
        std::stop_source source;
        const StoppingTask task(source, blocks);
        int epochs = 0;
        int measured = 0;
        train(task, Parameters(task.layout(), 1), nineBlocks(), source.get_token(),
              [&](const TrainReport& report) {
                  epochs += report.epochEnd;
                  measured += report.validated;
              });
        EXPECT_EQ(epochs, measured) << "an epoch is reported with its measurement";
        EXPECT_EQ(measured, blocks > 9 ? 3 : (blocks - 1) / 3);
    }
}

TEST(TapeStop, AnEpochThatIsStoppedWhileItIsMeasuredIsLeftToReport)
{
    for (int blocks = 1; blocks <= 12; ++blocks) {
        SCOPED_TRACE(blocks);
        std::stop_source source;
        const StoppingTask task(source, blocks);
        std::size_t reported = 0;
        RunState state;
        state.parameters = Parameters(task.layout(), 1);
        state = train(task, std::move(state), nineBlocks(), source.get_token(),
                      [&](const TrainReport& report) { reported = report.step; });
        const int before = blocks - 1; // of which each third measured
        EXPECT_EQ(state.step,
                  std::min<std::size_t>(6, static_cast<std::size_t>(before - before / 3)));
        EXPECT_EQ(state.count > 0, state.step > reported);
        if (blocks == 9) {
            EXPECT_EQ(state.step, 6u);
            EXPECT_GT(state.count, 0);
        }
    }
}

TEST(TapeStop, WhoAsksForWholeEpochsOnlyGetsNothingAfterAStop)
{
    for (int blocks = 1; blocks <= 12; ++blocks) {
        std::stop_source source;
        const StoppingTask task(source, blocks);
        TrainOptions options = nineBlocks();
        options.dropStopped = true;
        const Parameters last = train(task, Parameters(task.layout(), 1), options,
                                      source.get_token(), [](const TrainReport&) {});
        // A stop while the last epoch is measured comes too late.
        EXPECT_EQ(last.sharedLayout() != nullptr, blocks >= 9) << blocks;
    }
}

} // namespace
} // namespace regard
