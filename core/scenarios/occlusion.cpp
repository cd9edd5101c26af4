// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/occlusion.h"

#include "core/scenarios/explore.h"
#include "core/trace/ablations.h"

#include <algorithm>

namespace regard {

namespace {

/// Holds the output as it was written; false where it is not chosen token by token.
bool holdOutput(Exploration& asked, const Trace& trace)
{
    if (!asked.target.empty())
        return true;
    if (!trace.decoding)
        return false;
    asked.prefix.clear();
    for (const TraceToken& token : trace.output)
        asked.prefix.push_back(token.text);
    return true;
}

struct Probabilities {
    const TraceTensor* tensor = nullptr;
    Index row = 0;
    Index column = 0;
};

Index likeliest(const TraceValue& value, Index row)
{
    Index best = 0;
    for (Index column = 1; column < value.columns(); ++column)
        if (value.at(row, column) > value.at(row, best))
            best = column;
    return best;
}

/// Where the probability of the word of a step stands: that which was written, else the likeliest.
Probabilities findWord(const Trace& trace, int step)
{
    const int found = trace.indexOf(Role::Probabilities);
    if (found < 0)
        return {};
    const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(found)];
    if (!tensor.columns || tensor.value.rows() == 0)
        return {};
    Probabilities place{&tensor, std::clamp<Index>(step, 0, tensor.value.rows() - 1), 0};
    place.column = likeliest(tensor.value, place.row);
    if (trace.output.size() == static_cast<std::size_t>(tensor.value.rows())) {
        const std::string& written = trace.output[static_cast<std::size_t>(place.row)].text;
        const auto& words = tensor.columns->names;
        const auto at = std::find(words.begin(), words.end(), written);
        if (at != words.end())
            place.column = static_cast<Index>(at - words.begin());
    }
    return place;
}

/// The last attention that looks at the tokens of the input.
const Attention* attentionOnInput(const Trace& trace)
{
    for (std::size_t i = trace.attentions.size(); i-- > 0;) {
        const int weights = trace.attentions[i].weights;
        if (weights < 0)
            continue;
        const Axis& keys = trace.tensors[static_cast<std::size_t>(weights)].columns;
        const auto last = static_cast<int>(trace.input.size()) - 1;
        if (trace.labelOf(keys, TokensOf::Input, 0) >= 0
            && trace.labelOf(keys, TokensOf::Input, last) >= 0)
            return &trace.attentions[i];
    }
    return nullptr;
}

/// The shares of the tokens of the input, in their order.
KeyShares ofTokens(const Trace& trace, const KeyShares& all, const Axis& keys)
{
    KeyShares shares;
    shares.isProjected = all.isProjected;
    for (int token = 0; token < static_cast<int>(trace.input.size()); ++token) {
        const auto at = static_cast<std::size_t>(trace.labelOf(keys, TokensOf::Input, token));
        shares.weights.push_back(all.weights[at]);
        if (!all.contributions.empty())
            shares.contributions.push_back(all.contributions[at]);
    }
    return shares;
}

} // namespace

Occlusion occlude(const Exploration& exploration, int step, const std::stop_token& stop,
                  const std::function<void(double)>& progress)
{
    Occlusion result;
    Exploration asked = exploration;
    std::shared_ptr<const Trace> base = explore(asked, stop);
    const Attention* attention = attentionOnInput(*base);
    if (!attention) {
        result.problem = "No attention looks at the words of the input here.";
        return result;
    }
    if (base->input.empty() || !findWord(*base, step).tensor) {
        result.problem = "Nothing that has a probability is written here.";
        return result;
    }
    result.isForced = holdOutput(asked, *base);
    if (result.isForced) {
        base = explore(asked, stop);
        attention = attentionOnInput(*base);
    }
    const Probabilities place = findWord(*base, step);
    result.step = static_cast<int>(place.row);
    result.word = (*place.tensor->columns)[static_cast<std::size_t>(place.column)];
    result.probability = static_cast<double>(place.tensor->value.at(place.row, place.column));
    result.attention = attention->scope;
    const TraceTensor& weights = base->tensors[static_cast<std::size_t>(attention->weights)];
    result.isMean = weights.value.rows() != place.tensor->value.rows();
    const Index row = result.isMean ? -1 : place.row;
    const Index first = base->labelOf(weights.columns, TokensOf::Input, 0);
    result.shares = ofTokens(*base, keySharesOf(*base, *attention, row), weights.columns);
    result.withoutFirst =
        ofTokens(*base, keySharesOf(*base, *attention, row, first), weights.columns);
    for (int token = 0; token < static_cast<int>(base->input.size()); ++token) {
        Exploration hidden = asked;
        hidden.edits.push_back(hideToken(*base, token));
        const auto without = explore(hidden, stop);
        const TraceTensor* tensor = without->find(place.tensor->path);
        Occlusion::Token& told = result.tokens.emplace_back();
        told.text = base->input[static_cast<std::size_t>(token)].text;
        if (tensor && tensor->columns && place.row < tensor->value.rows()) {
            told.probability = static_cast<double>(tensor->value.at(place.row, place.column));
            told.instead =
                (*tensor->columns)[static_cast<std::size_t>(likeliest(tensor->value, place.row))];
        }
        if (progress)
            progress(static_cast<double>(token + 1) / static_cast<double>(base->input.size()));
    }
    return result;
}

} // namespace regard
