// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/figure_groups.h"

#include <cmath>
#include <tuple>

namespace regard {

namespace {

constexpr std::size_t lengthStep = 5;

}

std::pair<double, double> shareInterval(double hits, double count)
{
    if (count <= 0)
        return {0, 1};
    // (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)
    constexpr double z = 1.959963984540054; // the normal distribution's 97.5 %
    const double p = hits / count;
    const double middle = p + z * z / (2 * count);
    const double half = z * std::sqrt(p * (1 - p) / count + z * z / (4 * count * count));
    const double whole = 1 + z * z / count;
    // Exact at the ends, which rounding would miss.
    return {hits == 0 ? 0 : (middle - half) / whole, hits == count ? 1 : (middle + half) / whole};
}

void GroupCounts::add(std::size_t order, bool right)
{
    Count& count = m_counts[order];
    count.right += right;
    count.all += 1;
}

std::vector<FigureGroup> GroupCounts::groups(
    const std::function<std::pair<std::string, std::string>(std::size_t)>& name) const
{
    std::vector<FigureGroup> groups;
    for (const auto& [order, count] : m_counts) {
        const auto [low, high] = shareInterval(count.right, count.all);
        FigureGroup group;
        std::tie(group.name, group.label) = name(order);
        group.examples = static_cast<std::size_t>(count.all);
        group.figures = {{"exact_match", "Texts that match exactly", count.right / count.all},
                         {"exact_match_low", "… at least, with a confidence of 95 %", low},
                         {"exact_match_high", "… at most", high}};
        groups.push_back(std::move(group));
    }
    return groups;
}

std::size_t lengthGroup(std::size_t tokens)
{
    return tokens == 0 ? 0 : (tokens - 1) / lengthStep;
}

std::pair<std::string, std::string> lengthGroupName(std::size_t group)
{
    const std::string first = std::to_string(group * lengthStep + 1);
    const std::string last = std::to_string((group + 1) * lengthStep);
    return {first + '-' + last, first + " to " + last + " tokens"};
}

} // namespace regard
