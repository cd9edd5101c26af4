// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/sentence_alignment.h"

#include "core/models/alignment.h"
#include "core/scenarios/catalogue.h"
#include "core/text/vocabulary.h"

#include <algorithm>

namespace regard {

namespace {

/// The mean over the heads' weights; empty where they are not of `columns` keys.
Tensor meanWeights(const Trace& trace, const Attention& attention, Index columns)
{
    Tensor mean;
    const int heads = attention.headCount();
    for (int head = 0; head < heads; ++head) {
        const int tensor = trace.inHead(attention.weights, head);
        if (tensor < 0)
            return {};
        const TraceValue& weights = trace.tensors[static_cast<std::size_t>(tensor)].value;
        if (weights.columns() != columns)
            return {};
        if (head == 0)
            mean = Tensor({weights.rows(), columns});
        for (Index row = 0; row < weights.rows(); ++row)
            for (Index column = 0; column < columns; ++column)
                mean.at(row, column) += weights.at(row, column) / static_cast<Real>(heads);
    }
    return mean;
}

} // namespace

std::optional<SentenceAlignment> sentenceAlignment(const Trace& trace, const std::string& text,
                                                   const std::stop_token& stop)
{
    const ScenarioSpec& scenario = scenarioOf(trace.scenario);
    const auto over = std::find_if(trace.attentions.rbegin(), trace.attentions.rend(),
                                   [](const Attention& attention) { return !attention.isSelf; });
    const bool isReversed =
        std::any_of(trace.edits.begin(), trace.edits.end(),
                    [](const Edit& edit) { return edit.kind == EditKind::ReverseInput; });
    if (!scenario.gold || over == trace.attentions.rend() || isReversed)
        return {};
    std::vector<std::string> written;
    for (const TraceToken& token : trace.output)
        written.push_back(token.text);
    if (!written.empty() && written.back() == Vocabulary().tokens()[Vocabulary::end])
        written.pop_back();
    const Tensor weights = meanWeights(trace, *over, static_cast<Index>(trace.input.size()));
    if (written.empty() || weights.rows() < static_cast<Index>(written.size()))
        return {};
    const auto gold = scenario.gold(text, written, trace.settings, stop);
    if (!gold)
        return {};
    AlignmentError error;
    error.add(*gold, weights);
    if (!error.hasLinks())
        return {};
    return SentenceAlignment{error.rate(), over->headCount(), *gold};
}

} // namespace regard
