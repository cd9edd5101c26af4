// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/update.h"

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

// Averages below these no longer move any parameter, and numbers too small for a float's
// exponent cost a processor a hundred times as much: they become zero.
constexpr Real smallestMean = Real(1e-30); // also of a velocity
constexpr Real smallestSquare = Real(1e-36);

inline void advance(const AdamFactors& f, const AdamStep& step, Real& theta, Real& mean,
                    Real& square)
{
    mean = std::abs(mean) < smallestMean ? Real(0) : mean;
    square = square < smallestSquare ? Real(0) : square;
    theta -= step.size * mean / (std::sqrt(square) * step.inverse + f.epsilon);
}

/// Steps after which it is looked whether anything still moves.
constexpr Index lookEvery = 16;

} // namespace

void adamStep(const AdamFactors& f, const AdamStep& step, Real scale, Index count, Real* theta,
              Real* mean, Real* square, const Real* gradient)
{
    for (Index i = 0; i < count; ++i) {
        const Real g = gradient[i] * scale;
        mean[i] = f.keepMean * mean[i] + f.addMean * g;
        square[i] = f.keepSquare * square[i] + f.addSquare * g * g;
        advance(f, step, theta[i], mean[i], square[i]);
    }
}

void adamRest(const AdamFactors& f, const AdamStep* steps, Index stepCount, Index count,
              Real* theta, Real* mean, Real* square)
{
    Index done = 0;
    while (done < stepCount) {
        if (std::all_of(mean, mean + count, [](Real m) { return m == 0; }))
            break;
        const Index end = std::min(stepCount, done + lookEvery);
        for (; done < end; ++done)
            for (Index i = 0; i < count; ++i) {
                mean[i] = f.keepMean * mean[i];
                square[i] = f.keepSquare * square[i];
                advance(f, steps[done], theta[i], mean[i], square[i]);
            }
    }
    for (; done < stepCount; ++done) // parameters rest, their averages go on falling
        for (Index i = 0; i < count; ++i) {
            square[i] = f.keepSquare * square[i];
            square[i] = square[i] < smallestSquare ? Real(0) : square[i];
        }
}

void momentumStep(Real momentum, Real rate, Real scale, Index count, Real* theta, Real* velocity,
                  const Real* gradient)
{
    for (Index i = 0; i < count; ++i) {
        const Real v = momentum * velocity[i] + gradient[i] * scale;
        velocity[i] = std::abs(v) < smallestMean ? Real(0) : v;
        theta[i] -= rate * velocity[i];
    }
}

void descend(Real rate, Index count, Real* theta, const Real* gradient)
{
    for (Index i = 0; i < count; ++i)
        theta[i] -= rate * gradient[i];
}

void multiplyBy(Real* numbers, Real factor, Index count)
{
    for (Index i = 0; i < count; ++i)
        numbers[i] *= factor;
}

void addTo(Real* sum, const Real* values, Index count)
{
    for (Index i = 0; i < count; ++i)
        sum[i] += values[i];
}

double squaredNorm(const Real* values, Index count)
{
    constexpr Index lanes = 16;
    double sums[lanes] = {};
    Index i = 0;
    for (; i + lanes <= count; i += lanes)
        for (Index lane = 0; lane < lanes; ++lane) {
            const double value = static_cast<double>(values[i + lane]);
            sums[lane] += value * value;
        }
    double total = 0;
    for (; i < count; ++i)
        total += static_cast<double>(values[i]) * static_cast<double>(values[i]);
    for (double sum : sums)
        total += sum;
    return total;
}

} // namespace regard
