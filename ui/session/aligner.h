// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/sentence_alignment.h"
#include "ui/session/explorer.h"
#include "ui/session/latest_job.h"

#include <QObject>

namespace regard {

/// sentenceAlignment() of an explorer's newest trace, on a worker of its own: the picture does not
/// wait for it. Lives on the GUI thread.
class Aligner : public QObject {
    Q_OBJECT
public:
    explicit Aligner(QObject* parent = nullptr);

    /// Drops what was found and looks at this one, unless it is the one it has.
    void request(const TracePtr& trace, const std::string& text);
    /// What was requested last.
    const TracePtr& trace() const { return m_trace; }
    /// Of the newest request; none where none is known, or not yet.
    const std::optional<SentenceAlignment>& found() const { return m_found; }

Q_SIGNALS:
    void told();

private:
    TracePtr m_trace;
    std::optional<SentenceAlignment> m_found;
    LatestJob<std::optional<SentenceAlignment>> m_job; ///< last: it is stopped before all else goes
};

} // namespace regard
