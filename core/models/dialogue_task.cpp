// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/dialogue_task.h"

#include "core/data/dialogue_corpus.h"

#include <algorithm>

namespace regard {

namespace {

/// Where in a question that is answered by yes or no the answer's first word should look.
struct Reasons {
    std::vector<int> form, time, other;
};

/// Moves questions and answers over; what decides an answer goes to a list of its own.
std::vector<TextPair> pairsOf(std::vector<DialogueExample> examples, std::vector<Reasons>& reasons)
{
    std::vector<TextPair> pairs;
    for (DialogueExample& example : examples) {
        pairs.push_back({std::move(example.question), std::move(example.answer),
                         std::move(example.alignment), nameOf(example.kind).first,
                         std::move(example.combination)});
        Reasons own{example.form, example.time, {}};
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
        std::vector<Reasons> train, heldOut;
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
        if (request.data.empty())
            for (std::size_t kind = 0; kind < dialogueKinds; ++kind)
                setup.groups.push_back(nameOf(static_cast<DialogueKind>(kind)));
        return setup;
    }

    Decisions m_decisions;
};

/// The sum of a row of weights over some of its columns.
double weightOn(const std::vector<int>& tokens, const Tensor& weights)
{
    double sum = 0;
    for (const int token : tokens)
        sum += static_cast<double>(weights.at(0, token));
    return sum;
}

std::vector<Figure> DialogueTask::evaluate(const Weights& weights, Split split, std::size_t limit,
                                           std::stop_token stop) const
{
    const std::vector<Reasons>& reasons =
        split == Split::Train ? m_decisions.train : m_decisions.heldOut;
    const std::int32_t yes = targetVocabulary().idOf("yes");
    const std::int32_t no = targetVocabulary().idOf("no");
    double decisions = 0; // questions whose answer starts with yes or no
    double right = 0;
    double looked = 0; // of them those with weights and reasons
    double onForm = 0;
    double onTime = 0;
    double onOther = 0;
    const auto also = [&](std::size_t index, const SequenceModel::Decoded& decoded) {
        const Item& item = items(split)[index];
        if (item.target.empty() || (item.target.front() != yes && item.target.front() != no))
            return;
        decisions += 1;
        right += !decoded.tokens.empty() && decoded.tokens.front() == item.target.front();
        if (decoded.weights.empty() || index >= reasons.size() || reasons[index].form.empty())
            return;
        const Tensor& first = decoded.weights.front();
        looked += 1;
        onForm += weightOn(reasons[index].form, first);
        onTime += weightOn(reasons[index].time, first);
        onOther += weightOn(reasons[index].other, first);
    };
    std::vector<Figure> all = figures(weights, split, limit, stop, also);
    if (decisions > 0)
        all.push_back({"yes_no", "First word right where it is yes or no", right / decisions});
    if (looked > 0) {
        all.push_back({"weight_on_form",
                       "Weight of yes or no on the words that ask (\u201care you\u201d)",
                       onForm / looked});
        all.push_back({"weight_on_time", "… on the time", onTime / looked});
        all.push_back(
            {"weight_on_other_reasons", "… on the other words that decide", onOther / looked});
    }
    return all;
}

} // namespace

std::unique_ptr<Task> dialogueTask(const TaskRequest& request)
{
    return std::make_unique<DialogueTask>(request);
}

} // namespace regard
