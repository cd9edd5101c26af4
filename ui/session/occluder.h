// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/occlusion.h"
#include "ui/session/latest_job.h"

#include <QObject>

namespace regard {

/// occlude() on a worker: one computation for each token of the input. A newer request stops what
/// is running. Lives on the GUI thread.
class Occluder : public QObject {
    Q_OBJECT
public:
    explicit Occluder(QObject* parent = nullptr);

    void request(const Exploration& exploration, int step);
    void cancel();
    /// Of the newest request that was answered.
    const Occlusion& result() const { return m_result; }

Q_SIGNALS:
    /// The share of the newest request that is done.
    void progressed(double done);
    void told();
    void failed(const QString& message);

private:
    Occlusion m_result;
    int m_request = 0;
    LatestJob<Occlusion> m_job; ///< last: it is stopped before all else goes
};

} // namespace regard
