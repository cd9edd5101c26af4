// SPDX-License-Identifier: GPL-3.0-or-later
// What one interaction, one training step and one stop request cost the engine.
#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"
#include "core/trace/probe.h"
#include "core/training/train.h"

#include <benchmark/benchmark.h>

#include <chrono>
#include <thread>

using namespace regard;

namespace {

std::string sentenceOf(std::int64_t tokens)
{
    static const char* const words[] = {"the",     "animal", "didn't", "cross", "the",  "street",
                                        "because", "it",     "was",    "too",   "tired"};
    std::string text;
    for (std::int64_t i = 0; i < tokens; ++i)
        text += std::string(words[i % 11]) + " ";
    return text;
}

/// A whole trace as the window asks for it: every tensor named and kept.
void trace(benchmark::State& state, const char* scenario)
{
    Exploration exploration;
    exploration.scenario = scenario;
    exploration.texts = {sentenceOf(state.range(0))};
    std::size_t tensors = 0;
    for (auto _ : state)
        tensors = explore(exploration)->tensors.size();
    state.counters["tensors"] = static_cast<double>(tensors);
}
BENCHMARK_CAPTURE(trace, self_attention, "self-attention")
    ->Arg(8)
    ->Arg(32)
    ->Arg(128)
    ->Arg(512)
    ->Arg(2048)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(trace, dialogue, "dialogue")->Arg(8)->Arg(32)->Unit(benchmark::kMicrosecond);

/// A beam search of 8 and the trace of its best text. Weights that nobody trained seldom end: the
/// text is as long as it may be.
void beam(benchmark::State& state, const char* scenario)
{
    Exploration exploration;
    exploration.scenario = scenario;
    exploration.texts = {sentenceOf(30)};
    exploration.settings.set("layers", std::int64_t{3}); // not shipped
    exploration.settings.set("decoding", std::string("beam"));
    exploration.settings.set("beam_width", state.range(0));
    std::size_t words = 0;
    for (auto _ : state)
        words = explore(exploration)->output.size();
    state.counters["words"] = static_cast<double>(words);
}
BENCHMARK_CAPTURE(beam, dialogue, "dialogue")->Arg(1)->Arg(8)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(beam, translation, "translation")->Arg(1)->Arg(8)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(beam, transformer, "transformer")->Arg(1)->Arg(8)->Unit(benchmark::kMillisecond);

/// One step of Adam on a batch of 64 generated examples, on all processors.
void trainingStep(benchmark::State& state, const char* id)
{
    const ScenarioSpec& scenario = scenarioOf(id);
    Settings given;
    given.set("examples", std::int64_t{64});
    given.set("held_out", std::int64_t{1});
    const Settings settings = resolveSettings(scenario.settings, given);
    const auto task = scenario.task({settings, {}, false, {}});
    Parameters parameters = drawWeights(scenario, settings, *task).parameters;
    TrainOptions options = trainOptions(settings);
    options.epochs = 20;
    for (auto _ : state)
        parameters = train(*task, std::move(parameters), options);
    state.counters["step"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * 20,
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK_CAPTURE(trainingStep, self_attention, "self-attention")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(trainingStep, dialogue, "dialogue")->UseRealTime()->Unit(benchmark::kMillisecond);

/// From a stop request to the end of train() and of explore(), in real time.
void stopTraining(benchmark::State& state, const char* id)
{
    const ScenarioSpec& scenario = scenarioOf(id);
    Settings given;
    given.set("examples", std::int64_t{2000});
    const Settings settings = resolveSettings(scenario.settings, given);
    const auto task = scenario.task({settings, {}, false, {}});
    const Parameters parameters = drawWeights(scenario, settings, *task).parameters;
    TrainOptions options;
    options.epochs = 1000;
    for (auto _ : state) {
        std::stop_source stop;
        std::jthread trainer([&] { train(*task, parameters, options, stop.get_token()); });
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
        const auto begin = std::chrono::steady_clock::now();
        stop.request_stop();
        trainer.join();
        state.SetIterationTime(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
}
BENCHMARK_CAPTURE(stopTraining, self_attention, "self-attention")
    ->UseManualTime()
    ->Iterations(20)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(stopTraining, dialogue, "dialogue")
    ->UseManualTime()
    ->Iterations(20)
    ->Unit(benchmark::kMillisecond);

void stopTrace(benchmark::State& state)
{
    Exploration exploration;
    exploration.scenario = "self-attention";
    exploration.texts = {sentenceOf(2048)};
    explore(exploration);
    for (auto _ : state) {
        std::stop_source stop;
        std::jthread worker([&] {
            try {
                explore(exploration, stop.get_token());
            } catch (const Stopped&) {
            }
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        const auto begin = std::chrono::steady_clock::now();
        stop.request_stop();
        worker.join();
        state.SetIterationTime(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
}
BENCHMARK(stopTrace)->UseManualTime()->Iterations(50)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char** argv)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
