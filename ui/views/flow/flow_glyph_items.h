// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_item.h"

namespace regard {

/// What stands on a way: the + of a sum, or the name of a function. Means the tensor that comes
/// out.
class FlowSignItem : public FlowItem {
public:
    FlowSignItem(const FlowState& state, const FlowBox& box);
    CellRef cellAt(const QPointF& point) const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;
};

/// An attention of another page as a stack of cards, to go there.
class FlowPartItem : public FlowItem {
public:
    FlowPartItem(const FlowState& state, const FlowBox& box);
    CellRef cellAt(const QPointF&) const override { return {}; }
    FlowChoice choiceAt(const QPointF& point) const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    QMarginsF margins() const override { return {12, 12, 12, 12}; }
};

/// What stands between a context and what its layer gives on, to go to where it is drawn.
class FlowOnwardItem : public FlowItem {
public:
    FlowOnwardItem(const FlowState& state, const FlowBox& box);
    CellRef cellAt(const QPointF&) const override { return {}; }
    FlowChoice choiceAt(const QPointF& point) const override;
    QString helpAt(const QPointF& point) const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;
};

/// The numbers of a parameter, a matrix as it multiplies from the right, with sign and letter
/// above.
class FlowParameterItem : public FlowItem {
public:
    FlowParameterItem(const FlowState& state, const FlowBox& box);
    void refresh() override;
    CellRef cellAt(const QPointF&) const override { return {}; }
    QString helpAt(const QPointF& point) const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    QMarginsF margins() const override { return {24, 24, 24, 4}; }

private:
    QImage m_image;
};

} // namespace regard
