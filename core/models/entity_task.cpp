// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/entity_task.h"

#include "core/data/columns_file.h"
#include "core/data/sentences.h"
#include "core/data/story_corpus.h"
#include "core/io/input_file.h"
#include "core/models/common_settings.h"
#include "core/models/typed_text.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace regard {

bool endsSentence(std::string_view token)
{
    return token == "." || token == "?" || token == "!";
}

Sentences sentencesOf(std::span<const std::string> tokens)
{
    Sentences sentences(1);
    for (const std::string& token : tokens)
        if (!endsSentence(token))
            sentences.back().push_back(token);
        else if (!sentences.back().empty())
            sentences.emplace_back();
    if (sentences.back().empty())
        sentences.pop_back();
    return sentences;
}

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

constexpr std::size_t mostSentences = 64;
constexpr std::size_t mostSlots = 64;

/// A line of a person's data: the story, a question, its answer.
Story readStory(const std::filesystem::path& file, const Columns& line, std::size_t places)
{
    const auto refuse = [&](const std::string& problem) {
        throw FileError(file, "line " + std::to_string(line.line) + ": " + problem);
    };
    Story story;
    story.sentences = sentencesOf(wordsOf(line[0]));
    const Sentences question = sentencesOf(wordsOf(line[1]));
    const std::vector<std::string> answer = wordsOf(line[2]);
    if (story.sentences.empty() || story.sentences.size() > mostSentences)
        refuse("a story of " + std::to_string(story.sentences.size()) + " sentences, write 1 to "
               + std::to_string(mostSentences) + " with a full stop behind each");
    if (question.size() != 1)
        refuse("the question is not one sentence");
    if (answer.size() != 1)
        refuse("the answer " + inQuotes(line[2]) + " is not one word");
    for (const auto& sentence : story.sentences)
        if (sentence.size() > places)
            refuse("a sentence has " + std::to_string(sentence.size()) + " words, shorten it to "
                   + std::to_string(places) + " or raise the setting places");
    if (question[0].size() > places)
        refuse("the question has " + std::to_string(question[0].size()) + " words, shorten it to "
               + std::to_string(places) + " or raise the setting places");
    story.questions = {{StoryQuestion::Kind::WherePerson, question[0], answer[0]}};
    return story;
}

StoryCorpus corpusOf(const TaskRequest& request)
{
    const Settings& settings = request.settings;
    if (request.data.empty())
        return makeStoryCorpus(
            2017, request.onlyEvaluate ? 0 : static_cast<std::size_t>(settings.integer("examples")),
            static_cast<std::size_t>(settings.integer("held_out")));
    StoryCorpus corpus;
    for (const Columns& line : readColumns(request.data, 3, 3)) {
        const bool heldOut = request.onlyEvaluate || isHeldOut(line[0], 10);
        (heldOut ? corpus.heldOut : corpus.train)
            .push_back(readStory(request.data, line,
                                 static_cast<std::size_t>(settings.integer("places"))));
    }
    return corpus;
}

/// Of the generated stories all their words and entities. A person's questions end with the word
/// that names a slot.
std::map<std::string, Vocabulary> vocabulariesOf(const TaskRequest& request,
                                                 const StoryCorpus& corpus)
{
    if (request.data.empty())
        return {{"text", Vocabulary(storyWords())},
                {"slots", Vocabulary(storyEntities(), SpecialTokens::None)}};
    std::unordered_map<std::string, std::size_t> words;
    std::unordered_map<std::string, std::size_t> slots;
    for (const Story& story : corpus.train) {
        for (const auto& sentence : story.sentences)
            for (const std::string& word : sentence)
                ++words[word];
        for (const StoryQuestion& question : story.questions) {
            for (const std::string& word : question.words)
                ++words[word];
            ++words[question.answer];
            ++slots[question.words.back()];
        }
    }
    return {{"text", Vocabulary::fromCounts(words)},
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
    std::string metric() const override { return "answers"; }
    Schedule schedule() const override
    {
        Schedule schedule;
        schedule.block = 16;
        schedule.finalShare = 0.01;
        return schedule;
    }
    LossSum loss(Tape& tape, Split split, std::span<const std::uint32_t> items,
                 Random* random) const override;
    std::vector<Figure> evaluate(const Weights& weights, Split split, std::size_t limit,
                                 std::stop_token stop) const override;

private:
    struct Item {
        std::vector<std::vector<std::int32_t>> sentences;
        std::vector<std::vector<std::int32_t>> questions;
        std::vector<std::int32_t> answers;
        std::vector<StoryQuestion::Kind> kinds;
    };

    EntityTask(const TaskRequest& request, const StoryCorpus& corpus)
        : Task(request)
        , m_generated(request.data.empty())
        , m_attend(attendOptions(request.settings))
    {
        if (m_vocabularies.empty())
            m_vocabularies = vocabulariesOf(request, corpus);
        const EntityOptions options = entityOptions(request.settings, m_vocabularies);
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
                         Random*) const
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
    std::vector<Figure> figures{
        {"answers", "Questions answered rightly, of all", share(all(right), all(asked))}};
    for (std::size_t kind = 0; kind < kinds.size() && m_generated; ++kind)
        figures.push_back({kinds[kind].name, kinds[kind].label, share(right[kind], asked[kind])});
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
