// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/dialogue/task.h"

#include "core/scenarios/dialogue/corpus.h"
#include "core/scenarios/dialogue/tally.h"

#include <algorithm>

namespace regard {

namespace {

/// Moves questions and answers over; what decides an answer goes to a list of its own.
std::vector<TextPair> pairsOf(std::vector<DialogueExample> examples,
                              std::vector<DialogueReasons>& reasons)
{
    std::vector<TextPair> pairs;
    for (DialogueExample& example : examples) {
        pairs.push_back({std::move(example.question), std::move(example.answer),
                         std::move(example.alignment), nameOf(example.kind).first,
                         std::move(example.combination)});
        DialogueReasons own{example.form, example.time, {}};
        for (const int token : example.deciding)
            if (std::find(own.form.begin(), own.form.end(), token) == own.form.end()
                && std::find(own.time.begin(), own.time.end(), token) == own.time.end())
                own.other.push_back(token);
        reasons.push_back(std::move(own));
    }
    return pairs;
}

class DialogueTask : public SequenceTask {
public:
    explicit DialogueTask(const TaskRequest& request) : DialogueTask(request, {}) { }
    std::vector<Figure> evaluate(const Weights& weights, Split split, std::size_t limit,
                                 std::stop_token stop) const override;

private:
    /// What decides each answer, by split; empty for a person's file.
    struct Decisions {
        std::vector<DialogueReasons> train, heldOut;
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
        // They name places of words, and answers that begin with one.
        if (splitsOtherwise(dialogueForms, request.settings))
            decisions = {};
        setup.sharedVocabulary = true;
        if (request.data.empty())
            for (std::size_t kind = 0; kind < dialogueKinds; ++kind)
                setup.groups.push_back(nameOf(static_cast<DialogueKind>(kind)));
        return setup;
    }

    Decisions m_decisions;
};

std::vector<Figure> DialogueTask::evaluate(const Weights& weights, Split split, std::size_t limit,
                                           std::stop_token stop) const
{
    const std::vector<DialogueReasons>& reasons =
        split == Split::Train ? m_decisions.train : m_decisions.heldOut;
    DialogueTally tally(targetVocabulary());
    const auto also = [&](std::size_t index, const SequenceModel::Decoded& decoded) {
        tally.add(items(split)[index].target, decoded,
                  index < reasons.size() ? &reasons[index] : nullptr);
    };
    std::vector<Figure> all = figures(weights, split, limit, stop, also);
    const bool byWord = !splitsOtherwise(dialogueForms, weights.settings);
    for (Figure& figure : byWord ? tally.figures() : std::vector<Figure>())
        all.push_back(std::move(figure));
    return all;
}

} // namespace

std::unique_ptr<Task> dialogueTask(const TaskRequest& request)
{
    return std::make_unique<DialogueTask>(request);
}

} // namespace regard
