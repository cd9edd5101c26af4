// SPDX-License-Identifier: GPL-3.0-or-later
// How long it takes from the start of the process, loading included, until the window has painted
// the first trace of a scenario.
//   start_bench [SCENARIO]
#include "tests/bench/paint_watch.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QFile>
#include <QTemporaryDir>

#include <cstdio>
#include <ctime>
#include <unistd.h>

using namespace regard;

namespace {

/// Since the kernel started this process, in steps of 10 ms.
double millisecondsOfThisProcess()
{
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    // The name may hold anything: what is counted stands behind its bracket. See proc(5).
    const QByteArray all = file.readAll();
    const QList<QByteArray> fields = all.mid(all.lastIndexOf(')') + 2).split(' ');
    constexpr int startTime = 19;
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6
        - fields.value(startTime).toDouble() * 1e3 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    QApplication::setFont(interfaceFont());
    const QTemporaryDir folder;
    QSettings settings(folder.filePath("settings.ini"), QSettings::IniFormat);
    if (argc > 1)
        settings.setValue(QStringLiteral("window/scenario"), QString::fromLocal8Bit(argv[1]));
    MainWindow window(settings);
    PaintWatch painted;
    QObject::connect(&window.explorer(), &Explorer::traced, &window, [&] {
        painted.watch(*window.activeStage()->shownView());
        painted.armed = true;
    });
    window.show();
    const double shown = millisecondsOfThisProcess();
    window.start();
    while (!painted.painted && millisecondsOfThisProcess() < 60'000)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    std::printf("%s: window shown after %.0f ms, first trace painted after %.0f ms, %s\n",
                window.explorer().exploration().scenario.c_str(), shown,
                millisecondsOfThisProcess(), qPrintable(QGuiApplication::platformName()));
    return painted.painted ? 0 : 1;
}
