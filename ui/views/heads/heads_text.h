// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/heads/heads_state.h"

#include <QCoreApplication>
#include <QString>
#include <QStringList>

namespace regard {

/// Context of the view's words for translation.
struct HeadsText {
    Q_DECLARE_TR_FUNCTIONS(regard::HeadsText)
};

/// "Head 3"; the attention's name where it has one head only.
QString headInWords(const HeadsState& state, const HeadsMap& map);
/// What stands over its map, line by line: its head where the attention is a heading, else both.
QStringList namesOver(const HeadsState& state, const HeadsMap& map);
/// "Encoder · layer 2 · head 3"
QString mapInWords(const HeadsState& state, const HeadsMap& map);

/// "entropy 1.23 bits", "distance 2.4"; empty where there is none.
QString entropyText(const HeadsState& state, int map);
QString distanceText(const HeadsState& state, int map);
/// "yes → free: 0.812" for a cell of a map, its row's or column's word for a row or a column alone.
QString placeText(const Trace& trace, const TraceTensor& tensor, Index row, Index column,
                  int moment);

/// "Mean of 8 heads", "Rollout of 8 heads over 2 layers".
QString mergedTitle(const HeadsRequest& request);
/// The attentions that are merged.
QString mergedDetails(const HeadsNumbers& numbers);
/// How many ticked heads are not in the merged map; empty if all are.
QString mergedLimits(const HeadsState& state);
/// Why there is no merged map and what to do.
QString mergedHint(const HeadsState& state);

/// What to say in place of maps; empty where there are any.
QString nothingText(const HeadsState& state);

} // namespace regard
