// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/time_series/table.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// Weather at two stations, hour by hour: temperature, pressure and wind at a western and at an
/// eastern one.
///
/// What the weather does at the western station is new each hour: a_t = 0.4 a_{t−1} + 0.92 ε_t
/// for each of the three. It crosses to the east and is seen there, with a little noise, after
/// lag_t hours; the lag stays for 60 to 160 hours and is then drawn anew from 6 to 16. Both
/// temperatures follow the time of day beside. So half of the series is chance, and the other
/// half can be known by who finds the hours in the past that look like now and reads on there.
/// A state of fixed size has to keep all of the last 16 hours for that.
struct WeatherSeries {
    SeriesTable table; ///< without rows: there is no text
    std::vector<int> lag; ///< hours from west to east, for each step
};

inline constexpr int shortestLag = 6;
inline constexpr int longestLag = 16;

/// The same seed gives the same series everywhere; a longer one begins as a shorter one.
WeatherSeries makeWeatherSeries(std::uint64_t seed, std::size_t steps);

/// "°C": the unit of a channel of that table; "" for another.
std::string weatherUnit(std::string_view channel);

} // namespace regard
