// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/entity_network/task.h"

#include "core/models/common_settings.h"
#include "core/models/typed_text.h"
#include "core/scenarios/entity_network/corpus_files.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace regard {

EntityOptions entityOptions(const Settings& settings,
                            const std::map<std::string, Vocabulary>& vocabularies)
{
    const Vocabulary& words = vocabularies.at("text");
    const Vocabulary& slots = vocabularies.at("slots");
    EntityOptions options;
    options.width = settings.integer("width");
    options.places = settings.integer("places");
    options.vocabulary = static_cast<Index>(words.size());
    options.slots = idsOf(slots.tokens(), words);
    return options;
}

namespace {

constexpr std::size_t mostSlots = 64;

/// A person's stories, and what they ask of the settings.
StoryFile storiesOf(const TaskRequest& request)
{
    const auto setting = [&](const char* name) {
        return static_cast<std::size_t>(request.settings.integer(name));
    };
    if (request.onlyEvaluate)
        return readStories(request.data, {setting("source_tokens"), setting("places"), true},
                           request.stop);
    StoryFile file = readStories(request.data, {mostStoryTokens, mostPlaces, false}, request.stop);
    file.longestStory = std::max(file.longestStory, setting("source_tokens"));
    file.longestSentence = std::max(file.longestSentence, setting("places"));
    return file;
}

StoryFile corpusOf(const TaskRequest& request)
{
    if (!request.data.empty())
        return storiesOf(request);
    const Settings& settings = request.settings;
    return {makeStoryCorpus(
                2017,
                request.onlyEvaluate ? 0 : static_cast<std::size_t>(settings.integer("examples")),
                static_cast<std::size_t>(settings.integer("held_out"))),
            0,
            0,
            {}};
}

/// Of the generated stories all their words and entities. A person's questions end with the word
/// that names a slot.
std::map<std::string, Vocabulary> vocabulariesOf(const TaskRequest& request,
                                                 const StoryCorpus& corpus,
                                                 std::vector<std::string>& notes)
{
    if (request.data.empty())
        return {{"text", Vocabulary(storyWords())},
                {"slots", Vocabulary(storyEntities(), SpecialTokens::None)}};
    std::unordered_map<std::string, std::size_t> words;
    for (const Story& story : corpus.train) {
        for (const auto& sentence : story.sentences)
            for (const std::string& word : sentence)
                ++words[word];
        for (const StoryQuestion& question : story.questions) {
            for (const std::string& word : question.words)
                ++words[word];
            ++words[question.answer];
        }
    }
    Vocabulary known =
        mostFrequent(words, static_cast<std::size_t>(request.settings.integer("words")), notes);
    std::unordered_map<std::string, std::size_t> slots;
    for (const Story& story : corpus.train)
        for (const StoryQuestion& question : story.questions)
            if (known.contains(question.words.back()))
                ++slots[question.words.back()];
    if (slots.size() > mostSlots)
        notes.push_back("questions end with " + std::to_string(slots.size())
                        + " different words: the " + std::to_string(mostSlots)
                        + " most frequent name a slot");
    return {{"text", std::move(known)},
            {"slots", Vocabulary::fromCounts(slots, 1, mostSlots, SpecialTokens::None)}};
}

/// Place of the largest number in a row.
std::int32_t largestColumn(ConstView rows, Index row)
{
    const Index width = rows.shape.columns();
    const Real* first = rows.data + row * width;
    return static_cast<std::int32_t>(std::max_element(first, first + width) - first);
}

class EntityTask : public Task {
public:
    explicit EntityTask(const TaskRequest& request) : EntityTask(request, corpusOf(request)) { }

    std::size_t size(Split split) const override { return examples(split).size(); }
    std::size_t extent(Split split, std::uint32_t example) const override
    {
        return examples(split)[example].sentences.size()
            + examples(split)[example].questions.size();
    }
    std::string metric() const override { return "answers"; }
    std::size_t block() const override { return 16; }
    LossSum loss(Tape& tape, Split split, std::span<const std::uint32_t> items,
                 const Draws& draws) const override;
    std::vector<Figure> evaluate(const Weights& weights, Split split, std::size_t limit,
                                 std::stop_token stop) const override;

private:
    struct Item {
        std::vector<std::vector<std::int32_t>> sentences;
        std::vector<std::vector<std::int32_t>> questions;
        std::vector<std::int32_t> answers;
        std::vector<StoryQuestion::Kind> kinds;
    };

    EntityTask(const TaskRequest& request, const StoryFile& stories)
        : Task(request)
        , m_generated(request.data.empty())
        , m_attend(attendOptions(request.settings))
    {
        const StoryCorpus& corpus = stories.corpus;
        m_notes = stories.notes;
        if (!m_generated && !request.onlyEvaluate) {
            m_fitted.set("places", static_cast<std::int64_t>(stories.longestSentence));
            m_fitted.set("source_tokens", static_cast<std::int64_t>(stories.longestStory));
        }
        if (m_vocabularies.empty())
            m_vocabularies = vocabulariesOf(request, corpus, m_notes);
        const EntityOptions options =
            entityOptions(settingsWith(request.settings, m_fitted), m_vocabularies);
        m_places = options.places;
        auto layout = std::make_shared<ParameterLayout>();
        m_model = EntityModel(*layout, options);
        m_layout = std::move(layout);
        m_train = read(corpus.train);
        m_heldOut = read(corpus.heldOut);
    }

