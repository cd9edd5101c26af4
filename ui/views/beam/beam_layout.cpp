// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/beam/beam_layout.h"

#include "ui/views/shared/theme.h"

#include <QString>

#include <algorithm>
#include <map>

namespace regard {

namespace {

constexpr double margin = 14;
constexpr double padding = 8;
constexpr double gap = 8; ///< between boxes of a column
constexpr double between = 46; ///< between columns, for the lines

} // namespace

QString beamNumber(const BeamNode& node)
{
    return node.rank > 0 ? QStringLiteral("#%1  %2").arg(node.rank).arg(numberText(node.score, 3))
                         : numberText(node.probability, 2);
}

BeamLayout layOutBeam(const Decoding& decoding, const QString& first, const QFontMetricsF& metrics)
{
    BeamLayout layout;
    layout.boxes.resize(decoding.beam.size());
    std::map<int, std::vector<std::size_t>> columns;
    for (std::size_t node = 0; node < decoding.beam.size(); ++node)
        columns[decoding.beam[node].step].push_back(node);
    const double height = 2 * metrics.height() + 8; // the token and its probability
    const double rootWidth = metrics.horizontalAdvance(first) + 2 * padding;
    double x = margin + rootWidth + between;
    double bottom = margin + height;
    for (auto& [step, nodes] : columns) {
        // The search told them by falling probability; those that were pruned are the last.
        double width = 0;
        for (const std::size_t node : nodes)
            width = std::max(
                {width, metrics.horizontalAdvance(beamNumber(decoding.beam[node])),
                 metrics.horizontalAdvance(QString::fromStdString(decoding.beam[node].token))});
        width += 2 * padding;
        double y = margin;
        for (const std::size_t node : nodes) {
            layout.boxes[node] = QRectF(x, y, width, height);
            y += height + gap;
        }
        bottom = std::max(bottom, y - gap);
        x += width + between;
    }
    layout.root = QRectF(margin, margin, rootWidth, height);
    layout.size = QSizeF(x - between + margin, bottom + margin);
    return layout;
}

} // namespace regard
