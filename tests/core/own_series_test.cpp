// SPDX-License-Identifier: GPL-3.0-or-later
// A person's own series: what is learnt from it and what it is judged by.
#include "core/scenarios/catalogue.h"
#include "core/scenarios/time_series/task.h"
#include "tests/core/exploring.h"
#include "tests/core/temporary_folder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <map>

namespace regard {
namespace {

constexpr std::size_t rows = 100; // 80 to learn from, 20 held out
constexpr std::int64_t steps = 6;

class OwnSeries : public Exploring {
protected:
    /// One column "x" of so many rows, a cell for each row.
    std::filesystem::path written(const std::function<std::string(std::size_t)>& cell) const
    {
        std::string text = "x\n";
        for (std::size_t row = 0; row < rows; ++row)
            text += cell(row) + "\n";
        const auto file = m_folder.path() / "mine.csv";
        writeContent(file, text);
        return file;
    }

    static Settings settings()
    {
        return resolveSettings(scenarioOf("time-series").settings,
                               with({{"hidden", std::int64_t{4}}, {"steps", steps}}));
    }
    static std::unique_ptr<Task> taskOf(const std::filesystem::path& file)
    {
        return scenarioOf("time-series").task({settings(), file, false, {}});
    }
    static Weights weightsOf(const Task& task)
    {
        return drawWeights(scenarioOf("time-series"), settings(), task);
    }
    static std::map<std::string, double> figures(const Task& task, Split split = Split::HeldOut)
    {
        const Weights weights = weightsOf(task);
        std::map<std::string, double> values;
        for (const Figure& figure : task.evaluate(weights, split, 0, {}))
            values[figure.name] = figure.value;
        return values;
    }
    static Real normaliser(const Task& task, const char* name)
    {
        const Weights weights = weightsOf(task);
        return std::as_const(weights.parameters)[task.layout()->find(name)].data[0];
    }

    TemporaryFolder m_folder;
};

/// Some values with a deviation.
std::string wave(std::size_t row)
{
    return std::to_string((row * 37) % 11);
}

TEST_F(OwnSeries, heldOutWindowsDoNotReachIntoTraining)
{
    // The held-out fifth never changes, so the last value is always right there.
    const auto task =
        taskOf(written([](std::size_t row) { return row < 80 ? wave(row) : std::string("5"); }));
    const auto measured = figures(*task);
    EXPECT_EQ(measured.at("rmse_naive"), 0);
    EXPECT_EQ(measured.at("windows"), 3); // rows 80 to 86, 86 to 92, 92 to 98
    EXPECT_EQ(measured.at("values"), 18);
    EXPECT_GT(figures(*task, Split::Train).at("rmse_naive"), 0.5);
}

TEST_F(OwnSeries, trainingWindowsDoNotReachIntoWhatIsHeldOut)
{
    const auto task =
        taskOf(written([](std::size_t row) { return row < 80 ? std::string("5") : wave(row); }));
    EXPECT_EQ(figures(*task, Split::Train).at("rmse_naive"), 0);
    EXPECT_GT(figures(*task).at("rmse_naive"), 0.5);
}

TEST_F(OwnSeries, meansAndDeviationsAreThoseOfTheTrainingRows)
{
    const auto task = taskOf(written([](std::size_t row) {
        return row >= 80 ? std::to_string(1000 + row) : row % 2 == 0 ? "0" : "2";
    }));
    EXPECT_EQ(normaliser(*task, "normalise.mean"), 1);
    EXPECT_EQ(normaliser(*task, "normalise.deviation"), 1);
}

TEST_F(OwnSeries, meansLeaveOutWhatWasFilledIn)
{
    // The gaps would repeat the 2 before them.
    const auto task = taskOf(written([](std::size_t row) {
        return row % 4 == 3 ? "NA" : row % 4 == 2 ? "2" : row % 8 < 4 ? "1" : "3";
    }));
    EXPECT_EQ(normaliser(*task, "normalise.mean"), 2);
    EXPECT_NEAR(normaliser(*task, "normalise.deviation"), std::sqrt(2 / 3.0), 1e-6);
}

TEST_F(OwnSeries, figuresCountOnlyWhatWasMeasured)
{
    const auto gap = [](std::size_t row) { return row == 84 || row == 85 || row == 90; };
    const auto task =
        taskOf(written([&](std::size_t row) { return gap(row) ? std::string("NA") : wave(row); }));
    // The last value that was there against the next one that is, by hand.
    double squares = 0;
    double count = 0;
    for (const std::size_t window : {80u, 86u, 92u})
        for (std::size_t row = window + 1; row <= window + steps; ++row) {
            if (gap(row))
                continue;
            std::size_t before = row - 1;
            while (gap(before))
                --before;
            const double off = std::stod(wave(row)) - std::stod(wave(before));
            squares += off * off;
            count += 1;
        }
    const double deviation = normaliser(*task, "normalise.deviation");
    const auto measured = figures(*task);
    EXPECT_EQ(measured.at("values"), count);
    EXPECT_EQ(count, 15);
    EXPECT_NEAR(measured.at("rmse_naive"), std::sqrt(squares / count) / deviation, 1e-5);
}

TEST_F(OwnSeries, lossCountsOnlyWhatWasMeasuredAndHasNoGradientFromTheRest)
{
    // In rows 80 to 92 nothing but the first value was measured.
    const auto task = taskOf(written(
        [&](std::size_t row) { return row > 80 && row <= 92 ? std::string("NA") : wave(row); }));
    Weights weights = weightsOf(*task);
    for (const auto& [window, count] : {std::pair(0u, 0.0), {1u, 0.0}, {2u, 6.0}}) {
        Tape tape;
        tape.bind(weights.parameters);
        const std::uint32_t item = window;
        const LossSum loss = task->loss(tape, Split::HeldOut, std::span(&item, 1), {});
        EXPECT_EQ(loss.count, count) << window;
        const Real sum = tape.value(loss.sum).data[0];
        EXPECT_EQ(sum > 0, count > 0) << sum;
    }
}

TEST_F(OwnSeries, nothingMeasuredGivesNoFigureOfIt)
{
    const auto task =
        taskOf(written([&](std::size_t row) { return row > 80 ? std::string("NA") : wave(row); }));
    const auto measured = figures(*task);
    EXPECT_FALSE(measured.contains("rmse"));
    EXPECT_FALSE(measured.contains("rmse_1"));
    EXPECT_EQ(measured.at("values"), 0);
}

TEST_F(OwnSeries, aSeriesWithAGapIsJudgedAsTheWholeOneOnTheSameRows)
{
    const std::string cases = REGARD_SOURCE_DIR "/tests/cases/02-";
    const auto whole = taskOf(cases + "same-series-without-gap.csv");
    const auto gapped = taskOf(cases + "gap-of-33-rows-in-held-out-scored-as-truth.csv");
    const auto all = figures(*whole);
    const auto measured = figures(*gapped);
    EXPECT_LT(measured.at("values"), all.at("values"));
    // A gap that is scored as truth would make the last value look far better than it is.
    EXPECT_NEAR(measured.at("rmse_naive"), all.at("rmse_naive"), 0.35 * all.at("rmse_naive"));
    bool told = false;
    for (const std::string& note : gapped->notes())
        told = told || note.find("Left out of loss and figures") != std::string::npos;
    EXPECT_TRUE(told);
}

} // namespace
} // namespace regard
