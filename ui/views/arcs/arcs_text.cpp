// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/arcs/arcs_text.h"

#include "ui/views/arcs/arcs_lines.h"
#include "ui/views/heatmap/heatmap_text.h"
#include "ui/views/shared/mini_map.h"
#include "ui/words/scope_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace regard {

namespace {

struct ArcsWords {
    Q_DECLARE_TR_FUNCTIONS(ArcsWords)
};

QString exact(double value)
{
    return numberText(value, 4);
}

bool isReached(const ArcsState& state, Index query)
{
    return isComputed(*state.weights.tensor(), query, state.moment);
}

/// "sum of 3 rows"
QString sumText(const ArcsFocus& focus)
{
    const auto count = static_cast<int>(focus.tokens.size());
    return focus.side == ArcsSide::Query ? ArcsWords::tr("sum of %1 rows").arg(count)
                                         : ArcsWords::tr("sum of %1 columns").arg(count);
}

QString quoted(const ArcsState& state, const ArcsToken& token)
{
    return QStringLiteral("“%1”").arg(state.inWords(token));
}

/// "“yes” looks most at “free”: 0.62"
QString focusText(const ArcsState& state, const ArcsFocus& focus, const std::vector<double>& sums)
{
    const bool rows = focus.side == ArcsSide::Query;
    const QString names = namesInWords(focus.tokens.size(), [&](std::size_t i) {
        return state.inWords({focus.side, focus.tokens[i]});
    });
    if (rows && std::none_of(focus.tokens.begin(), focus.tokens.end(), [&](Index query) {
            return isReached(state, query);
        }))
        return ArcsWords::tr("%1: not computed yet").arg(names);
    const auto largest = std::max_element(sums.begin(), sums.end());
    const Index other = focus.other >= 0 ? focus.other : static_cast<Index>(largest - sums.begin());
    const QString value = exact(sums[static_cast<std::size_t>(other)]);
    const QString word = quoted(state, {otherSide(focus.side), other});
    if (focus.tokens.size() > 1)
        return (focus.other >= 0 ? ArcsWords::tr("%1 (%2), at %3: %4")
                                 : ArcsWords::tr("%1 (%2), largest at %3: %4"))
            .arg(sumText(focus), names, word, value);
    if (focus.other >= 0)
        return ArcsWords::tr("%1 → %2: %3", "a query, a key, the weight")
            .arg(rows ? names : word, rows ? word : names, value);
    return (rows ? ArcsWords::tr("%1 looks most at %2: %3")
                 : ArcsWords::tr("%1 is looked at most by %2: %3"))
        .arg(names, word, value);
}

} // namespace

QString arcsHeadText(const Attention& attention, int head)
{
    return head == allHeads ? ArcsWords::tr("Mean of %1 heads").arg(attention.headCount())
                            : headText(head);
}

QString headingText(const ArcsState& state, ArcsSide side)
{
    const QString name = state.isOneLine() ? ArcsWords::tr("each word a query and a key")
        : side == ArcsSide::Query          ? ArcsWords::tr("queries")
                                           : ArcsWords::tr("keys");
    if (!state.focus || (state.focus.side == side && !state.isOneLine()))
        return name;
    const QString numbers =
        state.focus.tokens.size() > 1 ? sumText(state.focus) : ArcsWords::tr("weights");
    return QStringLiteral("%1 · %2").arg(name, numbers);
}

QString arcsNumber(double value, double largest)
{
    return cellText(value, {true, largest > 0 ? largest : 1});
}

namespace {

/// Whether some weight is wide enough to be drawn.
bool someAreDrawn(const ArcsState& state, double least)
{
    const std::vector<ArcsLink>& links = state.weights.links();
    return std::any_of(links.begin(), links.end(), [least](const ArcsLink& link) {
        return static_cast<double>(link.weight) >= least;
    });
}

} // namespace

QString arcsDrawn(const ArcsState& state, const ArcsLayout& layout)
{
    const double least = leastDrawn(state, layout);
    const QString share = QStringLiteral("%1 %").arg(numberText(least * 100, 2));
    return (someAreDrawn(state, least) ? ArcsWords::tr("As wide as the weight, none below %1.")
                                       : ArcsWords::tr("All weights are below %1: too narrow."))
        .arg(share);
}

QString arcsStatus(const ArcsState& state, const ArcsLayout& layout)
{
    if (state.focus)
        return focusText(state, state.focus, state.sums);
    const QString drawn = arcsDrawn(state, layout);
    return someAreDrawn(state, leastDrawn(state, layout))
        ? ArcsWords::tr("%1 Point at a word; Ctrl+click adds up.").arg(drawn)
        : ArcsWords::tr("%1 Point at a word, or stretch.").arg(drawn);
}

QString tokenHelp(const ArcsState& state, const ArcsToken& token)
{
    const ArcsFocus focus{token.side, {token.index}, -1};
    return focusText(state, focus, arcsSums(state.weights, focus.side, focus.tokens, state.moment));
}

QString nothingText(const ArcsState& state)
{
    if (!state.trace || state.trace->tensors.empty())
        return ArcsWords::tr("Type above or choose an example to see who looks at whom.");
    if (!state.shown() && state.trace->indexOf(Role::Weights) >= 0)
        return ArcsWords::tr("The weights of this computation are not between queries and keys, so "
                             "there is nothing to join by lines. Flow and Heatmap show them.");
    if (!state.shown())
        return ArcsWords::tr("There is no attention in this computation, so nobody looks at "
                             "anybody. Switch attention on in the settings, or open another "
                             "scenario.");
    return {};
}

} // namespace regard
