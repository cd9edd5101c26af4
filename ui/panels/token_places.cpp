// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/token_places.h"

namespace regard {

namespace {

const TraceTensor* tensorAt(const Trace& trace, int index)
{
    return index >= 0 && index < static_cast<int>(trace.tensors.size())
        ? &trace.tensors[static_cast<std::size_t>(index)]
        : nullptr;
}

/// A row or a column of a tensor that stands for a token.
CellRef placeIn(const Trace& trace, int index, TokensOf of, int token)
{
    const TraceTensor* tensor = tensorAt(trace, index);
    if (!tensor)
        return {};
    if (const Index row = trace.labelOf(tensor->rows, of, token); row >= 0)
        return {index, row, -1};
    if (const Index column = trace.labelOf(tensor->columns, of, token); column >= 0)
        return {index, -1, column};
    return {};
}

CellRef placeOf(const Trace& trace, const CellRef& shown, TokensOf of, int token)
{
    if (token < 0)
        return {};
    if (const CellRef place = placeIn(trace, shown.tensor, of, token))
        return place;
    for (const Role role : {Role::Weights, Role::Probabilities, Role::Embedding})
        for (std::size_t i = 0; i < trace.tensors.size(); ++i)
            if (trace.tensors[i].role == role)
                if (const CellRef place = placeIn(trace, static_cast<int>(i), of, token))
                    return place;
    return {};
}

/// The token of a cell: its row's, else its column's.
int tokenOf(const Trace& trace, const TraceTensor& tensor, const CellRef& cell, TokensOf of)
{
    const int ofRow = trace.tokenAt(tensor.rows, cell.row, of);
    return ofRow >= 0 ? ofRow : trace.tokenAt(tensor.columns, cell.column, of);
}

} // namespace

TokenPlace tokensOf(const Trace& trace, const CellRef& cell)
{
    const TraceTensor* tensor = tensorAt(trace, cell.tensor);
    if (!tensor)
        return {};
    return {tokenOf(trace, *tensor, cell, TokensOf::Input),
            tokenOf(trace, *tensor, cell, TokensOf::Output)};
}

CellRef placeOfInput(const Trace& trace, const CellRef& shown, int token)
{
    return placeOf(trace, shown, TokensOf::Input, token);
}

CellRef placeOfOutput(const Trace& trace, const CellRef& shown, int token)
{
    return placeOf(trace, shown, TokensOf::Output, token);
}

} // namespace regard
