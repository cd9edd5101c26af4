// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tape/operations.h"
#include "core/tensor/eigen.h"
#include "core/tensor/parallel.h"
#include "core/tensor/product.h"

#include <stdexcept>

namespace regard {

namespace {

/// Columns of a weight that x is multiplied with.
MatrixRef weightColumns(ConstView weight, const Shape& x, Index column)
{
    return {weight.data + column, weight.shape[0], x.columns(), weight.shape.columns()};
}

} // namespace

Var linear(Tape& tape, Var x, Var weight, Var bias, Index column)
{
    const ConstView in = tape.value(x);
    const ConstView w = tape.value(weight);
    const Index outputs = w.shape[0];
    assert(column + in.shape.columns() <= w.shape.columns());
    const View y = tape.allocate(in.shape.withColumns(outputs));
    const MatrixRef rows(in);
    MatrixRef across = weightColumns(w, in.shape, column).t();
    if (rows.rows > 1 && across.rows == w.shape[0] && across.columns == w.shape.columns())
        across.panels = tape.panelsOf(weight);
    const auto compute = [&](Index begin, Index end) {
        multiply({rows.data + begin * rows.stride, end - begin, rows.columns, rows.stride}, across,
                 y.data + begin * outputs, outputs, bias ? tape.value(bias).data : nullptr);
    };
    if (tape.anyNeedsGradient({x, weight, bias}))
        compute(0, rows.rows); // blocks of a batch are in parallel already
    else
        inParallel(rows.rows, rows.columns * outputs, compute);
    return tape.record(y, {x, weight, bias}, [=](Tape& t, ConstView gradient) {
        // dx = dy · W,  dW = dyᵀ · x,  db = Σ dy
        if (t.needsGradient(x))
            multiplyAdd(gradient, weightColumns(t.value(weight), t.shape(x), column),
                        t.gradient(x).data, t.shape(x).columns());
        if (t.needsGradient(weight))
            t.addProduct(weight, gradient, t.value(x), column);
        if (bias && t.needsGradient(bias))
            matrix(t.gradient(bias)).row(0) += matrix(gradient).colwise().sum();
    });
}

namespace {

/// Matrix `index` of the last two axes.
MatrixRef matrixAt(ConstView v, Index index)
{
    const Index rows = v.shape[-2];
    const Index columns = v.shape[-1];
    return {v.data + index * rows * columns, rows, columns};
}

Var batched(Tape& tape, Var a, Var b, bool transposed)
{
    const ConstView left = tape.value(a);
    const ConstView right = tape.value(b);
    if (left.shape[-1] != (transposed ? right.shape[-1] : right.shape[-2]))
        throw std::logic_error("product of " + left.shape.text() + " and " + right.shape.text());
    const Index rows = left.shape[-2];
    const Index outputs = transposed ? right.shape[-2] : right.shape[-1];
    const Index count = left.shape.size() == 0 ? 0 : left.shape.size() / (rows * left.shape[-1]);
    const View y = tape.allocate(left.shape.withColumns(outputs));
    const auto compute = [&](Index i, Index begin, Index end) {
        const MatrixRef own = matrixAt(left, i);
        const MatrixRef other = matrixAt(right, i);
        multiply({own.data + begin * own.stride, end - begin, own.columns},
                 transposed ? other.t() : other, y.data + (i * rows + begin) * outputs, outputs);
    };
    for (Index i = 0; i < count; ++i) {
        if (tape.anyNeedsGradient({a, b}))
            compute(i, 0, rows); // blocks of a batch are in parallel already
        else
            inParallel(rows, left.shape[-1] * outputs,
                       [&](Index begin, Index end) { compute(i, begin, end); });
    }
    return tape.record(y, {a, b}, [a, b, transposed, count](Tape& t, ConstView gradient) {
        // y = a·b:  da = dy·bᵀ, db = aᵀ·dy;   y = a·bᵀ: da = dy·b, db = dyᵀ·a
        const ConstView va = t.value(a);
        const ConstView vb = t.value(b);
        const Index widthA = va.shape[-1];
        const Index widthB = vb.shape[-1];
        for (Index i = 0; i < count; ++i) {
            const MatrixRef g = matrixAt(gradient, i);
            const MatrixRef ma = matrixAt(va, i);
            const MatrixRef mb = matrixAt(vb, i);
            if (t.needsGradient(a))
                multiplyAdd(g, transposed ? mb : mb.t(),
                            t.gradient(a).data + i * va.shape[-2] * widthA, widthA);
            if (t.needsGradient(b))
                multiplyAdd(transposed ? g.t() : ma.t(), transposed ? ma : g,
                            t.gradient(b).data + i * vb.shape[-2] * widthB, widthB);
        }
    });
}

} // namespace

Var product(Tape& tape, Var a, Var b)
{
    return batched(tape, a, b, false);
}

Var productTransposed(Tape& tape, Var a, Var b)
{
    return batched(tape, a, b, true);
}

Var transposedProduct(Tape& tape, Var a, Var b)
{
    const MatrixRef left(tape.value(a));
    const MatrixRef right(tape.value(b));
    const View y = tape.allocate({left.columns, right.columns});
    multiply(left.t(), right, y.data, right.columns);
    return tape.record(y, {a, b}, [=](Tape& t, ConstView gradient) {
        // da = b · dyᵀ,  db = a · dy
        if (t.needsGradient(a))
            multiplyAdd(right, MatrixRef(gradient).t(), t.gradient(a).data, left.columns);
        if (t.needsGradient(b))
            multiplyAdd(left, gradient, t.gradient(b).data, right.columns);
    });
}

} // namespace regard
