// SPDX-License-Identifier: GPL-3.0-or-later
// What a training step is, compared with the same computed once more in double: the gradient of
// the mean over what was counted, limited as a whole, Adam (Kingma & Ba 2015) with its bias
// correction, the rate of the schedule, and a dropout mask of its own for each block of each step.
#include "core/training/train.h"

#include "core/models/weights.h"
#include "core/tape/operations.h"
#include "core/training/learner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <set>

namespace regard {
namespace {

/// Σ over examples of w_k · x_k(example), counted by weights of the examples: its gradient is
/// known without computing it, and as long as the example says.
class KnownTask : public Task {
public:
    static constexpr Index first = 7, second = 9000; ///< numbers of the two parameters
    static constexpr std::size_t size_ = 50;

    KnownTask()
    {
        auto layout = std::make_shared<ParameterLayout>();
        m_ids[0] = layout->add("a", {first}, {Initial::Kind::Uniform, 1});
        m_ids[1] = layout->add("b", {second}, {Initial::Kind::Uniform, 1});
        m_layout = std::move(layout);
    }

    std::size_t size(Split split) const override { return split == Split::Train ? size_ : 37; }
    std::size_t block() const override { return 4; }
    std::string metric() const override { return "share"; }

    /// ∂loss/∂number `index` of parameter `k` for one example.
    static double slope(std::uint32_t example, int k, Index index)
    {
        Random own(example * 10 + static_cast<std::uint32_t>(k));
        const double size = example % 3 == 0 ? 3 : 0.002; // limited in some steps, not in others
        return size * (std::sin(static_cast<double>(index) * 0.7 + own.uniform(0, 6)) + 0.3);
    }
    /// What one example counts as: so many words.
    static double countOf(std::uint32_t example) { return 1 + example % 5; }
    static double hitsOf(std::uint32_t example) { return example % 2; }

    LossSum loss(Tape& tape, Split split, std::span<const std::uint32_t> examples,
                 const Draws& draws) const override
    {
        Var sums;
        for (int k = 0; k < 2; ++k) {
            const Index count = k == 0 ? first : second;
            Tensor slopes(Shape{count});
            for (const std::uint32_t example : examples)
                for (Index i = 0; i < count; ++i)
                    slopes.values()[static_cast<std::size_t>(i)] +=
                        static_cast<Real>(slope(example, k, i));
            const Var own =
                sum(tape, times(tape, tape.parameter(m_ids[k]), tape.constant(slopes.view())));
            sums = sums ? add(tape, sums, own) : own;
        }
        double counted = 0;
        double hits = 0;
        for (const std::uint32_t example : examples) {
            counted += countOf(example);
            hits += hitsOf(example);
        }
        const std::lock_guard lock(m_mutex);
        if (split == Split::Train)
            trained.emplace_back(examples.begin(), examples.end());
        else
            measured.insert(measured.end(), examples.begin(), examples.end());
        if (draws.random)
            drawn.insert(draws.random->next());
        else
            ++withoutDropout[split];
        return {sums, counted, hits};
    }
    std::vector<Figure> evaluate(const Weights&, Split, std::size_t, std::stop_token) const override
    {
        return {};
    }

