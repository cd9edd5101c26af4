// SPDX-License-Identifier: GPL-3.0-or-later
// What only training reads: each setting tells on the weights where it takes part, and nowhere
// else; the rates of the schedules; the optimisers beside PyTorch's.
#include "core/models/training_settings.h"

#include "core/models/optimiser_kind.h"
#include "core/models/rate_schedule.h"
#include "core/tape/operations.h"
#include "tests/core/golden.h"
#include "tests/core/training_run.h"

#include <cmath>
#include <set>

namespace regard {
namespace {

class TrainingSettings : public testing::Test {
protected:
    static void SetUpTestSuite() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    static std::vector<Real> trainedWith(const std::string& id, const Settings& changes)
    {
        const SmallRun run(id, changes);
        const Parameters result = run.train(run.options);
        return {result.block().begin(), result.block().end()};
    }

    /// Those of trainingSettings(), and teacher forcing.
    static std::set<std::string> names()
    {
        std::set<std::string> all{teacherForcingSetting().name};
        for (const SettingSpec& spec : trainingSettings({1, 1, 1, 0, 1, 1}))
            all.insert(spec.name);
        for (const char* data : {"examples", "held_out"})
            all.erase(data);
        return all;
    }

    static const SettingSpec& find(const ScenarioSpec& scenario, const std::string& name)
    {
        return *std::ranges::find(scenario.settings, name, &SettingSpec::name);
    }

