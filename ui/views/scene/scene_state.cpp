// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scene/scene_state.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <set>

namespace regard {

bool SceneState::isComputed(const TraceTensor* tensor, Index row) const
{
    return tensor && row >= 0 && row < tensor->value.rows()
        && tensor->rowMoments[static_cast<std::size_t>(row)] <= moment;
}

bool SceneState::isChanged(const TraceTensor& tensor, Index row, Index column) const
{
    const TraceTensor* old = before ? before->find(tensor.path) : nullptr;
    if (!old || row >= old->value.rows() || column >= old->value.columns())
        return false;
    const Real a = tensor.value.at(row, column);
    const Real b = old->value.at(row, column);
    return a != b && !(std::isnan(a) && std::isnan(b));
}

bool SceneState::endsInNumbers() const
{
    if (!trace || trace->moments.empty())
        return true;
    const Pieces& pieces = trace->moments.back().pieces;
    return std::all_of(pieces.begin(), pieces.end(), [this](const Piece& piece) {
        const TraceValue& value = trace->tensors[static_cast<std::size_t>(piece.tensor)].value;
        return std::none_of(value.begin(), value.end(), [](Real x) { return std::isnan(x); });
    });
}

QString SceneState::number(double value)
{
    return std::isnan(value) ? QCoreApplication::translate("SceneView", "not a number")
                             : numberText(value, 4);
}

std::vector<int> momentsOf(const Trace& trace, const std::vector<std::string>& paths)
{
    std::set<int> moments{0};
    for (const std::string& path : paths)
        if (const TraceTensor* tensor = trace.find(path))
            moments.insert(tensor->rowMoments.begin(), tensor->rowMoments.end());
    return {moments.begin(), moments.end()};
}

} // namespace regard
