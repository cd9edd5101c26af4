// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/workspace.h"

#include <QUndoStack>

#include <functional>

namespace regard {

/// Undo and redo of everything a person asks for: texts, settings, scenarios, weights, bookmarks. A
/// step holds the whole workspace before and after; how it is looked at makes no step.
class History : public QObject {
    Q_OBJECT
public:
    /// What is there now, and how an earlier workspace is taken up again.
    using Now = std::function<Workspace()>;
    using Use = std::function<void(const Workspace&)>;
    History(Now now, Use use, QObject* parent = nullptr);

    /// Does what changes what is computed and keeps it as a step, if it changed anything. Typing in
    /// the same field (`field` ≥ 0) goes into the same step until a word ends.
    void perform(const QString& name, const std::function<void()>& change, int field = -1);
    /// Likewise what was changed step by step since there was another workspace, as by dragging.
    void performFrom(Workspace before, const QString& name, const std::function<void()>& change,
                     int field = -1);

    QUndoStack& stack() { return m_stack; }

private:
    Now m_now;
    Use m_use;
    QUndoStack m_stack;
};

} // namespace regard
