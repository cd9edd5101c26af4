// SPDX-License-Identifier: GPL-3.0-or-later
// The time of a training step and of a decoding step, for compare.py: one number a line.
//   training_bench WORK [threads] [seconds]
// WORK: reviews, seq2seq-small, seq2seq-large (milliseconds a step), decoding (microseconds).
#include "core/models/review_model.h"
#include "core/models/seq2seq.h"
#include "core/tape/operations.h"
#include "core/trace/probe.h"
#include "core/training/train.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

using namespace regard;

namespace {

/// What the works have in common: generated examples, no held-out split, no figures.
class BenchTask : public Task {
public:
    const std::shared_ptr<const ParameterLayout>& layout() const override { return m_layout; }
    const std::map<std::string, Vocabulary>& vocabularies() const override { return m_none; }
    std::size_t size(Split split) const override { return split == Split::Train ? m_size : 0; }
    std::vector<Figure> evaluate(const Weights&, Split, std::size_t, std::stop_token) const override
    {
        return {};
    }

protected:
    std::shared_ptr<const ParameterLayout> m_layout;
    std::size_t m_size = 0;

private:
    std::map<std::string, Vocabulary> m_none;
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

    Schedule schedule() const override
    {
        Schedule schedule;
        schedule.decay = 1e-5;
        schedule.clip = 0;
        schedule.block = 16;
        return schedule;
    }

    LossSum loss(Tape& tape, Split, std::span<const std::uint32_t> examples,
                 Random* random) const override
    {
        const auto reviews = tape.arena().array<const std::vector<std::int32_t>*>(examples.size());
        const auto targets = tape.arena().array<std::int32_t>(examples.size());
        for (std::size_t i = 0; i < examples.size(); ++i) {
            reviews[i] = &m_reviews[examples[i]];
            targets[i] = static_cast<std::int32_t>(examples[i] % 2);
        }
        ReviewModel::Control control;
        control.attention.temperature = 8;
        control.dropout = random ? Real(0.5) : 0;
        control.random = random;
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
                 Random* random) const override
    {
        const auto sources = tape.arena().array<const std::vector<std::int32_t>*>(examples.size());
        const auto targets = tape.arena().array<const std::vector<std::int32_t>*>(examples.size());
        for (std::size_t i = 0; i < examples.size(); ++i) {
            sources[i] = &m_sources[examples[i]];
            targets[i] = &m_targets[examples[i]];
        }
        return m_model.loss(tape, sources, targets, {1, Real(random ? 0.1 : 0), random});
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

} // namespace

int main(int argc, char** argv)
{
    const std::string work = argc > 1 ? argv[1] : "";
    const int threads = argc > 2 ? std::atoi(argv[2]) : 2;
    const double seconds = argc > 3 ? std::atof(argv[3]) : 3;
    double time = 0;
    if (work == "reviews")
        time = stepOf(ReviewsTask(), 32, threads, seconds);
    else if (work == "seq2seq-small")
        time = stepOf(TranslationTask(32, 2, 10, 200), 64, threads, seconds);
    else if (work == "seq2seq-large")
        time = stepOf(TranslationTask(256, 1, 20, 8000), 64, threads, seconds);
    else if (work == "decoding")
        time = decodingStep(seconds);
    else
        return std::fprintf(stderr,
                            "training_bench reviews|seq2seq-small|seq2seq-large|decoding"
                            " [threads] [seconds]\n"),
               2;
    std::printf("%.4f\n", time);
    return 0;
}
