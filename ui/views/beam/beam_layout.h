// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/decoding.h"

#include <QFontMetricsF>
#include <QRectF>
#include <QSizeF>

#include <vector>

namespace regard {

/// Where the hypotheses of a beam search stand: a column for each step, in it those that were kept
/// or ended by falling probability, and below them those that were pruned.
struct BeamLayout {
    std::vector<QRectF> boxes; ///< by node of Decoding::beam
    QRectF root; ///< what stands before all of them
    QSizeF size;
};

/// The number under a token: its probability, or of what ended its rank and score.
QString beamNumber(const BeamNode& node);

/// `first` is what the first hypotheses stand behind, as it is written.
BeamLayout layOutBeam(const Decoding& decoding, const QString& first, const QFontMetricsF& metrics);

} // namespace regard
