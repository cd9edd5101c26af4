// SPDX-License-Identifier: GPL-3.0-or-later
// A classifier of reviews by self-attention, with the sizes and the training that were published
// for IMDB: https://ai.stanford.edu/~amaas/data/sentiment/ (Maas et al. 2011).
#include "core/scenarios/reviews/scenario.h"

#include "core/attention/token_output.h"
#include "core/models/common_settings.h"
#include "core/models/scenario_run.h"
#include "core/models/training_settings.h"
#include "core/models/typed_text.h"
#include "core/scenarios/reviews/scene.h"
#include "core/scenarios/reviews/task.h"
#include "core/tape/operations.h"

#include <algorithm>
#include <stdexcept>

namespace regard {

namespace {

/// The last words of a typed review and how many there are in all.
TypedText readReview(const std::string& typed, const Vocabulary& vocabulary, std::size_t length,
                     std::vector<std::string>& notes)
{
    std::vector<Token> words = tokenize(typed, Tokenization::WordsOnly);
    if (words.size() > length) {
        notes.push_back("Only the last " + std::to_string(length) + " of "
                        + std::to_string(words.size())
                        + " tokens are read, as many as in training (setting length).");
        words.erase(words.begin(), words.end() - static_cast<std::ptrdiff_t>(length));
    }
    TypedText text;
    for (const Token& word : words) {
        text.ids.push_back(vocabulary.idOf(word.text));
        text.tokens.push_back(
            {word.original, vocabulary.contains(word.text), word.begin, word.end});
    }
    noteWhatIsLost(typed, Tokenization::WordsOnly, text.tokens, "", notes);
    return text;
}

/// The more likely of two grades.
TraceToken verdictOf(ConstView probabilities, const Axis& grades)
{
    const std::size_t grade = probabilities.data[1] > probabilities.data[0] ? 1 : 0;
    return {(*grades)[grade], true, 0, 0};
}

/// What stands at each place: padding, the start, the words.
Axis labelsOf(const TypedText& text, std::span<const std::int32_t> rows,
              const Vocabulary& vocabulary)
{
    std::vector<std::string> labels;
    const std::size_t before = rows.size() - text.tokens.size();
    for (const std::int32_t row : rows.first(before))
        labels.push_back(vocabulary.tokenOf(row));
    for (const TraceToken& token : text.tokens)
        labels.push_back(token.text);
    const auto padding = std::count(
        rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(before), Vocabulary::padding);
    return makeAxis(std::move(labels), AxisKind::InputTokens, TokensOf::Input,
                    -static_cast<int>(before), {0, static_cast<Index>(padding)});
}

void computeReview(ScenarioRun& run)
{
    const ReviewOptions options = reviewOptions(run.settings);
    const Vocabulary& vocabulary = run.weights.vocabularies.at("text");
    const TypedText text = readReview(run.asked.texts.front(), vocabulary,
                                      static_cast<std::size_t>(options.length), run.notes);
    run.input = text.tokens;
    ParameterLayout layout;
    const ReviewModel model(layout, options);
    VerdictScene scene;
    if (!text.ids.empty()) {
        Tape& tape = run.tape;
        const Probe& probe = run.probe;
        const ReviewModel::Control control = reviewControl(run.settings);
        const std::vector<std::int32_t> rows = reviewRows(text.ids, options.length);
        const std::vector<std::int32_t>* review[] = {&rows};
        const PaddedIds padded = padReviews(review, options.length, control.maskPadding);
        const Axis labels = labelsOf(text, padded.ids, vocabulary);
        const Axis grades = makeAxis({"negative", "positive"}, AxisKind::Classes);
        const Axis whole = makeAxis({"review"}, AxisKind::Wholes, TokensOf::Output);
        const ReviewModel::Averaged averaged = model.average(tape, probe, padded, control, labels);
        const Var logits = probe.name(model.logits(tape, averaged.mean), "logits", Role::Logits,
                                      model.logitsTold(tape, averaged.mean), whole, grades);
        const Var probabilities =
            probe.name(softmax(tape, logits), "probabilities", Role::Probabilities,
                       classProbabilitiesFrom(logits), whole, grades);
        run.output.push_back(verdictOf(tape.value(probabilities), grades));
        scene = sceneOf(tape, model, averaged, logits);
    }
    run.scene = std::make_shared<Scene>(Scene{std::move(scene)});
}

std::shared_ptr<const ParameterLayout> layoutFor(const Settings& settings,
                                                 const Vocabulary& vocabulary)
{
    if (vocabulary.size() > static_cast<std::size_t>(settings.integer("words")))
        throw std::invalid_argument("the vocabulary has more words than the embedding has rows");
    auto layout = std::make_shared<ParameterLayout>();
    ReviewModel(*layout, reviewOptions(settings));
    return layout;
}

} // namespace

ScenarioSpec reviews()
{
    ScenarioSpec spec;
    spec.id = "reviews";
    spec.title = "Reviews";
    spec.summary = "A classifier reads a film review by self-attention, takes the mean over its "
                   "words and says whether the review is positive. Trained on, it learns its "
                   "reviews by heart and judges new ones worse.";
    spec.layout = Layout::SelfAttention;
    spec.maximumTokens = 64;
    spec.mainFigures = {{"accuracy", "accuracy"}};
    spec.startTensor = "weights";
    spec.startView = "scene";
    spec.inputs = {
        {"Review",
         "Type what you think of a film",
         {"The plot was not very good, but the acting is superb and I loved every minute of it.",
          "Although the music is beautiful, the story was dull and I wanted my money back.",
          "I expected a boring story and got a brilliant one.", "Do not waste your time."}}};
    spec.settings = {
        choiceSetting("divisor", "Divisor",
                      "The scores are divided by the square root of this number: 64 as published, "
                      "or 128, the width of a query.",
                      {"64", "128"}, "64", Affects::Computation),
        flagSetting("mask_padding", "Mask padding",
                    "Whether the places before a short review get no weight and do not count in "
                    "the mean. As published they count like words.",
                    false, Affects::Computation),
        normaliserSetting(),
        temperatureSetting(),
        integerSetting("words", "Words", "Rows of the embedding: the most frequent words have one.",
                       20000, 8, 200000),
        integerSetting("width", "Width", "Features of a word, a query, a key and a value.", 128, 1,
                       1024),
        integerSetting("length", "Length", "Words that are read of a review, the last ones.", 64, 1,
                       512)};
    append(spec.settings,
           trainingSettings({.epochs = 5,
                             .batch = 32,
                             .rate = 2e-4,
                             .dropout = 0.5,
                             .examples = 25000,
                             .heldOut = 5000,
                             .schedule = "inverse",
                             .decay = 1e-5,
                             .clip = 0}));
    spec.specialTokens = {{"text", SpecialTokens::Reviews}};
    spec.parameterLayout = [](const Settings& settings, const auto& vocabularies) {
        return layoutFor(settings, vocabularies.at("text"));
    };
    spec.compute = computeReview;
    spec.task = reviewTask;
    return spec;
}

} // namespace regard
