// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/self_attention/task.h"

#include "core/attention/regulariser.h"
#include "core/models/common_settings.h"
#include "core/models/typed_text.h"
#include "core/scenarios/self_attention/corpus_file.h"
#include "core/scenarios/self_attention/tally.h"

#include <algorithm>
#include <cmath>

namespace regard {

EncoderOptions encoderOptions(const Settings& settings, std::size_t vocabulary)
{
    EncoderOptions options;
    options.width = settings.integer("width");
    options.heads = settings.integer("heads");
    options.layers = settings.integer("layers");
    options.feedForward = settings.integer("feed_forward");
    options.score = settings.text("score");
    options.vocabulary = static_cast<Index>(vocabulary);
    requireSharedWidth(options.width, options.heads);
    return options;
}

namespace {

/// The generated corpus, or a person's sentences.
CoreferenceFile corpusOf(const TaskRequest& request)
{
    if (!request.data.empty())
        return readCoreferences(request.data, request.onlyEvaluate, request.stop);
    return {makeCoreferenceCorpus(2017,
                                  static_cast<std::size_t>(request.settings.integer("examples")),
                                  static_cast<std::size_t>(request.settings.integer("held_out"))),
            {}};
}

Vocabulary learntVocabulary(const CoreferenceCorpus& corpus, std::size_t most,
                            std::vector<std::string>& notes)
{
    std::unordered_map<std::string, std::size_t> counts;
    for (const CoreferenceExample& example : corpus.train)
        for (const std::string& token : example.tokens)
            ++counts[token];
    return mostFrequent(counts, most, notes);
}

class CoreferenceTask : public Task {
public:
    explicit CoreferenceTask(const TaskRequest& request)
        : CoreferenceTask(request, corpusOf(request))
    {
    }

    std::size_t size(Split split) const override { return examples(split).size(); }
    std::size_t extent(Split split, std::uint32_t example) const override
    {
        return examples(split)[example].ids.size();
    }
    LossSum loss(Tape& tape, Split split, std::span<const std::uint32_t> items,
                 const Draws& draws) const override;
    std::vector<Figure> evaluate(const Weights& weights, Split split, std::size_t limit,
                                 std::stop_token stop) const override;

private:
    struct Item {
        std::vector<std::int32_t> ids;
        std::vector<int> antecedent;
    };
    CoreferenceTask(const TaskRequest& request, const CoreferenceFile& file)
        : Task(request)
        , m_positions(positionsOf(request.settings.text("positions")))
        , m_guide(static_cast<Real>(request.settings.number("guide")))
        , m_regulariser(static_cast<Real>(request.settings.number("regulariser")))
        , m_attend(attendOptions(request.settings))
    {
        const CoreferenceCorpus& corpus = file.corpus;
        m_notes = file.notes;
        if (m_vocabularies.empty())
            m_vocabularies["text"] = learntVocabulary(
                corpus, static_cast<std::size_t>(request.settings.integer("words")), m_notes);
        const Vocabulary& vocabulary = m_vocabularies.at("text");
        auto layout = std::make_shared<ParameterLayout>();
        m_model = EncoderModel(*layout, encoderOptions(request.settings, vocabulary.size()));
        m_layout = std::move(layout);
        m_train = read(corpus.train, vocabulary);
        m_heldOut = read(corpus.heldOut, vocabulary);
    }

    static std::vector<Item> read(const std::vector<CoreferenceExample>& examples,
                                  const Vocabulary& vocabulary)
    {
        std::vector<Item> items;
        for (const CoreferenceExample& example : examples)
            items.push_back({idsOf(example.tokens, vocabulary), example.antecedent});
        return items;
    }
    const std::vector<Item>& examples(Split split) const
    {
        return split == Split::Train ? m_train : m_heldOut;
    }
    Var guideLoss(Tape& tape, Var masked, Split split, std::span<const std::uint32_t> items) const;
    PronounTally count(const Weights& weights, Split split, std::size_t limit,
                       const std::stop_token& stop) const;

