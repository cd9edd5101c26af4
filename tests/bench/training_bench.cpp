// SPDX-License-Identifier: GPL-3.0-or-later
// The time of a training step and of a decoding step, for compare.py: one number a line.
//   training_bench WORK [threads] [seconds]
// WORK: reviews, seq2seq-small, seq2seq-large (milliseconds a step), decoding (microseconds).
// Or the memory that training takes beside its examples, as a table:
//   training_bench memory WORK [threads] [steps]
#include "core/data/batching.h"
#include "core/models/seq2seq.h"
#include "core/scenarios/reviews/model.h"
#include "core/tape/operations.h"
#include "core/trace/probe.h"
#include "core/training/train.h"

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>

using namespace regard;

namespace {

/// What the works have in common: generated examples, the same held out, no figures.
class BenchTask : public Task {
public:
    std::size_t size(Split) const override { return m_size; }
    std::vector<Figure> evaluate(const Weights&, Split, std::size_t, std::stop_token) const override
    {
        return {};
    }
    /// What the work asks of a run beside what is usual.
    virtual void choose(TrainOptions&) const { }

protected:
    std::size_t m_size = 0;
};

/// The model of the scenario reviews at its published sizes: embedding 20,000 × 128, W_Q, W_K and
/// W_V of 128 × 128, 64 tokens; words as often as Zipf says.
class ReviewsTask : public BenchTask {
public:
    ReviewsTask()
    {
        auto layout = std::make_shared<ParameterLayout>();
        const ReviewOptions options;
        m_model = ReviewModel(*layout, options);
        m_layout = std::move(layout);
        m_size = 25000;
        Random random(1);
        const double scale = std::log(static_cast<double>(options.words) + 1);
        for (std::size_t i = 0; i < m_size; ++i) {
            std::vector<std::int32_t> review(static_cast<std::size_t>(options.length));
            for (std::int32_t& id : review)
                id = std::min(static_cast<std::int32_t>(std::exp(random.uniform() * scale)) - 1,
                              static_cast<std::int32_t>(options.words) - 1);
            m_reviews.push_back(std::move(review));
        }
    }

    std::size_t block() const override { return 16; }
    void choose(TrainOptions& options) const override
    {
        options.schedule.course = &rateCourse("inverse");
        options.schedule.decay = 1e-5;
        options.clip = 0;
    }

    LossSum loss(Tape& tape, Split, std::span<const std::uint32_t> examples,
                 const Draws& draws) const override
    {
        const auto reviews = tape.arena().array<const std::vector<std::int32_t>*>(examples.size());
        const auto targets = tape.arena().array<std::int32_t>(examples.size());
        for (std::size_t i = 0; i < examples.size(); ++i) {
            reviews[i] = &m_reviews[examples[i]];
            targets[i] = static_cast<std::int32_t>(examples[i] % 2);
        }
        ReviewModel::Control control;
        control.attention.temperature = 8;
        control.dropout = draws.random ? Real(0.5) : 0;
        control.random = draws.random;
        const Var logits = m_model(tape, {}, PaddedIds::of(reviews, 0, &tape.arena()), control);
        return {crossEntropy(tape, logits, targets), static_cast<double>(examples.size()), 0};
    }

private:
    ReviewModel m_model;
    std::vector<std::vector<std::int32_t>> m_reviews;
};

/// A GRU encoder–decoder with additive attention, targets of half to whole length.
class TranslationTask : public BenchTask {
public:
    TranslationTask(Index width, int layers, std::size_t longest, Index words)
    {
        Seq2SeqOptions options;
        options.layers = layers;
        options.embedding = options.hidden = width;
        options.score = "additive";
        options.sourceVocabulary = options.targetVocabulary = words;
        auto layout = std::make_shared<ParameterLayout>();
        m_model = Seq2Seq(*layout, options);
        m_layout = std::move(layout);
        m_size = 64 * 20;
        Random random(1);
        const auto sentence = [&](std::size_t least, std::size_t most) {
            std::vector<std::int32_t> ids(least + random.below(most - least + 1));
            for (std::int32_t& id : ids)
                id = static_cast<std::int32_t>(4
                                               + random.below(static_cast<std::size_t>(words - 4)));
            return ids;
        };
        for (std::size_t i = 0; i < m_size; ++i) {
            m_sources.push_back(sentence(longest / 2, longest));
            m_targets.push_back(sentence(longest / 2 - 1, longest - 1)); // and <eos>
        }
    }

