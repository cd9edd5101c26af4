// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"
#include "core/training/train.h"
#include "ui/session/film.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace regard {

/// What a training is asked for.
struct TrainingRequest {
    std::string scenario; ///< catalogue id
    Settings settings; ///< those that differ from the defaults
    std::filesystem::path data; ///< a person's examples; empty: the generated corpus
    int threads = 0; ///< 0: all processors
    std::uint64_t filmBytes = std::uint64_t{256} << 20; ///< bound of the film
};

/// Settings that take effect while a training runs, where they are set.
struct LiveSettings {
    std::optional<double> rate; ///< in place of the one it started with; the schedule goes on
    std::optional<double> dropout;
    std::optional<double> teacherForcing;
    friend bool operator==(const LiveSettings&, const LiveSettings&) = default;
};

enum class TrainingStage {
    Preparing, ///< examples are read or written, weights drawn
    Training,
    Measuring, ///< all steps are done, held-out examples are measured
    Done, ///< all was trained, or it was stopped
    Failed, ///< for the reason that is told
};

struct CurvePoint {
    std::size_t step = 0;
    double loss = 0;
    double metric = 0;
};

/// How far a training is.
struct TrainingProgress {
    TrainingStage stage = TrainingStage::Preparing;
    std::string error; ///< why it failed
    std::vector<std::string> notes; ///< what was read of a person's data
    std::size_t examples = 0; ///< to learn from
    std::size_t heldOut = 0; ///< examples
    std::string metric; ///< "accuracy", empty: none
    std::size_t step = 0; ///< steps taken
    std::size_t steps = 0; ///< in all
    std::size_t perEpoch = 0; ///< steps
    double examplesPerSecond = 0; ///< of the last seconds, pauses left out
    double secondsLeft = -1; ///< below 0: not known
    bool stopped = false; ///< Done before all was trained
    std::vector<CurvePoint> training; ///< means over equally many steps, a thousand in all
    std::vector<CurvePoint> validation; ///< at the ends of epochs, on held-out examples
    std::vector<Figure> figures; ///< of the whole training, on held-out examples
    std::size_t frames = 0; ///< of the film
    std::size_t filmStep = 0; ///< of its newest moment
    std::uint64_t filmBytes = 0;
};

/// One training on a thread of its own, as the command line runs it: the same settings give the
/// same bits. All members may be called from the thread that owns it. Qt-free.
class TrainingRun {
public:
    /// Starts. `changed` is called on the training thread when there is news, at most 30 times a
    /// second but for changes of stage; it must not wait for the owner.
    TrainingRun(TrainingRequest request, std::function<void()> changed);
    /// Stops and waits.
    ~TrainingRun();
    TrainingRun(const TrainingRun&) = delete;
    TrainingRun& operator=(const TrainingRun&) = delete;

    const TrainingRequest& request() const { return m_request; }
    /// Complete settings that it was started with.
    const Settings& settings() const { return m_settings; }

    void stop();
    void setPaused(bool paused);
    void setLive(const LiveSettings& live);
    /// The next moment is to be the newest of the film, whatever the step.
    void wantFrame() { m_frameWanted = true; }

    TrainingProgress progress() const;
    /// The last moment of the film up to a step as weights, and its step. No weights before there
    /// are any.
    struct Moment {
        std::size_t step = 0;
        std::shared_ptr<const Weights> weights;
    };
    Moment at(std::size_t step) const;
    /// Steps of the film's moments.
    std::vector<std::size_t> filmSteps() const;

private:
    void run(const std::stop_token& stop);
    void train(const std::stop_token& stop);
    void report(const TrainReport& report);
    void finish(const Task& task, Parameters last, const std::stop_token& stop);
    void prepareStep(StepSettings& step);
    void waitWhilePaused();
    void measureSpeed(const TrainReport& report);
    /// Takes out of the film what is no number; what to say of it.
    std::string afterDivergence(const Diverged& diverged);
    void fail(std::string error);
    void tell(bool now);

    using Clock = std::chrono::steady_clock;

    const TrainingRequest m_request;
    Settings m_settings;
    TrainOptions m_options;
    const std::function<void()> m_changed;
    std::atomic<bool> m_frameWanted = false;

    mutable std::mutex m_mutex; ///< guards what follows up to the next remark
    std::condition_variable_any m_resume;
    bool m_paused = false;
    LiveSettings m_live;
    TrainingProgress m_progress;
    Film m_film;
    Weights m_drawn; ///< without parameters
    std::shared_ptr<const Weights> m_last; ///< with its figures, once all is trained
    std::size_t m_lastStep = 0;

    // Of the training thread alone.
    std::stop_token m_stop;
    CurvePoint m_bin; ///< sums since the last point of the curve
    std::size_t m_binned = 0; ///< steps in it
    std::size_t m_binSize = 1;
    Clock::time_point m_told{};
    Clock::time_point m_mark{}; ///< when speed was measured last
    std::size_t m_markStep = 0;
    Clock::duration m_waited{}; ///< in pauses since then

    std::jthread m_thread; ///< last: it uses all the others
};

} // namespace regard
