// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_item.h"

namespace regard {

/// Card: tabs for the layers, and of each head of the layer its weights as a thumbnail.
class FlowHeadsItem : public FlowItem {
public:
    FlowHeadsItem(const FlowState& state, const FlowBox& box);

    void refresh() override;
    CellRef cellAt(const QPointF&) const override { return {}; }
    /// Of a thumbnail, in pixels of the image.
    static constexpr QSize thumbPixels{96, 96};

    FlowChoice choiceAt(const QPointF& point) const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintHeads(QPainter& painter) const;
    QRectF tabRect(int block) const;
    QRectF thumbRect(int head) const;
    int shownTabs() const;
    int firstTab() const;

    std::vector<QImage> m_thumbs;
};

/// Card: the largest entries of one row, each with a bar. Weights of the row in focus
/// (Kind::Attention) or its candidates (Kind::Candidates).
class FlowListItem : public FlowItem {
public:
    FlowListItem(const FlowState& state, const FlowBox& box);

    void refresh() override;
    void refocus() override { refresh(); }
    CellRef cellAt(const QPointF& point) const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    Index row() const { return m_row; }
    const std::vector<Index>& columns() const { return m_columns; }
    /// What the entries are called, those of the same name told apart ("the₂").
    QStringList words() const;

private:
    struct Word {
        QString name, occurrence;
    };
    /// Entries that there is room for.
    std::size_t lines() const;
    QRectF lineRect(std::size_t line) const;
    /// From the longest wording to the shortest.
    QStringList titles() const;

    Index m_row = -1;
    std::vector<Index> m_columns; ///< of the largest entries, largest first
    std::vector<Word> m_words; ///< beside m_columns
    QString m_rowOccurrence;
};

} // namespace regard
