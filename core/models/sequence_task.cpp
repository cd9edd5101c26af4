// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/sequence_task.h"

#include "core/data/pair_file.h"
#include "core/io/input_file.h"
#include "core/models/alignment.h"
#include "core/models/common_settings.h"
#include "core/models/figure_groups.h"
#include "core/models/typed_text.h"
#include "core/tensor/stopped.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace regard {

namespace {

/// Most tokens of a person's text: what the settings may be raised to.
constexpr std::int64_t mostLength = 16384;
/// Of these <eos> is one.
constexpr std::int64_t mostWritten = mostLength - 1;

using Counts = std::unordered_map<std::string, std::size_t>;

void count(const std::vector<std::string>& tokens, Counts& counts)
{
    for (const std::string& token : tokens)
        ++counts[token];
}

std::int64_t longestOf(const TextPairs& pairs, std::vector<std::string> TextPair::*text)
{
    std::size_t longest = 0;
    for (const auto* split : {&pairs.train, &pairs.heldOut})
        for (const TextPair& pair : *split)
            longest = std::max(longest, (pair.*text).size());
    return static_cast<std::int64_t>(longest);
}

/// What a text begins with, for people who look for it in their file.
std::string beginOf(const std::vector<std::string>& pieces)
{
    return textOfPieces(std::span(pieces).first(std::min<std::size_t>(pieces.size(), 16)));
}

/// Refuses what a person's file has longer than weights may be raised to, once it is parted.
void refuseLonger(const TaskRequest& request, const TextPairs& pairs,
                  std::vector<std::string> TextPair::*text, const char* name, std::size_t most)
{
    for (const auto* split : {&pairs.train, &pairs.heldOut})
        for (const TextPair& pair : *split)
            if ((pair.*text).size() > most)
                throw FileError(request.data,
                                std::string("the ") + name + " that begins with "
                                    + inQuotes(beginOf(pair.*text)) + " has "
                                    + std::to_string((pair.*text).size()) + " tokens by "
                                    + request.settings.text("tokens") + ", at most "
                                    + std::to_string(most)
                                    + " are learnt: part it into several lines");
}

/// Cuts held-out sources to the longest that weights read, and says what is too long.
void cut(SequenceSetup& setup, std::size_t mostSource, std::size_t mostTarget)
{
    std::size_t longSources = 0;
    std::size_t longTargets = 0;
    for (TextPair& pair : setup.pairs.heldOut) {
        longTargets += pair.target.size() > mostTarget ? 1 : 0;
        if (pair.source.size() > mostSource) {
            pair.source.resize(mostSource);
            ++longSources;
        }
    }
    noteLimits(longSources, mostSource, longTargets, mostTarget, setup.notes);
}

/// What stands in `setup` as its forms say, with the tokens that the settings ask for.
void splitAs(SequenceSetup& setup, const TaskRequest& request, const TextForms& forms)
{
    if (!splitsOtherwise(forms, request.settings))
        return;
    const Settings& settings = request.settings;
    splitPairs(setup.pairs, forms, settings, request.vocabularies, setup.merges, request.stop);
    if (!request.data.empty())
        setup.notes.push_back("by " + settings.text("tokens") + " sources have up to "
                              + std::to_string(longestOf(setup.pairs, &TextPair::source))
                              + " tokens, targets up to "
                              + std::to_string(longestOf(setup.pairs, &TextPair::target)));
    if (request.onlyEvaluate) {
        cut(setup, static_cast<std::size_t>(settings.integer("source_tokens")),
            static_cast<std::size_t>(settings.integer("target_tokens")));
    } else if (!request.data.empty()) {
        refuseLonger(request, setup.pairs, &TextPair::source, "source", mostLength);
        refuseLonger(request, setup.pairs, &TextPair::target, "target", mostWritten);
    }
}

} // namespace

const Vocabulary& vocabularyOf(const std::map<std::string, Vocabulary>& vocabularies,
                               const std::string& use)
{
    const auto own = vocabularies.find(use);
    return own != vocabularies.end() ? own->second : vocabularies.at("text");
}

std::vector<MainFigure> textFigures()
{
    return {{"exact_match", "exact match"}, {"alignment_error_rate", "alignment error"}};
}

std::vector<SettingSpec> textSettings(const TextForms& forms)
{
    const auto sources = static_cast<std::int64_t>(forms.mostTokens);
    std::vector<SettingSpec> settings = tokenSettings(forms);
    append(settings,
           {
               integerSetting(
                   "source_tokens", "Source tokens",
                   "Most tokens of a source that are read; at least as many as the longest of "
                   "your own data has.",
                   sources, sources, mostLength),
               integerSetting(
                   "target_tokens", "Target tokens",
                   "Most tokens that are written; at least as many as the longest target of "
                   "your own data has.",
                   forms.longest, forms.longest, mostLength),
               wordsSetting(),
           });
    return settings;
}

GoldAligner goldAligner(const TextForms& forms, const TokenAligner& align)
{
    return [forms, align](const std::string& text, const std::vector<std::string>& written,
                          const Settings& settings,
                          const std::stop_token& stop) -> std::optional<GoldAlignment> {
        if (splitsOtherwise(forms, settings))
            return {};
        return align(tokenTexts(text, forms.source), written, stop);
    };
}

