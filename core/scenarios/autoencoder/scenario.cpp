// SPDX-License-Identifier: GPL-3.0-or-later
// Where to put attention among dense layers: a denoising autoencoder of spectra.
#include "core/scenarios/autoencoder/scenario.h"

#include "core/models/common_settings.h"
#include "core/models/scenario_run.h"
#include "core/models/training_settings.h"
#include "core/scenarios/autoencoder/mixture_text.h"
#include "core/scenarios/autoencoder/task.h"
#include "core/trace/cell_rules.h"
#include "core/trace/scene.h"

#include <algorithm>
#include <memory>

namespace regard {

namespace {

constexpr std::size_t mostParts = 32;
constexpr std::uint64_t noiseSeed = 1;

const Axis& wavenumbers()
{
    static const Axis axis = [] {
        std::vector<std::string> names;
        for (int k = firstWavenumber; k <= lastWavenumber; ++k)
            names.push_back(std::to_string(k));
        return makeAxis(std::move(names), AxisKind::Features);
    }();
    return axis;
}

/// What a row of the tensor "peaks" holds.
enum PeakColumn { Position, Height, Width };

// p_k = (p_k, h_k, w_k), a row for each peak
constexpr Formula peaksFormula{
    .name = "peaks",
    .line = "position, height, width",
    .spoken = "peak k has the position p k and the width w k in wavenumbers, and the height h k: "
              "as typed, or those of a substance, whose heights are multiplied by its amount",
    .symbols = "*p p h w k",
    .cell = givenCell,
};
// x_n = b + Σ_k h_k / (1 + ((n − p_k) / w_k)²). Numbers: b, n of the first channel.
constexpr Formula spectrumFormula{
    .name = "spectrum",
    .line = "sum of the {0} + background",
    .spoken = "x at the wavenumber n = the background b + the sum over the peaks k of the height "
              "h k divided by 1 + the square of: n less the position p k, divided by the width w k",
    .symbols = "x b h n p w k",
    .cell =
        [](CellWork& work) {
            const double wavenumber = work.number(1) + static_cast<double>(work.column());
            Operand shares{{}, {}, "1 ∕ (1 + u²)", {}};
            for (Index peak = 0; peak < work.rowsOf(0); ++peak) {
                const double u =
                    (wavenumber - work.at(0, peak, Position)) / work.at(0, peak, Width);
                shares.values.push_back(1 / (1 + u * u));
            }
            const double sum = work.products(work.columnOf(0, Height, "h"), std::move(shares));
            work.stage("wavenumber", wavenumber);
            work.stage(Stage::Kind::Sum, sum);
            work.stage("+ background", work.number(0));
            work.worked("{sum} + {f}", {{work.number(0), {}}});
            return sum + work.number(0);
        },
};

/// Names peaks and the spectrum of them on the background, [1 × channels].
Var nameSpectrum(Tape& tape, const Probe& probe, std::span<const MixturePart> parts,
                 const std::string& text, double offset, const AutoencoderModel::Control& control)
{
    std::vector<std::string> names;
    std::vector<Real> numbers;
    for (const MixturePart& part : parts)
        for (const Peak& peak : peaksOf({&part, 1})) {
            names.push_back(text.substr(part.begin, part.end - part.begin));
            for (const double number : {peak.position, peak.height, peak.width})
                numbers.push_back(static_cast<Real>(number));
        }
    const Shape shape{static_cast<Index>(names.size()), 3};
    const Var named = probe.name(tape.constant({numbers.data(), shape}), "peaks", Role::Hidden,
                                 {peaksFormula}, makeAxis(std::move(names), AxisKind::Points),
                                 makeAxis({"position", "height", "width"}, AxisKind::Features));
    // Read again: a person may have set one of them.
    std::vector<Peak> peaks;
    const ConstView rows = tape.value(named);
    for (const Real* row = rows.data; row != rows.data + shape.size(); row += 3)
        peaks.push_back({static_cast<double>(row[Position]), static_cast<double>(row[Height]),
                         static_cast<double>(row[Width])});
    Background background;
    background.offset = offset;
    const std::vector<Real> spectrum = spectrumOf(peaks, background);
    return probe.name(tape.constant({spectrum.data(), {1, static_cast<Index>(spectrumChannels)}}),
                      "spectrum", Role::Hidden,
                      {spectrumFormula, {named}, {offset, static_cast<double>(firstWavenumber)}},
                      control.row, control.channels);
}

/// What is shown of a mixture before anything of it is computed.
SpectrumScene sceneOf(std::span<const MixturePart> parts, const std::string& text,
                      const AutoencoderOptions& options)
{
    SpectrumScene scene;
    scene.channel = {"wavenumber", "cm⁻¹"};
    scene.height = {"intensity"};
    scene.first = firstWavenumber;
    scene.spectrum = "spectrum";
    scene.reconstruction = "reconstruction";
    for (const MixturePart& part : parts) {
        const std::vector<Peak> peaks = peaksOf({&part, 1});
        const auto largest =
            std::max_element(peaks.begin(), peaks.end(),
                             [](const Peak& a, const Peak& b) { return a.height < b.height; });
        for (const Peak& peak : peaks)
            scene.peaks.push_back({text.substr(part.begin, part.end - part.begin), peak.position,
                                   &peak == &*largest});
    }
    if (options.attention.first)
        scene.weights.push_back({{"feature of the first layer"}, "encoder1/attention/weights"});
    if (options.attention.second)
        scene.weights.push_back({{"feature of the second layer"}, "encoder2/attention/weights"});
    return scene;
}

void takeError(ConstView spectrum, ConstView rebuilt, SpectrumScene& scene)
{
    for (Index channel = 0; channel < spectrum.shape.size(); ++channel) {
        const double error = static_cast<double>(rebuilt.data[channel])
            - static_cast<double>(spectrum.data[channel]);
        scene.error.push_back(error);
        scene.squaredError += error * error / static_cast<double>(spectrum.shape.size());
    }
}

void computeMixture(ScenarioRun& run)
{
    const std::string& text = run.asked.texts.front();
    std::vector<MixturePart> parts = readMixture(text);
    if (parts.size() > mostParts) {
        run.notes.push_back("Only the first " + std::to_string(mostParts) + " of "
                            + std::to_string(parts.size())
                            + " substances and peaks are computed: the model was trained on two to "
                              "four.");
        parts.resize(mostParts);
    }
    for (const MixturePart& part : parts)
        run.input.push_back(
            {text.substr(part.begin, part.end - part.begin), true, part.begin, part.end});
    ParameterLayout layout;
    const AutoencoderModel model(layout, autoencoderOptions(run.settings));
    SpectrumScene scene = sceneOf(parts, text, autoencoderOptions(run.settings));
    Random random(noiseSeed);
    if (!parts.empty()) {
        AutoencoderModel::Control control;
        if (run.settings.flag("noise")) {
            scene.noisy = "noisy";
            control.noise = static_cast<Real>(run.settings.number("input_dropout"));
            control.random = &random;
        }
        control.channels = wavenumbers();
        control.row = makeAxis({"mixture"}, AxisKind::Wholes);
        const Var spectrum = nameSpectrum(run.tape, run.probe, parts, text,
                                          run.settings.number("background"), control);
        const Var rebuilt = model(run.tape, run.probe, spectrum, control);
        takeError(run.tape.value(spectrum), run.tape.value(rebuilt), scene);
    }
    run.scene = std::make_shared<Scene>(Scene{std::move(scene)});
}

} // namespace

ScenarioSpec autoencoder()
{
    ScenarioSpec spec;
    spec.id = "autoencoder";
    spec.title = "Autoencoder";
    spec.summary =
        "A network squeezes the 2,693 channels of a spectrum into 128 numbers and rebuilds them. "
        "Put attention behind the first layer, the second, both or nowhere, and see what it "
        "weighs and what it does to the rebuilt spectrum.";
    spec.layout = Layout::General;
    spec.startTensor = "reconstruction";
    spec.startView = "scene";
    spec.maximumTokens = mostParts;
    spec.mainFigures = {{"explained", "variance explained"}, {"mse", "squared error"}};
    spec.inputs = {{"Mixture",
                    "Substances and amounts, or peaks: benzene 0.5, water 0.3, 1450 0.8 12",
                    {"benzene 0.5, methanol 0.4, water 0.3", "acetone 0.6, chloroform 0.5",
                     "acetonitrile 0.4, ethylene 0.3, dichloromethane 0.3",
                     "formaldehyde 0.7, carbon disulfide 0.2", "benzene 0.5, 2100 0.8 12"}}};
    spec.settings = {
        choiceSetting("placement", "Attention",
                      "Behind which encoder layer attention stands: softmax of a dense layer, "
                      "times the layer, then a dense layer.",
                      {"none", "first", "second", "both"}, "first", Affects::Weights),
        flagSetting("noise", "Noise",
                    "Whether a share of the channels is set to zero, as in training.", false,
                    Affects::Computation),
        numberSetting("background", "Background", "Light added to every channel.", 0.05, 0, 1,
                      Affects::Computation),
        onlyWith(numberSetting(
                     "input_dropout", "Share of noise",
                     "Channels that are set to zero, in training and where noise is asked for.",
                     0.2, 0, 0.9, Affects::Computation),
                 "noise", {"true"}),
        integerSetting("wide", "First layer", "Features of the first layer.", 256, 2, 2048),
        integerSetting("code", "Code", "Features of the second layer.", 128, 2, 2048)};
    append(spec.settings,
           trainingSettings({.epochs = 60,
                             .batch = 32,
                             .rate = 2e-3,
                             .dropout = 0.5,
                             .examples = 2000,
                             .heldOut = 400}));
    spec.parameterLayout = [](const Settings& settings, const auto&) {
        auto layout = std::make_shared<ParameterLayout>();
        AutoencoderModel(*layout, autoencoderOptions(settings));
        return std::shared_ptr<const ParameterLayout>(layout);
    };
    spec.compute = computeMixture;
    spec.task = autoencoderTask;
    return spec;
}

} // namespace regard
