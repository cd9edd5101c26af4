// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scene/aligned_words.h"

#include "ui/words/scope_text.h"
#include "ui/words/to_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace regard {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(AlignedPicture)
};

const AlignedScene& sceneOf(const SceneState& state)
{
    return std::get<AlignedScene>(state.scene()->kind);
}

const TraceTensor& tensorAt(const SceneState& state, int tensor)
{
    return state.trace->tensors[static_cast<std::size_t>(tensor)];
}

/// From what is written to what was read.
bool isBetween(const Trace& trace, const Attention& attention)
{
    if (attention.isSelf || attention.weights < 0)
        return false;
    const TraceTensor& weights = trace.tensors[static_cast<std::size_t>(attention.weights)];
    return weights.rows && weights.columns && weights.rows->of == TokensOf::Output
        && weights.columns->of == TokensOf::Input;
}

const Attention* attentionOf(const Trace& trace, const std::string& scope)
{
    for (const Attention& attention : trace.attentions)
        if (attention.scope == scope && isBetween(trace, attention))
            return &attention;
    return nullptr;
}

/// A head's row and column of a step and a token; −1 where it has none.
std::pair<Index, Index> placeOf(const Trace& trace, const TraceTensor& weights, int step, int token)
{
    return {trace.labelOf(weights.rows, TokensOf::Output, step),
            trace.labelOf(weights.columns, TokensOf::Input, token)};
}

/// Calls with each head's weights that are shown.
template <class Each> void eachHead(const SceneState& state, const AlignedFocus& focus, Each each)
{
    const int heads = focus.attention->headCount();
    for (int head = 0; head < heads; ++head)
        if (focus.head < 0 || focus.head == head)
            each(tensorAt(state, focus.attention->weights + head));
}

QString quoted(const std::string& word)
{
    return Words::tr("“%1”").arg(toText(word));
}

} // namespace

int tokenOf(const Trace& trace, const CellRef& cell, TokensOf of)
{
    if (!cell)
        return -1;
    const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(cell.tensor)];
    const int token = trace.tokenAt(tensor.rows, cell.row, of);
    // Columns of the output are of what was written before a step.
    return token < 0 && of == TokensOf::Input ? trace.tokenAt(tensor.columns, cell.column, of)
                                              : token;
}

int wordsWritten(const SceneState& state)
{
    const auto all = static_cast<int>(state.trace->output.size());
    int written = 0;
    while (written < all && state.trace->endOfStep(written) >= 0
           && state.trace->endOfStep(written) <= state.moment)
        ++written;
    return written;
}

AlignedFocus alignedFocus(const SceneState& state)
{
    const Trace& trace = *state.trace;
    AlignedFocus focus;
    focus.attention = attentionOf(trace, sceneOf(state).attention);
    if (const Attention* of = state.fixed ? trace.attentionOf(state.fixed.tensor) : nullptr;
        of && isBetween(trace, *of) && of->headOf(state.fixed.tensor) >= 0) {
        focus.attention = of;
        focus.head = of->headOf(state.fixed.tensor);
    }
    if (focus.attention && focus.attention->headCount() == 1)
        focus.head = 0;
    focus.step = tokenOf(trace, state.shown(), TokensOf::Output);
    focus.token = tokenOf(trace, state.shown(), TokensOf::Input);
    if (focus.step >= 0 && focus.step >= wordsWritten(state)
        && !isWeighed(state, focus, focus.step))
        focus.step = -1;
    if (focus.step >= 0 || focus.token >= 0 || !focus.attention)
        return focus;
    const int written = wordsWritten(state);
    if (written < static_cast<int>(trace.output.size()))
        focus.step = isWeighed(state, focus, written) ? written : written - 1;
    return focus;
}

int weightsTensor(const SceneState& /*state*/, const AlignedFocus& focus)
{
    return focus.isOneHead() ? focus.attention->weights + focus.head : -1;
}

bool isWeighed(const SceneState& state, const AlignedFocus& focus, int step)
{
    if (!focus.attention)
        return false;
    const TraceTensor& weights = tensorAt(state, focus.attention->weights);
    return state.isComputed(&weights, state.trace->labelOf(weights.rows, TokensOf::Output, step));
}

double alignedWeight(const SceneState& state, const AlignedFocus& focus, int step, int token)
{
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    if (!focus.attention)
        return none;
    const auto [row, column] =
        placeOf(*state.trace, tensorAt(state, focus.attention->weights), step, token);
    if (column < 0 || !isWeighed(state, focus, step))
        return none;
    double sum = 0;
    eachHead(state, focus, [&, row = row, column = column](const TraceTensor& weights) {
        sum += static_cast<double>(weights.value.at(row, column));
    });
    return focus.head < 0 ? sum / focus.attention->headCount() : sum;
}

