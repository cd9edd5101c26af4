// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/dialogue_task.h"

#include "core/data/columns_file.h"
#include "core/data/dialogue_corpus.h"
#include "core/data/sentences.h"
#include "core/models/typed_text.h"
#include "core/models/weights.h"
#include "core/trace/probe.h"

#include <algorithm>
#include <array>

namespace regard {

Seq2SeqOptions dialogueOptions(const Settings& settings, std::size_t vocabulary)
{
    Seq2SeqOptions options;
    options.cell = cellOf(settings.text("cell"));
    options.bidirectional = settings.flag("bidirectional");
    options.layers = static_cast<int>(settings.integer("layers"));
    options.embedding = settings.integer("embedding");
    options.hidden = settings.integer("hidden");
    if (settings.flag("attention"))
        options.score = settings.text("score");
    options.sourceVocabulary = static_cast<Index>(vocabulary);
    options.targetVocabulary = static_cast<Index>(vocabulary);
    return options;
}

namespace {

/// The generated corpus, or a person's questions and answers.
DialogueCorpus corpusOf(const TaskRequest& request)
{
    if (request.data.empty())
        return makeDialogueCorpus(2015,
                                  static_cast<std::size_t>(request.settings.integer("examples")),
                                  static_cast<std::size_t>(request.settings.integer("held_out")));
    DialogueCorpus corpus;
    for (const Columns& line : readColumns(request.data, 2, 2)) {
        DialogueExample example;
        example.question = wordsOf(line[0]);
        example.answer = wordsOf(line[1]);
        const bool heldOut = request.onlyEvaluate || isHeldOut(line[0], 10);
        (heldOut ? corpus.heldOut : corpus.train).push_back(std::move(example));
    }
    return corpus;
}

Vocabulary vocabularyOf(const DialogueCorpus& corpus)
{
    std::unordered_map<std::string, std::size_t> counts;
    for (const DialogueExample& example : corpus.train) {
        for (const std::string& token : example.question)
            ++counts[token];
        for (const std::string& token : example.answer)
            ++counts[token];
    }
    return Vocabulary::fromCounts(counts);
}

class DialogueTask : public Task {
public:
    explicit DialogueTask(const TaskRequest& request) : DialogueTask(request, corpusOf(request)) { }

    const std::shared_ptr<const ParameterLayout>& layout() const override { return m_layout; }
    const std::map<std::string, Vocabulary>& vocabularies() const override
    {
        return m_vocabularies;
    }
    std::size_t size(Split split) const override { return examples(split).size(); }
    LossSum loss(Tape& tape, Split split, std::span<const std::uint32_t> items,
                 Random* random) const override;
    std::vector<Figure> evaluate(const Weights& weights, Split split, std::size_t limit,
                                 std::stop_token stop) const override;

private:
    struct Item {
        std::vector<std::int32_t> question;
        std::vector<std::int32_t> answer;
        std::vector<int> deciding;
    };

    DialogueTask(const TaskRequest& request, const DialogueCorpus& corpus)
        : m_vocabularies(request.vocabularies)
        , m_dropout(static_cast<Real>(request.settings.number("dropout")))
    {
        if (m_vocabularies.empty())
            m_vocabularies["text"] = vocabularyOf(corpus);
        auto layout = std::make_shared<ParameterLayout>();
        m_model = Seq2Seq(*layout, dialogueOptions(request.settings, vocabulary().size()));
        m_layout = std::move(layout);
        m_train = read(corpus.train);
        m_heldOut = read(corpus.heldOut);
    }

    std::vector<Item> read(const std::vector<DialogueExample>& examples) const
    {
        std::vector<Item> items;
        for (const DialogueExample& example : examples)
            items.push_back({idsOf(example.question, vocabulary()),
                             idsOf(example.answer, vocabulary()), example.deciding});
        return items;
    }
    const std::vector<Item>& examples(Split split) const
    {
        return split == Split::Train ? m_train : m_heldOut;
    }

    const Vocabulary& vocabulary() const { return m_vocabularies.at("text"); }

