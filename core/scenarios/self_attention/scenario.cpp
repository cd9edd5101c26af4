// SPDX-License-Identifier: GPL-3.0-or-later
// A small encoder that reads a sentence and says for every token what it stands for: a
// pronoun for its antecedent, any other word for itself.
#include "core/scenarios/self_attention/scenario.h"

#include "core/attention/token_output.h"
#include "core/models/common_settings.h"
#include "core/models/scenario_run.h"
#include "core/models/training_settings.h"
#include "core/models/typed_text.h"
#include "core/scenarios/self_attention/corpus_file.h"
#include "core/scenarios/self_attention/task.h"

namespace regard {

namespace {

std::shared_ptr<const ParameterLayout> layoutFor(const Settings& settings, std::size_t vocabulary)
{
    auto layout = std::make_shared<ParameterLayout>();
    EncoderModel(*layout, encoderOptions(settings, vocabulary));
    return layout;
}

void computeSentence(ScenarioRun& run)
{
    const Vocabulary& vocabulary = run.weights.vocabularies.at("text");
    const std::string& typed = run.asked.texts.front();
    const TypedText text = readTypedText(
        typed, Tokenization::Words, vocabulary, longestSentence,
        "every weight of every head is kept, which grows with the square of the length", run.notes);
    noteWhatIsLost(typed, Tokenization::Words, text.tokens, "", run.notes);
    run.input = text.tokens;
    ParameterLayout layout;
    const EncoderModel model(layout, encoderOptions(run.settings, vocabulary.size()));
    if (!text.ids.empty()) {
        Tape& tape = run.tape;
        const Probe& probe = run.probe;
        const std::vector<std::int32_t>* sentence[] = {&text.ids};
        const EncoderModel::Output output =
            model(tape, probe, PaddedIds::of(sentence), positionsOf(run.settings.text("positions")),
                  attendOptions(run.settings), text.labels);
        const Axis words = makeAxis(vocabulary.tokens(), AxisKind::Vocabulary);
        const Var logits =
            probe.name(output.logits, "logits", Role::Logits,
                       logitsFrom(tape, model.output(), output.states), text.labels, words);
        probe.name(softmax(tape, logits), "probabilities", Role::Probabilities,
                   probabilitiesFrom(logits), text.labels, words);
    }
}

} // namespace

ScenarioSpec selfAttention()
{
    ScenarioSpec spec;
    spec.id = "self-attention";
    spec.title = "Self-attention";
    spec.summary = "A trained encoder reads your sentence with several heads in two layers. One of "
                   "its heads links a pronoun to what it stands for.";
    spec.layout = Layout::SelfAttention;
    spec.maximumTokens = longestSentence;
    spec.mainFigures = {{"antecedent_best_head", "antecedents found by its best head"}};
    spec.startTensor = "layer1/head0/weights"; // the head that points
    spec.inputs = {{"Sentence",
                    "Type a sentence",
                    {"The animal didn't cross the street because it was too tired",
                     "The animal didn't cross the street because it was too wide",
                     "The trophy didn't fit in the suitcase because it was too big",
                     "The trophy didn't fit in the suitcase because it was too small",
                     "Thinking machines learn from examples."}}};
    spec.settings = {scoreSetting("scaled_dot", Affects::Weights), normaliserSetting(),
                     temperatureSetting()};
    append(spec.settings, maskSettings());
    append(
        spec.settings,
        {positionsSetting(), integerSetting("width", "Width", "Features of a token.", 64, 4, 1024),
         integerSetting("heads", "Heads", "Attention heads of a layer.", 4, 1, 16),
         integerSetting("layers", "Layers", "Encoder layers.", 2, 1, 8),
         integerSetting("feed_forward", "Feed-forward", "Hidden width of the feed-forward net.",
                        128, 4, 4096),
         numberSetting("guide", "Guide",
                       "Weight of the loss that asks the last layer's first head to look from a "
                       "pronoun to its antecedent (Strubell et al. 2018); 0 leaves the heads to "
                       "themselves.",
                       1.0, 0.0, 100.0),
         numberSetting("regulariser", "Regulariser",
                       "λ of the loss λ·Σ(AAᵀ − I)²/batch, which asks every query to look at keys "
                       "of its own (Lin et al. 2017; keras-self-attention).",
                       0.0, 0.0, 100.0)});
    append(spec.settings, {wordsSetting()});
    append(spec.settings,
           trainingSettings({.epochs = 10,
                             .batch = 64,
                             .rate = 2e-3,
                             .dropout = 0.1,
                             .examples = 40000,
                             .heldOut = 2000}));
    spec.parameterLayout = [](const Settings& settings, const auto& vocabularies) {
        return layoutFor(settings, vocabularies.at("text").size());
    };
    spec.compute = computeSentence;
    spec.task = coreferenceTask;
    return spec;
}

} // namespace regard
