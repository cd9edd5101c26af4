// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/heads/heads_layout.h"

#include <QImage>
#include <QRectF>

#include <map>

class QPainter;

namespace regard {

/// Colours of weights, no more pixels to a side than `side` asks for: where several cells share
/// one, it has the colour of the largest that is there, so that thin lines do not vanish.
QImage weightsImage(const TraceTensor& tensor, const ColorScale& scale, const Theme& theme,
                    int moment, int side);

/// Images of maps, made when they are first drawn. They stay until what they show changes.
class HeadsImages {
public:
    void clear() { m_images.clear(); }
    /// The merged map is another.
    void forgetMerged() { m_images.erase(merged); }
    static constexpr int merged = -1;
    /// `key` tells the tensor from others: an index into HeadsState::maps, or `merged`.
    const QImage& of(int key, const TraceTensor& tensor, const ColorScale& scale,
                     const Theme& theme, int moment, int side);

private:
    struct Entry {
        int moment = 0;
        int side = 0;
        double limit = 0;
        QImage image;
    };
    std::map<int, Entry> m_images;
};

/// The scale of all small maps, and of the merged one.
ColorScale scaleOfMaps(const HeadsState& state);
ColorScale scaleOfMerged(const HeadsState& state);

/// Draws what lies in `clip`. `isFigure`: for a file, without selection and ticks.
void drawHeads(QPainter& painter, const HeadsState& state, const HeadsLayout& layout,
               HeadsImages& images, const QRectF& clip, bool isFigure = false);

/// The merged map with its title, or why there is none.
void drawMerged(QPainter& painter, const HeadsState& state, const QRectF& room, HeadsImages& images,
                bool isFigure = false);
/// Where drawMerged() draws the map; no picture without one.
LabelledMap mergedPlace(const HeadsState& state, const QRectF& room, bool isFigure = false);

} // namespace regard
