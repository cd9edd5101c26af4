// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tape/operations.h"
#include "core/tensor/eigen.h"

#include <cassert>
#include <cstdint>
#include <limits>

namespace regard {

namespace {

/// y = f(x) with dy/dx computed from y.
template <class Forward, class Slope>
Var elementwise(Tape& tape, Var x, const Forward& forward, const Slope& slope)
{
    const View y = tape.allocate(tape.shape(x));
    flat(y) = forward(flat(tape.value(x)));
    return tape.record(y, {x}, [x, y, slope](Tape& t, ConstView gradient) {
        flat(t.gradient(x)) += flat(gradient) * slope(flat(ConstView(y)));
    });
}

} // namespace

Var add(Tape& tape, Var a, Var b)
{
    const ConstView left = tape.value(a);
    const ConstView right = tape.value(b);
    const View y = tape.allocate(left.shape);
    const Index width = right.shape.size();
    const Index repeats = width == 0 ? 0 : left.shape.size() / width;
    for (Index i = 0; i < repeats; ++i)
        array(y.data + i * width, width) = array(left.data + i * width, width) + flat(right);
    return tape.record(y, {a, b}, [a, b, width, repeats](Tape& t, ConstView gradient) {
        if (t.needsGradient(a))
            flat(t.gradient(a)) += flat(gradient);
        if (t.needsGradient(b))
            for (Index i = 0; i < repeats; ++i)
                flat(t.gradient(b)) += array(gradient.data + i * width, width);
    });
}

Var times(Tape& tape, Var a, Var b)
{
    const ConstView left = tape.value(a);
    const ConstView right = tape.value(b);
    const View y = tape.allocate(left.shape);
    const Index width = right.shape.size();
    const Index repeats = width == 0 ? 0 : left.shape.size() / width;
    for (Index i = 0; i < repeats; ++i)
        array(y.data + i * width, width) = array(left.data + i * width, width) * flat(right);
    return tape.record(y, {a, b}, [a, b, width, repeats](Tape& t, ConstView gradient) {
        for (Index i = 0; i < repeats; ++i) {
            const ConstArrayMap g = array(gradient.data + i * width, width);
            if (t.needsGradient(a))
                array(t.gradient(a).data + i * width, width) += g * flat(t.value(b));
            if (t.needsGradient(b))
                flat(t.gradient(b)) += g * array(t.value(a).data + i * width, width);
        }
    });
}

Var scale(Tape& tape, Var x, Real factor)
{
    const View y = tape.allocate(tape.shape(x));
    flat(y) = flat(tape.value(x)) * factor;
    return tape.record(y, {x}, [x, factor](Tape& t, ConstView gradient) {
        flat(t.gradient(x)) += flat(gradient) * factor;
    });
}

namespace {

/// y = f(x) with dy/dx computed from x.
template <class Forward, class Slope>
Var elementwiseOfInput(Tape& tape, Var x, const Forward& forward, const Slope& slope)
{
    const View y = tape.allocate(tape.shape(x));
    flat(y) = forward(flat(tape.value(x)));
    return tape.record(y, {x}, [x, slope](Tape& t, ConstView gradient) {
        flat(t.gradient(x)) += flat(gradient) * slope(flat(t.value(x)));
    });
}

} // namespace

Var sin(Tape& tape, Var x)
{
    return elementwiseOfInput(
        tape, x, [](const auto& v) { return v.sin(); }, [](const auto& v) { return v.cos(); });
}

Var cos(Tape& tape, Var x)
{
    return elementwiseOfInput(
        tape, x, [](const auto& v) { return v.cos(); }, [](const auto& v) { return -v.sin(); });
}

Var tanh(Tape& tape, Var x)
{
    return elementwise(
        tape, x, [](const auto& v) { return v.tanh(); },
        [](const auto& y) { return 1 - y.square(); });
}

Var sigmoid(Tape& tape, Var x)
{
    return elementwise(
        tape, x,
        [](const auto& v) {
            // Eigen's vector exponential of +∞ is finite.
            return (v == -std::numeric_limits<Real>::infinity())
                .select(Real(0), (1 + (-v).exp()).inverse());
        },
        [](const auto& y) { return y * (1 - y); });
}

Var relu(Tape& tape, Var x)
{
    return elementwise(
        tape, x, [](const auto& v) { return v.max(Real(0)); },
        [](const auto& y) { return (y > 0).template cast<Real>(); });
}

Var dropout(Tape& tape, Var x, Real probability, Random* random)
{
    if (!random || probability <= 0)
        return x;
    const Shape shape = tape.shape(x);
    const View keep = tape.allocate(shape);
    // Two numbers of 32 bits from each draw.
    const auto limit = static_cast<std::uint32_t>(static_cast<double>(probability) * 0x1.0p32);
    const Real kept = 1 / (1 - probability);
    const std::span<Real> values = keep.values();
    for (std::size_t i = 0; i < values.size(); i += 2) {
        const std::uint64_t bits = random->next();
        values[i] = static_cast<std::uint32_t>(bits) < limit ? 0 : kept;
        if (i + 1 < values.size())
            values[i + 1] = static_cast<std::uint32_t>(bits >> 32) < limit ? 0 : kept;
    }
    const View y = tape.allocate(shape);
    flat(y) = flat(tape.value(x)) * flat(ConstView(keep));
    return tape.record(y, {x}, [x, keep](Tape& t, ConstView gradient) {
        flat(t.gradient(x)) += flat(gradient) * flat(ConstView(keep));
    });
}

Var squaredError(Tape& tape, Var x, Var target)
{
    assert(tape.shape(x) == tape.shape(target));
    const View y = tape.allocate(Shape{});
    y.data[0] = (flat(tape.value(x)) - flat(tape.value(target))).square().sum();
    return tape.record(y, {x}, [x, target](Tape& t, ConstView gradient) {
        flat(t.gradient(x)) += (flat(t.value(x)) - flat(t.value(target))) * (2 * gradient.data[0]);
    });
}

Var sum(Tape& tape, Var x)
{
    const View y = tape.allocate(Shape{});
    y.data[0] = flat(tape.value(x)).sum();
    return tape.record(
        y, {x}, [x](Tape& t, ConstView gradient) { flat(t.gradient(x)) += gradient.data[0]; });
}

} // namespace regard
