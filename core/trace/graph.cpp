// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/graph.h"

#include <algorithm>

namespace regard {

std::vector<int> operandsOf(const Trace& trace, int tensor)
{
    const Source& source = trace.tensors[static_cast<std::size_t>(tensor)].source;
    std::vector<int> tensors;
    const auto take = [&](const SourceOperand& operand) {
        if (operand.kind != SourceOperand::Kind::Tensor)
            return;
        const SourceOperand own = source.ofHead(operand);
        for (int i = own.first; i < own.first + own.count; ++i)
            if (std::find(tensors.begin(), tensors.end(), i) == tensors.end())
                tensors.push_back(i);
    };
    for (const SourceOperand& operand : source.used())
        take(operand);
    for (const Source::Change& change : source.changes)
        take(change.operand);
    return tensors;
}

int madeFrom(const Trace& trace, int tensor)
{
    if (tensor < 0)
        return -1;
    const TraceTensor& made = trace.tensors[static_cast<std::size_t>(tensor)];
    const SourceOperand from = made.source.ofHead(made.source.operands[0]);
    return from.kind == SourceOperand::Kind::Tensor
            && trace.tensors[static_cast<std::size_t>(from.first)].value.rows() == made.value.rows()
        ? from.first
        : -1;
}

std::vector<int> tensorsBetween(const Trace& trace, const std::vector<int>& from,
                                const std::vector<int>& to, const std::vector<int>& stops)
{
    enum class Way : char { Unknown, Stop, Beginning, Reached, Between };
    std::vector<Way> ways(trace.tensors.size(), Way::Unknown);
    const auto wayOf = [&](int tensor) -> Way& { return ways[static_cast<std::size_t>(tensor)]; };
    for (const int tensor : stops)
        wayOf(tensor) = Way::Stop;
    for (const int tensor : from)
        wayOf(tensor) = Way::Beginning;
    // Back from the ends.
    struct Step {
        int tensor;
        std::vector<int> operands;
    };
    std::vector<Step> steps;
    std::vector<int> behind = to;
    while (!behind.empty()) {
        const int tensor = behind.back();
        behind.pop_back();
        if (wayOf(tensor) != Way::Unknown)
            continue;
        wayOf(tensor) = Way::Reached;
        steps.push_back({tensor, operandsOf(trace, tensor)});
        behind.insert(behind.end(), steps.back().operands.begin(), steps.back().operands.end());
    }
    std::sort(steps.begin(), steps.end(),
              [](const Step& a, const Step& b) { return a.tensor < b.tensor; });
    // Among those forward from the beginnings, which takes a second look where ways lead back.
    for (bool found = true; found;) {
        found = false;
        for (const Step& step : steps)
            if (wayOf(step.tensor) == Way::Reached
                && std::any_of(step.operands.begin(), step.operands.end(), [&](int operand) {
                       return wayOf(operand) == Way::Beginning || wayOf(operand) == Way::Between;
                   })) {
                wayOf(step.tensor) = Way::Between;
                found = true;
            }
    }
    std::vector<int> between;
    for (const Step& step : steps)
        if (wayOf(step.tensor) == Way::Between)
            between.push_back(step.tensor);
    return between;
}

} // namespace regard