bool isWeightChanged(const SceneState& state, const AlignedFocus& focus, int step, int token)
{
    if (!state.before || !isWeighed(state, focus, step))
        return false;
    const auto [row, column] =
        placeOf(*state.trace, tensorAt(state, focus.attention->weights), step, token);
    bool changed = false;
    eachHead(state, focus, [&, row = row, column = column](const TraceTensor& weights) {
        changed = changed || (column >= 0 && state.isChanged(weights, row, column));
    });
    return changed;
}

const std::vector<int>& expectedOf(const SceneState& state, int step)
{
    static const std::vector<int> none;
    return step >= 0 && static_cast<std::size_t>(step) < state.expected.size()
        ? state.expected[static_cast<std::size_t>(step)]
        : none;
}

QString readWord(const SceneState& state, int token)
{
    return quoted(state.trace->input[static_cast<std::size_t>(token)].text);
}

QString writtenWord(const SceneState& state, int step)
{
    return step < wordsWritten(state)
        ? quoted(state.trace->output[static_cast<std::size_t>(step)].text)
        : Words::tr("step %1").arg(step + 1);
}

QString headsText(const AlignedFocus& focus)
{
    if (!focus.attention || focus.attention->headCount() == 1)
        return {};
    const QString where = scopeText(focus.attention->scope);
    return focus.head < 0
        ? Words::tr("the mean of the %1 heads of %2").arg(focus.attention->headCount()).arg(where)
        : Words::tr("head %1 of %2").arg(focus.head + 1).arg(where);
}

QString heaviestText(const SceneState& state, const AlignedFocus& focus, int step)
{
    if (!isWeighed(state, focus, step))
        return {};
    std::vector<double> weights;
    for (int token = 0; token < static_cast<int>(state.trace->input.size()); ++token)
        weights.push_back(alignedWeight(state, focus, step, token));
    std::vector<int> order(weights.size());
    std::iota(order.begin(), order.end(), 0);
    const auto weightOf = [&](int token) {
        const double weight = weights[static_cast<std::size_t>(token)];
        return std::isnan(weight) ? -1 : weight;
    };
    constexpr std::size_t most = 3;
    const auto few = order.begin() + static_cast<std::ptrdiff_t>(std::min(most, order.size()));
    std::partial_sort(order.begin(), few, order.end(),
                      [&](int a, int b) { return weightOf(a) > weightOf(b); });
    QStringList parts;
    for (auto token = order.begin(); token != few; ++token)
        parts << Words::tr("%1 %2").arg(
            readWord(state, *token), SceneState::number(weights[static_cast<std::size_t>(*token)]));
    return Words::tr("heaviest %1").arg(parts.join(QStringLiteral(", ")));
}

QString readText(const SceneState& state, const AlignedFocus& focus, int token)
{
    const TraceToken& read = state.trace->input[static_cast<std::size_t>(token)];
    QStringList parts{read.known ? readWord(state, token)
                                 : Words::tr("%1, which the model does not know: it read <unk>")
                                       .arg(readWord(state, token))};
    if (focus.step >= 0 && isWeighed(state, focus, focus.step))
        parts << Words::tr("weight %1 for %2")
                     .arg(SceneState::number(alignedWeight(state, focus, focus.step, token)),
                          writtenWord(state, focus.step));
    return parts.join(QStringLiteral(", "));
}

QString writtenText(const SceneState& state, const AlignedFocus& focus, int step)
{
    QStringList parts{
        Words::tr("%1, written at step %2").arg(writtenWord(state, step)).arg(step + 1)};
    const auto place = static_cast<std::size_t>(step);
    if (step >= wordsWritten(state))
        parts = QStringList(Words::tr("step %1, not written yet").arg(step + 1));
    const TraceTensor* chances = state.tensor(sceneOf(state).written);
    if (step < wordsWritten(state) && chances && chances->columns) {
        const auto& names = chances->columns->names;
        const auto word = std::find(names.begin(), names.end(), state.trace->output[place].text);
        if (word != names.end() && step < chances->value.rows())
            parts << Words::tr("probability %1")
                         .arg(SceneState::number(
                             static_cast<double>(chances->value.at(step, word - names.begin()))));
    }
    if (const QString heaviest = heaviestText(state, focus, step); !heaviest.isEmpty())
        parts << heaviest;
    if (!expectedOf(state, step).empty()) {
        QStringList from;
        for (const int token : expectedOf(state, step))
            from << readWord(state, token);
        parts << Words::tr("by the rules it comes from %1").arg(from.join(QStringLiteral(", ")));
    }
    if (step < wordsWritten(state) && state.trace->output[place].wrong)
        parts << Words::tr("wrong");
    return parts.join(QStringLiteral(", "));
}

} // namespace regard
