// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/trainer.h"

#include "core/models/weights_file.h"
#include "core/scenarios/catalogue.h"
#include "core/training/run.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <limits>

using namespace regard;

constexpr int longest = 120000; // ms until a test gives up
constexpr std::size_t newest = std::numeric_limits<std::size_t>::max();

class TrainerTest : public QObject {
    Q_OBJECT

    static Settings small(std::int64_t epochs = 2)
    {
        Settings settings;
        settings.set("epochs", epochs);
        settings.set("batch", std::int64_t{16});
        settings.set("examples", std::int64_t{150});
        settings.set("held_out", std::int64_t{20});
        return settings;
    }

    static TrainingRequest request(std::int64_t epochs = 2, const char* scenario = "dates")
    {
        return {scenario, small(epochs), {}, 0};
    }

    /// Weights as the command line trains them.
    static std::string trainedByCommand(const TrainingRequest& request)
    {
        const ScenarioSpec& spec = scenarioOf(request.scenario);
        const Settings settings = resolveSettings(spec.settings, request.settings);
        const std::unique_ptr<Task> task = spec.task({settings, request.data, false, {}});
        Weights weights = drawWeights(spec, settings, *task);
        TrainOptions options = trainOptions(settings);
        options.validate = 5000;
        std::size_t steps = 0;
        weights.parameters = train(*task, std::move(weights.parameters), options, {},
                                   [&](const TrainReport& report) { steps = report.step; });
        markTrained(weights, steps, steps / static_cast<std::size_t>(options.epochs),
                    options.epochs);
        measureHeldOut(*task, weights);
        return weightsBytes(weights);
    }

    static bool waitForEnd(Trainer& trainer)
    {
        QSignalSpy ended(&trainer, &Trainer::ended);
        return !trainer.isActive() || ended.wait(longest);
    }

    static bool waitForStep(Trainer& trainer, std::size_t step)
    {
        return QTest::qWaitFor([&] { return trainer.count() > 0 && trainer.step() >= step; },
                               longest);
    }

    static bool areNumbers(const Weights& weights)
    {
        const auto block = std::as_const(weights.parameters).block();
        return std::all_of(block.begin(), block.end(), [](Real x) { return std::isfinite(x); });
    }

private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void trainsToTheBitsOfTheCommandLine()
    {
        Trainer trainer;
        QSignalSpy states(&trainer, &Trainer::stateChanged);
        trainer.start({request()});
        QVERIFY(trainer.isActive());
        QCOMPARE(states.count(), 1);
        QVERIFY(waitForEnd(trainer));
        const TrainingProgress& progress = trainer.progress(0);
        QCOMPARE(progress.stage, TrainingStage::Done);
        QVERIFY(!progress.stopped);
        QCOMPARE(progress.step, progress.steps);
        QCOMPARE(progress.validation.size(), std::size_t(2));
        QVERIFY(!progress.training.empty());
        QVERIFY(!progress.figures.empty());
        const TrainingRun::Moment last = trainer.run(0).at(newest);
        QVERIFY(last.weights && last.weights->trained);
        QCOMPARE(weightsBytes(*last.weights), trainedByCommand(request()));
    }

    void aPauseChangesNoBit()
    {
        Trainer trainer;
        const TrainingRequest asked = request(30); // too long to end before the pause
        trainer.start({asked});
        QVERIFY(waitForStep(trainer, 2));
        trainer.pause();
        QVERIFY(trainer.isPaused());
        // A step that was begun is finished.
        std::size_t before = 0;
        QVERIFY(QTest::qWaitFor(
            [&] {
                const bool stands = before == trainer.step();
                before = trainer.step();
                QTest::qWait(200);
                return stands && before == trainer.step();
            },
            longest));
        QVERIFY(trainer.isActive());
        QVERIFY(trainer.step() < trainer.steps());
        trainer.resume();
        QVERIFY(waitForEnd(trainer));
        QCOMPARE(weightsBytes(*trainer.run(0).at(newest).weights), trainedByCommand(asked));
    }

    void aStopKeepsWhatWasLearnt()
    {
        for (const bool paused : {false, true}) {
            Trainer trainer;
            trainer.start({request(1000)});
            QVERIFY(waitForStep(trainer, 3));
            if (paused)
                trainer.pause();
            trainer.stop();
            QVERIFY(waitForEnd(trainer));
            QVERIFY(!trainer.isPaused());
            QVERIFY(trainer.progress(0).stopped);
            QCOMPARE(trainer.progress(0).stage, TrainingStage::Done);
            const TrainingRun::Moment last = trainer.run(0).at(newest);
            QCOMPARE(last.step, trainer.step());
            QVERIFY(last.weights->trained);
            QCOMPARE(last.weights->figures.at("epochs_planned"), std::string("1000"));
            QVERIFY(!last.weights->figures.contains("exact_match"));
            const TrainingRun::Moment first = trainer.run(0).at(0);
            QCOMPARE(first.step, std::size_t(0));
            QVERIFY(!first.weights->trained);
        }
    }

    void theSameSeedStartsFromTheSameWeights()
    {
        std::vector<std::string> starts;
        for (int i = 0; i < 2; ++i) {
            Trainer trainer;
            trainer.start({request(1)});
            QVERIFY(waitForStep(trainer, 1));
            starts.push_back(weightsBytes(*trainer.run(0).at(0).weights));
        }
        QCOMPARE(starts[0], starts[1]);
    }

