// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"
#include "ui/views/shared/theme.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QFileInfo>
#include <QIcon>
#include <QSettings>
#include <QStandardPaths>

#include <cstdio>

using namespace regard;

namespace {

/// REGARD_RESOURCES, the installed place beside the program, or the sources it was built from.
void findResources()
{
    const QStringList places{qEnvironmentVariable("REGARD_RESOURCES"),
                             QCoreApplication::applicationDirPath() + "/../share/regard",
                             QStringLiteral(REGARD_SOURCE_DIR "/resources")};
    for (const QString& place : places)
        if (!place.isEmpty() && QFileInfo(place + "/weights").isDir()) {
            setResourceDirectory(QFileInfo(place).canonicalFilePath().toStdString());
            return;
        }
}

bool hasDisplay()
{
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY")
        || qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
}

int runWindow(int argc, char** argv)
{
    if (!hasDisplay()) {
        printError("no display to open a window on: start it on a desktop, or see regard --help "
                   "for the commands that need none");
        return 1;
    }
    QApplication application(argc, argv);
    findResources();
    QApplication::setFont(interfaceFont());
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() > 2) {
        printError("unexpected argument '" + arguments.at(2).toStdString()
                   + "', see regard --help");
        return 2;
    }
    QSettings settings;
    MainWindow window(settings);
    window.keepOpen(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation)
                    + QStringLiteral("/open"));
    window.show();
    window.start(arguments.value(1));
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication::setOrganizationName(QStringLiteral("regard"));
    QCoreApplication::setApplicationName(QStringLiteral("regard"));
    QCoreApplication::setApplicationVersion(QStringLiteral(REGARD_VERSION));
    // What is asked for is decided before any application object: commands need no display.
    const QString first = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString();
    if (first == QLatin1String("--version")) {
        std::puts("regard " REGARD_VERSION);
        return finishOutput();
    }
    if (first == QLatin1String("--help") || first == QLatin1String("-h")) {
        std::fputs(helpText().c_str(), stdout);
        return finishOutput();
    }
    if (const Command* command = commandOf(first)) {
        if (command->needsDisplay) {
            // Pictures are drawn without a display, whether or not there is one.
            qputenv("QT_QPA_PLATFORM", "offscreen");
            QApplication application(argc, argv);
            findResources();
            QApplication::setFont(interfaceFont());
            return runCommand(*command, QCoreApplication::arguments());
        }
        QCoreApplication application(argc, argv);
        findResources();
        return runCommand(*command, QCoreApplication::arguments());
    }
    if (first.startsWith(QLatin1String("--")) || (!first.isEmpty() && !QFileInfo::exists(first))) {
        printError("'" + first.toStdString()
                   + "' is neither a command nor a file, see regard --help");
        return 2;
    }
    return runWindow(argc, argv);
}
