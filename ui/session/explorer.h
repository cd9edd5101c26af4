// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/exploration.h"
#include "ui/session/latest_job.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace regard {

using TracePtr = std::shared_ptr<const Trace>;

/// What came out of an exploration.
struct Explored {
    TracePtr trace;
    std::shared_ptr<const Weights> weights; ///< those it was computed with
    /// Entropy in bits of the weights of the last attention, the mean over its heads and rows;
    /// none without an attention.
    std::optional<double> entropy{};
    /// The same without the edits; null where there are none.
    TracePtr before{};
};

/// explore() with the exploration's own weights, or those of weightsFor() if it has none.
/// Safe from any thread; throws as explore() does.
Explored exploreWithWeights(const Exploration& exploration, std::stop_token stop);

/// Keeps a trace of what the person asks to see. Each change asks for a new computation
/// on a worker thread; only the newest request's trace arrives. Lives on the GUI thread.
class Explorer : public QObject {
    Q_OBJECT
public:
    /// Called on the worker thread. Throws as explore() does.
    using Compute = std::function<Explored(const Exploration&, std::stop_token)>;

    explicit Explorer(QObject* parent = nullptr);
    explicit Explorer(Compute compute, QObject* parent = nullptr);
    ~Explorer() override;

    const Exploration& exploration() const { return m_exploration; }
    /// The newest trace; null before the first.
    const TracePtr& trace() const { return m_trace; }
    /// The weights the newest trace was computed with; null before the first.
    std::shared_ptr<const Weights> weights() const { return m_weights; }
    /// The newest trace without its edits; null where there are none.
    const TracePtr& before() const { return m_before; }
    /// Of the newest trace, as Explored says.
    std::optional<double> entropy() const { return m_entropy; }
    /// The newest request has not been answered.
    bool isPending() const { return m_pending; }
    /// Weights that a request is computed with in place of its own; null for its own.
    using Lend = std::function<std::shared_ptr<const Weights>(const Exploration&)>;
    /// Asks `lend` at each request from now on. What is lent is no part of the exploration: it is
    /// neither undone nor saved.
    void setLender(Lend lend) { m_lend = std::move(lend); }
    /// The newest request has been computing for longer than the busy delay.
    bool isBusy() const { return m_busy; }
    /// How long work lasts before it is called busy, so that typing does not flicker.
    /// 200 ms at first.
    void setBusyDelay(std::chrono::milliseconds delay) { m_busyDelay.setInterval(delay); }

public Q_SLOTS:
    /// Replaces the whole request and computes it. Texts that are left out become the
    /// scenario's first examples.
    void explore(const regard::Exploration& exploration);
    /// Opens a scenario with its first examples and default settings; fails if there is none
    /// of this id.
    void openScenario(const QString& id);
    /// Text of input `index`. An empty text is computed like any other.
    void setText(int index, const QString& text);
    /// The first tokens of the output, which the decoder goes on behind; in place of a target.
    void setPrefix(std::vector<std::string> prefix);
    /// Text that is written in place of decoding, "" for none; in place of first tokens.
    void setTarget(const QString& text);
    /// A setting that asks for other weights lets go of weights that were set.
    void setSetting(const std::string& name, const regard::SettingValue& value);
    /// They stay at their words while the text changes; those whose words are gone have no effect.
    void setEdits(std::vector<regard::Edit> edits);
    /// Computes again, with what is lent now. Unlike other changes this lets what is computing
    /// arrive first, so that weights lent faster than a trace is computed (by training) still
    /// give traces.
    void computeLent();
    /// Stops the computation. The request and the last trace stay.
    void cancel();

Q_SIGNALS:
    /// The request changed (before its trace is there).
    void explorationChanged();
    void traced(const regard::TracePtr& trace);
    /// In words, with what to do. The last trace stays.
    void failed(const QString& message);
    void busyChanged(bool busy);

private:
    void request();
    void compute();
    void arrive(const Outcome<Explored>& outcome);
    void setPending(bool pending);

    Compute m_compute;
    Lend m_lend;
    Exploration m_exploration;
    TracePtr m_trace;
    std::shared_ptr<const Weights> m_weights;
    std::optional<double> m_entropy;
    TracePtr m_before;
    bool m_pending = false; ///< the newest request has not been answered
    bool m_weightsWait = false; ///< request again when it has
    bool m_busy = false;
    QTimer m_busyDelay;
    LatestJob<Explored> m_job; ///< last: it is stopped before all else goes
};

} // namespace regard

Q_DECLARE_METATYPE(regard::TracePtr)
