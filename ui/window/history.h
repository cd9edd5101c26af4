// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/explorer.h"

#include <QUndoStack>

#include <functional>

namespace regard {

/// Undo and redo of everything a person asks for: texts, settings, scenarios, weights. A step
/// holds the whole request before and after.
class History : public QObject {
    Q_OBJECT
public:
    /// `explorer` must outlive the history.
    explicit History(Explorer& explorer, QObject* parent = nullptr);

    /// Does what changes the explorer's request and keeps it as a step, if it changed
    /// anything. Typing in the same field (`field` ≥ 0) goes into the same step until a
    /// word ends.
    void perform(const QString& name, const std::function<void()>& change, int field = -1);

    QUndoStack& stack() { return m_stack; }

private:
    Explorer& m_explorer;
    QUndoStack m_stack;
};

} // namespace regard