    std::vector<Item> read(const std::vector<Story>& stories) const
    {
        const Vocabulary& words = m_vocabularies.at("text");
        std::vector<Item> items;
        items.reserve(stories.size());
        for (const Story& story : stories) {
            Item item;
            for (const auto& sentence : story.sentences)
                item.sentences.push_back(idsOf(sentence, words));
            for (const StoryQuestion& question : story.questions) {
                item.questions.push_back(idsOf(question.words, words));
                item.answers.push_back(words.idOf(question.answer));
                item.kinds.push_back(question.kind);
            }
            items.push_back(std::move(item));
        }
        return items;
    }
    const std::vector<Item>& examples(Split split) const
    {
        return split == Split::Train ? m_train : m_heldOut;
    }
    /// The batch lies in the tape's arena.
    StoryBatch batchOf(Tape& tape, Split split, std::span<const std::uint32_t> items) const;

    bool m_generated;
    AttendOptions m_attend; ///< normaliser and temperature
    Index m_places = 0;
    EntityModel m_model;
    std::vector<Item> m_train;
    std::vector<Item> m_heldOut;
};

/// Rows of words, each filled up to `places`, and how many each has; `rows` of them.
void fillRows(const std::vector<std::vector<std::int32_t>>& from, Index rows, Index places,
              std::pmr::vector<std::int32_t>& words, std::pmr::vector<std::int32_t>& lengths)
{
    for (std::size_t i = 0; i < static_cast<std::size_t>(rows); ++i) {
        const std::size_t begin = words.size();
        if (i < from.size())
            words.insert(words.end(), from[i].begin(), from[i].end());
        lengths.push_back(static_cast<std::int32_t>(words.size() - begin));
        words.resize(begin + static_cast<std::size_t>(places), Vocabulary::padding);
    }
}

StoryBatch EntityTask::batchOf(Tape& tape, Split split, std::span<const std::uint32_t> items) const
{
    StoryBatch batch(&tape.arena());
    batch.stories = static_cast<Index>(items.size());
    batch.places = m_places;
    for (const std::uint32_t index : items) {
        const Item& item = examples(split)[index];
        batch.sentences = std::max(batch.sentences, static_cast<Index>(item.sentences.size()));
        batch.questions = std::max(batch.questions, static_cast<Index>(item.questions.size()));
    }
    const auto sentences = static_cast<std::size_t>(batch.stories * batch.sentences);
    const auto questions = static_cast<std::size_t>(batch.stories * batch.questions);
    batch.words.reserve(sentences * static_cast<std::size_t>(m_places));
    batch.lengths.reserve(sentences);
    batch.asked.reserve(questions * static_cast<std::size_t>(m_places));
    batch.askedLengths.reserve(questions);
    for (const std::uint32_t index : items) {
        const Item& item = examples(split)[index];
        fillRows(item.sentences, batch.sentences, m_places, batch.words, batch.lengths);
        fillRows(item.questions, batch.questions, m_places, batch.asked, batch.askedLengths);
    }
    return batch;
}

LossSum EntityTask::loss(Tape& tape, Split split, std::span<const std::uint32_t> items,
                         const Draws& /*draws*/) const
{
    const StoryBatch batch = batchOf(tape, split, items);
    std::pmr::vector<std::int32_t> targets(&tape.arena());
    targets.reserve(batch.askedLengths.size());
    for (const std::uint32_t index : items) {
        const Item& item = examples(split)[index];
        targets.insert(targets.end(), item.answers.begin(), item.answers.end());
        targets.resize(
            targets.size() + static_cast<std::size_t>(batch.questions) - item.answers.size(), -1);
    }
    const Var logits = m_model(tape, {}, batch, m_attend);
    LossSum loss{crossEntropy(tape, logits, targets), 0, 0};
    for (std::size_t row = 0; row < targets.size(); ++row) {
        if (targets[row] < 0)
            continue;
        loss.count += 1;
        loss.hits += largestColumn(tape.value(logits), static_cast<Index>(row)) == targets[row];
    }
    return loss;
}

std::vector<Figure> EntityTask::evaluate(const Weights& weights, Split split, std::size_t limit,
                                         std::stop_token stop) const
{
    const auto kinds = storyKinds();
    std::vector<double> right(kinds.size());
    std::vector<double> asked(kinds.size());
    const auto tell = [&](Tape& tape, std::span<const std::uint32_t> block) {
        const StoryBatch batch = batchOf(tape, split, block);
        const ConstView logits = tape.value(m_model(tape, {}, batch, m_attend));
        for (std::size_t i = 0; i < block.size(); ++i) {
            const Item& item = examples(split)[block[i]];
            for (std::size_t q = 0; q < item.answers.size(); ++q) {
                const auto kind = static_cast<std::size_t>(item.kinds[q]);
                const Index row = static_cast<Index>(i) * batch.questions + static_cast<Index>(q);
                asked[kind] += 1;
                right[kind] += largestColumn(logits, row) == item.answers[q];
            }
        }
    };
    const std::size_t size = inGroups(weights, split, limit, 32, stop, tell);
    const auto all = [](const std::vector<double>& parts) {
        return std::accumulate(parts.begin(), parts.end(), 0.0);
    };
    std::vector<Figure> figures;
    addShare(figures, "answers", "Questions answered rightly, of all", all(right), all(asked));
    for (std::size_t kind = 0; kind < kinds.size() && m_generated; ++kind)
        addShare(figures, kinds[kind].name, kinds[kind].label, right[kind], asked[kind]);
    figures.push_back({"questions", "Questions in all", all(asked)});
    figures.push_back({"stories", "Stories", static_cast<double>(size)});
    return figures;
}

} // namespace

std::unique_ptr<Task> entityTask(const TaskRequest& request)
{
    return std::make_unique<EntityTask>(request);
}

} // namespace regard
