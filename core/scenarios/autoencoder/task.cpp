// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/autoencoder/task.h"

#include "core/data/sentences.h"
#include "core/io/input_file.h"
#include "core/scenarios/autoencoder/mixture_text.h"
#include "core/tape/operations.h"
#include "core/tensor/stopped.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>
#include <stdexcept>

namespace regard {

AutoencoderOptions autoencoderOptions(const Settings& settings)
{
    AutoencoderOptions options;
    options.input = static_cast<Index>(spectrumChannels);
    options.wide = settings.integer("wide");
    options.code = settings.integer("code");
    options.attention = attentionPlacementOf(settings.text("placement"));
    return options;
}

namespace {

constexpr std::size_t largestFile = std::size_t{16} << 20;

/// What a spectrum is made of: small beside its numbers.
struct Sample {
    Mixture mixture;
    std::vector<Peak> peaks;
};

struct Samples {
    std::vector<Sample> train;
    std::vector<Sample> heldOut;
};

Samples generated(const Settings& settings)
{
    Samples samples;
    SpectraCorpus corpus =
        makeSpectraCorpus(2693, static_cast<std::size_t>(settings.integer("examples")),
                          static_cast<std::size_t>(settings.integer("held_out")));
    for (Mixture& mixture : corpus.train)
        samples.train.push_back({std::move(mixture), {}});
    for (Mixture& mixture : corpus.heldOut)
        samples.heldOut.push_back({std::move(mixture), {}});
    return samples;
}

/// Whether a person's mixture is held out: by its parts, in whatever order they stand.
bool isMixtureHeldOut(const Sample& sample)
{
    std::vector<std::array<double, 4>> parts;
    for (const Mixture::Share& share : sample.mixture.shares)
        parts.push_back({0, static_cast<double>(share.substance), share.amount, 0});
    for (const Peak& peak : sample.peaks)
        parts.push_back({1, peak.position, peak.height, peak.width});
    std::sort(parts.begin(), parts.end());
    std::vector<double> numbers;
    for (const std::array<double, 4>& part : parts)
        numbers.insert(numbers.end(), part.begin(), part.end());
    return isHeldOut(numbers, 5);
}

Samples taken(const TaskRequest& request)
{
    Samples samples;
    std::istringstream lines(readTextFile(request.data, largestFile, request.stop));
    std::string line;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        throwIfStopped(request.stop);
        if (line.starts_with('#'))
            continue;
        Sample sample;
        try {
            for (const MixturePart& part : readMixture(line))
                if (part.isPeak)
                    sample.peaks.push_back(part.peak);
                else
                    sample.mixture.shares.push_back(part.share);
        } catch (const std::invalid_argument& error) {
            throw FileError(request.data, "line " + std::to_string(number) + ": " + error.what());
        }
        if (sample.peaks.empty() && sample.mixture.shares.empty())
            continue;
        const bool heldOut = request.onlyEvaluate || isMixtureHeldOut(sample);
        (heldOut ? samples.heldOut : samples.train).push_back(std::move(sample));
    }
    if (samples.train.empty() && samples.heldOut.empty())
        throw FileError(request.data,
                        "no mixtures in it: give one a line, as benzene 0.5, water 1");
    return samples;
}

class AutoencoderTask : public Task {
public:
    explicit AutoencoderTask(const TaskRequest& request)
        : m_noise(static_cast<Real>(request.settings.number("input_dropout")))
        , m_samples(request.data.empty() ? generated(request.settings) : taken(request))
    {
        auto layout = std::make_shared<ParameterLayout>();
        m_model = AutoencoderModel(*layout, autoencoderOptions(request.settings));
        m_layout = std::move(layout);
    }

    std::size_t size(Split split) const override { return samples(split).size(); }
    LossSum loss(Tape& tape, Split split, std::span<const std::uint32_t> items,
                 const Draws& draws) const override;
    std::vector<Figure> evaluate(const Weights& weights, Split split, std::size_t limit,
                                 std::stop_token stop) const override;

private:
    const std::vector<Sample>& samples(Split split) const
    {
        return split == Split::Train ? m_samples.train : m_samples.heldOut;
    }

    /// Spectra of some samples, [items × channels].
    Var spectra(Tape& tape, Split split, std::span<const std::uint32_t> items) const
    {
        const View x = tape.arena().zeros(
            {static_cast<Index>(items.size()), static_cast<Index>(spectrumChannels)});
        for (std::size_t i = 0; i < items.size(); ++i) {
            const Sample& sample = samples(split)[items[i]];
            const std::span<Real> row = x.values().subspan(i * spectrumChannels, spectrumChannels);
            addMixture(sample.mixture, row);
            for (const Peak& peak : sample.peaks)
                addPeak(peak, row);
        }
        return tape.adopt(x);
    }

    Real m_noise;
    Samples m_samples;
    AutoencoderModel m_model;
};

LossSum AutoencoderTask::loss(Tape& tape, Split split, std::span<const std::uint32_t> items,
                              const Draws& draws) const
{
    const Var x = spectra(tape, split, items);
    AutoencoderModel::Control control;
    control.noise = draws.random ? m_noise : 0;
    control.dropout = draws.dropout;
    control.random = draws.random;
    LossSum loss;
    loss.sum = squaredError(tape, m_model(tape, {}, x, control), x);
    loss.count = static_cast<double>(tape.shape(x).size());
    return loss;
}

std::vector<Figure> AutoencoderTask::evaluate(const Weights& weights, Split split,
                                              std::size_t limit, std::stop_token stop) const
{
    double plain = 0;
    double noisy = 0;
    std::vector<double> sums(spectrumChannels);
    double squares = 0;
    Random random(1);
    const auto tell = [&](Tape& tape, std::span<const std::uint32_t> items) {
        const Var x = spectra(tape, split, items);
        const auto errorOf = [&](const AutoencoderModel::Control& control) {
            const Var error = squaredError(tape, m_model(tape, {}, x, control), x);
            return static_cast<double>(tape.value(error).data[0]);
        };
        plain += errorOf({});
        AutoencoderModel::Control noise;
        noise.noise = m_noise;
        noise.random = &random;
        noisy += errorOf(noise);
        const ConstView values = tape.value(x);
        for (Index row = 0; row < values.shape.rows(); ++row)
            for (Index c = 0; c < values.shape.columns(); ++c) {
                const double value = static_cast<double>(values.at(row, c));
                sums[static_cast<std::size_t>(c)] += value;
                squares += value * value;
            }
    };
    const std::size_t size = inGroups(weights, split, limit, 32, stop, tell);
    // What always answering with the mean spectrum would miss: Σ x² − Σ (Σ x)² / n.
    const double n = static_cast<double>(size);
    double constant = squares;
    for (const double sum : sums)
        constant -= sum * sum / std::max(n, 1.0);
    const double numbers = std::max(n, 1.0) * static_cast<double>(spectrumChannels);
    return {
        {"mse", "Mean square error, over spectra and channels", plain / numbers},
        {"mse_noisy", "… with a share of the inputs set to zero, as in training", noisy / numbers},
        {"mse_mean", "… of the mean spectrum taken for every one", constant / numbers},
        {"explained", "Share of the differences between spectra that is rebuilt",
         constant > 0 ? 1 - plain / constant : 0},
        {"parameters", "Trainable numbers", static_cast<double>(m_layout->count())},
        {"spectra", "Spectra", n},
    };
}

} // namespace

std::unique_ptr<Task> autoencoderTask(const TaskRequest& request)
{
    return std::make_unique<AutoencoderTask>(request);
}

} // namespace regard
