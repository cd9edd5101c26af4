// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/recurrent_scenario.h"

#include "core/models/common_settings.h"
#include "core/models/seq2seq_trace.h"
#include "core/models/training_settings.h"

namespace regard {

namespace {

class RecurrentModel : public SequenceModel {
public:
    RecurrentModel(ParameterLayout& layout, const Seq2SeqOptions& options)
        : m_model(layout, options)
    {
    }

    LossSum loss(Tape& tape, IdSequences sources, IdSequences targets,
                 const Draws& draws) const override
    {
        return m_model.loss(tape, sources, targets, draws);
    }

    std::vector<Decoded> decode(Tape& tape, IdSequences sources, Index limit) const override
    {
        std::vector<Decoded> results;
        for (Seq2Seq::Decoded& decoded : m_model.decode(tape, sources, limit)) {
            results.push_back({std::move(decoded.tokens), {}});
            if (decoded.weights.rows() > 0)
                results.back().weights.push_back(std::move(decoded.weights));
        }
        return results;
    }

private:
    Seq2Seq m_model;
};

/// The model that complete settings describe.
Seq2SeqOptions recurrentOptions(const Settings& settings, std::size_t sourceVocabulary,
                                std::size_t targetVocabulary)
{
    Seq2SeqOptions options;
    options.cell = cellOf(settings.text("cell"));
    options.bidirectional = settings.flag("bidirectional");
    options.layers = static_cast<int>(settings.integer("layers"));
    options.embedding = settings.integer("embedding");
    options.hidden = settings.integer("hidden");
    if (settings.flag("attention"))
        options.score = settings.text("score");
    options.placement = placementOf(settings.text("placement"));
    options.inputFeeding = settings.flag("input_feeding");
    options.normaliser = settings.text("normaliser");
    options.temperature = static_cast<Real>(settings.number("temperature"));
    options.positions = settings.integer("source_tokens");
    options.sourceVocabulary = static_cast<Index>(sourceVocabulary);
    options.targetVocabulary = static_cast<Index>(targetVocabulary);
    return options;
}

Seq2SeqOptions recurrentOptions(const Settings& settings,
                                const std::map<std::string, Vocabulary>& vocabularies)
{
    return recurrentOptions(settings, vocabularyOf(vocabularies, "source").size(),
                            vocabularyOf(vocabularies, "target").size());
}

SettingSpec withAttention(SettingSpec spec)
{
    return onlyWith(std::move(spec), "attention", {"true"});
}

std::vector<SettingSpec> recurrentSettings(const RecurrentDefaults& defaults)
{
    std::vector<SettingSpec> settings{
        flagSetting("attention", "Attention",
                    "On: at each step a weighted sum of all encoder states. Off: the encoder's "
                    "last state at every step.",
                    true, Affects::Weights),
        // Without attention nothing is scored.
        withAttention(scoreSetting("additive", Affects::Weights)),
        withAttention(normaliserSetting())};
    for (SettingSpec& spec : placementSettings(defaults.placement, Affects::Weights))
        settings.push_back(withAttention(std::move(spec)));
    append(settings,
           {cellSetting(),
            flagSetting("bidirectional", "Two directions",
                        "Whether the encoder also reads the text backwards. The decoder starts "
                        "from that direction's state at the first token.",
                        defaults.bidirectional, Affects::Weights),
            withAttention(temperatureSetting()),
            integerSetting("embedding", "Embedding", "Features of a token's vector.",
                           defaults.embedding, 2, 1024),
            integerSetting("hidden", "Hidden", "Features of encoder and decoder states.",
                           defaults.hidden, 2, 2048),
            integerSetting("layers", "Layers", "Recurrent layers.", 1, 1, 4)});
    return settings;
}

} // namespace

ScenarioSpec recurrentScenario(const TextForms& forms, const RecurrentDefaults& defaults)
{
    ScenarioSpec spec;
    spec.layout = Layout::EncoderDecoder;
    spec.maximumTokens = forms.mostTokens;
    spec.settings = recurrentSettings(defaults);
    append(spec.settings, decodingSettings());
    append(spec.settings, textSettings(forms));
    spec.settings.push_back(teacherForcingSetting());
    spec.specialTokens = {{mergesVocabulary, SpecialTokens::None}};
    spec.parameterLayout = [forms](const Settings& settings, const auto& vocabularies) {
        TextSplit(forms, settings, vocabularies); // that its merges can be read
        auto layout = std::make_shared<ParameterLayout>();
        Seq2Seq(*layout, recurrentOptions(settings, vocabularies));
        return layout;
    };
    spec.compute = [forms](ScenarioRun& run) {
        const DecodingRequest request = readDecoding(run, forms);
        ParameterLayout layout;
        decodeSeq2Seq(run,
                      Seq2Seq(layout, recurrentOptions(run.settings, run.weights.vocabularies)),
                      request);
        noteUnended(run, request);
    };
    spec.mainFigures = textFigures();
    spec.arrange = arrangeDecoding;
    return spec;
}

SequenceSetup recurrentSetup(const TaskRequest& request, const TextForms& forms,
                             const PairGenerator& generate)
{
    SequenceSetup setup = pairSetup(request, forms, generate);
    setup.model = [settings = settingsWith(request.settings, setup.fitted)](
                      ParameterLayout& layout, std::size_t sources, std::size_t targets) {
        return std::make_unique<RecurrentModel>(layout,
                                                recurrentOptions(settings, sources, targets));
    };
    return setup;
}

} // namespace regard
