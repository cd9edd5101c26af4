// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/time_series/corpus.h"

#include "core/tensor/random.h"

#include <array>
#include <cmath>
#include <numbers>

namespace regard {

namespace {

/// Value = middle + spread · what the weather does + season · sin of the time of day.
struct Quantity {
    const char* name;
    const char* unit;
    double middle;
    double spread;
    double season;
};
constexpr std::array quantities{Quantity{"temperature", "°C", 12, 4, 3},
                                Quantity{"pressure", "hPa", 1013, 8, 0},
                                Quantity{"wind", "m/s", 0, 5, 0}};
constexpr std::size_t count = quantities.size();
constexpr double memory = 0.4;
constexpr double noise = 0.1;

} // namespace

std::string weatherUnit(std::string_view channel)
{
    for (const Quantity& quantity : quantities)
        if (channel.ends_with(quantity.name))
            return quantity.unit;
    return {};
}

WeatherSeries makeWeatherSeries(std::uint64_t seed, std::size_t steps)
{
    Random random(seed);
    WeatherSeries series;
    for (const char* station : {"west ", "east "})
        for (const Quantity& quantity : quantities)
            series.table.columns.push_back(std::string(station) + quantity.name);
    const double fresh = std::sqrt(1 - memory * memory); // keeps the variance at 1
    // West of the last hours, by hour modulo the size; what came before the first hour too.
    std::array<std::array<double, count>, longestLag + 1> past{};
    for (auto& hour : past)
        for (double& value : hour)
            value = random.normal();
    int lag = shortestLag;
    std::size_t left = 0;
    for (std::size_t t = 0; t < steps; ++t) {
        if (left == 0) {
            lag = shortestLag + static_cast<int>(random.below(longestLag - shortestLag + 1));
            left = 60 + random.below(101);
        }
        --left;
        const double day = std::sin(2 * std::numbers::pi * static_cast<double>(t % 24) / 24);
        const std::size_t size = past.size();
        auto& now = past[t % size];
        const auto& before = past[(t + size - 1) % size];
        for (std::size_t i = 0; i < count; ++i)
            now[i] = memory * before[i] + fresh * random.normal();
        const auto& then = past[(t + size - static_cast<std::size_t>(lag)) % size];
        for (std::size_t i = 0; i < count; ++i)
            series.table.values.push_back(quantities[i].middle + quantities[i].spread * now[i]
                                          + quantities[i].season * day);
        for (std::size_t i = 0; i < count; ++i)
            series.table.values.push_back(
                quantities[i].middle + quantities[i].spread * (then[i] + noise * random.normal())
                + quantities[i].season * day);
        series.lag.push_back(lag);
    }
    return series;
}

} // namespace regard
