// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heads/heads_text.h"

#include "ui/views/shared/mini_map.h"
#include "ui/words/labels.h"
#include "ui/words/scope_text.h"

namespace regard {

namespace {

const QString between = QStringLiteral(" · ");

QString headsText(int count)
{
    return count == 1 ? HeadsText::tr("1 head") : HeadsText::tr("%1 heads").arg(count);
}

} // namespace

QString headInWords(const HeadsState& state, const HeadsMap& map)
{
    const Attention& attention = state.attention(map);
    return attention.headCount() > 1 ? headText(map.head) : attentionText(attention);
}

QStringList namesOver(const HeadsState& state, const HeadsMap& map)
{
    const Attention& attention = state.attention(map);
    QStringList names{headInWords(state, map)};
    if (state.order != HeadsOrder::AsComputed && attention.headCount() > 1)
        names.prepend(attentionText(attention));
    return names;
}

QString mapInWords(const HeadsState& state, const HeadsMap& map)
{
    const Attention& attention = state.attention(map);
    const QString name = attentionText(attention);
    return attention.headCount() > 1 ? name + between + HeadsText::tr("head %1").arg(map.head + 1)
                                     : name;
}

QString entropyText(const HeadsState& state, int map)
{
    const std::optional<double> bits = state.entropy(map);
    return bits ? HeadsText::tr("entropy %1 bits").arg(*bits, 0, 'f', 2) : QString();
}

QString distanceText(const HeadsState& state, int map)
{
    const std::optional<double> tokens = state.distance(map);
    return tokens ? HeadsText::tr("distance %1").arg(*tokens, 0, 'f', 1) : QString();
}

QString placeText(const Trace& trace, const TraceTensor& tensor, Index row, Index column,
                  int moment)
{
    if (row >= 0 && !isComputed(tensor, row, moment))
        return HeadsText::tr("%1: not computed yet").arg(rowInWords(trace, tensor, row, moment));
    if (row >= 0 && column >= 0)
        return HeadsText::tr("%1 → %2: %3")
            .arg(rowInWords(trace, tensor, row, moment),
                 columnInWords(trace, tensor, column, moment),
                 numberText(static_cast<double>(tensor.value.at(row, column))));
    return row >= 0   ? rowInWords(trace, tensor, row, moment)
        : column >= 0 ? columnInWords(trace, tensor, column, moment)
                      : QString();
}

QString mergedTitle(const HeadsRequest& request)
{
    std::size_t heads = 0;
    for (const std::vector<int>& layer : request.layers)
        heads += layer.size();
    const QString text = headsText(static_cast<int>(heads));
    switch (request.merge) {
    case HeadsMerge::Mean:
        return HeadsText::tr("Mean of %1").arg(text);
    case HeadsMerge::Maximum:
        return HeadsText::tr("Largest of %1").arg(text);
    case HeadsMerge::Rollout:
        return request.layers.size() == 1
            ? HeadsText::tr("Rollout of %1 in 1 layer").arg(text)
            : HeadsText::tr("Rollout of %1 through %2 layers").arg(text).arg(request.layers.size());
    case HeadsMerge::None:
        break;
    }
    return {};
}

QString mergedDetails(const HeadsNumbers& numbers)
{
    QStringList parts;
    for (const std::vector<int>& layer : numbers.request.layers)
        if (const Attention* attention = numbers.trace->attentionOf(layer.front()))
            parts << attentionText(*attention);
    return parts.join(QStringLiteral(", "));
}

QString mergedLimits(const HeadsState& state)
{
    const int others = state.elsewhere();
    return others == 0 ? QString()
        : others == 1  ? HeadsText::tr("1 more is of other tokens: select it")
                       : HeadsText::tr("%1 more are of other tokens: select one").arg(others);
}

QString mergedHint(const HeadsState& state)
{
    bool chosen = false;
    for (const HeadsMap& map : state.maps)
        chosen = chosen || state.isChosen(map);
    if (!chosen)
        return HeadsText::tr(
            "No head is ticked. Tick those to merge, in the corner of their maps.");
    if (state.merge == HeadsMerge::Rollout && state.request().layers.empty())
        return HeadsText::tr("Rollout goes from layer to layer through attention whose queries and "
                             "keys are the same tokens. Select a map of such an attention, or "
                             "merge by the mean.");
    return HeadsText::tr("Merging …");
}

QString nothingText(const HeadsState& state)
{
    if (!state.trace || !state.maps.empty())
        return {};
    if (state.trace->tensors.empty() || !state.trace->attentions.empty())
        return HeadsText::tr("Write something to see how the heads look at it.");
    return HeadsText::tr("There is no attention of queries to keys in this computation, so there "
                         "are no heads to show. Flow shows the way of its data, Heatmap each of "
                         "its tensors.");
}

} // namespace regard
