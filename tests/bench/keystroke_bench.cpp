// SPDX-License-Identifier: GPL-3.0-or-later
// Types a sentence into the window, one key at a time, and measures for each key how long it
// takes until the new trace has been painted, and the longest time that any one event held the
// GUI thread meanwhile.
#include "tests/bench/measured_application.h"
#include "tests/bench/paint_watch.h"
#include "ui/panels/sentence_bar.h"
#include "ui/window/main_window.h"

#include <QElapsedTimer>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <vector>

using namespace regard;

namespace {

void print(const char* what, const std::vector<double>& values)
{
    std::printf("%-44s median %6.1f  p95 %6.1f  max %6.1f ms\n", what, at(values, 0.5),
                at(values, 0.95), at(values, 1));
}

} // namespace

int main(int argc, char** argv)
{
    MeasuredApplication application(argc, argv);
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    QApplication::setFont(interfaceFont());
    const QTemporaryDir folder;
    QSettings settings(folder.filePath("settings.ini"), QSettings::IniFormat);
    const QString scenario = argc > 1 ? argv[1] : "self-attention";
    const QString text = "the animal didn't cross the street because it was too tired and the dog "
                         "didn't eat the food because it was too old and they were very tired of "
                         "the long dark road";

    MainWindow window(settings);
    window.resize(1280, 800);
    window.show();
    window.start();
    window.openScenario(scenario);
    QTest::qWait(1500);

    // Panes beside it, each with a temperature of its own, all as heatmaps.
    const int panes = argc > 2 ? QByteArray(argv[2]).toInt() : 1;
    for (int pane = 1; pane < panes; ++pane)
        window.comparePane("temperature", 1 + 0.25 * pane);
    if (panes > 1)
        for (PaneStage* stage : window.stages())
            stage->openTensor(stage->largeView()->shownTensor());
    QTest::qWait(1500);

    std::vector<std::unique_ptr<PaintWatch>> watches;
    for (PaneStage* stage : window.stages()) {
        watches.push_back(std::make_unique<PaintWatch>());
        PaintWatch* watch = watches.back().get();
        watch->watch(*stage->shownView());
        QObject::connect(&stage->pane().explorer(), &Explorer::traced, &window,
                         [watch] { watch->armed = true; });
    }
    const auto allPainted = [&] {
        return std::all_of(watches.begin(), watches.end(),
                           [](const auto& watch) { return watch->painted; });
    };
    auto* edit = window.sentence()->findChild<QLineEdit*>();
    edit->clear();
    QTest::qWait(500);

    std::vector<double> latencies;
    std::vector<double> holds;
    std::vector<double> busy;
    std::vector<QByteArray> slow;
    for (const QChar key : text) {
        for (const auto& watch : watches)
            watch->armed = watch->painted = false;
        application.longest = application.longestBusy = 0;
        QElapsedTimer timer;
        timer.start();
        QTest::keyClick(edit, key.toLatin1());
        while (!allPainted() && timer.elapsed() < 2000)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        latencies.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        QTest::qWait(120); // the pace of a fast typist; animations run on meanwhile
        holds.push_back(application.longest);
        busy.push_back(application.longestBusy);
        if (application.longest > 16)
            slow.push_back(application.slowest);
    }
    std::printf("%s, %zu panes, %lld keys, up to %zu tokens, %s\n", qPrintable(scenario),
                watches.size(), static_cast<long long>(text.size()),
                window.explorer().trace()->input.size(),
                qPrintable(QGuiApplication::platformName()));
    print("key to painted trace", latencies);
    // The sentence is as long as it gets: now one of its weights is changed by hand, again and
    // again.
    std::vector<double> edits;
    const TracePtr trace = window.explorer().trace();
    const int weights = trace->attentions.empty() ? -1 : trace->attentions.back().weights;
    for (int i = 0; weights >= 0 && i < 100; ++i) {
        for (const auto& watch : watches)
            watch->armed = watch->painted = false;
        QElapsedTimer timer;
        timer.start();
        window.editNumber({weights, 0, 0}, 0.01 * i);
        while (!allPainted() && timer.elapsed() < 2000)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        edits.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        QTest::qWait(50);
    }
    if (!edits.empty())
        print("changed number to painted trace", edits);
    print("longest hold of the GUI thread by one event", holds);
    print("  of it on the processor", busy);
    std::printf("keys with a hold above 16 ms: %zu\n", slow.size());
    std::map<QByteArray, int> counts;
    for (const QByteArray& name : slow)
        ++counts[name];
    for (const auto& [name, count] : counts)
        std::printf("  %3d × %s\n", count, name.constData());
    return 0;
}
