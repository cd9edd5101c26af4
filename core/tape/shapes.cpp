// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tape/operations.h"
#include "core/tensor/eigen.h"

#include <algorithm>

namespace regard {

Var reshape(Tape& tape, Var x, const Shape& shape)
{
    assert(shape.size() == tape.shape(x).size());
    return tape.part(x, 0, shape);
}

Var leading(Tape& tape, Var x, Index count)
{
    Shape shape = tape.shape(x);
    if (shape[0] == count)
        return x;
    return tape.part(x, 0, shape.withLeading(count));
}

Var joinRows(Tape& tape, std::span<const Var> parts)
{
    const auto kept = tape.arena().array<Var>(parts.size());
    std::copy(parts.begin(), parts.end(), kept.begin());
    const Index width = tape.shape(parts.front()).columns();
    Index rows = 0;
    Var needed = parts.front(); // one that needs a gradient, if any does
    for (const Var part : kept) {
        rows += tape.shape(part).rows();
        if (tape.needsGradient(part))
            needed = part;
    }
    const View y = tape.allocate({rows, width});
    Real* to = y.data;
    for (const Var part : kept) {
        const ConstView from = tape.value(part);
        std::copy_n(from.data, from.shape.size(), to);
        to += from.shape.size();
    }
    return tape.record(y, {needed}, [kept](Tape& t, ConstView gradient) {
        const Real* from = gradient.data;
        for (const Var part : kept) {
            const Index size = t.shape(part).size();
            if (t.needsGradient(part))
                flat(t.gradient(part)) += array(from, size);
            from += size;
        }
    });
}

Var concatenate(Tape& tape, Var a, Var b)
{
    const Index left = tape.shape(a).columns();
    const Index right = tape.shape(b).columns();
    const View y = tape.allocate(tape.shape(a).withColumns(left + right));
    matrix(y).leftCols(left) = matrix(tape.value(a));
    matrix(y).rightCols(right) = matrix(tape.value(b));
    return tape.record(y, {a, b}, [a, b, left, right](Tape& t, ConstView gradient) {
        if (t.needsGradient(a))
            matrix(t.gradient(a)) += matrix(gradient).leftCols(left);
        if (t.needsGradient(b))
            matrix(t.gradient(b)) += matrix(gradient).rightCols(right);
    });
}

Var columns(Tape& tape, Var x, Index first, Index count)
{
    const View y = tape.allocate(tape.shape(x).withColumns(count));
    matrix(y) = matrix(tape.value(x)).middleCols(first, count);
    return tape.record(y, {x}, [x, first, count](Tape& t, ConstView gradient) {
        matrix(t.gradient(x)).middleCols(first, count) += matrix(gradient);
    });
}

Var slice(Tape& tape, Var x, Index first, Index count)
{
    const ConstView from = tape.value(x);
    const bool vector = from.shape.rank() == 1;
    const Index entry = vector ? 1 : from.shape.columns();
    const View y = tape.allocate(vector ? Shape{count} : Shape{count, entry});
    std::copy_n(from.data + first * entry, count * entry, y.data);
    return tape.record(y, {x}, [x, begin = first * entry](Tape& t, ConstView gradient) {
        const Index size = gradient.shape.size();
        array(t.gradient(x).data + begin, size) += array(gradient.data, size);
    });
}

Var stackRows(Tape& tape, Var a, Var b)
{
    const ConstView upper = tape.value(a);
    const ConstView lower = tape.value(b);
    const Index width = upper.shape[3];
    const Index above = upper.shape[2] * width;
    const Index below = lower.shape[2] * width;
    const Index count = upper.shape[0] * upper.shape[1];
    const View y =
        tape.allocate({upper.shape[0], upper.shape[1], upper.shape[2] + lower.shape[2], width});
    // Each of the leading entries as a row: a's numbers, then b's.
    MatrixMap all(y.data, count, above + below);
    all.leftCols(above) = ConstMatrixMap(upper.data, count, above);
    all.rightCols(below) = ConstMatrixMap(lower.data, count, below);
    return tape.record(y, {a, b}, [a, b, count, above, below](Tape& t, ConstView gradient) {
        const ConstMatrixMap joined(gradient.data, count, above + below);
        if (t.needsGradient(a))
            MatrixMap(t.gradient(a).data, count, above) += joined.leftCols(above);
        if (t.needsGradient(b))
            MatrixMap(t.gradient(b).data, count, below) += joined.rightCols(below);
    });
}

namespace {

/// The runs of features that split heads apart: of [batch × time × row], from column `first`
/// on, and of [batch × heads × time × features].
struct HeadRuns {
    Index batch, time, heads, features, first, row;

