// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <cstdio>

using namespace regard;

namespace {

/// REGARD_RESOURCES, the installed place beside the program, or the sources it was built from.
void findResources()
{
    QStringList places {qEnvironmentVariable("REGARD_RESOURCES"),
                        QCoreApplication::applicationDirPath() + "/../share/regard",
                        QStringLiteral(REGARD_SOURCE_DIR "/resources")};
    for (const QString& place : places)
        if (!place.isEmpty() && QFileInfo(place + "/weights").isDir()) {
            setResourceDirectory(QFileInfo(place).canonicalFilePath().toStdString());
            return;
        }
}

} // namespace

int main(int argc, char** argv)
{
    const QString first = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString();
    if (const Command* command = commandOf(first)) {
        QCoreApplication application(argc, argv);
        findResources();
        return runCommand(*command, QCoreApplication::arguments());
    }
    return 0;
}
