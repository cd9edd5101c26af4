// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/arcs/arcs_weights.h"
#include "ui/views/heatmap/padding_fold.h"
#include "ui/views/shared/trace_view.h"
#include "ui/words/labels.h"

#include <QFont>

#include <array>
#include <optional>

namespace regard {

/// A token of one of the sides.
struct ArcsToken {
    ArcsSide side = ArcsSide::Query;
    Index index = 0;
    friend bool operator==(const ArcsToken&, const ArcsToken&) = default;
};

/// Tokens of one side whose lines are shown alone, and the token of the other side that is pointed
/// at among what they look at.
struct ArcsFocus {
    ArcsSide side = ArcsSide::Query;
    std::vector<Index> tokens; ///< ascending; none: all lines are shown
    Index other = -1;
    explicit operator bool() const { return !tokens.empty(); }
    bool has(const ArcsToken& token) const;
    friend bool operator==(const ArcsFocus&, const ArcsFocus&) = default;
};

/// What the parts of the picture draw from.
struct ArcsState {
    PaddingFold padding; ///< of short texts, drawn as one token
    TracePtr trace; ///< with the padding folded; cells here are those of it
    int attention = -1; ///< of Trace::attentions
    int head = 0; ///< or allHeads
    bool stretched = false; ///< the largest weight is as wide as 1 would be
    bool wantsOneLine = false; ///< where it is offered
    ArcsWeights weights;
    int moment = everyMoment;
    CellRef fixed;
    CellRef hovered;
    ArcsFocus picked; ///< what is fixed here: one token or several
    ArcsFocus focus; ///< whose lines are shown: what is pointed at, else what is fixed
    std::array<double, 2> widest{}; ///< names of each side, in pixels
    std::vector<double> sums; ///< of the focus, for each token of the other side
    double pitch = 0; ///< pixels from token to token; 0: as fits best
    double scroll = 0; ///< pixels of the longer side
    QFont font;
    Theme theme = Theme::light();
    bool focused = false;
    bool exporting = false;

    /// Takes a newer trace: the attention of the same scope or the first, with what is fixed and
    /// picked at the same labels. The weights are still to be taken.
    void take(const TracePtr& newer);
    /// Null without one.
    const Attention* shown() const;
    /// Self attention whose queries and keys are as many.
    bool canBeOneLine() const;
    bool isOneLine() const { return wantsOneLine && canBeOneLine(); }
    bool isMean() const { return head == allHeads; }
    const Axis& axis(ArcsSide side) const;
    /// A token's name; nothing for a word that is not written yet.
    QString name(const ArcsToken& token) const;
    /// The same in a sentence.
    QString inWords(const ArcsToken& token) const;
    /// The row or column of the weights tensor, or the cell of a token and another one.
    CellRef cellOf(const ArcsToken& token, Index other = -1) const;
    /// The token or the tokens that a cell of any stage of the attention shown is about.
    ArcsFocus focusOf(const CellRef& cell) const;
    /// Finds `widest`.
    void measureNames();
    /// Finds `focus` and `sums` from what is fixed and pointed at.
    void refocus();
};

/// The moments at which the picture shows something new, ascending: rows of weights and words.
std::vector<int> arcsStops(const ArcsState& state);

} // namespace regard