SequenceSetup pairSetup(const TaskRequest& request, const TextForms& forms,
                        const PairGenerator& generate)
{
    const Settings& settings = request.settings;
    SequenceSetup setup;
    setup.words = static_cast<std::size_t>(settings.integer("words"));
    std::int64_t sources = settings.integer("source_tokens");
    std::int64_t targets = settings.integer("target_tokens");
    if (request.data.empty()) {
        setup.pairs = generate(static_cast<std::size_t>(settings.integer("examples")),
                               static_cast<std::size_t>(settings.integer("held_out")));
    } else {
        PairForm form{forms.source, forms.target, mostLength, mostWritten, request.onlyEvaluate};
        if (request.onlyEvaluate && !splitsOtherwise(forms, settings)) {
            form.mostSource = static_cast<std::size_t>(sources);
            form.mostTarget = static_cast<std::size_t>(targets);
        }
        PairFile file = readPairs(request.data, form, request.stop);
        setup.pairs = std::move(file.pairs);
        setup.notes = std::move(file.notes);
    }
    splitAs(setup, request, forms);
    if (!request.onlyEvaluate) {
        sources = std::max(sources, longestOf(setup.pairs, &TextPair::source));
        // <eos> is written too.
        targets = std::max(targets, longestOf(setup.pairs, &TextPair::target) + 1);
    }
    setup.fitted.set("source_tokens", sources);
    setup.fitted.set("target_tokens", targets);
    setup.longest = static_cast<Index>(targets);
    return setup;
}

SequenceTask::SequenceTask(const TaskRequest& request, const SequenceSetup& setup)
    : Task(request)
    , m_groups(setup.groups)
    , m_longest(setup.longest)
{
    m_notes = setup.notes;
    m_fitted = setup.fitted;
    if (m_vocabularies.empty()) {
        if (!setup.merges.empty())
            m_vocabularies[mergesVocabulary] = Vocabulary(setup.merges, SpecialTokens::None);
        makeVocabularies(setup, request.stop);
    }
    auto layout = std::make_shared<ParameterLayout>();
    m_model = setup.model(*layout, sourceVocabulary().size(), targetVocabulary().size());
    m_layout = std::move(layout);
    m_train = read(setup.pairs.train, request.stop);
    m_heldOut = read(setup.pairs.heldOut, request.stop);
}

void SequenceTask::makeVocabularies(const SequenceSetup& setup, const std::stop_token& stop)
{
    Counts sources;
    Counts targets;
    for (const TextPair& pair : setup.pairs.train) {
        throwIfStopped(stop);
        count(pair.source, sources);
        count(pair.target, setup.sharedVocabulary ? sources : targets);
    }
    const auto add = [&](const std::string& use, const Counts& counts) {
        m_vocabularies[use] = mostFrequent(counts, setup.words, m_notes);
    };
    add(setup.sharedVocabulary ? "text" : "source", sources);
    if (!setup.sharedVocabulary)
        add("target", targets);
}

const Vocabulary& SequenceTask::sourceVocabulary() const
{
    return vocabularyOf(m_vocabularies, "source");
}

const Vocabulary& SequenceTask::targetVocabulary() const
{
    return vocabularyOf(m_vocabularies, "target");
}

std::vector<SequenceTask::Item> SequenceTask::read(const std::vector<TextPair>& pairs,
                                                   const std::stop_token& stop) const
{
    std::vector<Item> items;
    for (const TextPair& pair : pairs) {
        throwIfStopped(stop);
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
                           const Draws& draws) const
{
    const auto sources = tape.arena().array<const std::vector<std::int32_t>*>(examples.size());
    const auto targets = tape.arena().array<const std::vector<std::int32_t>*>(examples.size());
    for (std::size_t i = 0; i < examples.size(); ++i) {
        const Item& item = items(split)[examples[i]];
        sources[i] = &item.source;
        targets[i] = &item.target;
    }
    return m_model->loss(tape, sources, targets, draws);
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
    return inGroups(weights, split, limit, decodedTogether(split), stop, decode);
}

std::size_t SequenceTask::decodedTogether(Split split) const
{
    constexpr std::size_t numbers = std::size_t{1} << 25; // on the tape, for all steps
    std::size_t sources = 0;
    for (const Item& item : items(split))
        sources = std::max(sources, item.source.size());
    const std::size_t each =
        static_cast<std::size_t>(m_longest) * (targetVocabulary().size() + sources)
        + sources * 1024;
    return std::clamp<std::size_t>(numbers / std::max<std::size_t>(each, 1), 1, 64);
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
    std::vector<Figure> figures;
    addShare(figures, "exact_match", "Texts written exactly as wanted, of all", exact,
             static_cast<double>(size));
    for (std::size_t i = 0; i < m_groups.size(); ++i)
        addShare(figures, "exact_match_" + m_groups[i].first, "… of those: " + m_groups[i].second,
                 exactByGroup[i], countByGroup[i]);
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
