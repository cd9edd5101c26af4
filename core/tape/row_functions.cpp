// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tape/operations.h"
#include "core/tensor/eigen.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace regard {

Var softmax(Tape& tape, Var x)
{
    const ConstView in = tape.value(x);
    const View y = tape.allocate(in.shape);
    const Index width = in.shape.columns();
    for (Index row = 0; row < in.shape.rows(); ++row) {
        const ConstArrayMap from = array(in.data + row * width, width);
        ArrayMap to = array(y.data + row * width, width);
        // y = exp(x − max x) / Σ exp(x − max x)
        const Real largest = from.maxCoeff();
        if (largest == -std::numeric_limits<Real>::infinity()) {
            to.setZero();
            continue;
        }
        to = (from - largest).exp();
        // Eigen's vector exponential of −∞ is a tiny number: what is hidden gets none.
        to = (from == -std::numeric_limits<Real>::infinity()).select(Real(0), to);
        to *= 1 / to.sum();
    }
    return tape.record(y, {x}, [x, y, width](Tape& t, ConstView gradient) {
        // dx = y · (dy − Σ y·dy)
        const View sum = t.gradient(x);
        for (Index row = 0; row < y.shape.rows(); ++row) {
            const ConstArrayMap weights =
                array(static_cast<const Real*>(y.data) + row * width, width);
            const ConstArrayMap g = array(gradient.data + row * width, width);
            array(sum.data + row * width, width) += weights * (g - (weights * g).sum());
        }
    });
}

Var sparsemax(Tape& tape, Var x)
{
    const ConstView in = tape.value(x);
    const View y = tape.allocate(in.shape);
    const Index width = in.shape.columns();
    const auto sorted = tape.arena().array<Real>(static_cast<std::size_t>(width));
    for (Index row = 0; row < in.shape.rows(); ++row) {
        const ConstArrayMap from = array(in.data + row * width, width);
        ArrayMap to = array(y.data + row * width, width);
        std::copy_n(from.data(), width, sorted.begin());
        std::sort(sorted.begin(), sorted.end(), std::greater<>());
        // τ = (Σ of the k largest − 1) / k, with the largest k for which 1 + k·x_k > Σ. Counted
        // from the largest x: beside a large one the 1 would lose its digits.
        const Real largest =
            width > 0 ? std::max(sorted.front(), std::numeric_limits<Real>::lowest()) : 0;
        Real sum = 0;
        Real threshold = std::numeric_limits<Real>::infinity();
        for (Index k = 1; k <= width; ++k) {
            const Real next = sorted[static_cast<std::size_t>(k - 1)] - largest;
            if (!(1 + static_cast<Real>(k) * next > sum + next))
                break;
            sum += next;
            threshold = (sum - 1) / static_cast<Real>(k);
        }
        to = (from - largest - threshold).max(Real(0));
    }
    return tape.record(y, {x}, [x, y, width](Tape& t, ConstView gradient) {
        // dx = dy − mean of dy over the support, on the support alone
        const View sum = t.gradient(x);
        for (Index row = 0; row < y.shape.rows(); ++row) {
            const ConstArrayMap weights(y.data + row * width, width);
            const ConstArrayMap g = array(gradient.data + row * width, width);
            const auto support = (weights > 0).template cast<Real>();
            const Real count = support.sum();
            if (count > 0)
                array(sum.data + row * width, width) += support * (g - (support * g).sum() / count);
        }
    });
}

Var hardmax(Tape& tape, Var x)
{
    const ConstView in = tape.value(x);
    const View y = tape.arena().zeros(in.shape);
    const Index width = in.shape.columns();
    for (Index row = 0; row < in.shape.rows() && width > 0; ++row) {
        const Real* from = in.data + row * width;
        const Real* largest = std::max_element(from, from + width);
        if (*largest != -std::numeric_limits<Real>::infinity())
            y.data[row * width + (largest - from)] = 1;
    }
    return tape.adopt(y);
}

Var unitRows(Tape& tape, Var x)
{
    const ConstView in = tape.value(x);
    const Index width = in.shape.columns();
    const View y = tape.allocate(in.shape);
    const View inverse = tape.allocate({in.shape.rows()}); // 1 / ‖x‖
    for (Index row = 0; row < in.shape.rows(); ++row) {
        const ConstArrayMap from = array(in.data + row * width, width);
        const Real norm = std::sqrt(from.square().sum());
        inverse.data[row] = norm > 0 ? 1 / norm : 0;
        array(y.data + row * width, width) = from * inverse.data[row];
    }
    return tape.record(y, {x}, [x, y, inverse, width](Tape& t, ConstView gradient) {
        // dx = (dy − y · Σ y·dy) / ‖x‖
        const View sum = t.gradient(x);
        for (Index row = 0; row < y.shape.rows(); ++row) {
            const ConstArrayMap unit(y.data + row * width, width);
            const ConstArrayMap g = array(gradient.data + row * width, width);
            array(sum.data + row * width, width) +=
                (g - unit * (unit * g).sum()) * inverse.data[row];
        }
    });
}

