// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"

#include <QObject>
#include <QString>

#include <memory>

namespace regard {

using TracePtr = std::shared_ptr<const Trace>;

class LatestJob;

/// Keeps a trace of what the person asks to see. Each change asks for a new computation
/// on a worker thread; only the newest request's trace arrives. Lives on the GUI thread.
class Explorer : public QObject {
    Q_OBJECT
public:
    explicit Explorer(QObject* parent = nullptr);
    ~Explorer() override;

    const Exploration& exploration() const { return m_exploration; }
    /// The newest trace; null before the first.
    const TracePtr& trace() const { return m_trace; }
    /// The weights the newest trace was computed with; null before the first.
    std::shared_ptr<const Weights> weights() const { return m_weights; }
    bool isBusy() const;

public Q_SLOTS:
    /// Replaces the whole request and computes it.
    void explore(const Exploration& exploration);
    /// Opens a scenario with its first examples and default settings.
    void openScenario(const QString& id);
    /// Text of input `index`.
    void setText(int index, const QString& text);
    void setSetting(const std::string& name, const SettingValue& value);
    void setEdits(std::vector<Edit> edits);

Q_SIGNALS:
    /// The request changed (before its trace is there).
    void explorationChanged();
    void traced(const regard::TracePtr& trace);
    /// In words, with what to do. The last trace stays.
    void failed(const QString& message);
    void busyChanged(bool busy);

private:
    void request();

    Exploration m_exploration;
    TracePtr m_trace;
    std::shared_ptr<const Weights> m_weights;
    std::unique_ptr<LatestJob> m_job;
};

} // namespace regard

Q_DECLARE_METATYPE(regard::TracePtr)
