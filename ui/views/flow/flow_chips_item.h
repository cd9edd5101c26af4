// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_strip_items.h"

#include <vector>

namespace regard {

/// Where a chip stands, from the left end of its row.
struct ChipExtent {
    qreal left = 0;
    qreal right = 0;
};

/// What the chips of a row of tokens say: the input's texts, or the output's.
QStringList chipWords(const Trace& trace, const TraceTensor& tensor);

/// Level chips, `pitch` from place to place, each as wide as its word needs in the smallest
/// type, over its place and moved off the middle as little as keeps it apart from the others.
/// Empty where that is not possible.
std::vector<ChipExtent> levelChips(const QStringList& words, qreal pitch, const FlowType& type);

/// Tokens in chips; slanted where they are close, every n-th where they are closer still.
class FlowChipsItem : public FlowRowItem {
public:
    FlowChipsItem(const FlowState& state, const FlowBox& box);
    /// The chip around a token's text.
    QRectF chipRect(Index row) const;
    void joinArcs(FlowArcEnds& ends) const override
    {
        (box().tensor == state().recurrence.states ? ends.input : ends.output) = this;
    }
    void refresh() override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    QMarginsF margins() const override { return {30, 6, 30, 6}; }

private:
    QString text(Index row) const; ///< the word, as soon as it is computed

    QStringList m_words;
    std::vector<ChipExtent> m_chips;
};

} // namespace regard
