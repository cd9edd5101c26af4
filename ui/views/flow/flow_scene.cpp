// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_scene.h"

#include "ui/views/flow/flow_callout.h"
#include "ui/views/flow/flow_motion_item.h"
#include "ui/views/flow/flow_prose_item.h"

#include <QEasingCurve>
#include <QSet>

#include <algorithm>
#include <set>

namespace regard {

FlowScene::FlowScene(QObject* parent) : QGraphicsScene(parent)
{
    setItemIndexMethod(NoIndex); // few items, all of which move
    m_state.setTheme(Theme::light());
    m_callout = new FlowCalloutItem(m_state);
    addItem(m_callout);
    m_prose = new FlowProseItem(m_state);
    addItem(m_prose);
    m_motion = new FlowMotionItem(m_state);
    addItem(m_motion);
    m_flight.setStartValue(0.0);
    m_flight.setEndValue(1.0);
    connect(&m_flight, &QVariantAnimation::valueChanged, this,
            [this](const QVariant& value) { m_motion->setProgress(value.toReal()); });
    connect(&m_flight, &QAbstractAnimation::finished, this, [this] { m_motion->clear(); });
    m_animation.setStartValue(0.0);
    m_animation.setEndValue(1.0);
    m_animation.setDuration(animationMs);
    m_animation.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_animation, &QVariantAnimation::valueChanged, this,
            [this](const QVariant& value) { setProgress(value.toReal()); });
}

FlowScene::~FlowScene()
{
    m_flight.stop();
    m_animation.stop();
}

void FlowScene::setPlan(FlowPlan plan, bool animated)
{
    place(std::move(plan));
    refresh(animated);
}

void FlowScene::movePlan(FlowPlan plan, bool animated, bool otherMoment)
{
    const std::vector<FlowItem*> changed = place(std::move(plan));
    for (const auto& [key, item] : m_items)
        if (std::find(changed.begin(), changed.end(), item) != changed.end())
            item->renew();
        else if (otherMoment)
            item->renewForMoment();
        else
            item->refocus();
    start(animated);
    refreshCallout();
    ask(m_state.asked);
}

std::vector<FlowItem*> FlowScene::place(FlowPlan plan)
{
    stopMotion();
    m_state.type = plan.type;
    std::vector<FlowItem*> changed = placeItems(plan);
    placeJoins(plan);
    m_plan = std::move(plan);
    placeArcs();
    return changed;
}

std::vector<FlowItem*> FlowScene::placeItems(const FlowPlan& plan)
{
    std::vector<FlowItem*> changed;
    std::set<QString> kept;
    bool removes = false;
    for (const FlowBox& box : plan.boxes) {
        kept.insert(box.key);
        FlowItem*& item = m_items[box.key];
        if (item && item->box().kind != box.kind) {
            delete item;
            item = nullptr;
            removes = true;
        }
        const bool same = item && item->box() == box;
        if (item) {
            item->place(box);
        } else {
            item = makeFlowItem(m_state, box).release();
            addItem(item);
        }
        if (!same)
            changed.push_back(item);
    }
    const auto isKept = [&](const auto& entry) { return kept.count(entry.first) > 0; };
    removes = removes || !std::all_of(m_items.begin(), m_items.end(), isKept);
    if (removes) {
        // Ribbons and arcs point to items: they go first and are made anew.
        for (auto& [key, join] : m_joins) {
            delete join.glow;
            delete join.ribbons;
        }
        m_joins.clear();
    }
    delete m_arcs;
    m_arcs = nullptr;
    for (auto entry = m_items.begin(); entry != m_items.end();) {
        if (isKept(*entry)) {
            ++entry;
            continue;
        }
        delete entry->second;
        entry = m_items.erase(entry);
    }
    return changed;
}

void FlowScene::placeJoins(const FlowPlan& plan)
{
    std::set<QString> kept;
    for (const FlowJoin& join : plan.joins) {
        kept.insert(join.key);
        const FlowItem& from = *m_items.at(plan.boxes[static_cast<std::size_t>(join.from)].key);
        const FlowItem& to = *m_items.at(plan.boxes[static_cast<std::size_t>(join.to)].key);
        const auto found = m_joins.find(join.key);
        if (found != m_joins.end()) {
            found->second.ribbons->place(join, from, to);
            continue;
        }
        auto* ribbons = new FlowRibbonItem(m_state, join, from, to);
        auto* glow = new FlowGlowItem(m_state, *ribbons);
        addItem(ribbons);
        addItem(glow);
        m_joins[join.key] = {ribbons, glow};
    }
    for (auto entry = m_joins.begin(); entry != m_joins.end();) {
        if (kept.count(entry->first)) {
            ++entry;
            continue;
        }
        delete entry->second.glow;
        delete entry->second.ribbons;
        entry = m_joins.erase(entry);
    }
}

void FlowScene::placeArcs()
{
    FlowArcEnds ends;
    for (const auto& [key, item] : m_items)
        item->joinArcs(ends);
    if (!ends)
        return;
    m_arcs = new FlowArcsItem(m_state, ends);
    addItem(m_arcs);
}

