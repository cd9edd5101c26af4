// SPDX-License-Identifier: GPL-3.0-or-later
// English to Chinese, character by character, with a recurrent encoder–decoder.
#include "core/data/translation_corpus.h"
#include "core/models/common_settings.h"
#include "core/models/recurrent_scenario.h"
#include "core/models/scenarios.h"

namespace regard {

namespace {

/// Words that are read, and characters after which decoding ends by itself; sentences of the
/// corpus are far shorter.
constexpr std::size_t mostWords = 128;
constexpr Index longestSentence = 64;

std::unique_ptr<Task> translationTask(const TaskRequest& request)
{
    const auto count = [&](const char* name) {
        return static_cast<std::size_t>(request.settings.integer(name));
    };
    SequenceSetup setup;
    setup.pairs = textPairs(request, Tokenization::Words, Tokenization::Characters, [&] {
        return makeTranslationCorpus(2003, count("examples"), count("held_out"));
    });
    setup.longest = longestSentence;
    setup.model = recurrentModel(request, mostWords);
    return std::make_unique<SequenceTask>(request, setup);
}

} // namespace

ScenarioSpec translation()
{
    ScenarioSpec spec;
    spec.id = "translation";
    spec.title = "Translation";
    spec.summary =
        "A recurrent encoder reads English words, a decoder writes Chinese characters. The weights "
        "show which words each character comes from: an alignment that nobody taught it.";
    spec.layout = Layout::EncoderDecoder;
    spec.maximumTokens = mostWords;
    spec.inputs = {{"English sentence",
                    "Write a sentence",
                    {"the dog is running across the grass", "my grandmother will not sing tomorrow",
                     "yesterday the clever girl bought two red apples in the market"}}};
    RecurrentDefaults defaults;
    defaults.bidirectional = true;
    // After Luong what the weights pick goes into the character at once, so they lie on what it
    // comes from; before Bahdanau's state they may run ahead.
    defaults.placement = "luong";
    defaults.hidden = 64;
    spec.settings = recurrentSettings(defaults);
    append(spec.settings, trainingSettings(8, 64, 4e-3, 0, 20000, 2000));
    spec.parameterLayout = [](const Settings& settings, const auto& vocabularies) {
        return recurrentLayout(settings, vocabularies, mostWords);
    };
    spec.trace = [](const Exploration& exploration, const Settings& settings,
                    const Weights& weights, std::stop_token stop) {
        return traceRecurrent({Tokenization::Words, Tokenization::Characters, longestSentence,
                               "the model was trained on far shorter sentences"},
                              mostWords, exploration, settings, weights, std::move(stop));
    };
    spec.task = translationTask;
    return spec;
}

} // namespace regard
