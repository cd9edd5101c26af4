// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/probe.h"

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <new>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace regard {

/// Counts requests: the newest request has the highest generation.
using Generation = std::uint64_t;

/// What became of a request: a result, or an error in words, or neither if it stopped.
template <class Result> struct Outcome {
    Generation generation = 0;
    std::optional<Result> result;
    std::string error;
};

/// Runs the newest of many requests on one worker thread. A new request stops the running
/// one and replaces the waiting one, so there is never a backlog. Qt-free.
///
/// `deliver` is called on the worker thread with the outcome of the request that is newest
/// at that time. A newer one may be made before the owner looks: the owner compares the
/// outcome's generation with generation() on its own thread. `deliver` must not wait for
/// the owner: the destructor waits for it.
template <class Result> class LatestJob {
public:
    /// Returns soon after its stop was requested, by a result (which is dropped) or by
    /// throwing Stopped. Any std::exception becomes the outcome's error.
    using Work = std::function<Result(std::stop_token)>;
    using Deliver = std::function<void(Outcome<Result>)>;

    explicit LatestJob(Deliver deliver) : m_deliver(std::move(deliver)), m_worker([this] { run(); })
    {
    }

    /// Stops the running request and waits for it; what waits is dropped.
    ~LatestJob()
    {
        supersede(std::nullopt, true);
        m_worker.join();
    }

    LatestJob(const LatestJob&) = delete;
    LatestJob& operator=(const LatestJob&) = delete;

    /// Returns at once with the generation of the request.
    Generation request(Work work) { return supersede(std::move(work), false); }

    /// Stops what runs and drops what waits; none of it is delivered.
    void cancel() { supersede(std::nullopt, false); }

    /// Generation of the newest request or cancellation.
    Generation generation() const
    {
        const std::lock_guard lock(m_mutex);
        return m_generation;
    }

private:
    Generation supersede(std::optional<Work> work, bool closing)
    {
        std::stop_source running(std::nostopstate);
        Generation generation = 0;
        {
            const std::lock_guard lock(m_mutex);
            generation = ++m_generation;
            m_waiting.swap(work); // the replaced work is destroyed outside the lock
            m_closing = closing;
            running = m_running;
        }
        running.request_stop();
        m_wake.notify_one();
        return generation;
    }

    void run()
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_wake.wait(lock, [this] { return m_closing || m_waiting; });
            if (m_closing)
                return;
            Outcome<Result> outcome;
            outcome.generation = m_generation;
            Work work = std::move(*m_waiting);
            m_waiting.reset();
            m_running = std::stop_source();
            const std::stop_token stop = m_running.get_token();

            lock.unlock();
            perform(work, stop, outcome);
            work = nullptr;
            if (!stop.stop_requested())
                m_deliver(std::move(outcome));
            lock.lock();
        }
    }

    static void perform(const Work& work, std::stop_token stop, Outcome<Result>& outcome)
    {
        try {
            outcome.result = work(std::move(stop));
        } catch (const Stopped&) {
        } catch (const std::bad_alloc&) {
            outcome.error = "There is not enough memory for this. "
                            "Use a shorter text or a smaller model.";
        } catch (const std::exception& error) {
            outcome.error = error.what();
        }
    }

    const Deliver m_deliver;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::optional<Work> m_waiting; ///< the slot; all below guarded by m_mutex
    std::stop_source m_running;
    Generation m_generation = 0;
    bool m_closing = false;
    std::jthread m_worker; ///< last: it uses all the others
};

} // namespace regard