    void aLossThatIsNoNumberEndsItAndLeavesTheLastGoodMoment()
    {
        Trainer trainer;
        trainer.start({request(1000)});
        QVERIFY(waitForStep(trainer, 3));
        trainer.setLive({1e38, {}, {}}); // sums of weights of that size overflow
        QVERIFY(waitForEnd(trainer));
        QCOMPARE(trainer.progress(0).stage, TrainingStage::Failed);
        QVERIFY(trainer.progress(0).error.find("lower learning rate") != std::string::npos);
        const TrainingRun::Moment last = trainer.run(0).at(newest);
        QVERIFY(last.step > 0);
        QVERIFY(areNumbers(*last.weights));
    }

    void whatWasSetOnTheWayIsInTheWeights()
    {
        Trainer trainer;
        trainer.start({request(1000)});
        QVERIFY(waitForStep(trainer, 1));
        trainer.setLive({0.002, {}, {}});
        // As the panel does, which changes one of what is set.
        LiveSettings live = trainer.live();
        live.dropout = 0.25;
        trainer.setLive(live);
        live = trainer.live();
        live.teacherForcing = 0.5;
        trainer.setLive(live);
        QVERIFY(waitForStep(trainer, trainer.step() + 2));
        trainer.stop();
        QVERIFY(waitForEnd(trainer));
        const Settings& set = trainer.run(0).at(newest).weights->settings;
        QCOMPARE(set.number("rate"), 0.002);
        QCOMPARE(set.number("dropout"), 0.25);
        QCOMPARE(set.number("teacher_forcing"), 0.5);
        // The next training starts with its own.
        trainer.start({request(1)});
        QVERIFY(!trainer.live().rate && !trainer.live().dropout && !trainer.live().teacherForcing);
        QVERIFY(waitForEnd(trainer));
        QVERIFY(trainer.run(0).at(newest).weights->settings.number("rate") != 0.002);
    }

    void twoRaceOnTheSameBatches()
    {
        Trainer trainer;
        TrainingRequest without = request();
        without.settings.set("attention", false);
        trainer.start({request(), without});
        QCOMPARE(trainer.count(), 2);
        QVERIFY(waitForEnd(trainer));
        for (int run = 0; run < 2; ++run) {
            QCOMPARE(trainer.progress(run).stage, TrainingStage::Done);
            QCOMPARE(trainer.progress(run).steps, trainer.steps());
        }
        QCOMPARE(weightsBytes(*trainer.run(0).at(newest).weights), trainedByCommand(request()));
        QCOMPARE(weightsBytes(*trainer.run(1).at(newest).weights), trainedByCommand(without));
    }

    void whatCannotBeReadIsSaidWithItsName()
    {
        const QTemporaryDir folder;
        const std::filesystem::path missing = folder.filePath("missing.tsv").toStdString();
        const std::filesystem::path empty = folder.filePath("empty.tsv").toStdString();
        const std::filesystem::path oneSided = folder.filePath("one-sided.tsv").toStdString();
        const std::filesystem::path latin = folder.filePath("latin.tsv").toStdString();
        const std::filesystem::path binary = folder.filePath("binary.tsv").toStdString();
        std::ofstream(empty).flush();
        std::ofstream(oneSided) << "one side\nanother\n";
        std::ofstream(latin) << "caf\xe9\tcoffee\n";
        std::ofstream(binary) << std::string("\x7f"
                                             "ELF\0\1\2\3\t\0",
                                             10);
        for (const auto& path : {missing, empty, oneSided, latin, binary}) {
            Trainer trainer;
            TrainingRequest asked = request(1, "translation");
            asked.data = path;
            trainer.start({asked});
            QVERIFY(waitForEnd(trainer));
            QCOMPARE(trainer.progress(0).stage, TrainingStage::Failed);
            QVERIFY2(trainer.progress(0).error.find(path.filename().string()) != std::string::npos,
                     trainer.progress(0).error.c_str());
        }
    }

    void lettingGoWaitsForNobody()
    {
        auto trainer = std::make_unique<Trainer>();
        trainer->start({request(1000)});
        QVERIFY(waitForStep(*trainer, 1));
        trainer->clear();
        QCOMPARE(trainer->count(), 0);
        QVERIFY(!trainer->isActive());
        trainer->start({request(1000)});
        QVERIFY(waitForStep(*trainer, 1));
        trainer.reset(); // ends what runs
    }

    void everyScenarioThatLearnsIsTrained()
    {
        const Settings asks = small(1);
        for (const ScenarioSpec& spec : catalogue()) {
            if (!spec.task)
                continue;
            TrainingRequest asked{spec.id, {}, {}, 0};
            for (const auto& [name, value] : asks.values())
                if (const SettingSpec* setting = findSetting(spec, name);
                    setting && std::holds_alternative<std::int64_t>(setting->defaultValue))
                    asked.settings.set(name, value);
            Trainer trainer;
            trainer.start({asked});
            QVERIFY2(waitForStep(trainer, 2) || !trainer.isActive(), spec.id.c_str());
            trainer.stop();
            QVERIFY(waitForEnd(trainer));
            QVERIFY2(trainer.progress(0).stage == TrainingStage::Done,
                     (spec.id + ": " + trainer.progress(0).error).c_str());
            QVERIFY2(areNumbers(*trainer.run(0).at(newest).weights), spec.id.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TrainerTest)
#include "trainer_test.moc"
