// SPDX-License-Identifier: GPL-3.0-or-later
// A run that is stopped, saved, read and gone on with: the bits of a run without a break; files
// that no run has left are refused.
#include "core/training/checkpoint.h"

#include "core/io/safetensors.h"
#include "core/models/optimiser_kind.h"
#include "tests/core/temporary_folder.h"
#include "tests/core/training_run.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace regard {
namespace {

class Checkpoint : public testing::Test {
protected:
    static void SetUpTestSuite() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    /// What a report says, in words.
    static std::string wordsOf(const TrainReport& report)
    {
        std::string words = std::to_string(report.epoch) + " " + std::to_string(report.step);
        for (const double number : {report.loss, report.metric, report.rate,
                                    report.validated ? report.validationLoss : 0.0})
            words += " " + nlohmann::json(number).dump();
        return words + "\n";
    }

    static RunRequest requestOf(const SmallRun& run)
    {
        RunRequest request;
        request.scenario = run.spec.id;
        request.settings = run.settings;
        request.digest = digestOf(*run.task, {});
        return request;
    }

    /// The end of a run that is stopped before each of these steps (from 0), saved and read.
    Parameters broken(const SmallRun& run, const std::vector<std::size_t>& breaks,
                      std::string& told) const
    {
        RunState state;
        state.parameters = run.start;
        int threads = 1;
        for (std::size_t i = 0; i <= breaks.size(); ++i) {
            TrainOptions options = optionsOf(run);
            options.threads = threads++ % 2 + 1;
            std::stop_source stop;
            std::size_t at = state.step;
            options.beforeStep = [&](StepSettings&) {
                if (i < breaks.size() && at++ == breaks[i])
                    stop.request_stop();
            };
            state = train(*run.task, std::move(state), options, stop.get_token(),
                          [&](const TrainReport& report) { told += wordsOf(report); });
            if (i == breaks.size())
                break;
            EXPECT_EQ(state.step, breaks[i]);
            RunRequest request = requestOf(run);
            request.curve = told;
            saveCheckpoint(request, state, m_folder / "c");
            const RunRequest read = readRunRequest(m_folder / "c", run.spec);
            EXPECT_EQ(read.settings, run.settings);
            EXPECT_EQ(read.curve, told);
            state = readRunState(m_folder / "c", read, *run.task);
        }
        return state.parameters;
    }

    static TrainOptions optionsOf(const SmallRun& run)
    {
        TrainOptions options = run.options;
        options.reportEvery = 2;
        options.validate = 8;
        return options;
    }

    void expectTheSameBits(const SmallRun& run) const
    {
        std::string whole;
        const Parameters straight =
            train(*run.task, run.start, optionsOf(run), {},
                  [&](const TrainReport& report) { whole += wordsOf(report); });
        const std::size_t perEpoch =
            (run.task->size(Split::Train) + run.options.batch - 1) / run.options.batch;
        // In the middle of an epoch, between two, and one step before the end.
        for (const std::vector<std::size_t>& breaks :
             {std::vector<std::size_t>{1}, {perEpoch}, {perEpoch + 1, 3 * perEpoch - 1}}) {
            std::string told;
            const Parameters parts = broken(run, breaks, told);
            EXPECT_TRUE(std::ranges::equal(straight.block(), parts.block())) << breaks.front();
            EXPECT_EQ(told, whole);
        }
    }

