// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/workspace.h"
#include "ui/session/explorer.h"
#include "ui/session/selection.h"
#include "ui/session/timeline.h"

#include <QObject>
#include <QString>

namespace regard {

/// One computation and how it is looked at: its explorer, its selection and moment, and the view
/// that shows it. Lives on the GUI thread.
class Pane : public QObject {
    Q_OBJECT
public:
    explicit Pane(QObject* parent = nullptr);

    Explorer& explorer() { return m_explorer; }
    const Explorer& explorer() const { return m_explorer; }
    Selection& selection() { return m_selection; }
    const Selection& selection() const { return m_selection; }
    Timeline& timeline() { return m_timeline; }
    const Timeline& timeline() const { return m_timeline; }
    /// Id of the view, "" for the first.
    const QString& view() const { return m_view; }

    /// Names of the settings that it keeps to itself beside other panes.
    const std::vector<std::string>& own() const { return m_own; }
    void setOwn(std::vector<std::string> own) { m_own = std::move(own); }
    bool keeps(std::string_view name) const;
    void keep(std::string_view name); ///< one more

    /// All of it as a value.
    PaneState state() const;
    /// The reverse. The selection follows as soon as the trace is there.
    void use(const PaneState& state);

public Q_SLOTS:
    void setView(const QString& id);

Q_SIGNALS:
    void viewChanged(const QString& id);
    /// A new trace is there; selection and moment are still those of the one before.
    void arrived(const regard::TracePtr& trace);
    /// Selection and moment have gone on in it.
    void taken(const regard::TracePtr& trace);
    /// What use() asked for is there, the selection too; or it could not be computed.
    void settled();

private:
    void take(const TracePtr& trace);
    void settle();

    Explorer m_explorer;
    Selection m_selection;
    Timeline m_timeline;
    QString m_view;
    std::vector<std::string> m_own;
    Place m_wanted; ///< selected as soon as its trace is there
    bool m_opens = false; ///< use() has not been answered yet
};

} // namespace regard
