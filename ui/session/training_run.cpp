// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/training_run.h"

#include "core/scenarios/catalogue.h"
#include "core/trace/probe.h"
#include "core/training/run.h"

#include <algorithm>
#include <new>
#include <stdexcept>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

namespace regard {

namespace {

constexpr std::size_t curvePoints = 1000;
constexpr std::chrono::milliseconds tellEvery{33};
constexpr std::chrono::milliseconds speedEvery{700};

/// Whoever types or looks is served before this thread and those that it starts.
void giveWay()
{
    constexpr int niceness = 5;
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), niceness);
}

void takeOver(const LiveSettings& live, Settings& settings)
{
    for (const auto& [name, value] :
         {std::pair{"rate", live.rate}, std::pair{"dropout", live.dropout},
          std::pair{"teacher_forcing", live.teacherForcing}})
        if (value && settings.has(name))
            settings.set(name, *value);
}

} // namespace

TrainingRun::TrainingRun(TrainingRequest request, std::function<void()> changed)
    : m_request(std::move(request))
    , m_settings(resolveSettings(scenarioOf(m_request.scenario).settings, m_request.settings))
    , m_options(trainOptions(m_settings))
    , m_changed(std::move(changed))
    , m_thread([this](const std::stop_token& stop) { run(stop); })
{
}

TrainingRun::~TrainingRun()
{
    stop();
}

void TrainingRun::stop()
{
    m_thread.request_stop();
}

void TrainingRun::setPaused(bool paused)
{
    {
        const std::lock_guard lock(m_mutex);
        m_paused = paused;
    }
    m_resume.notify_all();
}

void TrainingRun::setLive(const LiveSettings& live)
{
    const std::lock_guard lock(m_mutex);
    m_live = live;
}

void TrainingRun::run(const std::stop_token& stop)
{
    giveWay();
    try {
        train(stop);
    } catch (const Stopped&) {
        const std::lock_guard lock(m_mutex);
        m_progress.stage = TrainingStage::Done;
        m_progress.stopped = true;
    } catch (const Diverged& diverged) {
        fail(afterDivergence(diverged));
    } catch (const std::bad_alloc&) {
        fail("There is not enough memory for this training. Choose a smaller batch or a smaller "
             "model.");
    } catch (const std::exception& error) {
        fail(error.what());
    }
    tell(true);
}

std::string TrainingRun::afterDivergence(const Diverged& diverged)
{
    const std::lock_guard lock(m_mutex);
    // The step was computed with what the one before had made.
    m_film.cut(diverged.step() - 1);
    return "The loss is no number after step " + std::to_string(diverged.step())
        + ": train with a lower learning rate. The film has the weights of step "
        + std::to_string(m_film.frames().back().step) + ", the last good ones that were taken.";
}

void TrainingRun::fail(std::string error)
{
    const std::lock_guard lock(m_mutex);
    m_progress.stage = TrainingStage::Failed;
    m_progress.error = std::move(error);
}

void TrainingRun::train(const std::stop_token& stop)
{
    const ScenarioSpec& scenario = scenarioOf(m_request.scenario);
    if (!scenario.task)
        throw std::runtime_error(scenario.title + " learns nothing: its weights are built.");
    m_stop = stop;
    m_options.threads = m_request.threads;
    m_options.reportEvery = 1;
    m_options.keepEvery = 0; // the film does
    m_options.validate = 5000;
    m_options.beforeStep = [this](StepSettings& step) { prepareStep(step); };
    const std::unique_ptr<Task> task = scenario.task({m_settings, m_request.data, false, {}, stop});
    {
        const std::lock_guard lock(m_mutex);
        m_progress.notes = task->notes();
        m_progress.examples = task->size(Split::Train);
        m_progress.heldOut = task->size(Split::HeldOut);
        m_progress.metric = task->metric();
    }
    tell(true);
    if (stop.stop_requested())
        throw Stopped();
    requireTrainable(*task, m_options, m_request.data);
    Weights drawn = drawWeights(scenario, m_settings, *task, stop);
    Parameters first = std::move(drawn.parameters);
    drawn.parameters = {};
    const std::size_t perEpoch = (task->size(Split::Train) + m_options.batch - 1) / m_options.batch;
    const std::size_t steps = perEpoch * static_cast<std::size_t>(m_options.epochs);
    if (steps == 0)
        throw std::runtime_error("With 0 epochs nothing is trained: choose 1 or more.");
    m_binSize = std::max<std::size_t>(1, steps / curvePoints);
    {
        const std::lock_guard lock(m_mutex);
        m_drawn = std::move(drawn);
        m_film = Film(static_cast<std::uint64_t>(first.block().size()) * sizeof(Real),
                      m_request.filmBytes);
        m_film.add(0, std::make_shared<const Parameters>(first));
        m_progress.perEpoch = perEpoch;
        m_progress.steps = steps;
        m_progress.stage = TrainingStage::Training;
    }
    tell(true);
    m_mark = Clock::now();
    Parameters last = regard::train(*task, std::move(first), m_options, stop,
                                    [this](const TrainReport& now) { report(now); });
    finish(*task, std::move(last), stop);
}

