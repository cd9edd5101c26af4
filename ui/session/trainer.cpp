// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/trainer.h"

#include <QMetaObject>

#include <algorithm>
#include <utility>

namespace regard {

namespace {

bool hasEnded(const TrainingProgress& progress)
{
    return progress.stage == TrainingStage::Done || progress.stage == TrainingStage::Failed;
}

/// Processors for each of several runs. With all of them or one each, what they share is shared
/// evenly.
int threadsOf(const TrainingRequest& request, std::size_t runs)
{
    if (request.threads > 0 || runs < 2)
        return request.threads;
    const std::size_t processors = std::max(1U, std::thread::hardware_concurrency());
    return processors >= 2 * runs ? 0 : 1;
}

} // namespace

/// What the training threads see of a trainer.
struct Trainer::Post {
    explicit Post(Trainer* owner) : trainer(owner) { }
    std::mutex mutex;
    Trainer* trainer; ///< null once it is gone
    std::atomic<bool> waiting = false;

    void send()
    {
        if (waiting.exchange(true))
            return;
        const std::lock_guard lock(mutex);
        if (trainer)
            QMetaObject::invokeMethod(
                trainer, [owner = trainer] { owner->take(); }, Qt::QueuedConnection);
    }
};

Trainer::Trainer(QObject* parent) : QObject(parent), m_post(std::make_shared<Post>(this)) { }

Trainer::~Trainer()
{
    {
        const std::lock_guard lock(m_post->mutex);
        m_post->trainer = nullptr;
    }
    for (const auto& run : m_runs)
        run->stop();
}

void Trainer::start(std::vector<TrainingRequest> requests)
{
    if (isActive() || requests.empty())
        return;
    requests.resize(std::min(requests.size(), mostRuns));
    std::vector<std::unique_ptr<TrainingRun>> runs;
    for (TrainingRequest& request : requests) {
        request.threads = threadsOf(request, requests.size());
        request.filmBytes /= requests.size();
        runs.push_back(
            std::make_unique<TrainingRun>(std::move(request), [post = m_post] { post->send(); }));
    }
    clear();
    m_runs = std::move(runs);
    m_progress.resize(m_runs.size());
    m_live = {};
    m_paused = false;
    m_wasActive = true;
    Q_EMIT stateChanged();
}

void Trainer::pause()
{
    if (!isActive() || m_paused)
        return;
    m_paused = true;
    for (const auto& run : m_runs)
        run->setPaused(true);
    Q_EMIT stateChanged();
}

void Trainer::resume()
{
    if (!m_paused)
        return;
    m_paused = false;
    for (const auto& run : m_runs)
        run->setPaused(false);
    Q_EMIT stateChanged();
}

// Not const: the runs are this object's.
// NOLINTNEXTLINE(readability-make-member-function-const)
void Trainer::stop()
{
    for (const auto& run : m_runs)
        run->stop();
}

void Trainer::clear()
{
    if (m_runs.empty())
        return;
    stop();
    for (std::size_t i = 0; i < m_runs.size(); ++i)
        if (!hasEnded(m_progress[i]))
            m_leaving.push_back(std::move(m_runs[i]));
    m_runs.clear();
    m_progress.clear();
    m_paused = false;
    m_wasActive = false;
    Q_EMIT stateChanged();
}

void Trainer::setLive(const LiveSettings& live)
{
    m_live = live;
    for (const auto& run : m_runs)
        run->setLive(live);
}

bool Trainer::isActive() const
{
    return !std::all_of(m_progress.begin(), m_progress.end(), hasEnded);
}

std::size_t Trainer::step() const
{
    std::size_t furthest = 0;
    for (const TrainingProgress& progress : m_progress)
        furthest = std::max(furthest, progress.step);
    return furthest;
}

std::size_t Trainer::steps() const
{
    std::size_t most = 0;
    for (const TrainingProgress& progress : m_progress)
        most = std::max(most, progress.steps);
    return most;
}

void Trainer::wantFrames()
{
    for (const auto& run : m_runs)
        run->wantFrame();
}

void Trainer::reap()
{
    std::erase_if(m_leaving, [](const std::unique_ptr<TrainingRun>& run) {
        return hasEnded(run->progress());
    });
}

void Trainer::take()
{
    // First, so that what comes while this is read is told too.
    m_post->waiting = false;
    reap();
    for (std::size_t i = 0; i < m_runs.size(); ++i)
        m_progress[i] = m_runs[i]->progress();
    if (m_runs.empty())
        return;
    Q_EMIT progressed();
    if (m_wasActive && !isActive()) {
        m_wasActive = false;
        m_paused = false;
        Q_EMIT stateChanged();
        Q_EMIT ended();
    }
}

} // namespace regard
