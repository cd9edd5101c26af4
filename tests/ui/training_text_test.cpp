// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a training, at every stage of it.
#include "ui/panels/training_text.h"

#include <QLocale>
#include <QTest>

using namespace regard;

class TrainingTextTest : public QObject {
    Q_OBJECT

    static TrainingProgress at(TrainingStage stage, std::size_t step = 0)
    {
        TrainingProgress progress;
        progress.stage = stage;
        progress.step = step;
        progress.steps = 7500;
        progress.perEpoch = 500;
        progress.heldOut = 1200;
        return progress;
    }

    static TrainingProgress training(std::size_t step, double speed, double left)
    {
        TrainingProgress progress = at(TrainingStage::Training, step);
        progress.examplesPerSecond = speed;
        progress.secondsLeft = left;
        return progress;
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void durationsAreWholeSecondsMinutesAndHours_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("text");
        const std::pair<double, const char*> all[] = {
            {0, "0 s"},          {0.4, "0 s"},          {3.5, "4 s"},
            {59.4, "59 s"},      {59.6, "1 min 0 s"},   {60, "1 min 0 s"},
            {80, "1 min 20 s"},  {3599, "59 min 59 s"}, {3599.5, "1 h 0 min"},
            {3600, "1 h 0 min"}, {7500, "2 h 5 min"},   {90061, "25 h 1 min"},
            {3659, "1 h 0 min"}, {3660, "1 h 1 min"},   {119.4, "1 min 59 s"}};
        for (const auto& [seconds, text] : all)
            QTest::addRow("%g", seconds) << seconds << QString::fromUtf8(text);
    }
    void durationsAreWholeSecondsMinutesAndHours()
    {
        QFETCH(double, seconds);
        QFETCH(QString, text);
        QCOMPARE(durationText(seconds), text);
    }

    void everyStageIsToldAndHowItEnded()
    {
        const auto told = [](const TrainingProgress& one, bool active, bool paused = false) {
            return progressText({&one}, active, paused);
        };
        QCOMPARE(progressText({}, true, false), QString());
        QCOMPARE(told(at(TrainingStage::Preparing), true), "Preparing the examples …");
        QCOMPARE(told(at(TrainingStage::Measuring, 7500), true), "Measuring held-out examples …");
        // The epoch that a step belongs to: the first until it is over, the last at the end.
        QCOMPARE(told(training(0, 0, -1), true), "Epoch 1 of 15, step 0 of 7,500");
        QCOMPARE(told(training(499, 0, -1), true), "Epoch 1 of 15, step 499 of 7,500");
        QCOMPARE(told(training(500, 0, -1), true), "Epoch 2 of 15, step 500 of 7,500");
        QCOMPARE(told(training(7500, 0, -1), true), "Epoch 15 of 15, step 7,500 of 7,500");
        QCOMPARE(told(training(1200, 5300, 130), true),
                 "Epoch 3 of 15, step 1,200 of 7,500 · 5,300 examples a second · 2 min 10 s left");
        QCOMPARE(told(training(1200, 5300, -1), true),
                 "Epoch 3 of 15, step 1,200 of 7,500 · 5,300 examples a second");
        QCOMPARE(told(training(1200, 5300, 130), true, true),
                 "Epoch 3 of 15, step 1,200 of 7,500 · paused");
        TrainingProgress failed = at(TrainingStage::Failed);
        failed.error = "no memory is left";
        QCOMPARE(told(failed, false), "no memory is left");
        TrainingProgress stopped = at(TrainingStage::Done, 1234);
        stopped.stopped = true;
        QCOMPARE(told(stopped, false), "Stopped after step 1,234 of 7,500.");
        TrainingProgress done = at(TrainingStage::Done, 7500);
        QCOMPARE(told(done, false), "All 7,500 steps are done.");
        done.figures = {{"exact", "Answers", 0.98765}, {"loss", "Loss", 0.5}};
        QCOMPARE(told(done, false),
                 "All 7,500 steps are done. On 1,200 held-out examples: Answers 0.988; Loss 0.5.");
    }

    void ofARaceTheFurthestIsToldTheSpeedOfAllAndTheSlowestsTime()
    {
        const TrainingProgress first = training(1000, 2000, 50);
        const TrainingProgress second = training(1500, 1000, 90);
        QCOMPARE(progressText({&first, &second}, true, false),
                 "Epoch 4 of 15, step 1,500 of 7,500 · 3,000 examples a second · 1 min 30 s left");
        const TrainingProgress unknown = training(10, 1, -1);
        QCOMPARE(progressText({&first, &unknown}, true, false),
                 "Epoch 3 of 15, step 1,000 of 7,500 · 2,001 examples a second");
        // One that trains is told before one that does not yet; what failed is told by its number.
        const TrainingProgress preparing = at(TrainingStage::Preparing);
        QCOMPARE(progressText({&preparing, &second}, true, false),
                 "Epoch 4 of 15, step 1,500 of 7,500 · 1,000 examples a second · 1 min 30 s left");
        TrainingProgress failed = at(TrainingStage::Failed);
        failed.error = "no memory is left";
        QCOMPARE(progressText({&first, &failed}, true, false),
                 "Epoch 3 of 15, step 1,000 of 7,500 · 2,000 examples a second · 50 s left\n"
                 "2: no memory is left");
        const TrainingProgress done = at(TrainingStage::Done, 7500);
        QCOMPARE(progressText({&done, &failed}, false, false),
                 "1: All 7,500 steps are done.\n2: no memory is left");
    }

    void theFilmAndItsMomentsAreTold()
    {
        QCOMPARE(metricText(QStringLiteral("exact_match_of_all")), "exact match of all");
        QCOMPARE(filmText(1212, 96 << 20), "Moments on the film: 1,212, in 96 MB of memory");
        QCOMPARE(momentOfTrainingText(1200, 7500, true, true),
                 "Shown: the weights after step 1,200 of 7,500, the newest.");
        QCOMPARE(momentOfTrainingText(1200, 7500, false, true),
                 "Shown: the weights after step 1,200 of 7,500.");
        QCOMPARE(momentOfTrainingText(1200, 7500, true, false),
                 "Move the cursor to look at a moment of the training.");
    }
};

QTEST_GUILESS_MAIN(TrainingTextTest)
#include "training_text_test.moc"
