// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace regard {

struct RateSchedule;

/// A way in which the learning rate goes over a run, once it is warm.
struct RateCourse {
    std::string_view name; ///< "cosine", as in --set schedule=cosine
    std::string_view label; ///< for people: its formula in words
    /// The rate of step `step` (from 0) of `steps`, `first` being that of step 0.
    double (*rate)(const RateSchedule& schedule, double first, double step, double steps);
    bool fallsToFinal = false; ///< RateSchedule::finalShare takes part
    bool decays = false; ///< RateSchedule::decay takes part
};

/// All of them: cosine, linear, constant, inverse, inverse_root.
std::span<const RateCourse> rateCourses();
/// Throws std::invalid_argument for a name that none has.
const RateCourse& rateCourse(std::string_view name);

/// How the learning rate goes over a run.
struct RateSchedule {
    const RateCourse* course = &rateCourse("cosine");
    double finalShare = 0.1; ///< share of the first rate at the last step
    double decay = 0; ///< of the inverse course
    std::size_t warmup = 0; ///< steps in which the rate rises from 0, in even parts

    /// The rate of step `step` (from 0) of `steps`, `first` being the one that is warmed up to.
    double rate(double first, std::size_t step, std::size_t steps) const;
};

} // namespace regard
