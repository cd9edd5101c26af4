// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/dialogue_task.h"

#include "core/data/dialogue_corpus.h"

#include <algorithm>
#include <array>

namespace regard {

namespace {

using Deciding = std::vector<std::vector<int>>;

/// Moves questions and answers over; what decides an answer goes to a list of its own.
std::vector<TextPair> pairsOf(std::vector<DialogueExample> examples, Deciding& deciding)
{
    std::vector<TextPair> pairs;
    for (DialogueExample& example : examples) {
        pairs.push_back({std::move(example.question),
                         std::move(example.answer),
                         std::move(example.alignment),
                         {},
                         std::move(example.combination)});
        deciding.push_back(std::move(example.deciding));
    }
    return pairs;
}

class DialogueTask : public SequenceTask {
public:
    explicit DialogueTask(const TaskRequest& request) : DialogueTask(request, {}) { }
    std::vector<Figure> evaluate(const Weights& weights, Split split, std::size_t limit,
                                 std::stop_token stop) const override;

private:
    /// Question tokens that decide each answer, by split; empty for a person's file.
    struct Decisions {
        Deciding train, heldOut;
    };

    DialogueTask(const TaskRequest& request, Decisions decisions)
        : SequenceTask(request, setupFor(request, decisions))
        , m_decisions(std::move(decisions))
    {
    }

    static SequenceSetup setupFor(const TaskRequest& request, Decisions& decisions)
    {
        const auto generate = [&](std::size_t examples, std::size_t heldOut) {
            DialogueCorpus corpus = makeDialogueCorpus(2015, examples, heldOut);
            return TextPairs{pairsOf(std::move(corpus.train), decisions.train),
                             pairsOf(std::move(corpus.heldOut), decisions.heldOut)};
        };
        SequenceSetup setup = recurrentSetup(request, dialogueForms, generate);
        setup.sharedVocabulary = true;
        return setup;
    }

    Decisions m_decisions;
};

std::vector<Figure> DialogueTask::evaluate(const Weights& weights, Split split, std::size_t limit,
                                           std::stop_token stop) const
{
    const Deciding& deciding = split == Split::Train ? m_decisions.train : m_decisions.heldOut;
    const std::int32_t yes = targetVocabulary().idOf("yes");
    const std::int32_t no = targetVocabulary().idOf("no");
    /// Questions by length: up to 6, 10, 14, 18 tokens, and longer.
    constexpr std::array<std::size_t, 4> bounds{6, 10, 14, 18};
    std::array<double, 5> exactByLength{};
    std::array<double, 5> countByLength{};
    double exact = 0;
    double decisions = 0;
    double decidedRight = 0;
    double weightOnDeciding = 0;
    bool hasWeights = false;
    const auto tell = [&](std::size_t index, const SequenceModel::Decoded& decoded) {
        const Item& item = items(split)[index];
        const bool right = decoded.tokens == item.target;
        const auto bucket = static_cast<std::size_t>(
            std::lower_bound(bounds.begin(), bounds.end(), item.source.size()) - bounds.begin());
        exact += right;
        exactByLength[bucket] += right;
        countByLength[bucket] += 1;
        hasWeights |= !decoded.weights.empty();
        if (item.target.front() != yes && item.target.front() != no)
            return;
        decisions += 1;
        decidedRight += !decoded.tokens.empty() && decoded.tokens.front() == item.target.front();
        if (!decoded.weights.empty() && index < deciding.size())
            for (int place : deciding[index])
                weightOnDeciding += static_cast<double>(decoded.weights.front().at(0, place));
    };
    const auto size = static_cast<double>(decodeAll(weights, split, limit, stop, tell));
    std::vector<Figure> figures{
        {"exact_match", "Answers that match exactly", share(exact, size)},
        {"yes_no", "Yes or no right", share(decidedRight, decisions)},
    };
    if (hasWeights)
        figures.push_back({"weight_on_deciding", "Weight of the first word on what decides it",
                           share(weightOnDeciding, decisions)});
    for (std::size_t i = 0; i < exactByLength.size(); ++i)
        figures.push_back(
            {i < bounds.size() ? "exact_match_to_" + std::to_string(bounds[i])
                               : "exact_match_beyond_" + std::to_string(bounds.back()),
             i < bounds.size() ? "… of questions up to " + std::to_string(bounds[i]) + " tokens"
                               : "… of longer questions",
             share(exactByLength[i], countByLength[i])});
    figures.push_back({"questions", "Questions", size});
    return figures;
}

} // namespace

std::unique_ptr<Task> dialogueTask(const TaskRequest& request)
{
    return std::make_unique<DialogueTask>(request);
}

} // namespace regard
