// SPDX-License-Identifier: GPL-3.0-or-later
// English to Chinese, character by character, with a recurrent encoder–decoder.
#include "core/scenarios/translation/scenario.h"

#include "core/data/translation_corpus.h"
#include "core/models/common_settings.h"
#include "core/models/recurrent_scenario.h"
#include "core/models/training_settings.h"

namespace regard {

namespace {

constexpr TextForms forms{Tokenization::Words, Tokenization::Characters, 128,
                          "the model was trained on far shorter sentences", 96};

std::unique_ptr<Task> translationTask(const TaskRequest& request)
{
    const auto generate = [](std::size_t examples, std::size_t heldOut) {
        return makeTranslationCorpus(2003, examples, heldOut);
    };
    return std::make_unique<SequenceTask>(request, recurrentSetup(request, forms, generate));
}

} // namespace

ScenarioSpec translation()
{
    RecurrentDefaults defaults;
    defaults.bidirectional = true;
    // After Luong what the weights pick goes into the character at once, so they lie on what it
    // comes from; before Bahdanau's state they may run ahead.
    defaults.placement = "luong";
    defaults.hidden = 64;
    ScenarioSpec spec = recurrentScenario(forms, defaults);
    spec.id = "translation";
    spec.title = "Translation";
    spec.summary =
        "A recurrent encoder reads English words, a decoder writes Chinese characters. The weights "
        "show which words each character comes from: an alignment that nobody taught it.";
    spec.inputs = {{"English sentence",
                    "Write a sentence",
                    {"the dog is running across the grass", "my grandmother will not sing tomorrow",
                     "yesterday the clever girl bought two red apples in the market"}}};
    append(spec.settings,
           trainingSettings({.epochs = 16,
                             .batch = 64,
                             .rate = 4e-3,
                             .dropout = 0,
                             .examples = 20000,
                             .heldOut = 2000}));
    spec.task = translationTask;
    spec.gold = goldAligner(forms, translationAlignment);
    return spec;
}

} // namespace regard
