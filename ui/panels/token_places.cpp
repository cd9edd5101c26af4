// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/token_places.h"

namespace regard {

namespace {

enum class AxisKind { Features, Input, Output };

bool rowsAreSteps(const Trace& trace, const TraceTensor& tensor)
{
    if (tensor.rowMoments.empty())
        return false;
    const auto moment = static_cast<std::size_t>(tensor.rowMoments.front());
    return moment < trace.moments.size() && trace.moments[moment].step >= 0;
}

/// Without decoding steps, what comes out has a query each, or is told of the whole.
bool rowsAreAnswers(const Trace& trace, const TraceTensor& tensor)
{
    const bool asMany =
        !trace.output.empty() && tensor.value.rows() == static_cast<Index>(trace.output.size());
    switch (tensor.role) {
    case Role::Query:
    case Role::Scores:
    case Role::Scaled:
    case Role::Masked:
    case Role::Weights:
    case Role::Context:
        return trace.layout == Layout::General && asMany;
    case Role::Logits:
    case Role::Probabilities:
        return asMany;
    default:
        return false;
    }
}

AxisKind rowKind(const Trace& trace, const TraceTensor& tensor)
{
    if (rowsAreSteps(trace, tensor) || rowsAreAnswers(trace, tensor))
        return AxisKind::Output;
    const bool tokens = tensor.rows && tensor.rows->size() == trace.input.size();
    return tokens ? AxisKind::Input : AxisKind::Features;
}

AxisKind columnKind(const Trace& trace, const TraceTensor& tensor)
{
    const bool tokens = tensor.columns && tensor.columns->size() == trace.input.size()
        && tensor.role != Role::Logits && tensor.role != Role::Probabilities;
    return tokens ? AxisKind::Input : AxisKind::Features;
}

const TraceTensor* tensorAt(const Trace& trace, int index)
{
    return index >= 0 && index < static_cast<int>(trace.tensors.size())
        ? &trace.tensors[static_cast<std::size_t>(index)]
        : nullptr;
}

/// A row or a column of a tensor that stands for a token of this kind.
CellRef placeIn(const Trace& trace, int index, AxisKind kind, int token)
{
    const TraceTensor* tensor = tensorAt(trace, index);
    if (!tensor)
        return {};
    if (rowKind(trace, *tensor) == kind && token < tensor->value.rows())
        return {index, token, -1};
    if (columnKind(trace, *tensor) == kind && token < tensor->value.columns())
        return {index, -1, token};
    return {};
}

CellRef placeOf(const Trace& trace, const CellRef& shown, AxisKind kind, int token)
{
    if (token < 0)
        return {};
    if (const CellRef place = placeIn(trace, shown.tensor, kind, token))
        return place;
    for (const Role role : {Role::Weights, Role::Probabilities, Role::Embedding})
        for (std::size_t i = 0; i < trace.tensors.size(); ++i)
            if (trace.tensors[i].role == role)
                if (const CellRef place = placeIn(trace, static_cast<int>(i), kind, token))
                    return place;
    return {};
}

} // namespace

TokenPlace tokensOf(const Trace& trace, const CellRef& cell)
{
    TokenPlace place;
    const TraceTensor* tensor = tensorAt(trace, cell.tensor);
    if (!tensor)
        return place;
    const auto take = [&place](AxisKind kind, Index index) {
        if (index < 0)
            return;
        if (kind == AxisKind::Input)
            place.input = static_cast<int>(index);
        if (kind == AxisKind::Output)
            place.output = static_cast<int>(index);
    };
    take(columnKind(trace, *tensor), cell.column);
    take(rowKind(trace, *tensor), cell.row);
    return place;
}

CellRef placeOfInput(const Trace& trace, const CellRef& shown, int token)
{
    return placeOf(trace, shown, AxisKind::Input, token);
}

CellRef placeOfOutput(const Trace& trace, const CellRef& shown, int token)
{
    return placeOf(trace, shown, AxisKind::Output, token);
}

} // namespace regard
