// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/session_file.h"
#include "ui/session/latest_job.h"

#include <QLockFile>
#include <QObject>
#include <QString>

#include <memory>

namespace regard {

/// Reads and writes sessions on worker threads.
class SessionFiles : public QObject {
    Q_OBJECT
public:
    explicit SessionFiles(QObject* parent = nullptr);

    void load(const QString& path);
    void save(const Workspace& workspace, const QString& path,
              SessionWeights weights = SessionWeights::ByPath);

    /// Keeps what is open in `folder`, for a program that ends before it is closed. Returns the
    /// file that a program left there which is no more; "" if none did.
    QString keepIn(const QString& folder);
    /// Writes what is open; a write that waits is replaced.
    void keep(const Workspace& workspace);
    /// Nothing is lost any more: the kept file goes.
    void forget();
    /// A left file that was read, or that nobody wants.
    static void remove(const QString& path);

Q_SIGNALS:
    void loaded(const std::shared_ptr<const regard::Workspace>& session, const QString& path);
    void saved(const QString& path);
    /// One line that names the file, what is wrong and what to do.
    void failed(const QString& message);

private:
    using SessionPtr = std::shared_ptr<const Workspace>;

    QString m_loading;
    QString m_saving;
    QString m_kept; ///< file that this program keeps; "" for none
    std::unique_ptr<QLockFile> m_lock; ///< says that this program lives
    LatestJob<SessionPtr> m_loader;
    LatestJob<bool> m_saver;
    LatestJob<bool> m_keeper;
};

} // namespace regard