namespace {

/// Rows with their mean taken off, over their deviation, and 1 / deviation of each.
struct NormalRows {
    View normal;
    View inverse; ///< [rows]
};

NormalRows normalRows(Tape& tape, ConstView x, Real epsilon)
{
    const Index width = x.shape.columns();
    const NormalRows rows{tape.allocate(x.shape), tape.allocate({x.shape.rows()})};
    for (Index row = 0; row < x.shape.rows(); ++row) {
        const ConstArrayMap from = array(x.data + row * width, width);
        const Real mean = from.mean();
        const Real variance = (from - mean).square().mean();
        rows.inverse.data[row] = 1 / std::sqrt(variance + epsilon);
        array(rows.normal.data + row * width, width) = (from - mean) * rows.inverse.data[row];
    }
    return rows;
}

/// dx = (g − mean g − n · mean(g·n)) / deviation, for the gradient g of a normalised row n.
template <class Gradient>
void addNormalGradient(Tape& t, Var x, const NormalRows& rows, Index row, const Gradient& g)
{
    const Index width = rows.normal.shape.columns();
    const ConstArrayMap n = array(static_cast<const Real*>(rows.normal.data) + row * width, width);
    array(t.gradient(x).data + row * width, width) +=
        (g - g.mean() - n * (g * n).mean()) * rows.inverse.data[row];
}

} // namespace

Var layerNorm(Tape& tape, Var x, Var gain, Var offset, Real epsilon)
{
    const Index width = tape.shape(x).columns();
    const Index rows = tape.shape(x).rows();
    const NormalRows kept = normalRows(tape, tape.value(x), epsilon);
    const View y = tape.allocate(tape.shape(x));
    for (Index row = 0; row < rows; ++row)
        array(y.data + row * width, width) =
            array(static_cast<const Real*>(kept.normal.data) + row * width, width)
                * flat(tape.value(gain))
            + flat(tape.value(offset));
    return tape.record(y, {x, gain, offset}, [=](Tape& t, ConstView gradient) {
        ArrayMap g = flat(t.allocate({width}));
        for (Index row = 0; row < rows; ++row) {
            const ConstArrayMap dy = array(gradient.data + row * width, width);
            if (t.needsGradient(gain))
                flat(t.gradient(gain)) +=
                    dy * array(static_cast<const Real*>(kept.normal.data) + row * width, width);
            if (t.needsGradient(offset))
                flat(t.gradient(offset)) += dy;
            if (t.needsGradient(x)) {
                g = dy * flat(t.value(gain));
                addNormalGradient(t, x, kept, row, g);
            }
        }
    });
}

Var normaliseRows(Tape& tape, Var x, Real epsilon)
{
    const NormalRows kept = normalRows(tape, tape.value(x), epsilon);
    return tape.record(kept.normal, {x}, [x, kept](Tape& t, ConstView gradient) {
        const Index width = gradient.shape.columns();
        for (Index row = 0; row < gradient.shape.rows(); ++row)
            addNormalGradient(t, x, kept, row, array(gradient.data + row * width, width));
    });
}

Var crossEntropy(Tape& tape, Var logits, std::span<const std::int32_t> targets)
{
    const ConstView in = tape.value(logits);
    const Index width = in.shape.columns();
    const auto kept = tape.arena().array<std::int32_t>(targets.size());
    std::copy(targets.begin(), targets.end(), kept.begin());
    const View probabilities = tape.allocate(in.shape);
    const View y = tape.allocate(Shape{});
    double total = 0;
    for (std::size_t row = 0; row < kept.size(); ++row) {
        const Index offset = static_cast<Index>(row) * width;
        ArrayMap p = array(probabilities.data + offset, width);
        if (kept[row] < 0) {
            p.setZero();
            continue;
        }
        // −log softmax(x)[k] = log Σ exp(x − max) − (x[k] − max)
        const ConstArrayMap from = array(in.data + offset, width);
        const Real largest = from.maxCoeff();
        p = (from - largest).exp();
        const Real normaliser = p.sum();
        p *= 1 / normaliser;
        total += static_cast<double>(std::log(normaliser) - (from[kept[row]] - largest));
    }
    y.data[0] = static_cast<Real>(total);
    return tape.record(y, {logits}, [logits, kept, probabilities, width](Tape& t, ConstView g) {
        // dx = (softmax(x) − [k]) · dy, in the place of the probabilities
        if (g.data[0] != 1)
            flat(probabilities) *= g.data[0];
        for (std::size_t row = 0; row < kept.size(); ++row)
            if (kept[row] >= 0)
                probabilities.data[static_cast<Index>(row) * width + kept[row]] -= g.data[0];
        t.addGradient(logits, probabilities);
    });
}

} // namespace regard
