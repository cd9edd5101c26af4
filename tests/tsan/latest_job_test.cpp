// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/latest_job.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <vector>

namespace regard {
namespace {

/// Plain memory, so that an access without a lock is seen.
class Inbox {
public:
    void add(Outcome<int> outcome)
    {
        const std::lock_guard lock(m_mutex);
        m_outcomes.push_back(std::move(outcome));
        m_arrived.notify_all();
    }

    /// The outcomes so far, once that of `generation` is among them.
    std::vector<Outcome<int>> waitFor(Generation generation)
    {
        std::unique_lock lock(m_mutex);
        m_arrived.wait(lock, [&] {
            return !m_outcomes.empty() && m_outcomes.back().generation == generation;
        });
        return m_outcomes;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_arrived;
    std::vector<Outcome<int>> m_outcomes;
};

class Gate {
public:
    void open()
    {
        const std::lock_guard lock(m_mutex);
        m_open = true;
        m_opened.notify_all();
    }

    void wait()
    {
        std::unique_lock lock(m_mutex);
        m_opened.wait(lock, [this] { return m_open; });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_opened;
    bool m_open = false;
};

/// Waits for the stop, as a long computation that looks at its token does.
int untilStopped(const std::stop_token& stop)
{
    while (!stop.stop_requested())
        std::this_thread::yield();
    throw Stopped();
}

class LatestJobTest : public testing::Test {
protected:
    Inbox inbox;
    LatestJob<int>::Deliver deliver = [this](Outcome<int> outcome) {
        inbox.add(std::move(outcome));
    };
};

TEST_F(LatestJobTest, DeliversTheResultWithTheGenerationOfItsRequest)
{
    LatestJob<int> job(deliver);
    const Generation first = job.request([](std::stop_token) { return 7; });
    const auto outcomes = inbox.waitFor(first);
    ASSERT_EQ(outcomes.size(), 1u);
    EXPECT_EQ(outcomes[0].result, 7);
    EXPECT_EQ(outcomes[0].error, "");
    EXPECT_GT(job.request([](std::stop_token) { return 8; }), first);
}

TEST_F(LatestJobTest, DeliversWhatAnExceptionSays)
{
    LatestJob<int> job(deliver);
    const auto outcomes = inbox.waitFor(job.request(
        [](std::stop_token) -> int { throw std::invalid_argument("score must be one of …"); }));
    EXPECT_FALSE(outcomes[0].result);
    EXPECT_EQ(outcomes[0].error, "score must be one of …");
    const auto later = inbox.waitFor(job.request([](std::stop_token) { return 1; }));
    EXPECT_EQ(later.back().result, 1) << "an error must not end the worker";
}

TEST_F(LatestJobTest, WorkThatStopsByItselfIsNeitherAResultNorAnError)
{
    LatestJob<int> job(deliver);
    const auto outcomes =
        inbox.waitFor(job.request([](std::stop_token) -> int { throw Stopped(); }));
    EXPECT_FALSE(outcomes[0].result);
    EXPECT_EQ(outcomes[0].error, "");
}

TEST_F(LatestJobTest, ANewRequestStopsTheRunningOneWhichIsNotDelivered)
{
    Gate started;
    LatestJob<int> job(deliver);
    job.request([&](std::stop_token stop) {
        started.open();
        return untilStopped(stop);
    });
    started.wait();
    const auto outcomes = inbox.waitFor(job.request([](std::stop_token) { return 2; }));
    ASSERT_EQ(outcomes.size(), 1u);
    EXPECT_EQ(outcomes[0].result, 2);
}

TEST_F(LatestJobTest, OnlyTheNewestOfManyWaitingRequestsIsStarted)
{
    Gate started;
    Gate gate;
    std::atomic<int> runs = 0;
    LatestJob<int> job(deliver);
    job.request([&](std::stop_token) {
        ++runs;
        started.open();
        gate.wait();
        return -1;
    });
    started.wait();
    Generation newest = 0;
    for (int i = 0; i < 5000; ++i)
        newest = job.request([&runs, i](std::stop_token) {
            ++runs;
            return i;
        });
    gate.open();
    const auto outcomes = inbox.waitFor(newest);
    EXPECT_EQ(runs, 2);
    ASSERT_EQ(outcomes.size(), 1u);
    EXPECT_EQ(outcomes[0].result, 4999);
}

TEST_F(LatestJobTest, AStormOfRequestsDeliversInOrderAndAlwaysTheLast)
{
    constexpr int requests = 20000;
    int scratch = 0; // plain: the worker runs one request at a time
    LatestJob<int> job(deliver);
    std::jthread storm([&] {
        for (int i = 0; i < requests; ++i) {
            // Every third lasts until it is stopped, as a long computation does.
            const bool endless = i % 3 == 1 && i + 1 < requests;
            job.request([&scratch, i, endless](std::stop_token stop) {
                scratch = i;
                if (i % 7 == 2)
                    throw std::runtime_error("odd");
                return endless ? untilStopped(stop) : i;
            });
        }
    });
    storm.join();
    const auto outcomes = inbox.waitFor(job.generation());
    for (std::size_t i = 1; i < outcomes.size(); ++i)
        ASSERT_LT(outcomes[i - 1].generation, outcomes[i].generation);
    for (const Outcome<int>& outcome : outcomes) {
        if (outcome.result) {
            EXPECT_EQ(static_cast<Generation>(*outcome.result) + 1, outcome.generation);
        }
    }
    ASSERT_EQ(outcomes.back().generation, static_cast<Generation>(requests));
    EXPECT_EQ(outcomes.back().result, requests - 1);
}

TEST_F(LatestJobTest, RequestsFromSeveralThreadsEndWithTheNewestGeneration)
{
    LatestJob<int> job(deliver);
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&job, t] {
                for (int i = 0; i < 2000; ++i)
                    job.request([t](std::stop_token) { return t; });
            });
    }
    const auto outcomes = inbox.waitFor(8000);
    EXPECT_EQ(job.generation(), 8000u);
    EXPECT_TRUE(outcomes.back().result);
}

TEST_F(LatestJobTest, CancellingStopsTheRunningAndDropsTheWaitingRequest)
{
    Gate started;
    std::atomic<bool> sawStop = false;
    std::atomic<int> runs = 0;
    LatestJob<int> job(deliver);
    job.request([&](std::stop_token stop) -> int {
        ++runs;
        started.open();
        while (!stop.stop_requested())
            std::this_thread::yield();
        sawStop = true;
        throw Stopped();
    });
    started.wait();
    job.cancel();
    const auto outcomes = inbox.waitFor(job.request([](std::stop_token) { return 3; }));
    EXPECT_TRUE(sawStop);
    EXPECT_EQ(runs, 1);
    ASSERT_EQ(outcomes.size(), 1u);
    EXPECT_EQ(outcomes[0].result, 3);
}

TEST_F(LatestJobTest, DestructionStopsTheRunningRequestAndDeliversNothing)
{
    Gate started;
    bool sawStop = false; // plain: the destructor orders the write before the read
    std::atomic<bool> delivered = false;
    {
        LatestJob<int> job([&](const Outcome<int>&) { delivered = true; });
        job.request([&](std::stop_token stop) {
            started.open();
            while (!stop.stop_requested())
                std::this_thread::yield();
            sawStop = true;
            return 1;
        });
        started.wait();
    }
    EXPECT_TRUE(sawStop);
    EXPECT_FALSE(delivered);
}

TEST_F(LatestJobTest, DestructionDoesNotWaitForWhatOnlyAStopWouldEnd)
{
    std::atomic<bool> delivered = false;
    for (int i = 0; i < 200; ++i) {
        LatestJob<int> job([&](const Outcome<int>&) { delivered = true; });
        job.request([](std::stop_token stop) { return untilStopped(stop); });
        job.request([](std::stop_token stop) { return untilStopped(stop); });
    }
    EXPECT_FALSE(delivered);
}

TEST_F(LatestJobTest, WhatAReplacedRequestHeldIsReleased)
{
    auto held = std::make_shared<int>(1);
    LatestJob<int> job(deliver);
    Generation newest = 0;
    for (int i = 0; i < 100; ++i)
        newest = job.request([held](std::stop_token) { return *held; });
    inbox.waitFor(newest);
    inbox.waitFor(job.request([](std::stop_token) { return 0; }));
    EXPECT_EQ(held.use_count(), 1);
}

} // namespace
} // namespace regard
