// SPDX-License-Identifier: GPL-3.0-or-later
// From a stop request to the end of train(), over many stops at any moment of a run.
#include "core/scenarios/catalogue.h"
#include "core/training/train.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

using namespace regard;

namespace {

using Clock = std::chrono::steady_clock;

/// Milliseconds of each stop, in ascending order. What was learnt is dropped, or kept and gone on
/// with.
std::vector<double> stopsOf(const ScenarioSpec& scenario, int stops, bool drop)
{
    Settings given;
    for (const SettingSpec& spec : scenario.settings)
        if (spec.name == "examples")
            given.set(spec.name, std::int64_t{4000});
    const Settings settings = resolveSettings(scenario.settings, given);
    const auto task = scenario.task({settings, {}, false, {}});
    TrainOptions options = trainOptions(settings);
    options.epochs = 10000;
    options.validate = 5000;
    options.dropStopped = drop;
    RunState state;
    state.parameters = drawWeights(scenario, settings, *task).parameters;
    const RunState start = state;
    std::vector<double> times;
    Random random(1);
    while (times.size() < static_cast<std::size_t>(stops)) {
        std::stop_source stop;
        Clock::time_point end;
        std::jthread trainer([&] {
            state = train(*task, std::move(state), options, stop.get_token(),
                          [](const TrainReport&) {});
            end = Clock::now();
        });
        std::this_thread::sleep_for(std::chrono::duration<double>(random.uniform(0.02, 0.2)));
        const auto begin = Clock::now();
        stop.request_stop();
        trainer.join();
        const bool ended = end < begin; // the run was at its end before
        if (!ended)
            times.push_back(std::chrono::duration<double>(end - begin).count() * 1e3);
        if (drop || ended)
            state = start;
    }
    std::sort(times.begin(), times.end());
    return times;
}

} // namespace

int main(int argc, char** argv)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    const int stops = argc > 1 ? std::max(1, std::atoi(argv[1])) : 200;
    const std::string only = argc > 2 ? argv[2] : "";
    std::printf("%-18s %8s %8s %8s   ms\n", "", "p50", "p99", "most");
    for (const ScenarioSpec& scenario : catalogue())
        for (const bool drop : {false, true}) {
            if (!scenario.task || (!only.empty() && scenario.id != only))
                continue;
            const std::vector<double> times = stopsOf(scenario, stops, drop);
            const auto at = [&](double share) {
                return times[static_cast<std::size_t>(share
                                                      * static_cast<double>(times.size() - 1))];
            };
            std::printf("%-18s %8.2f %8.2f %8.2f   %s\n", scenario.id.c_str(), at(0.5), at(0.99),
                        times.back(), drop ? "dropped" : "kept");
        }
    return 0;
}
