// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/arcs/arcs_state.h"

#include <QRectF>

#include <array>

namespace regard {

/// Where tokens and lines lie in a picture. In two columns tokens follow each other downwards, the
/// queries at the left; in one line to the right, each being query and key.
struct ArcsLayout {
    bool oneLine = false;
    bool turned = false; ///< in one line: names stand upright
    double pitch = 0; ///< pixels from token to token
    QRectF title; ///< in files: what stands in the view's selectors
    QRectF heading; ///< above the columns or the arcs
    QRectF lines;
    std::array<QRectF, 2> names{}; ///< by side, numbers included
    QRectF status; ///< the sentence below
    double numberWidth = 0;
    double nameWidth = 0; ///< the longest that is drawn
    std::array<Index, 2> count{};
    std::array<double, 2> begin{}; ///< of the first token, by side
    double largestScroll = 0;
    double length = 0; ///< of the longer side

    /// A range of tokens that are at least partly visible, [first, last).
    std::pair<Index, Index> visible(ArcsSide side) const;
    double centre(ArcsSide side, Index token) const;
    /// Where a token's name and number stand.
    QRectF tokenRect(const ArcsToken& token) const;
    std::optional<ArcsToken> tokenAt(const QPointF& point) const;
    /// Of so many tokens one is named: they lie too close.
    Index namedOf(const QFont& font) const;
    /// The window of tokens along their way.
    double viewBegin() const { return oneLine ? lines.left() : lines.top(); }
    double viewLength() const { return oneLine ? lines.width() : lines.height(); }
};

/// The layout in a rectangle; the state's scroll is taken as far as it goes.
ArcsLayout arcsLayout(const ArcsState& state, const QRectF& rect);

/// The least pitch at which every name is drawn.
double namedPitch(const QFont& font);

/// The height, or in one line the width, in which every token is named and nothing scrolls.
double wholeLength(const ArcsState& state, const QRectF& rect);

} // namespace regard
