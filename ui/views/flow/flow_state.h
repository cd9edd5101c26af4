// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_plan.h"
#include "ui/views/heatmap/padding_fold.h"
#include "ui/views/shared/trace_view.h"
#include "ui/words/labels.h"

#include <QImage>

#include <array>

namespace regard {

/// What a selected place means for the rest of the picture: the query (or decoding step)
/// and the key (or input token) it speaks of; −1 for none.
struct FlowFocus {
    Index query = -1;
    Index key = -1;
    bool isActive() const { return query >= 0 || key >= 0; }
    friend bool operator==(const FlowFocus&, const FlowFocus&) = default;
};
FlowFocus focusOf(const TraceTensor& tensor, Index row, Index column);

/// What all items on the stage look at while they paint. The scene changes it.
struct FlowState {
    PaddingFold padding;
    TracePtr trace; ///< as it is drawn: with its padding folded
    Theme theme = Theme::light();
    int moment = everyMoment;
    bool resting = true; ///< at the end and not stepping: nothing is marked as being computed
    CellRef fixed;
    CellRef hovered;
    FlowFocus focus; ///< of the hovered place, else of the fixed one
    std::vector<FlowBlock> blocks;
    Recurrence recurrence;
    std::vector<FlowPage> pages;
    bool navigator = false; ///< the pages are chosen in a bar above the picture
    int page = 0;
    int block = 0; ///< of the page, or of the last one that had one
    int head = 0;
    FlowType type;
    bool questions = true; ///< marks that ask about the stages are shown
    QString asked; ///< key of the box whose stage is being explained; "" for none
    qreal density = 1; ///< device pixels for one of ours

    void setTheme(const Theme& other);

    /// The moment up to which the picture shows what is computed.
    int shownMoment() const { return resting ? everyMoment : moment; }
    const TraceTensor* tensor(int index) const;
    /// The same tensor with all of its padding.
    const TraceTensor* wholeTensor(int index) const;
    bool isComputed(int tensor, Index row) const;
    /// How many rows from the first on are computed by now.
    Index computedRows(int tensor) const;
    /// Written by the moment itself.
    bool isCurrent(int tensor, Index row) const;
    bool isCurrent(int tensor) const;
    /// The tensor has the hovered or fixed place, or is its counterpart in the shown head.
    bool shows(int tensor, const CellRef& cell) const;

    /// The tensor of the shown layer and head that is what another one's is in its: the same stage.
    /// A tensor of no head is its own; −1 for none.
    int counterpart(int tensor) const;

    /// The query whose attention and candidates the cards show: the one in focus, else for
    /// candidates the last computed row, and for attention the row that looks farthest
    /// away from itself; padding is nothing to look at.
    Index attentionRow(int weights) const;
    Index candidateRow(int probabilities) const;
    /// The decoding step whose context is shown.
    Index step() const;

    /// The tensor's own; up to the largest weight where many keys share it, as all are faint then.
    ColorScale scaleOf(int tensor) const;
    QRgb color(const ColorScale& scale, double value) const;
    /// The tensor as an image of at most `pixels`: a cell a pixel. Where several cells share
    /// one: their largest weight, or the mean of signed values on a scale of its own. Rows
    /// not computed are theme.notComputed().
    QImage image(int tensor, const QSize& pixels) const;
    /// What a person may not expect of that image, in words; empty for a cell a pixel in its own
    /// colour.
    QString imageHelp(int tensor, const QSize& pixels) const;

private:
    std::array<QRgb, 256> m_sequential{};
    std::array<QRgb, 511> m_diverging{};
};

} // namespace regard