void FlowScene::refresh(bool animated)
{
    if (backgroundBrush().color() != m_state.theme.surface()) {
        setBackgroundBrush(m_state.theme.surface());
        for (const auto& [key, join] : m_joins)
            join.ribbons->recolor();
    }
    for (const auto& [key, item] : m_items)
        item->renew();
    start(animated);
    refreshCallout();
    ask(m_state.asked);
}

QString FlowScene::questionAt(const QPointF& point) const
{
    for (const auto& [key, item] : m_items)
        if (item->questionRect().adjusted(-3, -3, 3, 3).contains(point)
            && !item->questionRect().isNull())
            return key;
    return {};
}

QStringList FlowScene::questions() const
{
    QStringList keys;
    QSet<int> tensors;
    for (const FlowBox& box : m_plan.boxes) {
        const bool stage = box.kind == FlowBox::Kind::Matrix || box.kind == FlowBox::Kind::Caption
            || box.kind == FlowBox::Kind::Vector;
        if (stage && m_state.trace && !tensors.contains(box.tensor)
            && proseOf(*m_state.trace, box.tensor)) {
            keys << box.key;
            tensors.insert(box.tensor);
        }
    }
    return keys;
}

void FlowScene::ask(const QString& key)
{
    const auto found = m_items.find(key);
    const std::optional<FlowProse> prose = found == m_items.end() || !m_state.trace
        ? std::nullopt
        : proseOf(*m_state.trace, found->second->box().tensor);
    const QString before = m_state.asked;
    m_state.asked = prose ? key : QString();
    QRectF mark;
    if (prose) {
        mark = found->second->questionRect();
        if (mark.isNull())
            mark = found->second->rect();
    }
    m_prose->show(prose, mark, QRectF(QPointF(0, 0), m_plan.size));
    for (const QString& changed : {before, m_state.asked})
        if (const auto item = m_items.find(changed); item != m_items.end())
            item->second->renew();
}

const FlowProseItem* FlowScene::prose() const
{
    return m_prose->isVisible() ? m_prose : nullptr;
}

bool FlowScene::startMotion(int milliseconds)
{
    stopMotion();
    std::vector<const FlowItem*> items;
    for (const auto& [key, item] : m_items)
        items.push_back(item);
    if (milliseconds <= 0 || !m_motion->prepare(items))
        return false;
    m_flight.setDuration(milliseconds);
    m_flight.start();
    return true;
}

void FlowScene::stopMotion()
{
    m_flight.stop();
    m_motion->clear();
}

void FlowScene::refocus()
{
    for (const auto& [key, item] : m_items)
        item->refocus();
    for (const auto& [key, join] : m_joins) {
        join.ribbons->refresh();
        join.glow->refresh();
    }
    if (m_arcs)
        m_arcs->refresh();
    refreshCallout();
}

void FlowScene::start(bool animated)
{
    m_animation.stop();
    if (animated) {
        setProgress(0);
        m_animation.start();
    } else {
        setProgress(1);
    }
}

void FlowScene::setProgress(qreal progress)
{
    for (const auto& [key, item] : m_items)
        item->setProgress(progress);
    moveJoins(progress < 1);
}

void FlowScene::moveJoins(bool moving)
{
    for (const auto& [key, join] : m_joins) {
        join.ribbons->refresh(moving);
        join.glow->refresh();
    }
    if (m_arcs)
        m_arcs->refresh();
}

void FlowScene::refreshCallout()
{
    const CellRef& cell = m_state.hovered;
    QRectF at;
    if (cell.isCell()) {
        for (const auto& [key, item] : m_items) {
            const QRectF found = item->noteRect(cell);
            if (!found.isNull())
                at = found;
        }
    }
    m_callout->point(at.isNull() ? CellRef{} : cell, at, QRectF(QPointF(0, 0), m_plan.size));
}

CellRef FlowScene::cellAt(const QPointF& point) const
{
    CellRef found;
    qreal level = -1;
    for (const auto& [key, item] : m_items) {
        const CellRef cell = item->cellAt(point);
        // A cell wins over the header of a neighbour.
        const qreal rank = item->zValue() + (cell.row >= 0 ? 10 : 0);
        if (cell && rank > level) {
            found = cell;
            level = rank;
        }
    }
    return found;
}

FlowChoice FlowScene::choiceAt(const QPointF& point) const
{
    for (const auto& [key, item] : m_items)
        if (const FlowChoice choice = item->choiceAt(point))
            return choice;
    return {};
}

QString FlowScene::helpAt(const QPointF& point) const
{
    for (const auto& [key, item] : m_items)
        if (const QString help = item->helpAt(point); !help.isEmpty())
            return help;
    return {};
}

const FlowItem* FlowScene::item(const QString& key) const
{
    const auto found = m_items.find(key);
    return found == m_items.end() ? nullptr : found->second;
}

} // namespace regard
