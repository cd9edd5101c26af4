// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/row_by_row.h"

namespace regard {

int takeRowByRow(Trace& trace, int first, int last, RowOrder order)
{
    if (first >= last)
        return last;
    const auto begin = trace.moments.begin() + first;
    const std::vector<Moment> whole(begin, trace.moments.begin() + last);
    const Index rows = whole.front().pieces.front().rowCount;
    std::vector<Moment> apart;
    apart.reserve(whole.size() * static_cast<std::size_t>(rows));
    for (Index place = 0; place < rows; ++place)
        for (const Moment& each : whole) {
            const Piece all = each.pieces.front();
            const Index row =
                all.firstRow + (order == RowOrder::Forward ? place : rows - 1 - place);
            Moment& own = apart.emplace_back(each);
            own.pieces = {{all.tensor, row, 1}, each.pieces.size()};
        }
    const int more = static_cast<int>(apart.size()) - (last - first);
    for (TraceTensor& tensor : trace.tensors)
        tensor.rowMoments.shift(last, more);
    for (std::size_t i = 0; i < apart.size(); ++i)
        for (const Piece& piece : apart[i].pieces)
            trace.tensors[static_cast<std::size_t>(piece.tensor)].rowMoments.set(
                static_cast<std::size_t>(piece.firstRow), first + static_cast<int>(i));
    trace.moments.insert(trace.moments.erase(begin, begin + (last - first)), apart.begin(),
                         apart.end());
    return last + more;
}

} // namespace regard