    std::string refusalOf(const std::function<void()>& read) const
    {
        try {
            read();
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "taken";
    }

    const TemporaryFolder m_folder;
};

TEST_F(Checkpoint, everyScenarioGoesOnToTheBitsOfARunWithoutABreak)
{
    forEachSmallRun([&](const SmallRun& run) { expectTheSameBits(run); });
}

TEST_F(Checkpoint, everyOptimiserAndScheduleGoesOnToTheBitsOfARunWithoutABreak)
{
    for (const char* id : {"dialogue", "reviews"}) // the second has a table that is kept by rows
        for (const OptimiserName& optimiser : optimiserNames()) {
            SCOPED_TRACE(std::string(id) + " " + std::string(optimiser.name));
            Settings changes;
            changes.set("optimiser", std::string(optimiser.name));
            changes.set("schedule", std::string("inverse_root"));
            changes.set("warmup", std::int64_t{3});
            changes.set("dropout", 0.2);
            if (std::string(id) == "dialogue")
                changes.set("teacher_forcing", 0.5);
            expectTheSameBits(SmallRun(id, changes));
        }
}

TEST_F(Checkpoint, aStopWhileAnEpochIsMeasuredLeavesItsReportToWhoGoesOn)
{
    const SmallRun run("dialogue");
    const TrainOptions options = optionsOf(run);
    std::vector<std::string> whole, told;
    train(*run.task, run.start, options, {},
          [&](const TrainReport& report) { whole.push_back(wordsOf(report)); });
    std::stop_source stop;
    RunState state;
    state.parameters = run.start;
    state = train(*run.task, std::move(state), options, stop.get_token(),
                  [&](const TrainReport& report) {
                      told.push_back(wordsOf(report));
                      if (report.step == 2) // of three: the next report is that of the epoch
                          stop.request_stop();
                  });
    EXPECT_EQ(state.step, 2u);
    // As if the stop had come behind the third step, while the epoch was measured.
    TrainOptions third = options;
    third.validate = 0;
    std::stop_source later;
    third.beforeStep = [&, step = 2](StepSettings&) mutable {
        if (++step > 3)
            later.request_stop();
    };
    state = train(*run.task, std::move(state), third, later.get_token()); // reports nothing
    EXPECT_EQ(state.step, 3u);
    EXPECT_GT(state.count, 0);
    train(*run.task, std::move(state), options, {},
          [&](const TrainReport& report) { told.push_back(wordsOf(report)); });
    EXPECT_EQ(told, whole);
}

TEST_F(Checkpoint, whatIsNotOfThisRunIsRefusedWithAWord)
{
    const SmallRun run("dialogue");
    TrainOptions options = run.options;
    options.epochs = 1;
    RunState start;
    start.parameters = run.start;
    const RunState state = train(*run.task, std::move(start), options);
    const auto file = m_folder / "c";
    const auto read = [&] { readRunState(file, readRunRequest(file, run.spec), *run.task); };
    saveCheckpoint(requestOf(run), state, file);
    EXPECT_EQ(refusalOf(read), "taken");
    EXPECT_TRUE(has(refusalOf([&] { readRunRequest(file, scenarioOf("dates")); }), "\"dialogue\""));
    EXPECT_TRUE(has(refusalOf([&] { readRunRequest(m_folder / "none", run.spec); }), "none"));

    RunRequest other = requestOf(run);
    other.digest += 1;
    saveCheckpoint(other, state, file);
    EXPECT_TRUE(has(refusalOf(read), "not those of this version"));

    // Numbers, names, sizes and texts that no run leaves.
    saveCheckpoint(requestOf(run), state, file);
    const SafetensorsFile good = readSafetensors(file);
    const auto refused = [&](const std::function<void(SafetensorsFile&)>& spoil) {
        SafetensorsFile bad = good;
        spoil(bad);
        writeSafetensors(file, bad);
        return refusalOf(read);
    };
    EXPECT_EQ(refused([](SafetensorsFile&) {}), "taken");
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_TRUE(has(refused([&](SafetensorsFile& f) {
                            f.tensors[i].values[5] = std::numeric_limits<float>::quiet_NaN();
                        }),
                        "no training makes"));
        EXPECT_TRUE(
            has(refused([&](SafetensorsFile& f) { f.tensors[i].name = "other"; }), "other"));
        EXPECT_TRUE(has(refused([&](SafetensorsFile& f) {
                            f.tensors[i].values.pop_back();
                            f.tensors[i].dimensions[0] -= 1;
                        }),
                        "not of the size"));
        EXPECT_TRUE(has(refused([&](SafetensorsFile& f) {
                            f.tensors.erase(f.tensors.begin() + static_cast<std::ptrdiff_t>(i));
                        }),
                        "three blocks"));
    }
    EXPECT_TRUE(has(refused([](SafetensorsFile& f) { f.tensors[2].values[0] = -1; }), "square"));
    for (const auto& [key, value] : good.metadata) {
        EXPECT_TRUE(has(refused([&](SafetensorsFile& f) { f.metadata.erase(key); }), key)) << key;
        EXPECT_NE(refused([&](SafetensorsFile& f) { f.metadata[key] = "[]"; }), "taken") << key;
        EXPECT_NE(refused([&](SafetensorsFile& f) { f.metadata[key] = ""; }), "taken") << key;
    }
    const auto withRun = [&](const char* name, const nlohmann::json& value) {
        return refused([&](SafetensorsFile& f) {
            nlohmann::json run = nlohmann::json::parse(f.metadata["regard.run"]);
            run[name] = value;
            f.metadata["regard.run"] = run.dump();
        });
    };
    EXPECT_TRUE(has(withRun("step", 10), "behind the last one"));
    for (const nlohmann::json& wrong :
         {nlohmann::json(-1), nlohmann::json("x"), nlohmann::json(), nlohmann::json(1e300),
          nlohmann::json(18446744073709551615u)})
        EXPECT_NE(withRun("step", wrong), "taken") << wrong;
    for (const char* name : {"loss", "count", "hits", "data", "digest", "curve"})
        EXPECT_NE(withRun(name, nlohmann::json::array()), "taken") << name;
}

TEST_F(Checkpoint, aFileThatIsCutShortAnywhereIsRefused)
{
    const SmallRun run("kernel-regression");
    RunState start;
    start.parameters = run.start;
    const RunState state = train(*run.task, std::move(start), run.options);
    const auto file = m_folder / "c";
    saveCheckpoint(requestOf(run), state, file);
    const std::string whole = contentOf(file);
    for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 200) {
        writeContent(file, whole.substr(0, size));
        EXPECT_NE(refusalOf([&] { readRunState(file, readRunRequest(file, run.spec), *run.task); }),
                  "taken")
            << size;
    }
}

