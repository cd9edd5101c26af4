// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_arcs.h"
#include "ui/views/flow/flow_card_items.h"
#include "ui/views/flow/flow_ribbons.h"

#include <QGraphicsScene>
#include <QVariantAnimation>

#include <map>
#include <memory>

namespace regard {

class FlowCalloutItem;

/// The items on the stage. A new plan moves the items it shares with the one before.
class FlowScene : public QGraphicsScene {
    Q_OBJECT
public:
    static constexpr int animationMs = 220;

    explicit FlowScene(QObject* parent = nullptr);
    ~FlowScene() override;

    FlowState& state() { return m_state; }
    const FlowState& state() const { return m_state; }

    void setPlan(FlowPlan plan, bool animated);
    const FlowPlan& plan() const { return m_plan; }
    /// The trace, the moment or the theme changed: new images.
    void refresh(bool animated);
    /// The focus changed: new marks.
    void refocus();

    CellRef cellAt(const QPointF& point) const;
    FlowChoice choiceAt(const QPointF& point) const;
    /// Item of a box, null if there is none.
    const FlowItem* item(const QString& key) const;
    bool isMoving() const { return m_animation.state() == QAbstractAnimation::Running; }

private:
    void placeItems(const FlowPlan& plan);
    void placeJoins(const FlowPlan& plan);
    void placeArcs();
    void start(bool animated);
    void setProgress(qreal progress);
    void moveJoins(bool moving);
    void refreshCallout();

    FlowState m_state;
    FlowPlan m_plan;
    std::map<QString, FlowItem*> m_items;
    struct Join {
        FlowRibbonItem* ribbons;
        FlowGlowItem* glow;
    };
    std::map<QString, Join> m_joins;
    FlowArcsItem* m_arcs = nullptr;
    FlowCalloutItem* m_callout = nullptr;
    QVariantAnimation m_animation;
};

} // namespace regard
