// SPDX-License-Identifier: GPL-3.0-or-later
// Where to put attention among dense layers: a denoising autoencoder of spectra.
#include "core/data/mixture_text.h"
#include "core/models/autoencoder_task.h"
#include "core/models/common_settings.h"
#include "core/models/scenarios.h"

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
        return makeAxis(std::move(names));
    }();
    return axis;
}

Trace traceAutoencoder(const Exploration& exploration, const Settings& settings,
                       const Weights& weights, std::stop_token stop)
{
    const std::string& text = exploration.texts.front();
    std::vector<MixturePart> parts = readMixture(text);
    std::vector<std::string> notes;
    if (parts.size() > mostParts) {
        notes.push_back("Only the first " + std::to_string(mostParts) + " of "
                        + std::to_string(parts.size())
                        + " substances and peaks are computed: the model was trained on two to "
                          "four.");
        parts.resize(mostParts);
    }
    ParameterLayout layout;
    const AutoencoderModel model(layout, autoencoderOptions(settings));
    Tape tape;
    tape.bind(weights.parameters);
    Recorder recorder(tape, exploration.edits, std::move(stop));
    Random random(noiseSeed);
    if (!parts.empty()) {
        Background background;
        background.offset = settings.number("background");
        const std::vector<Real> spectrum = spectrumOf(parts, background);
        AutoencoderModel::Control control;
        if (settings.flag("noise")) {
            control.noise = static_cast<Real>(settings.number("input_dropout"));
            control.random = &random;
        }
        control.channels = wavenumbers();
        control.row = makeAxis({"mixture"});
        const Shape shape{1, static_cast<Index>(spectrumChannels)};
        model(tape, Probe(recorder), tape.constant({spectrum.data(), shape}), control);
    }
    Trace trace = recorder.take();
    for (const MixturePart& part : parts)
        trace.input.push_back(
            {text.substr(part.begin, part.end - part.begin), true, part.begin, part.end});
    trace.notes = std::move(notes);
    return trace;
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
    spec.maximumTokens = mostParts;
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
        numberSetting("input_dropout", "Share of noise",
                      "Channels that are set to zero, in training and where noise is asked for.",
                      0.2, 0, 0.9, Affects::Computation),
        integerSetting("wide", "First layer", "Features of the first layer.", 256, 2, 2048),
        integerSetting("code", "Code", "Features of the second layer.", 128, 2, 2048)};
    append(spec.settings, trainingSettings(60, 32, 2e-3, 0.5, 2000, 400));
    spec.parameterLayout = [](const Settings& settings, const auto&) {
        auto layout = std::make_shared<ParameterLayout>();
        AutoencoderModel(*layout, autoencoderOptions(settings));
        return std::shared_ptr<const ParameterLayout>(layout);
    };
    spec.trace = traceAutoencoder;
    spec.task = autoencoderTask;
    return spec;
}

} // namespace regard
