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
class FlowMotionItem;
class FlowProseItem;

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
    /// The same where trace and theme are those before: what keeps its place and shows nothing new
    /// stays drawn.
    void movePlan(FlowPlan plan, bool animated, bool otherMoment);
    const FlowPlan& plan() const { return m_plan; }
    /// The trace, the moment or the theme changed: new images.
    void refresh(bool animated);
    /// The focus changed: new marks.
    void refocus();

    CellRef cellAt(const QPointF& point) const;
    FlowChoice choiceAt(const QPointF& point) const;
    QString helpAt(const QPointF& point) const;

    /// Key of the box whose mark is at a point; "" for none.
    QString questionAt(const QPointF& point) const;
    /// The boxes that have something to be said of, as they stand in the plan.
    QStringList questions() const;
    /// Says what there is to say of a box's stage; "" says nothing.
    void ask(const QString& key);
    /// The card that is open; null for none.
    const FlowProseItem* prose() const;

    /// Shows, in so many milliseconds, which numbers the present moment computes from which; the
    /// picture behind it is that of the moment already, and stays when it is over. False where
    /// nothing moves.
    bool startMotion(int milliseconds);
    void stopMotion();
    const FlowMotionItem& motion() const { return *m_motion; }
    bool isInMotion() const { return m_flight.state() == QAbstractAnimation::Running; }
    /// Item of a box, null if there is none.
    const FlowItem* item(const QString& key) const;
    bool isMoving() const { return m_animation.state() == QAbstractAnimation::Running; }

private:
    /// All items in their places; those that are new or were elsewhere or otherwise.
    std::vector<FlowItem*> place(FlowPlan plan);
    std::vector<FlowItem*> placeItems(const FlowPlan& plan);
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
    FlowProseItem* m_prose = nullptr;
    FlowMotionItem* m_motion = nullptr;
    QVariantAnimation m_animation;
    QVariantAnimation m_flight; ///< of the numbers in motion
};

} // namespace regard