    Positions m_positions;
    Real m_guide;
    Real m_regulariser;
    AttendOptions m_attend; ///< mask, normaliser and temperature
    EncoderModel m_model;
    std::vector<Item> m_train;
    std::vector<Item> m_heldOut;
};

LossSum CoreferenceTask::loss(Tape& tape, Split split, std::span<const std::uint32_t> items,
                              const Draws& draws) const
{
    Arena& arena = tape.arena();
    const auto sentences = arena.array<const std::vector<std::int32_t>*>(items.size());
    for (std::size_t b = 0; b < items.size(); ++b)
        sentences[b] = &examples(split)[items[b]].ids;
    PaddedIds padded = PaddedIds::of(sentences, Vocabulary::padding, &arena);
    const auto targets = arena.array<std::int32_t>(padded.ids.size());
    std::fill(targets.begin(), targets.end(), -1);
    LossSum total;
    for (std::size_t b = 0; b < items.size(); ++b) {
        const Item& item = examples(split)[items[b]];
        for (std::size_t t = 0; t < item.ids.size(); ++t) {
            const std::size_t place = b * static_cast<std::size_t>(padded.time) + t;
            // Some words are hidden as unknown, so that unknown words are not new to the model.
            if (draws.random && draws.random->chance(0.02))
                padded.ids[place] = Vocabulary::unknown;
            const int antecedent = item.antecedent[t];
            targets[place] = antecedent >= 0 ? item.ids[static_cast<std::size_t>(antecedent)]
                                             : padded.ids[place];
            total.count += 1;
        }
    }
    AttendOptions options = m_attend;
    options.keepMasked = m_guide > 0;
    options.dropout = draws.dropout;
    options.random = draws.random;
    const EncoderModel::Output output = m_model(tape, {}, padded, m_positions, options);
    total.sum = crossEntropy(tape, output.logits, targets);
    if (m_guide > 0)
        total.sum = add(tape, total.sum,
                        scale(tape, guideLoss(tape, output.lastMasked, split, items), m_guide));
    if (m_regulariser > 0) {
        // λ · Σ (A Aᵀ − I)² / batch, beside losses that are means over tokens.
        const Real factor =
            m_regulariser * static_cast<Real>(total.count / static_cast<double>(items.size()));
        for (const Var layer : output.weights)
            total.sum = add(tape, total.sum, scale(tape, weightsRegulariser(tape, layer), factor));
    }
    return total;
}

Var CoreferenceTask::guideLoss(Tape& tape, Var masked, Split split,
                               std::span<const std::uint32_t> items) const
{
    // −log weight[pronoun, antecedent] of the last layer's first head, where the mask lets the
    // pronoun see its antecedent.
    const Shape shape = tape.shape(masked); // [batch × heads × time × time]
    const ConstView scores = tape.value(masked);
    const auto targets = tape.arena().array<std::int32_t>(static_cast<std::size_t>(shape.rows()));
    std::fill(targets.begin(), targets.end(), -1);
    for (std::size_t b = 0; b < items.size(); ++b) {
        const std::vector<int>& antecedent = examples(split)[items[b]].antecedent;
        const std::size_t firstRow = b * static_cast<std::size_t>(shape[1] * shape[2]);
        for (std::size_t t = 0; t < antecedent.size(); ++t) {
            const std::size_t place = (firstRow + t) * static_cast<std::size_t>(shape[3])
                + static_cast<std::size_t>(std::max(antecedent[t], 0));
            if (antecedent[t] >= 0 && std::isfinite(scores.values()[place]))
                targets[firstRow + t] = antecedent[t];
        }
    }
    return crossEntropy(tape, masked, targets);
}

PronounTally CoreferenceTask::count(const Weights& weights, Split split, std::size_t limit,
                                    const std::stop_token& stop) const
{
    PronounTally tally;
    const auto tell = [&](Tape& tape, std::span<const std::uint32_t> one) {
        const Item& item = examples(split)[one.front()];
        const std::vector<std::int32_t>* sentence[] = {&item.ids};
        const EncoderModel::Output output =
            m_model(tape, {}, PaddedIds::of(sentence), m_positions, m_attend);
        std::vector<ConstView> layers;
        for (const Var layer : output.weights)
            layers.push_back(tape.value(layer));
        tally.add(item.ids, item.antecedent, layers, tape.value(output.logits));
    };
    inGroups(weights, split, limit, 1, stop, tell);
    return tally;
}

std::vector<Figure> CoreferenceTask::evaluate(const Weights& weights, Split split,
                                              std::size_t limit, std::stop_token stop) const
{
    const PronounTally counted = count(weights, split, limit, stop);
    // The head is chosen on other sentences than those it is measured on, if there are any.
    if (size(Split::Train) == 0)
        return counted.figures(counted.best(), "these sentences");
    return counted.figures(count(weights, Split::Train, 2000, stop).best(), "training sentences");
}

} // namespace

std::unique_ptr<Task> coreferenceTask(const TaskRequest& request)
{
    return std::make_unique<CoreferenceTask>(request);
}

} // namespace regard
