// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/explain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace regard {

/// The explanation of a cell of the tensor at a path.
inline Explanation explained(const Trace& trace, const std::string& path, Index row, Index column)
{
    return explain(trace, {trace.indexOf(path), row, column});
}

inline double stageOf(const Explanation& told, std::string_view caption)
{
    const auto stage = std::find_if(told.stages.begin(), told.stages.end(),
                                    [&](const Stage& s) { return s.caption == caption; });
    return stage == told.stages.end() ? NAN : stage->value;
}

/// Every cell of the tensor (of wide ones, every 17th column) is computed again by the formula.
inline void expectExplained(const Trace& trace, const std::string& path, std::string_view formula,
                            double tolerance = 1e-4)
{
    const int index = trace.indexOf(path);
    ASSERT_GE(index, 0) << path;
    const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(index)];
    ASSERT_TRUE(tensor.source.formula) << path;
    EXPECT_EQ(*tensor.source.formula->name, formula) << path;
    const Index stride = tensor.value.columns() > 64 ? 17 : 1;
    for (Index row = 0; row < tensor.value.rows(); ++row)
        for (Index column = 0; column < tensor.value.columns(); column += stride) {
            const Explanation told = explain(trace, {index, row, column});
            ASSERT_TRUE(told.recomputed) << path << " " << row << ", " << column;
            ASSERT_NEAR(*told.recomputed, told.recorded, tolerance)
                << path << " " << row << ", " << column;
        }
}

} // namespace regard
