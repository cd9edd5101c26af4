// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/rate_schedule.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

namespace regard {

namespace {

// r: the rate at first, t: the step from 0, T: their number, f: the final share, w: the steps of
// warming up.

// r (f + (1 − f) · ½ (1 + cos(π t/T))). Loshchilov & Hutter 2017, equation 5, without restarts.
double cosine(const RateSchedule& schedule, double first, double step, double steps)
{
    const double half = 0.5 * (1 + std::cos(std::numbers::pi * (step / steps)));
    return first * (schedule.finalShare + (1 - schedule.finalShare) * half);
}

// r (1 − (1 − f) t/T)
double linear(const RateSchedule& schedule, double first, double step, double steps)
{
    return first * (1 - (1 - schedule.finalShare) * (step / steps));
}

double constant(const RateSchedule&, double first, double, double)
{
    return first;
}

// r / (1 + decay · t)
double inverse(const RateSchedule& schedule, double first, double step, double)
{
    return first / (1 + schedule.decay * step);
}

// r √(w / t) from step w on: with warming up Vaswani et al. 2017, equation 3.
double inverseRoot(const RateSchedule& schedule, double first, double step, double)
{
    const double warm = std::max(1.0, static_cast<double>(schedule.warmup));
    return first * std::sqrt(warm / std::max(warm, step + 1));
}

constexpr std::array courses{
    RateCourse{"cosine", "it falls on half a cosine to the final share", cosine, true, false},
    RateCourse{"linear", "it falls on a line to the final share", linear, true, false},
    RateCourse{"constant", "it stays", constant, false, false},
    RateCourse{"inverse", "divided by 1 + decay · t", inverse, false, true},
    RateCourse{"inverse_root",
               "divided by √(t / warm-up steps) once it is warm (Vaswani et al. 2017)", inverseRoot,
               false, false}};

} // namespace

std::span<const RateCourse> rateCourses()
{
    return courses;
}

const RateCourse& rateCourse(std::string_view name)
{
    const auto found = std::ranges::find(courses, name, &RateCourse::name);
    if (found == courses.end())
        throw std::invalid_argument("no rate schedule " + std::string(name));
    return *found;
}

double RateSchedule::rate(double first, std::size_t step, std::size_t steps) const
{
    const double t = static_cast<double>(step);
    const double whole = course->rate(*this, first, t, static_cast<double>(steps));
    return step < warmup ? whole * ((t + 1) / static_cast<double>(warmup)) : whole;
}

} // namespace regard
