// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow_item.h"

namespace regard {

/// Rows of a tensor side by side, `pitch` apart.
class FlowRowItem : public FlowItem {
public:
    using FlowItem::FlowItem;
    qreal pitch() const;
    qreal middle(Index row) const; ///< x
    CellRef cellAt(const QPointF& point) const override;
    Index count() const;
};

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

/// State vectors as upright strips, an arrow from each to the next.
class FlowStripsItem : public FlowRowItem {
public:
    FlowStripsItem(const FlowState& state, const FlowBox& box);
    void refresh() override;
    CellRef cellAt(const QPointF& point) const override;
    QRectF stripRect(Index row) const;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    QImage m_image; ///< a column a row of the tensor
};

/// The weights of the step in focus: a bar and a percentage above each input token.
class FlowSharesItem : public FlowRowItem {
public:
    FlowSharesItem(const FlowState& state, const FlowBox& box);
    CellRef cellAt(const QPointF& point) const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    QMarginsF margins() const override { return {20, 6, 20, 4}; }
};

/// The context vector of the step in focus, or the last state where it is fixed.
class FlowVectorItem : public FlowItem {
public:
    FlowVectorItem(const FlowState& state, const FlowBox& box);
    Index row() const;
    CellRef cellAt(const QPointF& point) const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    QMarginsF margins() const override;
};

/// Name, shape and range of a tensor.
class FlowCaptionItem : public FlowItem {
public:
    using FlowItem::FlowItem;
    CellRef cellAt(const QPointF& point) const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    QMarginsF margins() const override { return {4, 20, 12, 20}; }
};

} // namespace regard
