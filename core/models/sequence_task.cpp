// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/sequence_task.h"

#include "core/data/columns_file.h"
#include "core/data/sentences.h"
#include "core/models/alignment.h"
#include "core/models/figure_groups.h"
#include "core/models/typed_text.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace regard {

namespace {

using Counts = std::unordered_map<std::string, std::size_t>;

void count(const std::vector<std::string>& tokens, Counts& counts)
{
    for (const std::string& token : tokens)
        ++counts[token];
}

std::map<std::string, Vocabulary> vocabulariesOf(const std::vector<TextPair>& pairs, bool shared)
{
    Counts sources;
    Counts targets;
    for (const TextPair& pair : pairs) {
        count(pair.source, sources);
        count(pair.target, shared ? sources : targets);
    }
    if (shared)
        return {{"text", Vocabulary::fromCounts(sources)}};
    return {{"source", Vocabulary::fromCounts(sources)},
            {"target", Vocabulary::fromCounts(targets)}};
}

std::vector<std::string> tokensOf(std::string_view text, Tokenization how)
{
    std::vector<std::string> tokens;
    for (Token& token : tokenize(text, how))
        tokens.push_back(std::move(token.text));
    return tokens;
}

} // namespace

const Vocabulary& vocabularyOf(const std::map<std::string, Vocabulary>& vocabularies,
                               const std::string& use)
{
    const auto own = vocabularies.find(use);
    return own != vocabularies.end() ? own->second : vocabularies.at("text");
}

TextPairs textPairs(const TaskRequest& request, const TextForms& forms,
                    const PairGenerator& generate)
{
    if (request.data.empty())
        return generate(static_cast<std::size_t>(request.settings.integer("examples")),
                        static_cast<std::size_t>(request.settings.integer("held_out")));
    TextPairs pairs;
    for (const Columns& line : readColumns(request.data, 2, 2)) {
        TextPair pair;
        pair.source = tokensOf(line[0], forms.source);
        pair.target = tokensOf(line[1], forms.target);
        const bool heldOut = request.onlyEvaluate || isHeldOut(line[0], 10);
        (heldOut ? pairs.heldOut : pairs.train).push_back(std::move(pair));
    }
    return pairs;
}

SequenceTask::SequenceTask(const TaskRequest& request, const SequenceSetup& setup)
    : Task(request)
    , m_groups(setup.groups)
    , m_dropout(static_cast<Real>(request.settings.number("dropout")))
    , m_longest(setup.longest)
{
    if (m_vocabularies.empty())
        m_vocabularies = vocabulariesOf(setup.pairs.train, setup.sharedVocabulary);
    auto layout = std::make_shared<ParameterLayout>();
    m_model = setup.model(*layout, sourceVocabulary().size(), targetVocabulary().size());
    m_layout = std::move(layout);
    m_train = read(setup.pairs.train);
    m_heldOut = read(setup.pairs.heldOut);
}

const Vocabulary& SequenceTask::sourceVocabulary() const
{
    return vocabularyOf(m_vocabularies, "source");
}

const Vocabulary& SequenceTask::targetVocabulary() const
{
    return vocabularyOf(m_vocabularies, "target");
}

std::vector<SequenceTask::Item> SequenceTask::read(const std::vector<TextPair>& pairs) const
{
    std::vector<Item> items;
    for (const TextPair& pair : pairs) {
        const auto group = std::find_if(m_groups.begin(), m_groups.end(), [&](const auto& known) {
            return known.first == pair.group;
        });
        items.push_back({idsOf(pair.source, sourceVocabulary()),
                         idsOf(pair.target, targetVocabulary()), pair.alignment,
                         static_cast<std::size_t>(group - m_groups.begin())});
    }
    return items;
}

LossSum SequenceTask::loss(Tape& tape, Split split, std::span<const std::uint32_t> examples,
                           Random* random) const
{
    const auto sources = tape.arena().array<const std::vector<std::int32_t>*>(examples.size());
    const auto targets = tape.arena().array<const std::vector<std::int32_t>*>(examples.size());
    for (std::size_t i = 0; i < examples.size(); ++i) {
        const Item& item = items(split)[examples[i]];
        sources[i] = &item.source;
        targets[i] = &item.target;
    }
    return m_model->loss(tape, sources, targets, random ? m_dropout : 0, random);
}

std::size_t SequenceTask::decodeAll(const Weights& weights, Split split, std::size_t limit,
                                    const std::stop_token& stop, const Measured& tell) const
{
    const auto decode = [&](Tape& tape, std::span<const std::uint32_t> examples) {
        std::vector<const std::vector<std::int32_t>*> sources;
        for (const std::uint32_t example : examples)
            sources.push_back(&items(split)[example].source);
        const std::vector<SequenceModel::Decoded> decoded =
            m_model->decode(tape, sources, m_longest);
        for (std::size_t i = 0; i < decoded.size(); ++i)
            tell(examples[i], decoded[i]);
    };
    return inGroups(weights, split, limit, 64, stop, decode);
}

