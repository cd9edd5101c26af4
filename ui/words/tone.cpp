// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/tone.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace regard {

namespace {

constexpr double loudness = 0.5;
constexpr double fade = 0.012; ///< seconds of swelling, and of fading

} // namespace

double toneOf(double value, double low, double high)
{
    if (!std::isfinite(value))
        return 0;
    const double part = high > low ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 0.5;
    return lowestTone * std::pow(highestTone / lowestTone, part);
}

std::vector<float> tone(double frequency, int milliseconds, int rate)
{
    const auto count = static_cast<std::size_t>(std::max(0.0, milliseconds * rate / 1000.0));
    std::vector<float> samples(count, 0.0F);
    if (frequency <= 0)
        return samples;
    for (std::size_t i = 0; i < count; ++i) {
        const double t = static_cast<double>(i) / rate;
        const double left = static_cast<double>(count - 1 - i) / rate;
        // Half a cosine: begins and ends without a corner.
        const double near = std::min({t / fade, left / fade, 1.0});
        const double swell = 0.5 - 0.5 * std::cos(std::numbers::pi * near);
        samples[i] =
            static_cast<float>(loudness * swell * std::sin(2 * std::numbers::pi * frequency * t));
    }
    return samples;
}

std::vector<float> melody(std::span<const double> values, double low, double high, int rate)
{
    std::vector<float> all;
    for (const double value : values) {
        const std::vector<float> one = tone(toneOf(value, low, high), toneLength, rate);
        all.insert(all.end(), one.begin(), one.end());
    }
    return all;
}

} // namespace regard
