// SPDX-License-Identifier: GPL-3.0-or-later
// Every operation of the tape against finite differences.
#include "tests/gradients/gradient_check.h"

#include <array>

namespace regard {
namespace {

using Vars = std::span<const Var>;

TEST(Gradients, addOfEqualShapes)
{
    checkGradients({drawn({2, 3}, 1), drawn({2, 3}, 2)},
                   [](Tape& t, Vars v) { return add(t, v[0], v[1]); });
}

TEST(Gradients, addBroadcastsTheSecondOverLeadingAxes)
{
    checkGradients({drawn({2, 3, 4}, 1), drawn({3, 4}, 2)},
                   [](Tape& t, Vars v) { return add(t, v[0], v[1]); });
    checkGradients({drawn({2, 3, 4}, 1), drawn({4}, 2)},
                   [](Tape& t, Vars v) { return add(t, v[0], v[1]); });
}

TEST(Gradients, aValueUsedTwiceCollectsBothParts)
{
    checkGradients({drawn({2, 3}, 1)},
                   [](Tape& t, Vars v) { return add(t, times(t, v[0], v[0]), v[0]); });
}

TEST(Gradients, elementwiseFunctions)
{
    checkGradients({drawn({2, 3}, 1), drawn({2, 3}, 2)},
                   [](Tape& t, Vars v) { return times(t, v[0], v[1]); });
    checkGradients({drawn({2, 2, 3}, 1), drawn({3}, 2)},
                   [](Tape& t, Vars v) { return times(t, v[0], v[1]); });
    checkGradients({drawn({2, 3}, 1)}, [](Tape& t, Vars v) { return scale(t, v[0], 2.5); });
    checkGradients({drawn({2, 3}, 1)}, [](Tape& t, Vars v) { return sin(t, v[0]); });
    checkGradients({drawn({2, 3}, 1)}, [](Tape& t, Vars v) { return cos(t, v[0]); });
    checkGradients({drawn({3, 4}, 1)}, [](Tape& t, Vars v) { return unitRows(t, v[0]); });
    checkGradients({drawn({3, 4}, 1)}, [](Tape& t, Vars v) { return sparsemax(t, v[0]); });
    checkGradients({drawn({2, 3}, 1)}, [](Tape& t, Vars v) { return tanh(t, v[0]); });
    checkGradients({drawn({2, 3}, 1)}, [](Tape& t, Vars v) { return sigmoid(t, v[0]); });
    checkGradients({drawn({2, 3}, 1)}, [](Tape& t, Vars v) { return relu(t, v[0]); });
    checkGradients({drawn({2, 3}, 1), drawn({1}, 2)},
                   [](Tape& t, Vars v) { return prelu(t, v[0], v[1]); });
    checkGradients({drawn({2, 3, 4}, 1), drawn({2, 3}, 2)},
                   [](Tape& t, Vars v) { return scaleRows(t, v[0], v[1]); });
    checkGradients({drawn({2, 3}, 1)}, [](Tape& t, Vars v) { return sum(t, v[0]); });
}

TEST(Gradients, linearWithAndWithoutBias)
{
    checkGradients({drawn({2, 3, 4}, 1), drawn({5, 4}, 2), drawn({5}, 3)},
                   [](Tape& t, Vars v) { return linear(t, v[0], v[1], v[2]); });
    checkGradients({drawn({3, 4}, 1), drawn({5, 4}, 2)},
                   [](Tape& t, Vars v) { return linear(t, v[0], v[1]); });
}

TEST(Gradients, productsOfBatches)
{
    checkGradients({drawn({2, 2, 3, 4}, 1), drawn({2, 2, 4, 5}, 2)},
                   [](Tape& t, Vars v) { return product(t, v[0], v[1]); });
    checkGradients({drawn({2, 3, 4}, 1), drawn({2, 5, 4}, 2)},
                   [](Tape& t, Vars v) { return productTransposed(t, v[0], v[1]); });
    checkGradients({drawn({4, 3}, 1), drawn({4, 5}, 2)},
                   [](Tape& t, Vars v) { return transposedProduct(t, v[0], v[1]); });
}

TEST(Gradients, linearWithSomeColumnsOfTheWeight)
{
    checkGradients({drawn({2, 3, 2}, 1), drawn({4, 5}, 2), drawn({4}, 3)},
                   [](Tape& t, Vars v) { return linear(t, v[0], v[1], v[2], 3); });
}

TEST(Gradients, partsThatShareTheirNumbers)
{
    checkGradients({drawn({3, 2, 2}, 1)}, [](Tape& t, Vars v) {
        // Some rows alone, the same ones as part of more, and all in another shape.
        const Var first = leading(t, leading(t, v[0], 2), 1);
        const Var inner = t.part(v[0], 2, {3, 2});
        const std::array parts{first, inner, reshape(t, v[0], {6, 2})};
        const Var rows = joinRows(t, parts);
        return times(t, rows, rows);
    });
}

TEST(Gradients, rearrangements)
{
    checkGradients({drawn({2, 6}, 1)}, [](Tape& t, Vars v) { return reshape(t, v[0], {3, 4}); });
    checkGradients({drawn({2, 3, 2}, 1), drawn({2, 3, 4}, 2)},
                   [](Tape& t, Vars v) { return concatenate(t, v[0], v[1]); });
    checkGradients({drawn({2, 5}, 1)}, [](Tape& t, Vars v) { return columns(t, v[0], 1, 3); });
    checkGradients({drawn({4, 3}, 1)}, [](Tape& t, Vars v) { return slice(t, v[0], 1, 2); });
    checkGradients({drawn({5}, 1)}, [](Tape& t, Vars v) { return slice(t, v[0], 2, 3); });
    checkGradients({drawn({2, 2, 3, 2}, 1), drawn({2, 2, 1, 2}, 2)},
                   [](Tape& t, Vars v) { return stackRows(t, v[0], v[1]); });
    checkGradients({drawn({2, 3, 6}, 1)},
                   [](Tape& t, Vars v) { return splitHeads(t, v[0], 2, 4, 2); });
    checkGradients({drawn({2, 3, 4, 2}, 1)}, [](Tape& t, Vars v) { return joinHeads(t, v[0]); });
    checkGradients({drawn({2, 3, 4}, 1)}, [](Tape& t, Vars v) { return timeStep(t, v[0], 1); });
    checkGradients({drawn({3, 4, 2}, 1)}, [](Tape& t, Vars v) {
        return pickTime(t, v[0], std::array<std::int32_t, 3>{3, -1, 0});
    });
    checkGradients({drawn({2, 3}, 1), drawn({2, 3}, 2)}, [](Tape& t, Vars v) {
        return stackTime(t, std::array{v[0], v[1], v[0]});
    });
}

TEST(Gradients, embeddingAddsUpRepeatedRows)
{
    checkGradients({drawn({4, 3}, 1)}, [](Tape& t, Vars v) {
        return embed(t, v[0], std::array<std::int32_t, 4>{2, 0, 2, 3}, {2, 2, 3});
    });
}

TEST(Gradients, softmaxAlsoBesideHiddenKeys)
{
    checkGradients({drawn({3, 4}, 1, 2)}, [](Tape& t, Vars v) { return softmax(t, v[0]); });
}

TEST(Gradients, layerNorm)
{
    checkGradients({drawn({3, 5}, 1), drawn({5}, 2), drawn({5}, 3)},
                   [](Tape& t, Vars v) { return layerNorm(t, v[0], v[1], v[2]); });
}

TEST(Gradients, meanVarianceNormalisation)
{
    checkGradients({drawn({3, 5}, 1)}, [](Tape& t, Vars v) { return normaliseRows(t, v[0]); });
}

TEST(Gradients, squaredErrorGoesToTheFirstAlone)
{
    checkGradients({drawn({3, 5}, 1)}, [](Tape& t, Vars v) {
        return squaredError(t, v[0], t.constant(drawn({3, 5}, 2).view()));
    });
}

TEST(Gradients, dropoutScalesWhatItKeeps)
{
    checkGradients({drawn({4, 5}, 1)}, [](Tape& t, Vars v) {
        Random random(5);
        return dropout(t, v[0], 0.4, &random);
    });
}

TEST(Gradients, crossEntropyLeavesOutNegativeTargets)
{
    checkGradients({drawn({3, 4}, 1, 2)}, [](Tape& t, Vars v) {
        return crossEntropy(t, v[0], std::array<std::int32_t, 3>{2, -1, 0});
    });
}

} // namespace
} // namespace regard