void TrainingRun::report(const TrainReport& now)
{
    m_bin.loss += now.loss;
    m_bin.metric += now.metric;
    ++m_binned;
    const bool full = m_binned == m_binSize || now.epochEnd;
    const bool asked = m_frameWanted.exchange(false);
    const bool last = now.step == now.steps;
    std::shared_ptr<const Parameters> frame;
    bool wanted = asked || last;
    {
        const std::lock_guard lock(m_mutex);
        wanted = wanted || m_film.wants(now.step) || m_paused;
    }
    if (wanted)
        frame = std::make_shared<const Parameters>(now.parameters());
    {
        const std::lock_guard lock(m_mutex);
        m_progress.step = now.step;
        if (full) {
            const auto count = static_cast<double>(m_binned);
            m_progress.training.push_back({now.step, m_bin.loss / count, m_bin.metric / count});
        }
        if (now.validated)
            m_progress.validation.push_back({now.step, now.validationLoss, now.validationMetric});
        if (frame)
            m_film.add(now.step, std::move(frame));
        measureSpeed(now);
    }
    if (full) {
        m_bin = {};
        m_binned = 0;
    }
    tell(last);
}

void TrainingRun::prepareStep(StepSettings& step)
{
    waitWhilePaused();
    const std::lock_guard lock(m_mutex);
    if (m_live.rate) // the schedule goes on
        step.rate *= *m_live.rate / m_options.rate;
    step.dropout = m_live.dropout.value_or(step.dropout);
    step.teacherForcing = m_live.teacherForcing.value_or(step.teacherForcing);
}

/// Called with the mutex held.
void TrainingRun::measureSpeed(const TrainReport& now)
{
    const auto time = Clock::now();
    const double seconds = std::chrono::duration<double>(time - m_mark - m_waited).count();
    if (seconds < std::chrono::duration<double>(speedEvery).count())
        return;
    const double perSecond = static_cast<double>(now.step - m_markStep) / seconds;
    m_progress.examplesPerSecond = perSecond * static_cast<double>(m_progress.examples)
        / static_cast<double>(m_progress.perEpoch);
    m_progress.secondsLeft = static_cast<double>(now.steps - now.step) / perSecond;
    m_mark = time;
    m_markStep = now.step;
    m_waited = {};
}

void TrainingRun::waitWhilePaused()
{
    std::unique_lock lock(m_mutex);
    if (!m_paused)
        return;
    lock.unlock();
    tell(true); // where it stands
    const auto start = Clock::now();
    lock.lock();
    m_resume.wait(lock, m_stop, [this] { return !m_paused; });
    m_waited += Clock::now() - start;
}

void TrainingRun::finish(const Task& task, Parameters last, const std::stop_token& stop)
{
    Weights weights;
    std::size_t step = 0;
    const bool whole = [&] {
        const std::lock_guard lock(m_mutex);
        step = m_progress.step;
        weights = m_drawn;
        takeOver(m_live, weights.settings);
        m_film.add(step, std::make_shared<const Parameters>(last));
        m_progress.secondsLeft = 0;
        return step == m_progress.steps;
    }();
    if (!whole)
        throw Stopped();
    {
        const std::lock_guard lock(m_mutex);
        m_progress.stage = TrainingStage::Measuring;
    }
    tell(true);
    weights.parameters = std::move(last);
    markTrained(weights, step, m_progress.perEpoch, m_options.epochs);
    std::vector<Figure> figures = measureHeldOut(task, weights, stop);
    const std::lock_guard lock(m_mutex);
    m_last = shareWeights(std::move(weights));
    m_lastStep = step;
    m_progress.figures = std::move(figures);
    m_progress.stage = TrainingStage::Done;
}

void TrainingRun::tell(bool now)
{
    const auto time = Clock::now();
    if (!now && time - m_told < tellEvery)
        return;
    m_told = time;
    m_changed();
}

TrainingProgress TrainingRun::progress() const
{
    const std::lock_guard lock(m_mutex);
    TrainingProgress progress = m_progress;
    progress.frames = m_film.frames().size();
    progress.filmStep = m_film.frames().empty() ? 0 : m_film.frames().back().step;
    progress.filmBytes = m_film.bytes();
    return progress;
}

TrainingRun::Moment TrainingRun::at(std::size_t step) const
{
    Weights weights;
    Film::Frame frame;
    std::size_t perEpoch = 0;
    {
        const std::lock_guard lock(m_mutex);
        const Film::Frame* found = m_film.at(step);
        if (!found)
            return {};
        if (m_last && found->step == m_lastStep)
            return {m_lastStep, m_last};
        frame = *found;
        weights = m_drawn;
        perEpoch = m_progress.perEpoch;
        takeOver(m_live, weights.settings);
    }
    weights.parameters = *frame.parameters;
    markTrained(weights, frame.step, perEpoch, m_options.epochs);
    return {frame.step, shareWeights(std::move(weights))};
}

std::vector<std::size_t> TrainingRun::filmSteps() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<std::size_t> steps;
    for (const Film::Frame& frame : m_film.frames())
        steps.push_back(frame.step);
    return steps;
}

} // namespace regard
