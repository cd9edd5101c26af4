// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/panes.h"

#include "core/scenarios/catalogue.h"

#include "ui/words/setting_text.h"

#include <QStringList>

#include <algorithm>
#include <utility>

namespace regard {

namespace {

/// A text of which a pane's title has room for the beginning.
QString shortened(const QString& text)
{
    constexpr qsizetype most = 40;
    return text.size() > most ? text.left(most) + QStringLiteral("…") : text;
}

SettingValue valueOf(const SettingSpec& spec, const Exploration& exploration)
{
    return exploration.settings.has(spec.name) ? exploration.settings.value(spec.name)
                                               : spec.defaultValue;
}

} // namespace

std::vector<SettingValue> valuesToCompare(const SettingSpec& spec)
{
    if (std::holds_alternative<bool>(spec.defaultValue))
        return {true, false};
    if (std::holds_alternative<std::string>(spec.defaultValue))
        return {spec.choices.begin(), spec.choices.end()};
    const auto* whole = std::get_if<std::int64_t>(&spec.defaultValue);
    const double middle = whole ? static_cast<double>(*whole) : std::get<double>(spec.defaultValue);
    std::vector<SettingValue> values;
    for (const double factor : {0.5, 1.0, 2.0}) {
        const double value = spec.minimum < spec.maximum
            ? std::clamp(middle * factor, spec.minimum, spec.maximum)
            : middle * factor;
        if (whole)
            values.emplace_back(static_cast<std::int64_t>(value));
        else
            values.emplace_back(value);
    }
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

Panes::Panes(QObject* parent) : QObject(parent)
{
    open({});
}

Pane& Panes::open(const PaneState& state)
{
    m_panes.push_back(std::make_unique<Pane>());
    Pane& pane = *m_panes.back();
    link(pane);
    Q_EMIT added(count() - 1);
    if (!state.exploration.scenario.empty())
        pane.use(state);
    return pane;
}

void Panes::link(Pane& pane)
{
    connect(&pane.explorer(), &Explorer::explorationChanged, this, [this, &pane] {
        if (&pane == m_panes.front().get())
            followLead();
        Q_EMIT differencesChanged();
    });
    connect(&pane.selection(), &Selection::changed, this, [this, &pane] { shareSelection(pane); });
    connect(&pane.timeline(), &Timeline::momentChanged, this, [this, &pane] {
        if (&pane == m_panes.front().get())
            shareMoment();
    });
    connect(&pane, &Pane::arrived, this, [this] { m_taking = true; });
    connect(&pane, &Pane::taken, this, [this, &pane] {
        m_taking = false;
        if (count() < 2)
            return;
        Q_EMIT taken();
        if (&pane != m_panes.front().get())
            shareMoment();
        // What one has lost is not lost in the others: all have what the active one has.
        shareSelection(active());
    });
}

void Panes::openBeside(const std::string& kept, const std::function<void(Exploration&)>& change)
{
    if (isFull())
        return;
    PaneState state = active().state();
    change(state.exploration);
    if (!active().keeps(kept))
        state.own.push_back(kept);
    open(state);
    Q_EMIT differencesChanged();
}

void Panes::add(const std::string& setting, const SettingValue& value)
{
    const ScenarioSpec* spec = findScenario(active().explorer().exploration().scenario);
    if (!spec)
        return;
    openBeside(setting, [&](Exploration& exploration) {
        Exploration changed = exploration;
        changed.settings.set(setting, value);
        exploration = followed(exploration, changed, {setting}, *spec);
    });
}

PaneState Panes::ofScenario(const ScenarioSpec& spec) const
{
    PaneState state;
    state.view = active().view().toStdString();
    state.exploration.scenario = spec.id;
    for (const InputSpec& input : spec.inputs)
        state.exploration.texts.push_back(input.examples.front().text);
    state.own = {std::string(ownScenario)};
    state.exploration =
        followed(lead().explorer().exploration(), state.exploration, state.own, spec);
    return state;
}

void Panes::addScenario(const QString& id)
{
    const ScenarioSpec* spec = findScenario(id.toStdString());
    if (isFull() || !spec)
        return;
    open(ofScenario(*spec));
    Q_EMIT differencesChanged();
}

void Panes::openScenario(const QString& id)
{
    const ScenarioSpec* spec = findScenario(id.toStdString());
    // Looked at as the last one opened, the new one is as it opens.
    const ScenarioSpec* last = findScenario(active().explorer().exploration().scenario);
    const bool asOpened = !last || active().view() == QString::fromStdString(last->startView);
    if (m_active > 0 && spec)
        active().use(ofScenario(*spec));
    else
        lead().explorer().openScenario(id);
    if (asOpened && spec)
        active().setView(QString::fromStdString(spec->startView));
}

void Panes::resetSettings()
{
    Pane& pane = active();
    std::vector<std::string> own = pane.own();
    const bool alone = m_active == 0 || pane.keeps(ownScenario);
    std::erase_if(own, [](const std::string& name) {
        return name != ownScenario && name != ownEdits && name != ownInput;
    });
    pane.setOwn(std::move(own));
    if (!alone) {
        follow(pane);
        return;
    }
    Exploration exploration = pane.explorer().exploration();
    exploration.settings = {};
    exploration.weights = nullptr;
    pane.explorer().explore(exploration);
}

void Panes::remove(int index)
{
    if (count() < 2 || index < 0 || index >= count())
        return;
    // The first one stays where it is and becomes what the second was: then that one goes.
    if (index == 0) {
        PaneState next = at(1).state();
        next.own.clear();
        lead().use(next);
        index = 1;
    }
    const std::unique_ptr<Pane> gone = std::move(m_panes[static_cast<std::size_t>(index)]);
    m_panes.erase(m_panes.begin() + index);
    if (m_active >= index)
        m_active = std::max(0, m_active - 1);
    Q_EMIT removed(index);
    followLead();
    Q_EMIT activated();
    Q_EMIT differencesChanged();
}

void Panes::activate(int index)
{
    if (index == m_active || index < 0 || index >= count())
        return;
    m_active = index;
    Q_EMIT activated();
}

// Not const: the panes are this object's.
// NOLINTNEXTLINE(readability-make-member-function-const)
void Panes::setSetting(const std::string& name, const SettingValue& value)
{
    if (m_active > 0)
        active().keep(name);
    active().explorer().setSetting(name, value);
}

// Not const: the panes are this object's.
// NOLINTNEXTLINE(readability-make-member-function-const)
void Panes::setText(int index, const QString& text)
{
    // The first one's, which the others follow; a field that only another scenario has is its own.
    const bool everybodys = !active().keeps(ownInput)
        && index < static_cast<int>(lead().explorer().exploration().texts.size());
    Pane& pane = everybodys ? lead() : active();
    pane.explorer().setText(index, text);
}

Pane& Panes::ofInput() const
{
    return active().keeps(ownInput) || active().keeps(ownScenario) ? active() : lead();
}

// Not const: the panes are this object's.
// NOLINTNEXTLINE(readability-make-member-function-const)
void Panes::setPrefix(const std::vector<std::string>& prefix)
{
    ofInput().explorer().setPrefix(prefix);
}

// Not const: the panes are this object's.
// NOLINTNEXTLINE(readability-make-member-function-const)
void Panes::setTarget(const QString& text)
{
    ofInput().explorer().setTarget(text);
}

bool Panes::hasOwnInput() const
{
    return m_active > 0 && active().keeps(ownInput);
}

void Panes::setOwnInput(bool own)
{
    if (m_active == 0 || own == hasOwnInput())
        return;
    if (own) {
        active().keep(ownInput);
    } else {
        std::vector<std::string> kept = active().own();
        std::erase(kept, ownInput);
        active().setOwn(std::move(kept));
        follow(active());
    }
    Q_EMIT differencesChanged();
}

void Panes::followLead()
{
    for (int i = 1; i < count(); ++i)
        follow(at(i));
}

void Panes::follow(Pane& pane) const
{
    const ScenarioSpec* spec = findScenario(lead().explorer().exploration().scenario);
    if (!spec)
        return;
    const Exploration& before = pane.explorer().exploration();
    Exploration now = followed(lead().explorer().exploration(), before, pane.own(), *spec);
    if (!(now == before))
        pane.explorer().explore(now);
}

void Panes::shareSelection(Pane& from)
{
    const TracePtr& trace = from.explorer().trace();
    if (m_sharing || m_taking || count() < 2 || !trace)
        return;
    m_sharing = true;
    const Place fixed = placeOf(*trace, from.selection().fixed());
    const Place hovered = placeOf(*trace, from.selection().hovered());
    for (const auto& pane : m_panes) {
        const TracePtr& other = pane->explorer().trace();
        if (pane.get() == &from || !other)
            continue;
        pane->selection().fix(cellAt(*other, fixed));
        pane->selection().hover(cellAt(*other, hovered));
    }
    m_sharing = false;
    Q_EMIT selectionChanged();
}

void Panes::shareMomentWith(Timeline& timeline, const Trace& own, const Trace& leads) const
{
    const Timeline& leader = lead().timeline();
    const int moment = sameMoment(own, leads, leader.moment());
    timeline.setMoment(moment, samePart(own, moment, leads, leader.moment(), leader.part()));
}

void Panes::shareMoment() const
{
    const TracePtr& trace = lead().explorer().trace();
    if (!trace)
        return;
    for (int i = 1; i < count(); ++i)
        if (const TracePtr& other = at(i).explorer().trace())
            shareMomentWith(at(i).timeline(), *other, *trace);
}

Workspace Panes::workspace() const
{
    Workspace workspace;
    for (const auto& pane : m_panes)
        workspace.panes.push_back(pane->state());
    workspace.bookmarks = lead().timeline().bookmarks();
    return workspace;
}

void Panes::resize(std::size_t panes)
{
    while (m_panes.size() > std::max<std::size_t>(panes, 1))
        remove(count() - 1);
}

void Panes::use(const Workspace& workspace)
{
    lead().timeline().setBookmarks(workspace.bookmarks);
    resize(workspace.panes.size());
    // Followers first, so that following the first finds them as they are to be.
    for (std::size_t i = workspace.panes.size(); i-- > 0;)
        if (i < m_panes.size() && !workspace.panes[i].exploration.scenario.empty())
            m_panes[i]->use(workspace.panes[i]);
    for (std::size_t i = m_panes.size(); i < workspace.panes.size(); ++i)
        open(workspace.panes[i]);
}

void Panes::compute(const Workspace& workspace)
{
    lead().timeline().setBookmarks(workspace.bookmarks);
    resize(workspace.panes.size());
    for (std::size_t i = std::min(workspace.panes.size(), m_panes.size()); i-- > 0;) {
        m_panes[i]->setOwn(workspace.panes[i].own);
        if (!(m_panes[i]->explorer().exploration() == workspace.panes[i].exploration))
            m_panes[i]->explorer().explore(workspace.panes[i].exploration);
    }
    for (std::size_t i = m_panes.size(); i < workspace.panes.size(); ++i)
        open(workspace.panes[i]);
}

QString Panes::difference(int index) const
{
    if (count() < 2)
        return {};
    const Exploration& own = at(index).explorer().exploration();
    const ScenarioSpec* spec = findScenario(own.scenario);
    if (!spec)
        return {};
    QStringList parts;
    const Exploration& first = lead().explorer().exploration();
    const bool several = std::any_of(m_panes.begin(), m_panes.end(), [&](const auto& pane) {
        return pane->explorer().exploration().scenario != first.scenario;
    });
    if (several)
        parts << QString::fromStdString(spec->title);
    for (const SettingSpec& setting : spec->settings) {
        const bool differs = std::any_of(m_panes.begin(), m_panes.end(), [&](const auto& pane) {
            const Exploration& other = pane->explorer().exploration();
            return other.scenario == own.scenario
                && valueOf(setting, other) != valueOf(setting, own);
        });
        if (!differs)
            continue;
        parts << tr("%1: %2").arg(QString::fromStdString(setting.label),
                                  settingInWords(valueOf(setting, own)));
    }
    if (own.texts != first.texts && at(index).keeps(ownInput) && !own.texts.empty())
        parts << tr("“%1”").arg(shortened(QString::fromStdString(own.texts.front())));
    const bool edits = std::any_of(m_panes.begin(), m_panes.end(), [&](const auto& pane) {
        const Exploration& other = pane->explorer().exploration();
        return other.scenario == own.scenario && other.edits != own.edits;
    });
    if (edits)
        parts << (own.edits.empty()           ? tr("unchanged")
                      : own.edits.size() == 1 ? tr("one change by hand")
                                              : tr("%1 changes by hand").arg(own.edits.size()));
    return parts.isEmpty() ? tr("As the others") : parts.join(QStringLiteral(" · "));
}

} // namespace regard
