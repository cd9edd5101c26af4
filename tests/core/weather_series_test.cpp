// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/time_series/corpus.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace regard {
namespace {

constexpr std::size_t steps = 4000;

/// Channel by channel: west temperature, pressure, wind, then east.
std::vector<double> channel(const WeatherSeries& series, std::size_t index)
{
    std::vector<double> values;
    for (std::size_t t = 0; t < series.table.length(); ++t)
        values.push_back(series.table.at(t, index));
    return values;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b)
{
    const double n = static_cast<double>(a.size());
    double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sa += a[i];
        sb += b[i];
        saa += a[i] * a[i];
        sbb += b[i] * b[i];
        sab += a[i] * b[i];
    }
    return (sab / n - sa * sb / n / n)
        / std::sqrt((saa / n - sa * sa / n / n) * (sbb / n - sb * sb / n / n));
}

TEST(WeatherSeries, isTheSameForASeedAndBeginsAlikeAtAnyLength)
{
    const WeatherSeries series = makeWeatherSeries(3, steps);
    EXPECT_EQ(series.table.columns.size(), 6u);
    EXPECT_EQ(series.table.length(), steps);
    EXPECT_EQ(series.lag.size(), steps);
    const WeatherSeries shorter = makeWeatherSeries(3, 100);
    EXPECT_TRUE(std::equal(shorter.table.values.begin(), shorter.table.values.end(),
                           series.table.values.begin()));
    EXPECT_NE(makeWeatherSeries(4, 100).table.values, shorter.table.values);
}

TEST(WeatherSeries, theEastRepeatsTheWestAfterTheLag)
{
    const WeatherSeries series = makeWeatherSeries(3, steps);
    const std::vector<double> west = channel(series, 1);
    const std::vector<double> east = channel(series, 4);
    std::vector<double> then;
    std::vector<double> now;
    std::vector<double> lagOff;
    for (std::size_t t = 100; t < steps; ++t) {
        then.push_back(west[t - static_cast<std::size_t>(series.lag[t])]);
        lagOff.push_back(west[t - static_cast<std::size_t>(series.lag[t]) - 5]);
        now.push_back(east[t]);
    }
    EXPECT_GT(correlation(then, now), 0.98);
    EXPECT_LT(correlation(lagOff, now), 0.3);
}

TEST(WeatherSeries, lagsStayForAWhileAndCoverTheirRange)
{
    const WeatherSeries series = makeWeatherSeries(3, 20000);
    const auto [low, high] = std::minmax_element(series.lag.begin(), series.lag.end());
    EXPECT_EQ(*low, shortestLag);
    EXPECT_EQ(*high, longestLag);
    int changes = 0;
    for (std::size_t t = 1; t < series.lag.size(); ++t)
        changes += series.lag[t] != series.lag[t - 1];
    EXPECT_GT(changes, 20000 / 161 / 2);
    EXPECT_LE(changes, 20000 / 60);
}

TEST(WeatherSeries, onlyTheTemperaturesFollowTheTimeOfDay)
{
    const WeatherSeries series = makeWeatherSeries(3, 24000);
    std::vector<double> day;
    for (std::size_t t = 0; t < 24000; ++t)
        day.push_back(std::sin(2 * 3.14159265358979 * static_cast<double>(t % 24) / 24));
    for (std::size_t c : {0u, 3u})
        EXPECT_GT(correlation(channel(series, c), day), 0.4);
    for (std::size_t c : {1u, 2u, 4u, 5u})
        EXPECT_LT(std::abs(correlation(channel(series, c), day)), 0.05);
}

} // namespace
} // namespace regard
