// SPDX-License-Identifier: GPL-3.0-or-later
// What a step is taken with: told before it, changed there, and what it comes to.
#include "tests/core/training_run.h"

#include "core/models/seq2seq.h"
#include "core/text/vocabulary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace regard {
namespace {

class StepSettingsOfScenarios : public testing::Test {
protected:
    static void SetUpTestSuite() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }
};

TEST_F(StepSettingsOfScenarios, aRateThatIsChangedBeforeAStepIsReportedAndMovesTheParameters)
{
    forEachSmallRun([](const SmallRun& run) {
        TrainOptions options = run.options;
        options.reportEvery = 1;
        std::vector<double> planned;
        options.beforeStep = [&](StepSettings& step) {
            planned.push_back(step.rate);
            if (planned.size() > 1)
                step.rate = 0;
        };
        std::vector<Buffer> after;
        std::vector<double> rates;
        run.train(options, [&](const TrainReport& report) {
            const auto block = report.parameters().block();
            after.emplace_back(block.begin(), block.end());
            rates.push_back(report.rate);
            return rates.size() < 3;
        });
        ASSERT_EQ(rates.size(), 3u);
        EXPECT_EQ(rates[0], planned[0]);
        EXPECT_GT(planned[1], 0);
        EXPECT_EQ(rates[1], 0);
        EXPECT_NE(after[0], Buffer(run.start.block().begin(), run.start.block().end()));
        EXPECT_EQ(after[1], after[0]); // at the rate 0 nothing moves
        EXPECT_EQ(after[2], after[0]);
    });
}

TEST_F(StepSettingsOfScenarios, dropoutAndTeacherForcingReachTheLossWhereTheScenarioOffersThem)
{
    forEachSmallRun([](const SmallRun& run) {
        const auto firstLoss = [&](double dropout, double teacherForcing) {
            TrainOptions options = run.options;
            options.reportEvery = 1;
            options.beforeStep = [&](StepSettings& step) {
                step.dropout = dropout;
                step.teacherForcing = teacherForcing;
            };
            double loss = 0;
            run.train(options, [&](const TrainReport& report) {
                loss = report.loss;
                return false;
            });
            return loss;
        };
        EXPECT_EQ(firstLoss(0, 1), firstLoss(0, 1));
        EXPECT_EQ(firstLoss(0.5, 1) != firstLoss(0, 1), run.settings.has("dropout"));
        EXPECT_EQ(firstLoss(0, 0) != firstLoss(0, 1), run.settings.has("teacher_forcing"));
    });
}

TEST_F(StepSettingsOfScenarios, aPauseBeforeAStepChangesNothing)
{
    const SmallRun run("dialogue");
    TrainOptions options = run.options;
    options.epochs = 1;
    const Parameters straight = train(*run.task, run.start, options);
    options.beforeStep = [](StepSettings&) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    };
    const Parameters paused = train(*run.task, run.start, options);
    EXPECT_TRUE(std::ranges::equal(straight.block(), paused.block()));
}

/// Losses of a small encoder–decoder, with and without its own words fed back.
class ScheduledSampling : public testing::TestWithParam<const char*> {
protected:
    static Seq2SeqOptions optionsFor(const std::string& kind)
    {
        Seq2SeqOptions options;
        options.embedding = 6;
        options.hidden = 8;
        options.sourceVocabulary = 9;
        options.targetVocabulary = 11;
        if (kind != "none")
            options.score = "additive";
        if (kind == "luong" || kind == "fed")
            options.placement = Placement::Luong;
        options.inputFeeding = kind == "fed";
        return options;
    }
    using Ids = std::vector<std::int32_t>;
    const Ids m_sources[3] = {{4, 5, 6}, {7, 8}, {5, 4, 8, 7}};
    const Ids m_targets[3] = {{4, 9, 6, 10}, {8}, {10, 5}};
    const Ids* const m_from[3] = {&m_sources[0], &m_sources[1], &m_sources[2]};
    const Ids* const m_to[3] = {&m_targets[0], &m_targets[1], &m_targets[2]};
};

TEST_P(ScheduledSampling, isTheLossOfEachStepBehindTheTokenThatWasFed)
{
    ParameterLayout layout;
    const Seq2Seq model(layout, optionsFor(GetParam()));
    const auto shared = std::make_shared<ParameterLayout>(layout);
    Tape tape;
    const Parameters parameters(shared, 5);
    tape.bind(parameters);
    const auto total = [&](Random* random, Real forcing) {
        return tape.value(model.loss(tape, m_from, m_to, {random, 0, forcing}).sum).data[0];
    };
    const Real right = total(nullptr, 1);
    Random random(3);
    EXPECT_EQ(total(&random, 1), right);
    EXPECT_EQ(total(nullptr, 0), right) << "when evaluating all that is fed is right";
    const Real own = total(&random, 0);
    EXPECT_NE(own, right);
    // Each text alone, a step at a time, with nothing fed but what was likeliest.
    double byHand = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const auto encoded =
            model.encode(tape, {}, PaddedIds::of(std::span(m_from).subspan(i, 1)), {});
        Seq2Seq::State state = encoded.state;
        std::int32_t previous = Vocabulary::begin;
        for (std::size_t t = 0; t <= m_targets[i].size(); ++t) {
            const auto step = model.step(tape, {}, encoded, std::span(&previous, 1), state, {});
            state = step.state;
            const Var scores = model.logits(tape, step.features);
            const std::int32_t wanted = t < m_targets[i].size() ? m_targets[i][t] : Vocabulary::end;
            byHand += static_cast<double>(
                tape.value(crossEntropy(tape, scores, std::span(&wanted, 1))).data[0]);
            const auto row = tape.value(scores).values();
            previous = static_cast<std::int32_t>(std::ranges::max_element(row) - row.begin());
        }
    }
    EXPECT_NEAR(own, byHand, 1e-4);
    // Between the two some tokens are the right ones: between runs it differs which.
    const Real half = total(&random, Real(0.5));
    bool differs = false;
    for (int i = 0; i < 20; ++i)
        differs = differs || total(&random, Real(0.5)) != half;
    EXPECT_TRUE(differs);
}

INSTANTIATE_TEST_SUITE_P(Kinds, ScheduledSampling,
                         testing::Values("bahdanau", "luong", "fed", "none"));

} // namespace
} // namespace regard
