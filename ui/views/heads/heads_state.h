// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/shared/trace_view.h"

#include "core/trace/attention_statistics.h"

#include <QFont>

#include <limits>
#include <optional>
#include <set>
#include <stop_token>
#include <string>

namespace regard {

enum class HeadsOrder { AsComputed, ByEntropy, ByDistance };
enum class HeadsMerge { None, Mean, Maximum, Rollout };

/// One head: its weights, and where it stands in the trace.
struct HeadsMap {
    int tensor = -1;
    int attention = 0; ///< index into Trace::attentions
    int head = 0;
};

/// All heads of a trace, in the order of computation.
std::vector<HeadsMap> headsOf(const Trace& trace);

/// What is to be computed of a trace. Equal requests have equal results.
struct HeadsRequest {
    TracePtr trace;
    HeadsMerge merge = HeadsMerge::None;
    std::vector<std::vector<int>> layers; ///< weights that are merged, by attention
    friend bool operator==(const HeadsRequest&, const HeadsRequest&) = default;
};

/// What was computed. Keeps its trace, so that it can be shown until there is another.
struct HeadsNumbers {
    TracePtr trace;
    std::vector<RowStatistics> statistics; ///< of each of headsOf()
    double largest = 1; ///< weight of all
    HeadsRequest request;
    std::optional<TraceTensor> merged; ///< a row is there when it is in all that are merged
};

/// Numbers that computeHeads() touches, roughly.
double effortOf(const HeadsRequest& request, const HeadsNumbers& before);
/// Entropy and distance are taken from `before` if they are of the same trace. Throws Stopped.
HeadsNumbers computeHeads(const HeadsRequest& request, const HeadsNumbers& before,
                          const std::stop_token& stop);

/// What the parts of the view draw from.
struct HeadsState {
    TracePtr trace;
    int moment = std::numeric_limits<int>::max();
    CellRef fixed;
    CellRef hovered;
    Theme theme = Theme::light();
    QFont font;
    bool focused = false;
    HeadsOrder order = HeadsOrder::AsComputed;
    HeadsMerge merge = HeadsMerge::Mean;
    std::vector<HeadsMap> maps; ///< headsOf() the trace
    std::set<std::string> leftOut; ///< paths of weights that take no part in the merged map
    int current = -1; ///< index into maps: the one that other views show as well
    HeadsNumbers numbers; ///< as last computed

    const TraceTensor& tensor(const HeadsMap& map) const;
    const Attention& attention(const HeadsMap& map) const;
    /// Index into maps of the head that a tensor is a stage of, −1 if it is of none.
    int mapOf(int tensor) const;
    bool isChosen(const HeadsMap& map) const;
    bool canMerge() const { return maps.size() > 1; }
    bool showsMerged() const { return canMerge() && merge != HeadsMerge::None; }

    /// Over the rows that are there; none before the first, or before it is computed.
    std::optional<double> entropy(int map) const;
    /// Where queries and keys are the same tokens.
    std::optional<double> distance(int map) const;
    /// Indices into maps as they are shown.
    std::vector<int> ordered() const;
    /// Chosen heads whose rows and columns name the same as those of the current one (of the first
    /// chosen one if the current one is left out). None where rollout has no way through.
    HeadsRequest request() const;
    /// Heads that are chosen but cannot be in the merged map.
    int elsewhere() const;
    /// Whether two tensors' rows and columns name the same.
    static bool haveSameAxes(const TraceTensor& a, const TraceTensor& b);
    /// The place of the hovered cell, or else the fixed one, on maps of the same axes.
    CellRef placeOn(const TraceTensor& map) const;
};

} // namespace regard