    /// A value that makes another run of the small one.
    static SettingValue other(const SettingSpec& spec, const SettingValue& now)
    {
        if (!spec.choices.empty())
            return spec.choices[spec.choices[0] == std::get<std::string>(now) ? 1 : 0];
        if (const auto* whole = std::get_if<std::int64_t>(&now))
            return *whole + 2;
        if (spec.name == "clip")
            return 1e-3;
        const double number = std::get<double>(now);
        return number > spec.minimum ? number * 0.5 : 0.5;
    }
};

TEST_F(TrainingSettings, areOfferedByEveryScenarioThatLearnsAndAskForNoOtherWeights)
{
    for (const std::string& id : learningScenarios()) {
        const ScenarioSpec& scenario = scenarioOf(id);
        const Settings usual = resolveSettings(scenario.settings);
        for (const std::string& name : names()) {
            const bool decoder = id == "dialogue" || id == "translation" || id == "dates";
            const bool drops =
                id != "entity-network" && id != "pointer" && id != "kernel-regression";
            if (name == "teacher_forcing" || name == "dropout") {
                EXPECT_EQ(usual.has(name), name == "dropout" ? drops : decoder) << id << name;
                continue;
            }
            ASSERT_TRUE(usual.has(name)) << id << " " << name;
            const SettingSpec& spec = find(scenario, name);
            EXPECT_EQ(spec.affects, Affects::Training) << id << " " << name;
            EXPECT_FALSE(spec.label.empty());
            EXPECT_GT(spec.help.size(), 20u) << id << " " << name;
            Settings changed = usual;
            changed.set(name, other(spec, usual.value(name)));
            EXPECT_EQ(shippedWeightsPath(scenario, changed), shippedWeightsPath(scenario, usual));
        }
    }
}

TEST_F(TrainingSettings, tellOnTheWeightsWhereTheyTakePartAndOnlyThere)
{
    for (const char* id : {"dialogue", "reviews"})
        for (const std::string& name : names()) {
            const ScenarioSpec& scenario = scenarioOf(id);
            if (!resolveSettings(scenario.settings).has(name))
                continue;
            SCOPED_TRACE(std::string(id) + " " + name);
            const SettingSpec& spec = find(scenario, name);
            const auto differs = [&](Settings settings) {
                const std::vector<Real> before = trainedWith(id, settings);
                const Settings usual = resolveSettings(scenario.settings, settings);
                settings.set(name, other(spec, usual.value(name)));
                return trainedWith(id, settings) != before;
            };
            Settings with;
            if (name != "epochs" && name != "batch")
                with.set("epochs", std::int64_t{2});
            for (const Condition& condition : spec.onlyWith)
                with.set(condition.setting, condition.values.front());
            EXPECT_TRUE(differs(with));
            for (const Condition& condition : spec.onlyWith)
                for (const std::string& value : find(scenario, condition.setting).choices) {
                    Settings without = with;
                    without.set(condition.setting, value);
                    if (unmetCondition(spec, without))
                        EXPECT_FALSE(differs(without)) << condition.setting << "=" << value;
                }
        }
}

TEST_F(TrainingSettings, everyOptimiserLowersTheLossOfEveryScenarioOnAnyNumberOfThreads)
{
    for (const std::string& id : learningScenarios())
        for (const OptimiserName& optimiser : optimiserNames()) {
            SCOPED_TRACE(id + " " + std::string(optimiser.name));
            Settings changes;
            changes.set("optimiser", std::string(optimiser.name));
            const SmallRun run(id, changes);
            TrainOptions options = run.options;
            const Parameters two = run.train(options);
            EXPECT_LT(measure(*run.task, two, Split::Train).loss,
                      measure(*run.task, run.start, Split::Train).loss);
            options.threads = 1;
            EXPECT_TRUE(std::ranges::equal(two.block(), run.train(options).block()));
        }
}

TEST(RateSchedules, fallAsTheyAreDescribed)
{
    RateSchedule schedule;
    const auto at = [&](std::size_t step) { return schedule.rate(0.02, step, 100); };
    EXPECT_DOUBLE_EQ(at(0), 0.02); // cosine to a tenth
    EXPECT_NEAR(at(50), 0.011, 1e-12);
    EXPECT_NEAR(at(100), 0.002, 1e-12);
    schedule.course = &rateCourse("linear");
    EXPECT_DOUBLE_EQ(at(0), 0.02);
    EXPECT_NEAR(at(25), 0.0155, 1e-12);
    EXPECT_NEAR(at(100), 0.002, 1e-12);
    schedule.course = &rateCourse("constant");
    EXPECT_DOUBLE_EQ(at(99), 0.02);
    schedule.course = &rateCourse("inverse");
    schedule.decay = 1e-2;
    EXPECT_DOUBLE_EQ(at(50), 0.02 / 1.5);
    schedule.course = &rateCourse("inverse_root");
    EXPECT_NEAR(at(3), 0.01, 1e-12);
    EXPECT_THROW(rateCourse("none"), std::invalid_argument);
}

TEST(RateSchedules, riseInEvenPartsWhileTheyWarmUpAndGoOnUnchangedThen)
{
    for (const RateCourse& course : rateCourses()) {
        RateSchedule cold{&course, 0.1, 1e-3, 0};
        RateSchedule warm{&course, 0.1, 1e-3, 10};
        const auto at = [&](std::size_t step) { return warm.rate(1, step, 100); };
        for (std::size_t step = 0; step < 10; ++step) {
            EXPECT_GT(at(step), 0) << course.name;
            EXPECT_LE(at(step), static_cast<double>(step + 1) / 10) << course.name;
        }
        for (std::size_t step = 10; step < 99; ++step) {
            EXPECT_LE(at(step + 1), at(step)) << course.name;
            if (course.name != "inverse_root")
                EXPECT_EQ(at(step), cold.rate(1, step, 100)) << course.name;
        }
    }
    // Vaswani et al. 2017, equation 3: rate ∝ min(t^−½, t · w^−1.5), t from 1.
    RateSchedule published{&rateCourse("inverse_root"), 0.1, 0, 40};
    for (std::size_t t = 1; t < 200; t += 7) {
        const auto step = static_cast<double>(t);
        EXPECT_NEAR(published.rate(1, t - 1, 200),
                    std::sqrt(40) * std::min(std::pow(step, -0.5), step * std::pow(40, -1.5)),
                    1e-12);
    }
}

/// One parameter whose gradient is that of a table, a row a step.
class GivenGradients : public Task {
public:
    explicit GivenGradients(const Tensor& gradients) : m_gradients(gradients)
    {
        auto layout = std::make_shared<ParameterLayout>();
        m_theta = layout->add("theta", {gradients.columns()}, {Initial::Kind::Uniform, 1});
        m_layout = std::move(layout);
    }
    std::size_t size(Split) const override { return static_cast<std::size_t>(m_gradients.rows()); }
    LossSum loss(Tape& tape, Split, std::span<const std::uint32_t>, const Draws&) const override
    {
        const Index width = m_gradients.columns();
        const Tensor row(
            {width},
            {m_gradients.data() + m_step * width, m_gradients.data() + (m_step + 1) * width});
        ++m_step;
        return {sum(tape, times(tape, tape.parameter(m_theta), tape.constant(row.view()))), 1, 0};
    }
    std::vector<Figure> evaluate(const Weights&, Split, std::size_t, std::stop_token) const override
    {
        return {};
    }

private:
    const Tensor& m_gradients;
    ParameterId m_theta;
    mutable Index m_step = 0;
};

TEST(Optimisers, followPyTorchStepByStepAtChangingRatesWithTheirGradientLimited)
{
    for (const OptimiserName& optimiser : optimiserNames()) {
        SCOPED_TRACE(optimiser.name);
        const Golden golden("optimiser_" + std::string(optimiser.name));
        const Tensor gradients = golden.tensor("gradients");
        const Tensor states = golden.tensor("states");
        const Tensor rates = golden.tensor("rates");
        const GivenGradients task(gradients);
        Parameters start(task.layout());
        const Tensor first = golden.tensor("start");
        std::ranges::copy(first.values(), start.block().begin());
        TrainOptions options;
        options.batch = 1;
        options.threads = 1;
        options.reportEvery = 1;
        options.clip = 1.5;
        options.optimiser = {.kind = optimiser.kind, .weightDecay = 0.03, .momentum = 0.8};
        Index step = 0;
        options.beforeStep = [&](StepSettings& settings) {
            settings.rate = static_cast<double>(rates.data()[step]);
        };
        train(task, start, options, {}, [&](const TrainReport& report) {
            for (Index i = 0; i < states.columns(); ++i)
                EXPECT_NEAR(report.parameters().block()[static_cast<std::size_t>(i)],
                            states.at(step, i), 1e-5)
                    << "step " << step;
            ++step;
        });
        EXPECT_EQ(step, states.rows());
    }
}

} // namespace
} // namespace regard
