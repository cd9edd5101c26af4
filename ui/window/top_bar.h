// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"

#include <QComboBox>
#include <QToolButton>
#include <QWidget>

namespace regard {

class SettingsBar;
class Theme;

/// The first line of the window: which scenario, its settings, theme and presenter mode.
class TopBar : public QWidget {
    Q_OBJECT
public:
    explicit TopBar(QWidget* parent = nullptr);

    void setScenarios(const std::vector<ScenarioSpec>& scenarios);
    void setCurrent(const QString& id);
    void setTheme(const Theme& theme);

    QComboBox* scenarios() const;
    SettingsBar* settings() const { return m_settings; }
    QToolButton* themeButton() const { return m_theme; }
    QToolButton* presenterButton() const { return m_presenter; }

Q_SIGNALS:
    void scenarioChosen(const QString& id);
    /// The choice was made in the opened list: the keyboard has no more to do here. Keys on the
    /// closed box go on choosing.
    void scenarioListLeft();

private:
    class ScenarioBox;
    ScenarioBox* m_scenarios;
    SettingsBar* m_settings;
    QToolButton* m_theme;
    QToolButton* m_presenter;
};

} // namespace regard
