// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/task.h"

#include <map>
#include <utility>

namespace regard {

/// Bounds between which a share lies with a confidence of 95 %, from `hits` of `count` (Wilson
/// 1927, score interval). {0, 1} of nothing.
std::pair<double, double> shareInterval(double hits, double count);

/// Counts how many examples of each group are right. Groups are ordered by `order`.
class GroupCounts {
public:
    /// An example of the group that `order` names.
    void add(std::size_t order, bool right);
    /// A group for each `order` met, smallest first, called by `name` (its name and its label):
    /// exact_match with the bounds of its interval.
    std::vector<FigureGroup>
    groups(const std::function<std::pair<std::string, std::string>(std::size_t)>& name) const;

private:
    struct Count {
        double right = 0, all = 0;
    };
    std::map<std::size_t, Count> m_counts;
};

/// Lengths are grouped by fives: 1 to 5, 6 to 10 … tokens.
std::size_t lengthGroup(std::size_t tokens);
/// "6-10" and "6 to 10 tokens".
std::pair<std::string, std::string> lengthGroupName(std::size_t group);

} // namespace regard