    LossSum loss(Tape& tape, Split, std::span<const std::uint32_t> examples,
                 const Draws& draws) const override
    {
        const auto sources = tape.arena().array<const std::vector<std::int32_t>*>(examples.size());
        const auto targets = tape.arena().array<const std::vector<std::int32_t>*>(examples.size());
        for (std::size_t i = 0; i < examples.size(); ++i) {
            sources[i] = &m_sources[examples[i]];
            targets[i] = &m_targets[examples[i]];
        }
        return m_model.loss(tape, sources, targets, {draws.random, Real(draws.random ? 0.1 : 0)});
    }

private:
    Seq2Seq m_model;
    std::vector<std::vector<std::int32_t>> m_sources;
    std::vector<std::vector<std::int32_t>> m_targets;
};

using Clock = std::chrono::steady_clock;

double median(std::vector<double> values)
{
    std::nth_element(values.begin(),
                     values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

/// Milliseconds of a step: the median over epochs, each with all that belongs to it (the last
/// brings all rows of large tables up to date).
double stepOf(const BenchTask& task, std::size_t batch, int threads, double seconds)
{
    TrainOptions options;
    task.choose(options);
    options.batch = batch;
    options.threads = threads;
    options.epochs = 100000;
    options.reportEvery = 20;
    std::vector<double> steps;
    std::stop_source stop;
    auto begin = Clock::now();
    const auto start = begin;
    train(task, Parameters(task.layout(), 1), options, stop.get_token(),
          [&](const TrainReport& report) {
              if (report.step % options.reportEvery != 0)
                  return;
              report.parameters();
              const auto now = Clock::now();
              if (report.step > options.reportEvery) // the first fill memory
                  steps.push_back(std::chrono::duration<double>(now - begin).count() * 1e3
                                  / static_cast<double>(options.reportEvery));
              begin = now;
              if (std::chrono::duration<double>(now - start).count() > seconds && steps.size() >= 3)
                  stop.request_stop();
          });
    return median(steps);
}

/// Microseconds of a decoding step that is recorded as the window asks for it.
double decodingStep(double seconds)
{
    Seq2SeqOptions options;
    options.embedding = options.hidden = 256;
    options.score = "additive";
    options.sourceVocabulary = options.targetVocabulary = 1000;
    auto layout = std::make_shared<ParameterLayout>();
    const Seq2Seq model(*layout, options);
    const Parameters parameters(layout, 1);
    const std::vector<std::int32_t> source(20, 7);
    const std::vector<std::int32_t>* const sources[] = {&source};
    std::vector<double> steps;
    const auto start = Clock::now();
    while (std::chrono::duration<double>(Clock::now() - start).count() < seconds) {
        Tape tape;
        tape.bind(parameters);
        Recorder recorder(tape, {}, {});
        const Probe probe(recorder);
        const Seq2Seq::Encoded encoded = model.encode(tape, probe, PaddedIds::of(sources), {});
        Seq2Seq::State state = encoded.state;
        const std::int32_t previous = 7;
        for (int t = 0; t < 30; ++t) {
            const auto begin = Clock::now();
            probe.setStep(t, "token");
            state = model.step(tape, probe, encoded, std::span(&previous, 1), state, {}).state;
            steps.push_back(std::chrono::duration<double>(Clock::now() - begin).count() * 1e6);
        }
    }
    return median(steps);
}

/// A line of /proc/self/status in MB: "VmRSS", the resident size, or "VmHWM", the largest so far.
double resident(const std::string& name)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(name + ":"))
            return std::strtod(line.c_str() + name.size() + 1, nullptr) * 1024 / 1e6;
    return 0;
}

/// MB that a tape hands out for one block, values and gradients, at most over the blocks of an
/// epoch's first `steps` batches.
double activations(const BenchTask& task, std::size_t batch, std::size_t steps)
{
    const Parameters parameters(task.layout(), 1);
    const std::vector<std::uint32_t> order =
        shuffledOrder(task.size(Split::Train), TrainOptions().seed, 1);
    const std::size_t size = task.block();
    std::ptrdiff_t most = 0;
    Tape tape;
    for (std::size_t first = 0; first < std::min(order.size(), steps * batch); first += size) {
        // Once settled, the arena is one piece of memory, handed out from its beginning on.
        const auto place = [&] { return static_cast<const std::byte*>(tape.arena().allocate(1)); };
        const std::byte* const begin = place();
        tape.bindForTraining(parameters, nullptr);
        Random random(first);
        const auto examples = std::span(order).subspan(first, std::min(size, order.size() - first));
        tape.backward(task.loss(tape, Split::Train, examples, {&random}).sum);
        if (first > 0)
            most = std::max(most, place() - begin);
        first > 0 ? tape.reset() : tape.settle();
    }
    return static_cast<double>(most) / 1e6;
}

/// What a training run is made of and how much the process grows by it, in MB.
void printMemory(const BenchTask& task, std::size_t batch, int threads, std::size_t steps)
{
    const double once = static_cast<double>(task.layout()->blockSize()) * sizeof(Real) / 1e6;
    TrainOptions options;
    task.choose(options);
    options.batch = batch;
    options.threads = threads;
    options.epochs = static_cast<int>(steps * batch / task.size(Split::Train) + 1);
    options.reportEvery = 1;
    options.validate = 640;
    malloc_trim(0);
    const double before = resident("VmRSS");
    std::ofstream("/proc/self/clear_refs") << 5; // VmHWM begins anew
    std::stop_source stop;
    double atFirst = 0;
    double settled = 0;
    train(task, Parameters(task.layout(), 1), options, stop.get_token(),
          [&](const TrainReport& report) {
              if (report.step == 1)
                  atFirst = resident("VmHWM") - before;
              if (report.step == steps / 10)
                  settled = resident("VmHWM") - before;
              if (report.step == steps)
                  stop.request_stop();
          });
    const double most = resident("VmHWM") - before;
    const double block = activations(task, batch, steps);
    const double parts = 4 * once + threads * block;
    const auto print = [](const char* what, double value) {
        std::printf("%-40s %8.2f\n", what, value);
    };
    print("parameters", once);
    print("gradient", once);
    print("averages of Adam", 2 * once);
    print("activations of a block, at most", block);
    print("  one for each thread", threads * block);
    print("sum", parts);
    print("growth of the resident size after a step", atFirst);
    print("  at most, a tenth of the steps", settled);
    print("  at most, all steps and the end", most);
    print("ratio to the sum", most / parts);
}

std::unique_ptr<BenchTask> trainingTask(const std::string& work)
{
    if (work == "reviews")
        return std::make_unique<ReviewsTask>();
    if (work == "seq2seq-small")
        return std::make_unique<TranslationTask>(32, 2, 10, 200);
    if (work == "seq2seq-large")
        return std::make_unique<TranslationTask>(256, 1, 20, 8000);
    return nullptr;
}

std::size_t batchOf(const std::string& work)
{
    return work == "reviews" ? 32 : 64;
}

} // namespace

int main(int argc, char** argv)
{
    std::string work = argc > 1 ? argv[1] : "";
    if (work == "memory" && argc > 2) {
        work = argv[2];
        if (const auto task = trainingTask(work)) {
            printMemory(*task, batchOf(work), argc > 3 ? std::atoi(argv[3]) : 2,
                        argc > 4 ? static_cast<std::size_t>(std::atoi(argv[4])) : 200);
            return 0;
        }
    }
    const int threads = argc > 2 ? std::atoi(argv[2]) : 2;
    const double seconds = argc > 3 ? std::atof(argv[3]) : 3;
    double time = 0;
    if (const auto task = trainingTask(work))
        time = stepOf(*task, batchOf(work), threads, seconds);
    else if (work == "decoding")
        time = decodingStep(seconds);
    else
        return std::fprintf(stderr,
                            "training_bench reviews|seq2seq-small|seq2seq-large|decoding"
                            " [threads] [seconds]\n"
                            "training_bench memory reviews|seq2seq-small|seq2seq-large"
                            " [threads] [steps]\n"),
               2;
    std::printf("%.4f\n", time);
    return 0;
}