    /// Calls visit(place side by side, place by heads) for the first number of each run.
    template <class Visit> void each(const Visit& visit) const
    {
        for (Index b = 0; b < batch; ++b)
            for (Index t = 0; t < time; ++t)
                for (Index head = 0; head < heads; ++head)
                    visit((b * time + t) * row + first + head * features,
                          ((b * heads + head) * time + t) * features);
    }
};

/// A few numbers, as a head has features: no call for the usual number.
void copyRun(const Real* from, Index count, Real* to)
{
    constexpr Index usual = 8;
    if (count == usual)
        std::copy_n(from, usual, to);
    else
        std::copy_n(from, count, to);
}

} // namespace

Var splitHeads(Tape& tape, Var x, Index first, Index width, Index heads)
{
    const ConstView from = tape.value(x);
    const Shape& shape = from.shape;
    const HeadRuns runs{shape[0], shape[1], heads, width / heads, first, shape[2]};
    const View y = tape.allocate({runs.batch, heads, runs.time, runs.features});
    runs.each(
        [&](Index side, Index head) { copyRun(from.data + side, runs.features, y.data + head); });
    return tape.record(y, {x}, [x, runs](Tape& t, ConstView gradient) {
        Real* sum = t.gradient(x).data;
        runs.each([&](Index side, Index head) {
            array(sum + side, runs.features) += array(gradient.data + head, runs.features);
        });
    });
}

Var joinHeads(Tape& tape, Var x)
{
    const ConstView from = tape.value(x);
    const Shape& shape = from.shape;
    const HeadRuns runs{shape[0], shape[2], shape[1], shape[3], 0, shape[1] * shape[3]};
    const View y = tape.allocate({runs.batch, runs.time, runs.row});
    runs.each(
        [&](Index side, Index head) { copyRun(from.data + head, runs.features, y.data + side); });
    return tape.record(y, {x}, [x, runs](Tape& t, ConstView gradient) {
        Real* sum = t.gradient(x).data;
        runs.each([&](Index side, Index head) {
            array(sum + head, runs.features) += array(gradient.data + side, runs.features);
        });
    });
}

Var pickTime(Tape& tape, Var x, std::span<const std::int32_t> index)
{
    const ConstView from = tape.value(x);
    const Index batch = from.shape[0];
    const Index time = from.shape[1];
    const Index width = from.shape[2];
    const auto picked = tape.arena().array<std::int32_t>(index.size());
    std::copy(index.begin(), index.end(), picked.begin());
    const View y = tape.arena().zeros({batch, width});
    for (Index b = 0; b < batch; ++b)
        if (picked[static_cast<std::size_t>(b)] >= 0)
            std::copy_n(from.data + (b * time + picked[static_cast<std::size_t>(b)]) * width, width,
                        y.data + b * width);
    return tape.record(y, {x}, [x, picked, time, width](Tape& t, ConstView gradient) {
        Real* sum = t.gradient(x).data;
        for (Index b = 0; b < static_cast<Index>(picked.size()); ++b)
            if (picked[static_cast<std::size_t>(b)] >= 0)
                array(sum + (b * time + picked[static_cast<std::size_t>(b)]) * width, width) +=
                    array(gradient.data + b * width, width);
    });
}

Var timeStep(Tape& tape, Var x, Index t)
{
    const Shape shape = tape.shape(x);
    const Index width = shape[2];
    const View y = tape.allocate({shape[0], width});
    // Step t of every batch entry: the batch as rows, all steps side by side as columns.
    const ConstMatrixMap from(tape.value(x).data, shape[0], shape[1] * width);
    matrix(y) = from.middleCols(t * width, width);
    return tape.record(y, {x}, [x, t, shape, width](Tape& tp, ConstView gradient) {
        MatrixMap sum(tp.gradient(x).data, shape[0], shape[1] * width);
        sum.middleCols(t * width, width) += matrix(gradient);
    });
}

Var stackTime(Tape& tape, std::span<const Var> steps)
{
    const auto kept = tape.arena().array<Var>(steps.size());
    std::copy(steps.begin(), steps.end(), kept.begin());
    const Shape each = tape.shape(steps.front());
    const Index width = each.columns();
    const Index count = static_cast<Index>(steps.size());
    const View y = tape.allocate({each[0], count, width});
    MatrixMap all(y.data, each[0], count * width);
    bool needed = false;
    Var last = steps.front();
    for (Index i = 0; i < count; ++i) {
        const Var step = kept[static_cast<std::size_t>(i)];
        all.middleCols(i * width, width) = matrix(tape.value(step));
        if (!needed && tape.needsGradient(step)) {
            needed = true;
            last = step;
        }
    }
    return tape.record(y, {last}, [kept, each, width, count](Tape& t, ConstView gradient) {
        const ConstMatrixMap joined(gradient.data, each[0], count * width);
        for (Index i = 0; i < count; ++i) {
            const Var step = kept[static_cast<std::size_t>(i)];
            if (t.needsGradient(step))
                matrix(t.gradient(step)) += joined.middleCols(i * width, width);
        }
    });
}

Var embed(Tape& tape, Var table, std::span<const std::int32_t> ids, const Shape& shape)
{
    const ConstView rows = tape.value(table);
    const Index width = rows.shape.columns();
    assert(shape.size() == static_cast<Index>(ids.size()) * width);
    const auto kept = tape.arena().array<std::int32_t>(ids.size());
    std::copy(ids.begin(), ids.end(), kept.begin());
    tape.prepareRows(table, kept);
    const View y = tape.allocate(shape);
    for (std::size_t i = 0; i < kept.size(); ++i)
        std::copy_n(rows.data + kept[i] * width, width, y.data + static_cast<Index>(i) * width);
    return tape.record(y, {table}, [table, kept](Tape& t, ConstView gradient) {
        t.addRows(table, kept, gradient.data);
    });
}

} // namespace regard
