// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tape/operations.h"
#include "core/tensor/eigen.h"

namespace regard {

Var prelu(Tape& tape, Var x, Var slope)
{
    const Real factor = tape.value(slope).data[0];
    const View y = tape.allocate(tape.shape(x));
    const ConstArrayMap in = flat(tape.value(x));
    flat(y) = in.max(Real(0)) + factor * in.min(Real(0));
    return tape.record(y, {x, slope}, [x, slope, factor](Tape& t, ConstView gradient) {
        const ConstArrayMap from = flat(t.value(x));
        const ConstArrayMap g = flat(gradient);
        if (t.needsGradient(x))
            flat(t.gradient(x)) += (from > 0).select(g, factor * g);
        if (t.needsGradient(slope))
            t.gradient(slope).data[0] += (g * from.min(Real(0))).sum();
    });
}

Var scaleRows(Tape& tape, Var x, Var factors)
{
    const ConstView in = tape.value(x);
    const View y = tape.allocate(in.shape);
    const auto column = [](ConstView v, Index rows) {
        return ConstMatrixMap(v.data, rows, 1).col(0).array();
    };
    const Index rows = in.shape.rows();
    matrix(y).array() = matrix(in).array().colwise() * column(tape.value(factors), rows);
    return tape.record(y, {x, factors}, [x, factors, rows, column](Tape& t, ConstView gradient) {
        if (t.needsGradient(x))
            matrix(t.gradient(x)).array() +=
                matrix(gradient).array().colwise() * column(t.value(factors), rows);
        if (t.needsGradient(factors))
            MatrixMap(t.gradient(factors).data, rows, 1) +=
                matrix(gradient).cwiseProduct(matrix(t.value(x))).rowwise().sum();
    });
}

} // namespace regard
