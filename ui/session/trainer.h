// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/training_run.h"

#include <QObject>

#include <memory>
#include <vector>

namespace regard {

/// Trains: one run, or several side by side from the same seed on the same batches (a race). What
/// they tell arrives on the GUI thread, at most 30 times a second, never more than one message
/// waiting. When a training has ended its film stays until the next one, or clear(). Lives on the
/// GUI thread.
class Trainer : public QObject {
    Q_OBJECT
public:
    /// Runs that are trained at once, at most.
    static constexpr std::size_t mostRuns = 4;

    explicit Trainer(QObject* parent = nullptr);
    ~Trainer() override;

    /// Starts; what was trained before is let go. Nothing while something is being trained.
    /// Throws std::invalid_argument for settings that a scenario does not have.
    void start(std::vector<TrainingRequest> requests);
    void pause();
    void resume();
    /// Ends the training soon; what was learnt is on the film.
    void stop();
    /// Lets go of it all; stops what runs, without waiting for it.
    void clear();
    void setLive(const LiveSettings& live);
    const LiveSettings& live() const { return m_live; }

    int count() const { return static_cast<int>(m_runs.size()); }
    const TrainingRun& run(int index) const { return *m_runs[static_cast<std::size_t>(index)]; }
    const TrainingProgress& progress(int index) const
    {
        return m_progress[static_cast<std::size_t>(index)];
    }
    /// Whether a run has not ended.
    bool isActive() const;
    bool isPaused() const { return m_paused; }
    /// Steps that the furthest run has taken, and has to take.
    std::size_t step() const;
    std::size_t steps() const;
    /// Asks all runs for the moment that comes next.
    void wantFrames();

Q_SIGNALS:
    /// There is news of a run.
    void progressed();
    /// A training began, is paused or goes on, or was let go.
    void stateChanged();
    /// All runs have ended, in whatever way.
    void ended();

private:
    struct Post;

    void take();
    void reap();

    std::vector<std::unique_ptr<TrainingRun>> m_runs;
    std::vector<TrainingProgress> m_progress;
    std::vector<std::unique_ptr<TrainingRun>> m_leaving; ///< stopped, until they have ended
    std::shared_ptr<Post> m_post;
    LiveSettings m_live;
    bool m_paused = false;
    bool m_wasActive = false;
};

} // namespace regard
