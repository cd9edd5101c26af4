// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow_strip_items.h"

#include <vector>

namespace regard {

/// Tokens in chips; slanted where they are close, every n-th where they are closer still.
class FlowChipsItem : public FlowRowItem {
public:
    FlowChipsItem(const FlowState& state, const FlowBox& box);
    /// The chip around a token's text.
    QRectF chipRect(Index row) const;
    void refresh() override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    QMarginsF margins() const override { return {30, 6, 30, 6}; }

private:
    /// Of a chip, from the left end of the row.
    struct Extent {
        qreal left = 0;
        qreal right = 0;
    };
    /// Chips of these widths at their places, moved as little as keeps them apart.
    static std::vector<Extent> pushedApart(const std::vector<qreal>& width, qreal pitch, qreal gap);
    QString word(Index row) const;
    QString text(Index row) const; ///< the word, as soon as it is computed

    std::vector<Extent> m_chips;
};

} // namespace regard
