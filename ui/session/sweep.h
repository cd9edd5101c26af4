// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/explorer.h"

#include <QObject>

#include <vector>

namespace regard {

/// One value of a setting and what is computed with it.
struct SweepLine {
    SettingValue value;
    Explored explored; ///< without a trace where it could not be computed
    QString error; ///< why
};

/// The same computation with every value of one setting, one after another on one worker. A newer
/// request stops what is running. Lives on the GUI thread.
class Sweep : public QObject {
    Q_OBJECT
public:
    explicit Sweep(QObject* parent = nullptr);

    void request(const Exploration& exploration, const SettingSpec& setting);
    /// In the order of valuesToCompare(); empty until they are there.
    const std::vector<SweepLine>& lines() const { return m_lines; }

Q_SIGNALS:
    /// All lines of the newest request are there.
    void swept();

private:
    std::vector<SweepLine> m_lines;
    LatestJob<std::vector<SweepLine>> m_job; ///< last: it is stopped before all else goes
};

} // namespace regard
