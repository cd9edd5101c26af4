// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/pane.h"

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace regard {

/// Values of a setting that are worth a look beside each other: all choices, on and off, or half
/// and twice the default.
std::vector<SettingValue> valuesToCompare(const SettingSpec& spec);

/// The panes beside each other. The first leads: all others compute what it computes but for
/// settings of their own, and follow its moment. What is selected in one is selected in all, by
/// meaning. One is active: the panels speak of it, and settings are changed in it. Lives on the
/// GUI thread.
class Panes : public QObject {
    Q_OBJECT
public:
    explicit Panes(QObject* parent = nullptr);

    int count() const { return static_cast<int>(m_panes.size()); }
    Pane& at(int index) const { return *m_panes[static_cast<std::size_t>(index)]; }
    Pane& lead() const { return at(0); }
    Pane& active() const { return at(m_active); }
    int activeIndex() const { return m_active; }
    bool isFull() const { return m_panes.size() >= mostPanes; }

    /// Opens one at the end that computes what the active one does, in the same view, with one
    /// setting of its own. Nothing if there are as many as can be.
    void add(const std::string& setting, const SettingValue& value);
    /// One of another scenario, with its default settings and the first one's texts.
    void addScenario(const QString& id);
    /// With the first one the second takes the lead; the only one stays.
    void remove(int index);
    void activate(int index);
    /// Of the active pane: in the first it is everybody's who has none of his own.
    void setSetting(const std::string& name, const SettingValue& value);
    /// Sets a number of the active pane's trace, in the first one everybody's.
    void edit(const CellRef& cell, Real value);
    /// Whether all of these changes are made in the active pane.
    bool has(const std::vector<Edit>& edits) const;
    /// Makes them there, or takes them back where all of them are made.
    void toggle(const std::vector<Edit>& edits);
    /// Hides a token of the active pane's input from all attentions, or shows it again.
    void toggleToken(int token);
    /// Sets a row of weights of the active pane's trace.
    void editRow(const CellRef& row, const std::vector<Real>& values);
    /// Takes all edits of the active pane back.
    void resetEdits();
    /// Opens a pane without the edits.
    void addUnedited();
    /// All settings of the active pane back: to the defaults, or to the first one's.
    void resetSettings();
    /// In the first pane it is everybody's who has none of his own, in another that one's own.
    void openScenario(const QString& id);
    /// Whether the active pane has texts of its own, which typing then changes in it alone; the
    /// first has everybody's.
    bool hasOwnInput() const;
    void setOwnInput(bool own);
    /// Of all panes of that input.
    void setText(int index, const QString& text);
    /// Likewise how the output begins, or all of it.
    void setPrefix(const std::vector<std::string>& prefix);
    void setTarget(const QString& text);

    Workspace workspace() const;
    /// The reverse.
    void use(const Workspace& workspace);
    /// The same of what is computed alone: views and selections stay where there are as many panes.
    void compute(const Workspace& workspace);

    /// "Score: dot": what a pane computes otherwise than the others, for the first one what they
    /// do otherwise; its scenario, where they are of several. Nothing of the only one.
    QString difference(int index) const;

Q_SIGNALS:
    void added(int index);
    /// The pane that stood there is no more among them; it goes when this is done.
    void removed(int index);
    void activated();
    /// What a pane computes otherwise than the others has changed.
    void differencesChanged();
    /// A pane has a new trace, its selection and moment have gone on in it.
    void taken();
    /// Something else is selected, in all of them.
    void selectionChanged();

private:
    Pane& open(const PaneState& state);
    /// One beside the active one that keeps something to itself.
    void openBeside(const std::string& kept, const std::function<void(Exploration&)>& change);
    /// A pane of another scenario, with the first one's texts.
    PaneState ofScenario(const ScenarioSpec& spec) const;
    void link(Pane& pane);
    /// The pane that what is typed belongs to: the first, unless the active one has its own.
    Pane& ofInput() const;
    void setEdits(std::vector<Edit> edits);
    /// Sets numbers of a row by their columns.
    void setNumbers(const CellRef& row, const std::vector<std::pair<Index, Real>>& numbers);
    void followLead();
    void follow(Pane& pane) const;
    void shareSelection(Pane& from);
    void shareMoment() const;
    void shareMomentWith(Timeline& timeline, const Trace& own, const Trace& leads) const;
    void resize(std::size_t count);

    std::vector<std::unique_ptr<Pane>> m_panes;
    int m_active = 0;
    bool m_sharing = false;
    bool m_taking = false; ///< a pane goes on into a new trace: nobody selects anything
};

} // namespace regard
