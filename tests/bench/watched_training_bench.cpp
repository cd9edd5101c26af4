// SPDX-License-Identifier: GPL-3.0-or-later
// What a training loses to the window that watches it, how long the window's thread is held
// meanwhile, and how long a stop takes.
//   watched_training_bench [scenario] [seconds] [stops]
// The scenario is trained alone and watched by turns, `seconds` each, twice.
#include "tests/bench/measured_application.h"
#include "ui/window/main_window.h"
#include "ui/window/training_desk.h"

#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <numeric>
#include <vector>

using namespace regard;

namespace {

void print(const char* what, const std::vector<double>& values)
{
    std::printf("%-52s median %6.1f  p99 %6.1f  max %6.1f ms\n", what, at(values, 0.5),
                at(values, 0.99), at(values, 1));
}

/// Steps a second from the third step on.
template <class Wait> double speedOf(const Trainer& trainer, double seconds, const Wait& wait)
{
    while (trainer.step() < 3)
        wait(20);
    const std::size_t before = trainer.step();
    QElapsedTimer timer;
    timer.start();
    while (static_cast<double>(timer.elapsed()) < seconds * 1e3 && trainer.isActive())
        wait(100);
    return static_cast<double>(trainer.step() - before) * 1e3
        / static_cast<double>(timer.elapsed());
}

} // namespace

int main(int argc, char** argv)
{
    MeasuredApplication application(argc, argv);
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    QApplication::setFont(interfaceFont());
    const std::string scenario = argc > 1 ? argv[1] : "dialogue";
    const double seconds = argc > 2 ? QByteArray(argv[2]).toDouble() : 30;
    const int stops = argc > 3 ? QByteArray(argv[3]).toInt() : 100;
    const auto wait = [](int milliseconds) { QTest::qWait(milliseconds); };

    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    std::vector<double> alone;
    std::vector<double> watched;
    std::vector<double> holds;
    std::vector<double> busy;
    int pictures = 0;
    double watching = 0;
    for (int turn = 0; turn < 2; ++turn) {
        {
            Trainer trainer;
            trainer.start({{scenario, {}, {}, 0}});
            alone.push_back(speedOf(trainer, seconds, wait));
        }
        MainWindow window(settings);
        window.resize(1024, 700);
        window.show();
        window.start();
        window.openScenario(QString::fromStdString(scenario));
        wait(1000);
        QObject::connect(&window.explorer(), &Explorer::traced, &window,
                         [&pictures] { ++pictures; });
        window.train();
        pictures = 0;
        QElapsedTimer timer;
        timer.start();
        watched.push_back(speedOf(window.training()->trainer(), seconds, [&](int milliseconds) {
            application.longest = application.longestBusy = 0;
            wait(milliseconds);
            holds.push_back(application.longest);
            busy.push_back(application.longestBusy);
        }));
        watching += pictures * 1e3 / static_cast<double>(timer.elapsed()) / 2;
        window.training()->discard();
    }
    const auto mean = [](const std::vector<double>& values) {
        return std::accumulate(values.begin(), values.end(), 0.0)
            / static_cast<double>(values.size());
    };
    std::printf(
        "%s: steps a second alone %.2f, watched %.2f: %.1f %% less; %.1f pictures a second\n",
        scenario.c_str(), mean(alone), mean(watched), 100 * (1 - mean(watched) / mean(alone)),
        watching);
    print("longest hold of the window's thread in each 100 ms", holds);
    print("  of it on the processor", busy);

    // Each stop in the middle of whatever step is being taken.
    std::vector<double> took;
    Settings few;
    few.set("examples", std::int64_t{500});
    few.set("epochs", std::int64_t{1000});
    for (int i = 0; i < stops; ++i) {
        Trainer trainer;
        trainer.start({{scenario, few, {}, 0}});
        while (trainer.step() < 2)
            wait(1);
        wait(i * 7 % 40);
        QElapsedTimer timer;
        timer.start();
        trainer.stop();
        while (trainer.isActive())
            QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        took.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    if (!took.empty())
        print("from the wish to stop to the end of the training", took);
    return 0;
}
