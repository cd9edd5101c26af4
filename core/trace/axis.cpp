// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/axis.h"

namespace regard {

std::string_view axisKindName(AxisKind kind)
{
    switch (kind) {
    case AxisKind::Unknown:
        return "unknown";
    case AxisKind::InputTokens:
        return "input_tokens";
    case AxisKind::OutputTokens:
        return "output_tokens";
    case AxisKind::Steps:
        return "steps";
    case AxisKind::Wholes:
        return "wholes";
    case AxisKind::Features:
        return "features";
    case AxisKind::Vocabulary:
        return "vocabulary";
    case AxisKind::Classes:
        return "classes";
    case AxisKind::Slots:
        return "slots";
    case AxisKind::Points:
        return "points";
    case AxisKind::Times:
        return "times";
    case AxisKind::Heads:
        return "heads";
    }
    return "";
}

Axis makeAxis(std::vector<std::string> labels, AxisKind kind, TokensOf of, int first,
              const AxisRun& padding)
{
    return std::make_shared<const AxisLabels>(
        AxisLabels{std::move(labels), kind, of, first, padding});
}

Axis makeHeads(int count)
{
    std::vector<std::string> labels;
    for (int head = 1; head <= count; ++head)
        labels.push_back(std::to_string(head));
    return makeAxis(std::move(labels), AxisKind::Heads);
}

Axis makeAxis(std::vector<std::string> labels, TokensOf of, int first)
{
    const AxisKind kind = of == TokensOf::Input ? AxisKind::InputTokens
        : of == TokensOf::Output                ? AxisKind::OutputTokens
                                                : AxisKind::Unknown;
    return makeAxis(std::move(labels), kind, of, first);
}

} // namespace regard
