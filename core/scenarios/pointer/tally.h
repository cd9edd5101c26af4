// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/task.h"
#include "core/scenarios/pointer/corpus.h"

namespace regard {

/// Counts what a pointer network answered, over all instances and over those of full length.
class PointerTally {
public:
    explicit PointerTally(PointerProblem problem) : m_problem(problem) { }

    /// answer: indices of the example's inputs.
    void add(const PointerExample& example, std::span<const std::int32_t> answer);
    std::vector<Figure> figures() const;

private:
    struct Counts {
        double instances = 0;
        double exact = 0; ///< a hull from any start and either way round
        double strict = 0; ///< index by index
        double invalid = 0; ///< polygons that cross themselves or have no area
        double area = 0; ///< share of the hull's area, summed over the valid ones
    };
    void count(Counts& counts, const PointerExample& example,
               std::span<const std::int32_t> answer) const;

    PointerProblem m_problem;
    Counts m_all;
    Counts m_longest;
};

} // namespace regard