TEST_F(Checkpoint, otherDataAreRefused)
{
    const auto data = m_folder / "mine.tsv";
    std::string lines;
    for (int i = 0; i < 40; ++i)
        lines += "say w" + std::to_string(i % 5) + "\tw" + std::to_string(i % 5) + "\n";
    writeContent(data, lines);
    const ScenarioSpec& spec = scenarioOf("dialogue");
    const Settings settings = resolveSettings(spec.settings);
    const auto task = spec.task({settings, data, false, {}});
    const std::uint64_t digest = digestOf(*task, data);
    EXPECT_EQ(digestOf(*task, data), digest);
    lines[5] = lines[5] == '1' ? '2' : '1'; // the same words and lengths
    writeContent(data, lines);
    EXPECT_NE(digestOf(*spec.task({settings, data, false, {}}), data), digest);
    std::filesystem::remove(data);
    EXPECT_EQ(digestOf(*task, {}) == digest, false);
}

TEST_F(Checkpoint, aRunThatDivergesThrowsWithTheLastGoodWeights)
{
    forEachSmallRun([](const SmallRun& run) {
        if (run.spec.id == "kernel-regression")
            return; // its one number, a width, may be as large as it likes
        TrainOptions options = run.options;
        options.reportEvery = 1;
        options.epochs = 4;
        for (const std::size_t keepEvery : {0, 2, 3}) {
            options.keepEvery = keepEvery;
            std::vector<Buffer> after{Buffer(run.start.block().begin(), run.start.block().end())};
            std::size_t step = 0;
            options.beforeStep = [&](StepSettings& settings) {
                if (++step == 6)
                    settings.rate = 1e38;
            };
            try {
                train(*run.task, run.start, options, {}, [&](const TrainReport& report) {
                    const auto block = report.parameters().block();
                    after.emplace_back(block.begin(), block.end());
                });
                ADD_FAILURE() << "nothing was seen";
            } catch (const Diverged& diverged) {
                EXPECT_GE(diverged.step(), 6u);
                EXPECT_EQ(diverged.lastGood() != nullptr, keepEvery > 0);
                if (keepEvery == 0)
                    continue;
                EXPECT_EQ(diverged.goodStep() % keepEvery, 0u);
                EXPECT_LE(diverged.goodStep(), 5u);
                EXPECT_GT(diverged.goodStep() + keepEvery, 5u);
                EXPECT_TRUE(
                    std::ranges::equal(after[diverged.goodStep()], diverged.lastGood()->block()));
            }
        }
    });
}

} // namespace
} // namespace regard
