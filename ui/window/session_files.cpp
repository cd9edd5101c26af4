// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/session_files.h"

#include "ui/session/newest_to.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <filesystem>

namespace regard {

namespace {

std::filesystem::path fileAt(const QString& path)
{
    return std::filesystem::path(path.toStdU16String());
}

const QString ending = QStringLiteral(".regard");

} // namespace

SessionFiles::SessionFiles(QObject* parent)
    : QObject(parent)
    , m_loader(newestTo<SessionPtr>(
          this, [](SessionFiles & files) -> auto& { return files.m_loader; },
          [this](const Outcome<SessionPtr>& outcome) {
              if (outcome.result)
                  Q_EMIT loaded(*outcome.result, m_loading);
              else if (!outcome.error.empty())
                  Q_EMIT failed(QString::fromStdString(outcome.error));
          }))
    , m_saver(newestTo<bool>(
          this, [](SessionFiles & files) -> auto& { return files.m_saver; },
          [this](const Outcome<bool>& outcome) {
              if (outcome.result)
                  Q_EMIT saved(m_saving);
              else if (!outcome.error.empty())
                  Q_EMIT failed(QString::fromStdString(outcome.error));
          }))
    , m_keeper([](const Outcome<bool>&) {})
{
}

void SessionFiles::load(const QString& path)
{
    m_loading = path;
    m_loader.request([file = fileAt(path)](std::stop_token stop) -> SessionPtr {
        return std::make_shared<const Workspace>(loadSession(file, stop));
    });
}

void SessionFiles::save(const Workspace& workspace, const QString& path, SessionWeights weights)
{
    m_saving = path;
    m_saver.request([workspace, weights, file = fileAt(path)](const std::stop_token&) {
        saveSession(workspace, file, weights);
        return true;
    });
}

QString SessionFiles::keepIn(const QString& folder)
{
    const QDir kept(folder);
    if (!kept.mkpath(QStringLiteral(".")))
        return {};
    QString left;
    // Newest first; who is gone holds no lock any more.
    for (const QString& name :
         kept.entryList({QStringLiteral("open-*") + ending}, QDir::Files, QDir::Time)) {
        QLockFile lock(kept.filePath(name) + QStringLiteral(".lock"));
        lock.setStaleLockTime(0);
        if (!lock.tryLock(0))
            continue;
        if (left.isEmpty())
            left = kept.filePath(name);
        else
            QFile::remove(kept.filePath(name));
    }
    const QString own = kept.filePath(
        QStringLiteral("open-%1-%2").arg(QCoreApplication::applicationPid()).arg(quintptr(this))
        + ending);
    m_lock = std::make_unique<QLockFile>(own + QStringLiteral(".lock"));
    m_lock->setStaleLockTime(0);
    if (m_lock->tryLock(0))
        m_kept = own;
    return left;
}

void SessionFiles::keep(const Workspace& workspace)
{
    if (m_kept.isEmpty())
        return;
    m_keeper.request([workspace, file = fileAt(m_kept)](const std::stop_token&) {
        saveSession(workspace, file);
        return true;
    });
}

void SessionFiles::forget()
{
    if (m_kept.isEmpty())
        return;
    // What is being written ends first, then the file goes, on the same thread.
    m_keeper.request([file = fileAt(m_kept)](const std::stop_token&) {
        std::error_code ignored;
        return std::filesystem::remove(file, ignored);
    });
}

void SessionFiles::remove(const QString& path)
{
    QFile::remove(path);
    QFile::remove(path + QStringLiteral(".lock"));
}

} // namespace regard
