// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/kernel_regression/corpus.h"

#include "core/tensor/random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace regard {

const std::string& tableExample()
{
    static const std::string text = "weight (kg), height (cm) -> age (years); "
                                    "50, 160 -> 50; 65, 165 -> 23; 60, 175 -> 21; 63, 170 -> ?";
    return text;
}

double curveAt(double x)
{
    return 2 * std::sin(x) + x;
}

const std::string& curveExample()
{
    static const std::string text = [] {
        Random random(1964);
        std::array<double, 40> places{};
        for (double& x : places)
            x = std::floor(random.uniform(0, 5) * 100) / 100;
        std::sort(places.begin(), places.end());
        std::string points;
        for (const double x : places) {
            char point[48];
            std::snprintf(point, sizeof point, "%.2f -> %.2f; ", x, curveAt(x) + random.normal());
            points += point;
        }
        return points + "0 .. 5 -> ?";
    }();
    return text;
}

} // namespace regard
