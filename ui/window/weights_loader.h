// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/weights.h"
#include "ui/session/latest_job.h"

#include <QObject>
#include <QString>

#include <memory>

namespace regard {

/// Reads weights files on a worker thread. Only the newest request arrives.
class WeightsLoader : public QObject {
    Q_OBJECT
public:
    explicit WeightsLoader(QObject* parent = nullptr);

    void load(const QString& path);

Q_SIGNALS:
    void loaded(const std::shared_ptr<const regard::Weights>& weights, const QString& path);
    /// One line that names the file, what is wrong and what to do.
    void failed(const QString& message);

private:
    using WeightsPtr = std::shared_ptr<const Weights>;
    void arrive(const Outcome<WeightsPtr>& outcome);

    QString m_path;
    LatestJob<WeightsPtr> m_job;
};

} // namespace regard
