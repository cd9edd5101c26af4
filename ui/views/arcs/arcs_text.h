// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/arcs/arcs_layout.h"

#include <QString>

namespace regard {

/// Which lines are drawn: "As wide as the weight, none below 0.5 %."
QString arcsDrawn(const ArcsState& state, const ArcsLayout& layout);

/// "Head 2", "Mean of 4 heads".
QString arcsHeadText(const Attention& attention, int head);
/// "queries", "keys"; beside the side that numbers stand on "keys · weights" and
/// "keys · sum of 3 rows".
QString headingText(const ArcsState& state, ArcsSide side);
/// A number beside a token, by the largest of its kind.
QString arcsNumber(double value, double largest);
/// What is shown, in a sentence.
QString arcsStatus(const ArcsState& state, const ArcsLayout& layout);
/// What is said of a token under the pointer.
QString tokenHelp(const ArcsState& state, const ArcsToken& token);
/// What to do where there is nothing to draw; empty where there is.
QString nothingText(const ArcsState& state);

} // namespace regard
