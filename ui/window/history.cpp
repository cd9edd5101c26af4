// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/history.h"

#include <QUndoCommand>

#include <algorithm>
#include <string_view>
#include <utility>

namespace regard {

namespace {

constexpr int mostSteps = 300;

bool sameRequests(const Workspace& a, const Workspace& b)
{
    return a.bookmarks == b.bookmarks
        && std::equal(a.panes.begin(), a.panes.end(), b.panes.begin(), b.panes.end(),
                      [](const PaneState& one, const PaneState& other) {
                          return one.exploration == other.exploration && one.own == other.own;
                      });
}

std::string_view textOf(const Workspace& workspace, int field)
{
    const Exploration& exploration = workspace.panes.front().exploration;
    const auto index = static_cast<std::size_t>(field);
    return index < exploration.texts.size() ? std::string_view(exploration.texts[index])
                                            : std::string_view();
}

/// Typing that ends a word, or changes more than one character.
bool endsStep(const Workspace& before, const Workspace& after, int field)
{
    const std::string_view old = textOf(before, field);
    const std::string_view now = textOf(after, field);
    const auto difference =
        now.size() > old.size() ? now.size() - old.size() : old.size() - now.size();
    constexpr std::size_t longestCharacter = 4; // bytes in UTF-8
    return difference > longestCharacter || now.ends_with(' ');
}

class Step : public QUndoCommand {
public:
    Step(const QString& name, const History::Use& use, Workspace before, Workspace after, int field)
        : QUndoCommand(name)
        , m_use(use)
        , m_before(std::move(before))
        , m_after(std::move(after))
        , m_field(field)
        , m_open(field >= 0 && !endsStep(m_before, m_after, field))
    {
    }

    void undo() override { m_use(m_before); }
    void redo() override
    {
        if (m_done)
            m_use(m_after);
        m_done = true;
    }
    int id() const override { return m_field < 0 ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override
    {
        const auto& next = static_cast<const Step&>(*other);
        if (!m_open || next.m_field != m_field || scenarioAfter() != next.scenarioAfter())
            return false;
        m_open = next.m_open;
        m_after = next.m_after;
        return true;
    }

private:
    const std::string& scenarioAfter() const { return m_after.panes.front().exploration.scenario; }

    const History::Use& m_use;
    Workspace m_before;
    Workspace m_after;
    int m_field;
    bool m_open; ///< more typing goes into this step
    bool m_done = false; ///< the change was made before the step was kept
};

} // namespace

History::History(Now now, Use use, QObject* parent)
    : QObject(parent)
    , m_now(std::move(now))
    , m_use(std::move(use))
{
    m_stack.setUndoLimit(mostSteps);
}

void History::perform(const QString& name, const std::function<void()>& change, int field)
{
    performFrom(m_now(), name, change, field);
}

void History::performFrom(Workspace before, const QString& name,
                          const std::function<void()>& change, int field)
{
    change();
    Workspace after = m_now();
    if (!sameRequests(before, after))
        m_stack.push(new Step(name, m_use, std::move(before), std::move(after), field));
}

} // namespace regard
