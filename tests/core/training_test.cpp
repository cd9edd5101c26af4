// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/train.h"

#include "core/models/scenario.h"
#include "core/models/weights.h"
#include "core/nn/layers.h"
#include "core/scenarios/catalogue.h"
#include "core/trace/probe.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace regard {
namespace {

/// Learns y = A·x of a fixed A; counts the blocks that are computed and calls a hook in each.
class LinearTask : public Task {
public:
    LinearTask()
    {
        auto layout = std::make_shared<ParameterLayout>();
        m_layer = Linear(*layout, "", 3, 2);
        m_layout = std::move(layout);
    }

    std::size_t size(Split split) const override { return split == Split::Train ? 1000 : 100; }
    std::size_t block() const override { return 16; }
    std::string metric() const override { return "positive"; }

    LossSum loss(Tape& tape, Split, std::span<const std::uint32_t> examples,
                 const Draws& draws) const override
    {
        ++blocks;
        if (inBlock)
            inBlock();
        const Index count = static_cast<Index>(examples.size());
        Tensor x({count, 3});
        Tensor wanted({count, 2});
        for (Index i = 0; i < count; ++i) {
            Random own(examples[static_cast<std::size_t>(i)]);
            for (Index j = 0; j < 3; ++j)
                x.at(i, j) = static_cast<Real>(own.uniform(-1, 1));
            wanted.at(i, 0) = 2 * x.at(i, 0) - x.at(i, 2);
            wanted.at(i, 1) = x.at(i, 1);
        }
        const Var input =
            dropout(tape, tape.constant(x.view()), draws.random ? Real(0.1) : 0, draws.random);
        const Var error =
            add(tape, m_layer(tape, input), scale(tape, tape.constant(wanted.view()), -1));
        const auto hits = std::count_if(wanted.values().begin(), wanted.values().end(),
                                        [](Real value) { return value > 0; });
        return {sum(tape, times(tape, error, error)), static_cast<double>(count),
                static_cast<double>(hits) / 2};
    }
    std::vector<Figure> evaluate(const Weights&, Split, std::size_t, std::stop_token) const override
    {
        return {};
    }

    mutable std::atomic<int> blocks = 0;
    std::function<void()> inBlock;

private:
    Linear m_layer;
};

TrainOptions shortRun()
{
    TrainOptions options;
    options.epochs = 3;
    options.batch = 100;
    options.rate = 0.05;
    options.schedule.finalShare = 0.2;
    return options;
}

std::vector<Real> trainedOn(int threads)
{
    const LinearTask task;
    TrainOptions options = shortRun();
    options.threads = threads;
    const Parameters result = train(task, Parameters(task.layout(), 7), options);
    return {result.block().begin(), result.block().end()};
}

TEST(Training, givesTheSameBitsOnAnyNumberOfThreads)
{
    const std::vector<Real> one = trainedOn(1);
    EXPECT_EQ(one, trainedOn(2));
    EXPECT_EQ(one, trainedOn(5));
}

TEST(Training, givesTheSameBitsForAScenarioOnOneAndThreeThreads)
{
    for (const ScenarioSpec& scenario : catalogue()) {
        if (!scenario.task)
            continue;
        SCOPED_TRACE(scenario.id);
        Settings given;
        for (const SettingSpec& spec : scenario.settings) {
            if (spec.name == "examples")
                given.set("examples", std::int64_t{400});
            if (spec.name == "held_out")
                given.set("held_out", std::int64_t{10});
        }
        const Settings settings = resolveSettings(scenario.settings, given);
        const auto task = scenario.task({settings, {}, false, {}});
        TrainOptions options;
        std::vector<std::vector<Real>> results;
        for (int threads : {1, 3}) {
            options.threads = threads;
            const Parameters result =
                train(*task, drawWeights(scenario, settings, *task).parameters, options);
            results.emplace_back(result.block().begin(), result.block().end());
        }
        EXPECT_EQ(results[0], results[1]);
    }
}

TEST(Training, lowersTheLossOnHeldOutExamples)
{
    const LinearTask task;
    TrainOptions options = shortRun();
    options.epochs = 20;
    const Parameters before(task.layout(), 7);
    const Parameters after = train(task, before, options);
    EXPECT_LT(measure(task, after, Split::HeldOut).loss,
              measure(task, before, Split::HeldOut).loss / 10);
}

TEST(Training, anotherSeedTakesAnotherWay)
{
    const LinearTask task;
    TrainOptions options = shortRun();
    const Parameters first = train(task, Parameters(task.layout(), 7), options);
    options.seed = 2;
    const Parameters second = train(task, Parameters(task.layout(), 7), options);
    EXPECT_NE(first.block()[0], second.block()[0]);
}

TEST(Training, computesNoFurtherBlockAfterAStopRequest)
{
    LinearTask task;
    std::stop_source stop;
    TrainOptions options = shortRun();
    options.epochs = 1000;
    options.threads = 1;
    task.inBlock = [&] {
        if (task.blocks == 10)
            stop.request_stop();
    };
    train(task, Parameters(task.layout(), 7), options, stop.get_token());
    EXPECT_EQ(task.blocks, 10);
}

TEST(Training, aStoppedBatchIsNotAppliedInPart)
{
    LinearTask task;
    std::stop_source stop;
    TrainOptions options = shortRun();
    options.threads = 1;
    task.inBlock = [&] { stop.request_stop(); }; // in the first block of the first batch
    const Parameters before(task.layout(), 7);
    const Parameters after = train(task, before, options, stop.get_token());
    EXPECT_TRUE(std::equal(before.block().begin(), before.block().end(), after.block().begin()));
}

TEST(Training, reportsEveryEpochWithItsHeldOutLoss)
{
    const LinearTask task;
    TrainOptions options = shortRun();
    options.validate = 50;
    std::vector<int> epochs;
    double last = 1e9;
    train(task, Parameters(task.layout(), 7), options, {}, [&](const TrainReport& report) {
        if (!report.epochEnd)
            return;
        epochs.push_back(report.epoch);
        EXPECT_EQ(report.steps, 30u);
        EXPECT_GT(report.validationLoss, 0);
        EXPECT_NEAR(report.metric, 0.5, 0.05); // half of all targets are positive
        EXPECT_NEAR(report.validationMetric, 0.5, 0.15);
        EXPECT_LT(report.loss, last);
        last = report.loss;
    });
    EXPECT_EQ(epochs, (std::vector{1, 2, 3}));
}

TEST(Training, measureThrowsStoppedWhenAskedTo)
{
    const LinearTask task;
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW(measure(task, Parameters(task.layout(), 7), Split::HeldOut, 0, stop.get_token()),
                 Stopped);
}

} // namespace
} // namespace regard
