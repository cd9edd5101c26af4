// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/arcs/arcs_state.h"

#include "ui/words/picked_places.h"

#include <QFontMetricsF>

#include <algorithm>
#include <set>

namespace regard {

bool ArcsFocus::has(const ArcsToken& token) const
{
    return token.side == side && std::binary_search(tokens.begin(), tokens.end(), token.index);
}

const Attention* ArcsState::shown() const
{
    return trace && attention >= 0 && !weights.isEmpty()
        ? &trace->attentions[static_cast<std::size_t>(attention)]
        : nullptr;
}

bool ArcsState::canBeOneLine() const
{
    const Attention* self = shown();
    return self && self->isSelf && weights.count(ArcsSide::Query) == weights.count(ArcsSide::Key);
}

const Axis& ArcsState::axis(ArcsSide side) const
{
    return side == ArcsSide::Query ? weights.tensor()->rows : weights.tensor()->columns;
}

QString ArcsState::name(const ArcsToken& token) const
{
    return labelText(*trace, axis(token.side), token.index, moment);
}

QString ArcsState::inWords(const ArcsToken& token) const
{
    return token.side == ArcsSide::Query
        ? rowInWords(*trace, *weights.tensor(), token.index, moment)
        : columnInWords(*trace, *weights.tensor(), token.index, moment);
}

CellRef ArcsState::cellOf(const ArcsToken& token, Index other) const
{
    return token.side == ArcsSide::Query ? CellRef{weights.index(), token.index, other}
                                         : CellRef{weights.index(), other, token.index};
}

ArcsFocus ArcsState::focusOf(const CellRef& cell) const
{
    const Attention* of = shown();
    const auto isStage = [&](int first) {
        return first >= 0 && cell.tensor >= first && cell.tensor < first + of->headCount();
    };
    if (!of || !cell)
        return {};
    const auto inside = [&](ArcsSide side, Index token) {
        return token >= 0 && token < weights.count(side);
    };
    const auto alone = [&](ArcsSide side, Index token, Index other) {
        return inside(side, token) ? ArcsFocus{side, {token}, other} : ArcsFocus{};
    };
    if (isStage(of->weights) || isStage(of->masked) || isStage(of->scaled) || isStage(of->scores))
        return cell.row >= 0 ? alone(ArcsSide::Query, cell.row,
                                     inside(ArcsSide::Key, cell.column) ? cell.column : -1)
                             : alone(ArcsSide::Key, cell.column, -1);
    if (isStage(of->query) || isStage(of->context))
        return alone(ArcsSide::Query, cell.row, -1);
    if (isStage(of->key) || isStage(of->value))
        return alone(ArcsSide::Key, cell.row, -1);
    return {};
}

void ArcsState::take(const TracePtr& newer)
{
    const std::string scope = shown() ? shown()->scope : std::string();
    const Axis labels = shown() ? axis(picked.side) : Axis();
    const CellRef place = padding.toWhole(fixed);
    const TracePtr old = padding.whole();
    // The old weights belong to the old trace.
    weights = {};
    padding = PaddingFold(newer);
    trace = padding.folded();
    attention = -1;
    if (trace && !trace->attentions.empty()) {
        const auto& all = trace->attentions;
        const auto same = std::find_if(all.begin(), all.end(),
                                       [&](const Attention& a) { return a.scope == scope; });
        attention = same == all.end() ? 0 : static_cast<int>(same - all.begin());
    }
    // As the selection does, so that it is known again.
    fixed = padding.toFolded(follow(place, old.get(), newer.get()));
    if (attention < 0 || !picked)
        return;
    const int index = trace->attentions[static_cast<std::size_t>(attention)].weights;
    const TraceTensor& tensor = trace->tensors[static_cast<std::size_t>(index)];
    followLabels(picked.tokens, labels,
                 picked.side == ArcsSide::Query ? tensor.rows : tensor.columns);
    if (!picked) // what is fixed picks anew
        fixed = {};
}

void ArcsState::measureNames()
{
    const QFontMetricsF metrics(font);
    for (const ArcsSide side : {ArcsSide::Query, ArcsSide::Key}) {
        double& longest = widest[static_cast<std::size_t>(side)];
        longest = 0;
        // As it will be when all is written, so that nothing moves.
        for (Index i = 0; i < weights.count(side); ++i)
            longest =
                std::max(longest, metrics.horizontalAdvance(labelText(*trace, axis(side), i)));
    }
}

void ArcsState::refocus()
{
    focus = focusOf(hovered);
    if (!focus) {
        focus = picked;
    } else if (picked && focus.other >= 0) {
        // A cell of one of the tokens that are fixed: the others stay.
        const ArcsToken query{ArcsSide::Query, focus.tokens.front()};
        const ArcsToken key{ArcsSide::Key, focus.other};
        if (picked.has(query))
            focus = {ArcsSide::Query, picked.tokens, key.index};
        else if (picked.has(key))
            focus = {ArcsSide::Key, picked.tokens, query.index};
    }
    sums = focus ? arcsSums(weights, focus.side, focus.tokens, moment) : std::vector<double>();
}

std::vector<int> arcsStops(const ArcsState& state)
{
    std::set<int> moments{0}; // nothing of it yet
    if (!state.shown())
        return {0};
    const RowMoments& rows = state.weights.tensor()->rowMoments;
    moments.insert(rows.begin(), rows.end());
    std::set<int> steps;
    for (const ArcsSide side : {ArcsSide::Query, ArcsSide::Key})
        for (Index token = 0; token < state.weights.count(side); ++token)
            steps.insert(state.trace->tokenAt(state.axis(side), token, TokensOf::Output));
    for (const int step : steps)
        if (const int end = step < 0 ? -1 : state.trace->endOfStep(step); end >= 0)
            moments.insert(end);
    return {moments.begin(), moments.end()};
}

} // namespace regard