    std::map<std::string, Vocabulary> m_vocabularies;
    Real m_dropout;
    Seq2Seq m_model;
    std::shared_ptr<const ParameterLayout> m_layout;
    std::vector<Item> m_train;
    std::vector<Item> m_heldOut;
};

LossSum DialogueTask::loss(Tape& tape, Split split, std::span<const std::uint32_t> items,
                           Random* random) const
{
    std::vector<const std::vector<std::int32_t>*> questions;
    std::vector<const std::vector<std::int32_t>*> answers;
    for (std::uint32_t index : items) {
        questions.push_back(&examples(split)[index].question);
        answers.push_back(&examples(split)[index].answer);
    }
    Seq2Seq::Control control;
    control.dropout = random ? m_dropout : 0;
    control.random = random;
    return m_model.loss(tape, questions, answers, control);
}

std::vector<Figure> DialogueTask::evaluate(const Weights& weights, Split split, std::size_t limit,
                                           std::stop_token stop) const
{
    const std::vector<Item>& items = examples(split);
    const std::size_t size = limit > 0 ? std::min(limit, items.size()) : items.size();
    const std::int32_t yes = vocabulary().idOf("yes");
    const std::int32_t no = vocabulary().idOf("no");
    /// Questions by length: up to 6, 10, 14, 18 tokens, and longer.
    constexpr std::array<std::size_t, 4> bounds{6, 10, 14, 18};
    std::array<double, 5> exactByLength{};
    std::array<double, 5> countByLength{};
    double exact = 0;
    double decisions = 0;
    double decidedRight = 0;
    double weightOnDeciding = 0;
    Tape tape;
    constexpr std::size_t group = 64;
    for (std::size_t first = 0; first < size; first += group) {
        if (stop.stop_requested())
            throw Stopped{};
        std::vector<const std::vector<std::int32_t>*> questions;
        for (std::size_t i = first; i < std::min(size, first + group); ++i)
            questions.push_back(&items[i].question);
        tape.reset();
        tape.bind(weights.parameters);
        const std::vector<Seq2Seq::Decoded> decoded =
            m_model.decode(tape, questions, longestAnswer);
        for (std::size_t i = 0; i < decoded.size(); ++i) {
            const Item& item = items[first + i];
            const bool right = decoded[i].tokens == item.answer;
            const auto bucket = static_cast<std::size_t>(
                std::lower_bound(bounds.begin(), bounds.end(), item.question.size())
                - bounds.begin());
            exact += right;
            exactByLength[bucket] += right;
            countByLength[bucket] += 1;
            if (item.answer.front() != yes && item.answer.front() != no)
                continue;
            decisions += 1;
            decidedRight +=
                !decoded[i].tokens.empty() && decoded[i].tokens.front() == item.answer.front();
            if (decoded[i].weights.rows() > 0)
                for (int place : item.deciding)
                    weightOnDeciding += static_cast<double>(decoded[i].weights.at(0, place));
        }
    }
    const auto share = [](double part, double whole) { return whole > 0 ? part / whole : 0; };
    std::vector<Figure> figures{
        {"exact_match", "Answers that match exactly", share(exact, static_cast<double>(size))},
        {"yes_no", "Yes or no right", share(decidedRight, decisions)},
    };
    if (m_model.hasAttention())
        figures.push_back({"weight_on_deciding", "Weight of the first word on what decides it",
                           share(weightOnDeciding, decisions)});
    for (std::size_t i = 0; i < exactByLength.size(); ++i)
        figures.push_back(
            {i < bounds.size() ? "exact_match_to_" + std::to_string(bounds[i])
                               : "exact_match_beyond_" + std::to_string(bounds.back()),
             i < bounds.size() ? "… of questions up to " + std::to_string(bounds[i]) + " tokens"
                               : "… of longer questions",
             share(exactByLength[i], countByLength[i])});
    figures.push_back({"questions", "Questions", static_cast<double>(size)});
    return figures;
}

} // namespace

std::unique_ptr<Task> dialogueTask(const TaskRequest& request)
{
    return std::make_unique<DialogueTask>(request);
}

} // namespace regard
