// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace regard {

/// Weight in kg and height in cm with the age that goes with them, and the one that is asked for:
/// "weight (kg), height (cm) -> age (years); 50, 160 -> 50; 65, 165 -> 23; 60, 175 -> 21; 63, 170
/// -> ?".
const std::string& tableExample();

/// 40 points x in [0, 5) in ascending order with curveAt(x) + noise (normal, deviation 1), from a
/// fixed seed and rounded to two decimals, and the 50 queries "0 .. 5 -> ?". The data of
/// Zhang et al., Dive into Deep Learning, section 11.2.
const std::string& curveExample();

/// 2 sin x + x, what the points of curveExample() are drawn around.
double curveAt(double x);

} // namespace regard
