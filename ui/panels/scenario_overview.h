// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"
#include "ui/panels/glossary.h"

#include <QLabel>
#include <QScrollArea>
#include <QTimer>

#include <memory>

namespace regard {

class FormulaView;

/// What stands in the inspector while nothing is selected: what the scenario shows, what the
/// moment computes, and what each symbol means.
class ScenarioOverview : public QScrollArea {
    Q_OBJECT
public:
    explicit ScenarioOverview(QWidget* parent = nullptr);

    void setTrace(const std::shared_ptr<const Trace>& trace);
    /// What the moment computes: its formula, or in words what a tensor without one is.
    void setMoment(const Formula* formula, const QString& help);
    void setTheme(const Theme& theme);

    QStringList sentences() const;
    /// Rows of the glossary as plain text: symbols, then what they mean.
    std::vector<std::pair<QString, QString>> glossary() const;
    QLabel* glossaryLabel() const { return m_glossary; }
    /// It waits for an end of typing before it reads the entries anew.
    bool isPausing() const { return m_pause.isActive(); }
    FormulaView* formula() const { return m_formula; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    /// The glossary of the trace, once it is in sight.
    void readTrace();
    void showGlossary();

    Theme m_theme = Theme::light();
    std::shared_ptr<const Trace> m_trace;
    bool m_stale = false; ///< the entries are of a trace before
    QTimer m_pause; ///< in typing, after which the entries are read anew
    std::string m_readScenario;
    Settings m_readSettings;
    std::vector<GlossaryEntry> m_entries;
    std::vector<QLabel*> m_sentences;
    QLabel* m_momentHeading = nullptr;
    FormulaView* m_formula = nullptr;
    QLabel* m_help = nullptr;
    QLabel* m_hint = nullptr;
    QLabel* m_glossaryHeading = nullptr;
    QLabel* m_glossary = nullptr;
};

} // namespace regard
