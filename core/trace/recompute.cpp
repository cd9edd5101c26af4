// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/recompute.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace regard {

double lengthOf(const std::vector<double>& values)
{
    double sum = 0;
    for (const double value : values)
        sum += value * value;
    return std::sqrt(sum);
}

double kernelValue(FormulaId formula, double squaredDistance, double width)
{
    const double u = std::sqrt(squaredDistance) / width;
    switch (formula) {
    case FormulaId::GaussianScore:
        return -u * u / 2;
    case FormulaId::BoxcarKernel:
        return u < 1 ? 1 : 0;
    case FormulaId::EpanechnikovKernel:
        return std::max(1 - u * u, 0.0);
    case FormulaId::TriangularKernel:
        return std::max(1 - u, 0.0);
    default:
        return 1;
    }
}

double sparsemaxThreshold(std::vector<double> scores)
{
    std::sort(scores.begin(), scores.end(), std::greater<>());
    double sum = 0;
    double threshold = 0;
    for (std::size_t k = 1; k <= scores.size(); ++k) {
        const double score = scores[k - 1];
        if (1 + static_cast<double>(k) * score <= sum + score)
            break;
        sum += score;
        threshold = (sum - 1) / static_cast<double>(k);
    }
    return threshold;
}

} // namespace regard
