// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace regard {

inline constexpr double lowestTone = 220; ///< Hz, of the smallest number
inline constexpr double highestTone = 880; ///< of the largest: two octaves above
inline constexpr int toneLength = 80; ///< milliseconds

/// Hz of a number between the smallest and the largest one of a map: as far between 220 and 880 Hz
/// in musical steps as the number is between the two; numbers beyond them are at the ends. 0, a
/// rest, for what is not finite.
double toneOf(double value, double low, double high);

/// A sine of so many milliseconds as samples from −1 to 1, `rate` a second. It swells from silence
/// and fades into it, so that nothing clicks. Silence for 0 Hz.
std::vector<float> tone(double frequency, int milliseconds, int rate);

/// The tones of several numbers, one after the other.
std::vector<float> melody(std::span<const double> values, double low, double high, int rate);

} // namespace regard
