// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/history.h"

#include <QUndoCommand>

#include <string_view>
#include <utility>

namespace regard {

namespace {

constexpr int mostSteps = 300;

bool sameRequest(const Exploration& a, const Exploration& b)
{
    return a.scenario == b.scenario && a.texts == b.texts && a.target == b.target
        && a.settings == b.settings && a.weights == b.weights && a.edits == b.edits;
}

std::string_view textOf(const Exploration& exploration, int field)
{
    const auto index = static_cast<std::size_t>(field);
    return index < exploration.texts.size() ? std::string_view(exploration.texts[index])
                                            : std::string_view();
}

/// Typing that ends a word, or changes more than one character.
bool endsStep(const Exploration& before, const Exploration& after, int field)
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
    Step(const QString& name, Explorer& explorer, Exploration before, Exploration after, int field)
        : QUndoCommand(name)
        , m_explorer(explorer)
        , m_before(std::move(before))
        , m_after(std::move(after))
        , m_field(field)
        , m_open(field >= 0 && !endsStep(m_before, m_after, field))
    {
    }

    void undo() override { m_explorer.explore(m_before); }
    void redo() override
    {
        if (m_done)
            m_explorer.explore(m_after);
        m_done = true;
    }
    int id() const override { return m_field < 0 ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override
    {
        const auto& next = static_cast<const Step&>(*other);
        if (!m_open || next.m_field != m_field || m_after.scenario != next.m_after.scenario)
            return false;
        m_open = next.m_open;
        m_after = next.m_after;
        return true;
    }

private:
    Explorer& m_explorer;
    Exploration m_before;
    Exploration m_after;
    int m_field;
    bool m_open; ///< more typing goes into this step
    bool m_done = false; ///< the change was made before the step was kept
};

} // namespace

History::History(Explorer& explorer, QObject* parent) : QObject(parent), m_explorer(explorer)
{
    m_stack.setUndoLimit(mostSteps);
}

void History::perform(const QString& name, const std::function<void()>& change, int field)
{
    Exploration before = m_explorer.exploration();
    change();
    const Exploration& after = m_explorer.exploration();
    if (!sameRequest(before, after))
        m_stack.push(new Step(name, m_explorer, std::move(before), after, field));
}

} // namespace regard