std::size_t SequenceTask::bestHead(const Weights& weights, const std::stop_token& stop) const
{
    constexpr std::size_t texts = 256;
    std::vector<AlignmentError> errors;
    decodeAll(weights, Split::Train, texts, stop,
              [&](std::size_t index, const SequenceModel::Decoded& decoded) {
                  const Item& item = items(Split::Train)[index];
                  errors.resize(decoded.weights.size());
                  if (decoded.tokens == item.target && !item.alignment.empty())
                      for (std::size_t head = 0; head < errors.size(); ++head)
                          errors[head].add(item.alignment, decoded.weights[head]);
              });
    std::size_t best = 0;
    for (std::size_t head = 1; head < errors.size(); ++head)
        if (errors[head].hasLinks() && errors[head].rate() < errors[best].rate())
            best = head;
    return best;
}

std::vector<Figure> SequenceTask::evaluate(const Weights& weights, Split split, std::size_t limit,
                                           std::stop_token stop) const
{
    return figures(weights, split, limit, stop, {});
}

std::vector<std::string> SequenceTask::groupings(Split) const
{
    return m_groups.empty() ? std::vector<std::string>{"length"}
                            : std::vector<std::string>{"length", "kind"};
}

std::vector<FigureGroup> SequenceTask::evaluateBy(std::string_view grouping, const Weights& weights,
                                                  Split split, std::size_t limit,
                                                  std::stop_token stop) const
{
    const bool byLength = grouping == "length";
    if (!byLength && (grouping != "kind" || m_groups.empty()))
        return Task::evaluateBy(grouping, weights, split, limit, stop);
    GroupCounts counts;
    decodeAll(weights, split, limit, stop,
              [&](std::size_t index, const SequenceModel::Decoded& decoded) {
                  const Item& item = items(split)[index];
                  counts.add(byLength ? lengthGroup(item.source.size()) : item.group,
                             decoded.tokens == item.target);
              });
    return counts.groups([&](std::size_t group) {
        return byLength               ? lengthGroupName(group)
            : group < m_groups.size() ? m_groups[group]
                                      : std::pair<std::string, std::string>("other", "Others");
    });
}

std::vector<Figure> SequenceTask::figures(const Weights& weights, Split split, std::size_t limit,
                                          const std::stop_token& stop, const Measured& also) const
{
    double exact = 0;
    // The last of the groups is that of the texts without one.
    std::vector<double> exactByGroup(m_groups.size() + 1);
    std::vector<double> countByGroup(m_groups.size() + 1);
    AlignmentError alignment;
    AlignmentError diagonal;
    double aligned = 0;
    std::optional<std::size_t> head; // chosen where there is a choice
    const auto tell = [&](std::size_t index, const SequenceModel::Decoded& decoded) {
        const Item& item = items(split)[index];
        const bool right = decoded.tokens == item.target;
        exact += right;
        exactByGroup[item.group] += right;
        countByGroup[item.group] += 1;
        if (decoded.weights.size() > 1 && !head)
            head = bestHead(weights, stop);
        const std::size_t own = head.value_or(0);
        if (right && own < decoded.weights.size() && !item.alignment.empty()) {
            aligned += 1;
            alignment.add(item.alignment, decoded.weights[own]);
            diagonal.addDiagonal(item.alignment, item.source.size());
        }
        if (also)
            also(index, decoded);
    };
    const std::size_t size = decodeAll(weights, split, limit, stop, tell);
    std::vector<Figure> figures{{"exact_match", "Texts written exactly as wanted, of all",
                                 share(exact, static_cast<double>(size))}};
    for (std::size_t i = 0; i < m_groups.size(); ++i)
        if (countByGroup[i] > 0)
            figures.push_back({"exact_match_" + m_groups[i].first,
                               "… of those: " + m_groups[i].second,
                               share(exactByGroup[i], countByGroup[i])});
    if (alignment.hasLinks()) {
        figures.push_back(
            {"alignment_error_rate",
             "Alignment error rate of the largest weights, over texts written exactly",
             alignment.rate()});
        figures.push_back({"alignment_error_rate_diagonal",
                           "… of the diagonal over the same texts, for comparison",
                           diagonal.rate()});
        figures.push_back({"aligned_texts", "Texts of these rates", aligned});
        if (head)
            figures.push_back(
                {"alignment_head",
                 "Head of these rates, the best on training texts, counted from 0 over all layers",
                 static_cast<double>(*head)});
    }
    figures.push_back({"texts", "Texts", static_cast<double>(size)});
    return figures;
}

} // namespace regard