    mutable std::mutex m_mutex;
    mutable std::vector<std::vector<std::uint32_t>> trained; ///< blocks
    mutable std::vector<std::uint32_t> measured;
    mutable std::set<std::uint64_t> drawn; ///< the first number of each block's dropout
    mutable std::map<Split, int> withoutDropout;

private:
    ParameterId m_ids[2];
};

TrainOptions optionsOf(int threads = 1)
{
    TrainOptions options;
    options.epochs = 2;
    options.batch = 12; // the last of an epoch has two
    options.rate = 0.02;
    options.threads = threads;
    options.schedule.finalShare = 0.2;
    return options;
}

/// Adam once more, in double, over the batches that were computed.
std::vector<double> byHand(const KnownTask& task, const Parameters& start,
                           const TrainOptions& options)
{
    const auto& entries = task.layout()->entries();
    std::vector<double> theta, mean, square;
    for (const ParameterLayout::Entry& entry : entries)
        for (Index i = 0; i < entry.shape[0]; ++i)
            theta.push_back(
                static_cast<double>(start.block()[static_cast<std::size_t>(entry.offset + i)]));
    mean.resize(theta.size());
    square.resize(theta.size());
    const std::size_t perEpoch = (KnownTask::size_ + options.batch - 1) / options.batch;
    const std::size_t steps = perEpoch * static_cast<std::size_t>(options.epochs);
    std::vector<std::uint32_t> order;
    for (const auto& block : task.trained)
        order.insert(order.end(), block.begin(), block.end());
    std::size_t at = 0;
    for (std::size_t step = 0; step < steps; ++step) {
        const std::size_t left = KnownTask::size_ - at % KnownTask::size_;
        const std::size_t count = std::min(options.batch, left);
        std::vector<double> gradient(theta.size());
        double counted = 0;
        for (std::size_t e = at; e < at + count; ++e) {
            counted += KnownTask::countOf(order[e]);
            for (std::size_t i = 0; i < theta.size(); ++i)
                gradient[i] += i < KnownTask::first
                    ? KnownTask::slope(order[e], 0, static_cast<Index>(i))
                    : KnownTask::slope(order[e], 1, static_cast<Index>(i) - KnownTask::first);
        }
        at += count;
        double squared = 0;
        for (double& g : gradient) {
            g /= counted;
            squared += g * g;
        }
        const double length = std::sqrt(squared);
        const double share = options.clip > 0 && length > options.clip ? options.clip / length : 1;
        const double done = static_cast<double>(step) / static_cast<double>(steps);
        const double rate = options.schedule.decay > 0
            ? options.rate / (1 + options.schedule.decay * static_cast<double>(step))
            : options.rate
                * (options.schedule.finalShare
                   + (1 - options.schedule.finalShare) * 0.5
                       * (1 + std::cos(std::acos(-1.0) * done)));
        const double t = static_cast<double>(step + 1);
        for (std::size_t i = 0; i < theta.size(); ++i) {
            const double g = gradient[i] * share;
            mean[i] = 0.9 * mean[i] + 0.1 * g;
            square[i] = 0.999 * square[i] + 0.001 * g * g;
            theta[i] -= rate * mean[i] / (1 - std::pow(0.9, t))
                / (std::sqrt(square[i] / (1 - std::pow(0.999, t))) + 1e-8);
        }
    }
    return theta;
}

TEST(TrainingStep, isAdamOnTheMeanGradientLimitedAsAWhole)
{
    for (const double clip : {0.0, 1.0, 12.0, 1e9})
        for (const double decay : {0.0, 0.3}) {
            SCOPED_TRACE("clip " + std::to_string(clip) + ", decay " + std::to_string(decay));
            TrainOptions options = optionsOf();
            options.clip = clip;
            options.schedule.decay = decay;
            if (decay > 0)
                options.schedule.course = &rateCourse("inverse");
            const KnownTask task;
            const Parameters start(task.layout(), 4);
            const Parameters after = train(task, start, options);
            const std::vector<double> wanted = byHand(task, start, options);
            const KnownTask again;
            options.threads = 3;
            const Parameters parallel = train(again, start, options);
            std::size_t i = 0;
            for (const ParameterLayout::Entry& entry : task.layout()->entries())
                for (Index k = 0; k < entry.shape[0]; ++k, ++i) {
                    const auto at = static_cast<std::size_t>(entry.offset + k);
                    ASSERT_NEAR(after.block()[at], wanted[i], 2e-5) << "number " << i;
                    ASSERT_EQ(after.block()[at], parallel.block()[at]) << "number " << i;
                }
        }
}

TEST(TrainingStep, everyEpochTakesEachExampleOnceInAnotherOrder)
{
    const KnownTask task;
    train(task, Parameters(task.layout(), 4), optionsOf());
    std::vector<std::uint32_t> order;
    for (const auto& block : task.trained) {
        EXPECT_LE(block.size(), 4u);
        order.insert(order.end(), block.begin(), block.end());
    }
    constexpr auto size = static_cast<std::ptrdiff_t>(KnownTask::size_);
    ASSERT_EQ(order.size(), 2 * KnownTask::size_);
    EXPECT_FALSE(std::equal(order.begin(), order.begin() + size, order.begin() + size));
    EXPECT_FALSE(std::is_sorted(order.begin(), order.begin() + size));
    for (int epoch = 0; epoch < 2; ++epoch)
        EXPECT_EQ(std::set<std::uint32_t>(order.begin() + epoch * size,
                                          order.begin() + (epoch + 1) * size)
                      .size(),
                  KnownTask::size_);
}

TEST(TrainingStep, drawsAnotherDropoutForEachBlockOfEachStep)
{
    std::set<std::uint64_t> draws;
    for (const int threads : {1, 2, 5}) {
        const KnownTask task;
        TrainOptions options = optionsOf(threads);
        options.validate = 10;
        train(task, Parameters(task.layout(), 4), options, {}, [](const TrainReport&) {});
        // An epoch has four batches of three blocks and one of one.
        EXPECT_EQ(task.trained.size(), 26u);
        EXPECT_EQ(task.drawn.size(), task.trained.size());
        if (draws.empty())
            draws = task.drawn;
        EXPECT_EQ(task.drawn, draws) << threads << " threads";
        EXPECT_EQ(task.withoutDropout.count(Split::Train), 0u);
        EXPECT_GT(task.withoutDropout[Split::HeldOut], 0);
    }
    const KnownTask task;
    TrainOptions options = optionsOf();
    options.seed = 2;
    train(task, Parameters(task.layout(), 4), options);
    for (const std::uint64_t draw : task.drawn)
        EXPECT_EQ(draws.count(draw), 0u) << "the same as with another seed";
}

TEST(TrainingStep, reportsTheMeansOfTheStepsSinceTheLastReport)
{
    const KnownTask task;
    TrainOptions options = optionsOf();
    options.reportEvery = 2;
    options.validate = 10;
    std::size_t seen = 0;
    std::vector<std::size_t> steps;
    train(task, Parameters(task.layout(), 4), options, {}, [&](const TrainReport& report) {
        double hits = 0;
        double counted = 0;
        for (; seen < task.trained.size(); ++seen)
            for (const std::uint32_t example : task.trained[seen]) {
                hits += KnownTask::hitsOf(example);
                counted += KnownTask::countOf(example);
            }
        EXPECT_NEAR(report.metric, hits / counted, 1e-12);
        steps.push_back(report.step);
        EXPECT_EQ(report.steps, 10u);
        EXPECT_EQ(report.epochEnd, report.step % 5 == 0);
        EXPECT_EQ(report.validated, report.epochEnd);
    });
    EXPECT_EQ(steps, (std::vector<std::size_t>{2, 4, 5, 6, 8, 10}));
    ASSERT_EQ(task.measured.size(), 20u); // ten at the end of each epoch
}

TEST(TrainingStep, measuresTheFirstExamplesAndTheirMeans)
{
    for (const std::size_t limit :
         {std::size_t{0}, std::size_t{1}, std::size_t{10}, std::size_t{37}, std::size_t{500}})
        for (const int threads : {1, 3}) {
            const KnownTask task;
            const Parameters parameters(task.layout(), 4);
            const Means means = measure(task, parameters, Split::HeldOut, limit, {}, threads);
            const std::size_t count = limit == 0 ? 37 : std::min<std::size_t>(limit, 37);
            std::sort(task.measured.begin(), task.measured.end());
            ASSERT_EQ(task.measured.size(), count);
            double hits = 0;
            double counted = 0;
            double loss = 0;
            for (std::uint32_t example = 0; example < count; ++example) {
                EXPECT_EQ(task.measured[example], example);
                hits += KnownTask::hitsOf(example);
                counted += KnownTask::countOf(example);
                const auto& entries = task.layout()->entries();
                for (int k = 0; k < 2; ++k)
                    for (Index i = 0; i < entries[static_cast<std::size_t>(k)].shape[0]; ++i)
                        loss += KnownTask::slope(example, k, i)
                            * static_cast<double>(parameters.block()[static_cast<std::size_t>(
                                entries[static_cast<std::size_t>(k)].offset + i)]);
            }
            EXPECT_NEAR(means.metric, hits / counted, 1e-12);
            EXPECT_NEAR(means.loss, loss / counted, 1e-3 * (1 + std::abs(loss / counted)));
        }
}

} // namespace
} // namespace regard
