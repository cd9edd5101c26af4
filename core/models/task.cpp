// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/task.h"

#include "core/models/weights.h"
#include "core/trace/probe.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace regard {

void addShare(std::vector<Figure>& figures, std::string name, std::string label, double part,
              double whole)
{
    if (whole > 0)
        figures.push_back({std::move(name), std::move(label), part / whole});
}

Vocabulary mostFrequent(const std::unordered_map<std::string, std::size_t>& counts,
                        std::size_t most, std::vector<std::string>& notes)
{
    Vocabulary vocabulary = Vocabulary::fromCounts(counts, 1, most);
    const std::size_t kept = vocabulary.size() - Vocabulary().size();
    if (kept < counts.size() && vocabulary.size() == most)
        notes.push_back("of " + std::to_string(counts.size()) + " different tokens the "
                        + std::to_string(kept)
                        + " most frequent are learnt (setting words); the others are read as "
                          "unknown");
    return vocabulary;
}

std::vector<FigureGroup> Task::evaluateBy(std::string_view grouping, const Weights&, Split,
                                          std::size_t, std::stop_token) const
{
    throw std::invalid_argument("its figures are not known by '" + std::string(grouping) + "'");
}

std::size_t Task::inGroups(const Weights& weights, Split split, std::size_t limit,
                           std::size_t together, const std::stop_token& stop,
                           const Tell& tell) const
{
    std::vector<std::uint32_t> examples(limit > 0 ? std::min(limit, size(split)) : size(split));
    std::iota(examples.begin(), examples.end(), std::uint32_t{0});
    Tape tape;
    for (std::size_t first = 0; first < examples.size(); first += together) {
        if (stop.stop_requested())
            throw Stopped{};
        tape.reset();
        tape.bind(weights.parameters);
        tape.stopBy(stop);
        tell(tape, std::span(examples).subspan(first, std::min(together, examples.size() - first)));
    }
    return examples.size();
}

} // namespace regard
