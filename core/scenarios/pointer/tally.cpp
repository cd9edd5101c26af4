// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/pointer/tally.h"

#include <algorithm>
#include <cmath>

namespace regard {

void PointerTally::add(const PointerExample& example, std::span<const std::int32_t> answer)
{
    count(m_all, example, answer);
    if (example.inputs.size() == longestInstance)
        count(m_longest, example, answer);
}

void PointerTally::count(Counts& counts, const PointerExample& example,
                         std::span<const std::int32_t> answer) const
{
    counts.instances += 1;
    counts.strict +=
        std::equal(answer.begin(), answer.end(), example.answer.begin(), example.answer.end());
    if (m_problem == PointerProblem::Sort) {
        // Equal numbers may come in any order.
        counts.exact += std::equal(answer.begin(), answer.end(), example.answer.begin(),
                                   example.answer.end(), [&](std::int32_t a, std::int32_t b) {
                                       return example.inputs[static_cast<std::size_t>(a)]
                                           == example.inputs[static_cast<std::size_t>(b)];
                                   });
        return;
    }
    counts.exact += samePolygon(answer, example.answer);
    if (isSimplePolygon(example.inputs, answer))
        counts.area += std::abs(signedArea(example.inputs, answer))
            / signedArea(example.inputs, example.answer);
    else
        counts.invalid += 1;
}

std::vector<Figure> PointerTally::figures() const
{
    const bool sort = m_problem == PointerProblem::Sort;
    const std::string length = std::to_string(longestInstance);
    std::vector<Figure> figures;
    for (const bool longest : {false, true}) {
        const Counts& counts = longest ? m_longest : m_all;
        if (counts.instances == 0)
            continue;
        const std::string end = longest ? "_" + length : "";
        const std::string of = longest ? ", of " + length + (sort ? " numbers" : " points") : "";
        if (sort) {
            addShare(figures, "exact" + end,
                     "Lists sorted rightly, equal numbers in any order" + of, counts.exact,
                     counts.instances);
        } else {
            const double valid = counts.instances - counts.invalid;
            addShare(figures, "exact" + end,
                     "Polygons that are the hull, from any start and either way" + of, counts.exact,
                     counts.instances);
            addShare(figures, "exact_strict" + end,
                     "… that also start at the leftmost point and go counter-clockwise" + of,
                     counts.strict, counts.instances);
            addShare(figures, "area" + end,
                     "Area over the hull's, mean of polygons that do not cross themselves" + of,
                     counts.area, valid);
            addShare(figures, "invalid" + end,
                     "Polygons that cross themselves or have no area" + of, counts.invalid,
                     counts.instances);
        }
        figures.push_back({"instances" + end, "Instances" + of, counts.instances});
    }
    return figures;
}

} // namespace regard
