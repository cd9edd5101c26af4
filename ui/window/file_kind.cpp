// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/file_kind.h"

#include <QFile>
#include <QFileInfo>

namespace regard {

namespace {

bool endsIn(const QString& path, const char* ending)
{
    return QFileInfo(path).suffix().compare(QLatin1String(ending), Qt::CaseInsensitive) == 0;
}

} // namespace

FileKind fileKindOf(const QString& path)
{
    // A folder has no ending that says anything.
    if (QFileInfo(path).isDir())
        return FileKind::Examples;
    if (endsIn(path, "regard"))
        return FileKind::Session;
    if (endsIn(path, "safetensors") || !QFileInfo::exists(path))
        return FileKind::Weights;
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return FileKind::Examples;
    constexpr qint64 beginning = 64;
    const QByteArray head = file.read(beginning);
    if (head.startsWith('{') && head.contains("\"regard\""))
        return FileKind::Session;
    constexpr int header = 8;
    return head.size() > header && head[header] == '{' && head[header - 1] == '\0'
        ? FileKind::Weights
        : FileKind::Examples;
}

} // namespace regard
