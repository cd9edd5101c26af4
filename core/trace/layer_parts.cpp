// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/layer_parts.h"

#include "core/trace/cell_rules.h"
#include "core/trace/edit_formulas.h"

#include <algorithm>

namespace regard {

namespace {

const Source& sourceOf(const Trace& trace, int tensor)
{
    return trace.tensors[static_cast<std::size_t>(tensor)].source;
}

/// The tensor that the first operand is; −1 for none.
int firstOperand(const Trace& trace, int tensor)
{
    const Source& source = sourceOf(trace, tensor);
    return source.operandCount > 0 && source.operands[0].kind == SourceOperand::Kind::Tensor
        ? source.operands[0].first
        : -1;
}

bool isSum(const Trace& trace, int tensor)
{
    const Source& source = sourceOf(trace, tensor);
    return source.formula && *source.formula->cell == CellRule(sumCell) && source.operandCount == 2;
}

/// A sum whose way around is left out.
bool isPassedOn(const Trace& trace, int tensor)
{
    return sourceOf(trace, tensor).formula == &passedOnFormula;
}

} // namespace

std::vector<int> partsAround(const Trace& trace, const Attention& attention)
{
    const auto isJoined = [&](int tensor) {
        return tensor >= 0 && (isSum(trace, tensor) || isPassedOn(trace, tensor));
    };
    if (attention.output < 0 || attention.input < 0)
        return {};
    // Behind a sum stands its norm, unless norms stand before the parts: what the layer gives on
    // is then a sum itself.
    const bool normsBehind = !isJoined(attention.output);
    const auto joined = [&](int tensor) {
        if (normsBehind) { // γ ⊙ n + β of n of the sum
            const int standardised = firstOperand(trace, tensor);
            return standardised < 0 ? -1 : firstOperand(trace, standardised);
        }
        return tensor;
    };
    std::vector<int> parts;
    for (int at = attention.output; at >= 0 && at != attention.input;) {
        const int sum = joined(at);
        if (!isJoined(sum)) {
            if (parts.empty() || trace.attentionOf(at))
                break;
            at = firstOperand(trace, at); // through a part, as there is no way around it
            continue;
        }
        parts.push_back(at);
        at = firstOperand(trace, sum);
    }
    std::reverse(parts.begin(), parts.end());
    return parts;
}

} // namespace regard
