// SPDX-License-Identifier: GPL-3.0-or-later
// English to Chinese, character by character, with attention alone.
#include "core/scenarios/transformer/scenario.h"

#include "core/data/translation_corpus.h"
#include "core/models/common_settings.h"
#include "core/models/training_settings.h"
#include "core/scenarios/transformer/lens.h"
#include "core/scenarios/transformer/task.h"
#include "core/scenarios/transformer/trace.h"

namespace regard {

namespace {

std::shared_ptr<const ParameterLayout> layoutFor(const Settings& settings,
                                                 const std::map<std::string, Vocabulary>& known)
{
    TextSplit(transformerForms, settings, known); // that its merges can be read
    auto layout = std::make_shared<ParameterLayout>();
    TransformerModel(*layout,
                     transformerOptions(settings, vocabularyOf(known, "source").size(),
                                        vocabularyOf(known, "target").size()));
    return layout;
}

/// The decoder's masks are not a matter of choice.
std::vector<SettingSpec> encoderMaskSettings()
{
    std::vector<SettingSpec> settings = maskSettings();
    settings.front().label = "Encoder mask";
    settings.front().help += " The decoder's own attention is always causal.";
    return settings;
}

void computeTranslation(ScenarioRun& run)
{
    const DecodingRequest request = readDecoding(run, transformerForms);
    const std::map<std::string, Vocabulary>& known = run.weights.vocabularies;
    ParameterLayout layout;
    const TransformerModel model(layout,
                                 transformerOptions(run.settings,
                                                    vocabularyOf(known, "source").size(),
                                                    vocabularyOf(known, "target").size()));
    decodeTransformer(run, model, request, attendOptions(run.settings));
    noteUnended(run, request);
}

} // namespace

ScenarioSpec transformer()
{
    ScenarioSpec spec;
    spec.id = "transformer";
    spec.title = "Transformer";
    spec.summary =
        "Attention alone translates English words to Chinese characters: the encoder's over the "
        "sentence, the decoder's over what it has written and over the sentence.";
    spec.layout = Layout::EncoderDecoder;
    spec.maximumTokens = transformerForms.mostTokens;
    spec.mainFigures = textFigures();
    spec.startTensor = "decoder/layer1/cross/head0/weights";
    spec.inputs = {{"English sentence",
                    "Write a sentence",
                    {"the dog is running across the grass", "my grandmother will not sing tomorrow",
                     "yesterday the clever girl bought two red apples in the market"}}};
    spec.settings = {scoreSetting("scaled_dot", Affects::Weights), normaliserSetting(),
                     temperatureSetting()};
    append(spec.settings, encoderMaskSettings());
    append(
        spec.settings,
        {choiceSetting("norm", "Layer norm",
                       "Where a layer normalises: post, after each part is added to what it read "
                       "(Vaswani et al. 2017); pre, before each part reads, and once more at the "
                       "end (Xiong et al. 2020).",
                       {"post", "pre"}, "post", Affects::Weights),
         choiceSetting("positions", "Positions",
                       "What is added to the embeddings to tell places apart: nothing, sine and "
                       "cosine by turns (Vaswani et al. 2017), all sines and then all cosines, "
                       "or a trained vector for each place.",
                       {"none", "interleaved", "concatenated", "learned"}, "interleaved",
                       Affects::Weights),
         integerSetting("width", "Width", "Features of a token.", 64, 4, 1024),
         integerSetting("heads", "Heads", "Heads of each attention.", 4, 1, 16),
         integerSetting("layers", "Layers", "Layers of the encoder, and of the decoder.", 2, 1, 8),
         integerSetting("feed_forward", "Feed-forward", "Hidden width of the feed-forward net.",
                        128, 4, 4096)});
    append(spec.settings, decodingSettings());
    append(spec.settings, textSettings(transformerForms));
    append(spec.settings,
           trainingSettings({.epochs = 16,
                             .batch = 64,
                             .rate = 2e-3,
                             .dropout = 0.1,
                             .examples = 20000,
                             .heldOut = 2000}));
    spec.specialTokens = {{mergesVocabulary, SpecialTokens::None}};
    spec.parameterLayout = layoutFor;
    spec.compute = computeTranslation;
    spec.arrange = arrangeTransformer;
    spec.lens = transformerLens;
    spec.task = transformerTask;
    spec.gold = goldAligner(transformerForms, translationAlignment);
    return spec;
}

} // namespace regard
