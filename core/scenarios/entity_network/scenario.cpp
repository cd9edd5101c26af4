// SPDX-License-Identifier: GPL-3.0-or-later
// A memory with a slot for each person and thing reads a story sentence by sentence and is asked
// how it ends.
#include "core/scenarios/entity_network/scenario.h"

#include "core/attention/token_output.h"
#include "core/models/common_settings.h"
#include "core/models/scenario_run.h"
#include "core/models/training_settings.h"
#include "core/models/typed_text.h"
#include "core/scenarios/entity_network/story_answer.h"
#include "core/scenarios/entity_network/task.h"
#include "core/tape/operations.h"
#include "core/text/sentence_ends.h"
#include "core/trace/scene.h"

#include <algorithm>

namespace regard {

namespace {

/// A typed text in sentences.
struct TypedSentences {
    TypedText text; ///< all tokens, full stops too
    std::vector<std::vector<std::size_t>> sentences; ///< places of their words in `text`
};

TypedSentences readSentences(const std::string& typed, const Vocabulary& vocabulary,
                             std::size_t places, std::size_t limit, const std::string& what,
                             const std::string& part, std::vector<std::string>& notes)
{
    TypedSentences read;
    read.text = readTypedText(typed, Tokenization::Words, vocabulary, limit,
                              "the model was trained on stories that are no longer", notes);
    std::vector<std::string> tokens;
    for (const TraceToken& token : read.text.tokens)
        tokens.push_back(token.text);
    const std::vector<SentencePart> parts = sentenceParts(tokens);
    read.sentences.emplace_back();
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (parts[i] == SentencePart::Word) {
            read.sentences.back().push_back(i);
            continue;
        }
        read.text.tokens[i].known = true; // it is read as a mark
        if (parts[i] == SentencePart::End)
            read.sentences.emplace_back();
    }
    noteWhatIsLost(typed, Tokenization::Words, read.text.tokens, part, notes);
    std::erase_if(read.sentences, [](const auto& sentence) { return sentence.empty(); });
    for (auto& sentence : read.sentences)
        if (sentence.size() > places) {
            notes.push_back("Only the first " + std::to_string(places) + " of "
                            + std::to_string(sentence.size()) + " words of " + what
                            + " are read: there is a mask for each place up to there. Part it "
                              "with full stops.");
            sentence.resize(places);
        }
    return read;
}

std::vector<std::string> wordsAt(const TypedText& text, const std::vector<std::size_t>& places)
{
    std::vector<std::string> words;
    for (const std::size_t place : places)
        words.push_back(text.tokens[place].text);
    return words;
}

/// The words of a sentence; the tokens they are, unless a mark stands between them.
Axis labelsOf(const std::vector<std::string>& words, const std::vector<std::size_t>& places)
{
    const bool together = places.back() - places.front() + 1 == places.size();
    return makeAxis(words, AxisKind::InputTokens, together ? TokensOf::Input : TokensOf::Nothing,
                    together ? static_cast<int>(places.front()) : 0);
}

std::string sentenceOf(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

void takeIds(const TypedText& text, const std::vector<std::size_t>& places, Index width,
             std::pmr::vector<std::int32_t>& words, std::pmr::vector<std::int32_t>& lengths)
{
    const std::size_t begin = words.size();
    for (const std::size_t place : places)
        words.push_back(text.ids[place]);
    words.resize(begin + static_cast<std::size_t>(width), Vocabulary::padding);
    lengths.push_back(static_cast<std::int32_t>(places.size()));
}

/// Words as the vocabulary has them; "<unk>" for those that it has not.
std::vector<std::string> knownAt(const TypedText& text, const std::vector<std::size_t>& places,
                                 const Vocabulary& vocabulary)
{
    std::vector<std::string> words;
    for (const std::size_t place : places)
        words.push_back(vocabulary.tokenOf(text.ids[place]));
    return words;
}

StoryScene sceneOf(const TypedSentences& story, const TypedSentences& question,
                   const Vocabulary& vocabulary)
{
    StoryScene scene;
    std::vector<std::vector<std::string>> told;
    for (const auto& sentence : story.sentences) {
        scene.sentences.emplace_back(sentence.begin(), sentence.end());
        told.push_back(knownAt(story.text, sentence, vocabulary));
    }
    if (!question.sentences.empty()) {
        for (const std::size_t place : question.sentences.front())
            scene.question.push_back(question.text.tokens[place]);
        scene.right =
            storyAnswer(told, knownAt(question.text, question.sentences.front(), vocabulary));
    }
    scene.gates = "gates";
    scene.weights = "answer/weights";
    scene.probabilities = "probabilities";
    return scene;
}

/// Marks an answer that is not what the rules of the corpus say.
void checkAnswer(const std::string& right, TraceToken& answer, std::vector<std::string>& notes)
{
    if (right.empty() || answer.text == right)
        return;
    answer.wrong = true;
    notes.push_back("The answer is wrong: by the rules of these stories it is \"" + right + "\".");
}

void computeStory(ScenarioRun& run)
{
    const Weights& weights = run.weights;
    const Vocabulary& vocabulary = weights.vocabularies.at("text");
    const EntityOptions options = entityOptions(run.settings, weights.vocabularies);
    const auto places = static_cast<std::size_t>(options.places);
    const auto limit = static_cast<std::size_t>(weights.settings.integer("source_tokens"));
    const TypedSentences story = readSentences(run.asked.texts[0], vocabulary, places, limit,
                                               "a sentence", "the story", run.notes);
    const TypedSentences question = readSentences(run.asked.texts[1], vocabulary, places, limit,
                                                  "the question", "the question", run.notes);
    if (question.sentences.size() > 1)
        run.notes.emplace_back("Only the first question is answered.");

    StoryScene scene = sceneOf(story, question, vocabulary);
    ParameterLayout layout;
    const EntityModel model(layout, options);
    if (!story.sentences.empty())
        run.input = story.text.tokens;
    if (!story.sentences.empty() && !question.sentences.empty()) {
        Tape& tape = run.tape;
        const Probe& probe = run.probe;
        StoryBatch batch;
        batch.stories = batch.questions = 1;
        batch.sentences = static_cast<Index>(story.sentences.size());
        batch.places = options.places;
        StoryLabels labels;
        for (const auto& sentence : story.sentences) {
            takeIds(story.text, sentence, batch.places, batch.words, batch.lengths);
            const std::vector<std::string> words = wordsAt(story.text, sentence);
            labels.sentences.push_back(sentenceOf(words));
            labels.words.push_back(labelsOf(words, sentence));
        }
        takeIds(question.text, question.sentences[0], batch.places, batch.asked,
                batch.askedLengths);
        const std::vector<std::string> asked = wordsAt(question.text, question.sentences[0]);
        labels.questionWords = makeAxis(asked, AxisKind::InputTokens);
        labels.question = makeAxis({sentenceOf(asked)}, AxisKind::Wholes, TokensOf::Output);
        labels.slots = makeAxis(weights.vocabularies.at("slots").tokens(), AxisKind::Slots);
        labels.vocabulary = makeAxis(vocabulary.tokens(), AxisKind::Vocabulary);
        const Var logits = model(tape, probe, batch, attendOptions(run.settings), labels);
        const Var probabilities =
            probe.name(softmax(tape, logits), "probabilities", Role::Probabilities,
                       classProbabilitiesFrom(logits), labels.question, labels.vocabulary);
        const std::span<const Real> values = tape.value(probabilities).values();
        const auto best = std::max_element(values.begin(), values.end()) - values.begin();
        run.output = {{vocabulary.tokenOf(static_cast<std::int32_t>(best)), true, 0, 0}};
        checkAnswer(scene.right, run.output.front(), run.notes);
    }
    run.scene = std::make_shared<Scene>(Scene{std::move(scene)});
}

} // namespace

ScenarioSpec entityNetwork()
{
    ScenarioSpec spec;
    spec.id = "entity-network";
    spec.title = "Entity network";
    spec.summary =
        "A memory with a slot for each person and thing reads a story; a gate says which "
        "slots a sentence is about. The question attends to the slots and the answer "
        "is read out.";
    spec.layout = Layout::General;
    constexpr std::int64_t shippedTokens = 256;
    spec.maximumTokens = shippedTokens;
    spec.mainFigures = {{"answers", "right answers"}};
    spec.startTensor = "answer/weights";
    spec.startView = "scene";
    spec.inputs = {{"Story",
                    "Sentences with a full stop behind each",
                    {"Anna went to the kitchen. Anna took the ball. Bob walked to the garden. Anna "
                     "ran to the office.",
                     "Tom went to the cellar. Tom picked up the lamp. Tom put the lamp down. Tom "
                     "came to the attic.",
                     "Clara went to the garden. Paul ran to the garden. Clara found the key there. "
                     "Clara handed the key to Paul. Paul walked to the bathroom."}},
                   {"Question",
                    "Where is … or who has …",
                    {"Where is the ball?", "Who has the ball?", "Where is Anna?",
                     "Where is the lamp?", "Who has the key?"}}};
    spec.settings = {
        normaliserSetting(),
        temperatureSetting(),
        integerSetting("width", "Width", "Features of a word, a key and a slot.", 128, 1, 1024),
        integerSetting("places", "Places",
                       "Words of a sentence that are read; at least as many as the longest of your "
                       "own data has.",
                       10, 1, mostPlaces),
        integerSetting("source_tokens", "Story tokens",
                       "Most tokens of a story that are read; at least as many as the longest of "
                       "your own data has.",
                       shippedTokens, shippedTokens, mostStoryTokens),
        wordsSetting()};
    append(spec.settings,
           without(trainingSettings({.epochs = 12,
                                     .batch = 32,
                                     .rate = 4e-3,
                                     .dropout = 0,
                                     .examples = 80000,
                                     .heldOut = 2000,
                                     .finalRate = 0.01}),
                   {"dropout"}));
    spec.specialTokens = {{"slots", SpecialTokens::None}};
    spec.parameterLayout = [](const Settings& settings, const auto& vocabularies) {
        auto layout = std::make_shared<ParameterLayout>();
        EntityModel(*layout, entityOptions(settings, vocabularies));
        return layout;
    };
    spec.compute = computeStory;
    spec.task = entityTask;
    return spec;
}

} // namespace regard
