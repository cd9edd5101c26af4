// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/place.h"

namespace regard {
namespace {

Trace traceOf(std::vector<std::string> words, Index features = 3)
{
    Trace trace;
    const auto count = static_cast<Index>(words.size());
    const Axis tokens = makeAxis(std::move(words), TokensOf::Input);
    TraceTensor states;
    states.path = "states";
    states.rows = tokens;
    states.value = Tensor(Shape{count, features});
    TraceTensor weights;
    weights.path = "weights";
    weights.rows = weights.columns = tokens;
    weights.value = Tensor(Shape{count, count});
    trace.tensors = {states, weights};
    return trace;
}

TEST(Place, isFoundAgainInTheSameTrace)
{
    const Trace trace = traceOf({"the", "dog", "and", "the", "cat"});
    for (int tensor = 0; tensor < 2; ++tensor)
        for (Index row = -1; row < 5; ++row)
            for (Index column = -1; column < 3; ++column) {
                const CellRef cell{tensor, row, column};
                EXPECT_EQ(cellAt(trace, placeOf(trace, cell)), cell);
            }
    EXPECT_FALSE(cellAt(trace, placeOf(trace, {})));
    EXPECT_FALSE(cellAt(trace, placeOf(trace, {7, 0, 0})));
}

TEST(Place, aRowGoesWithItsLabelToTheNearestOne)
{
    const Trace before = traceOf({"the", "dog", "and", "the", "cat"});
    const Trace after = traceOf({"see", "the", "dog", "and", "the", "cat"});
    EXPECT_EQ(cellAt(after, placeOf(before, {1, 1, 4})), (CellRef{1, 2, 5}));
    EXPECT_EQ(cellAt(after, placeOf(before, {1, 3, 0})), (CellRef{1, 4, 1}));
    // Features are numbered.
    EXPECT_EQ(cellAt(after, placeOf(before, {0, 4, 2})), (CellRef{0, 5, 2}));
}

TEST(Place, aLabelThatIsGoneLeavesItsNumber)
{
    const Trace before = traceOf({"the", "dog", "ran"});
    EXPECT_EQ(cellAt(traceOf({"the", "cat", "ran"}), placeOf(before, {1, 1, 1})),
              (CellRef{1, 1, 1}));
    // Outside of what there is, row and column are let go.
    EXPECT_EQ(cellAt(traceOf({"the"}), placeOf(before, {1, 1, 0})), (CellRef{1, -1, -1}));
    EXPECT_EQ(cellAt(traceOf({"the", "dog"}, 2), placeOf(before, {0, 1, 2})), (CellRef{0, -1, -1}));
    Trace other = traceOf({"the", "dog"});
    other.tensors[1].path = "others";
    EXPECT_FALSE(cellAt(other, placeOf(before, {1, 1, 0})));
}

} // namespace
} // namespace regard
