// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/settings.h"
#include "ui/views/theme.h"

#include <QToolButton>
#include <QWidget>

#include <functional>

namespace regard {

class FlowLayout;

/// A control for each setting of a scenario that the window can show the effect of: a list
/// for a choice, a box to check, a slider with its number, a number alone. They wrap where
/// the width ends.
class SettingsBar : public QWidget {
    Q_OBJECT
public:
    explicit SettingsBar(QWidget* parent = nullptr);

    /// Builds the controls; those that only training reads are left out.
    void setSpecs(const std::vector<SettingSpec>& specs);
    /// Shows complete settings, without a signal.
    void setSettings(const Settings& settings);
    void setTheme(const Theme& theme);
    /// The control of a setting: QComboBox, QCheckBox, QSpinBox or QDoubleSpinBox; null for
    /// one that is not shown.
    QWidget* control(const std::string& name) const;

Q_SIGNALS:
    void settingChanged(const std::string& name, const regard::SettingValue& value);
    /// All settings back to their defaults.
    void resetAsked();

private:
    struct Line {
        SettingSpec spec;
        QWidget* control = nullptr;
        std::function<void(const SettingValue&)> show;
    };
    void addChoice(Line& line, QLayout* layout);
    void addFlag(Line& line, QLayout* layout);
    void addInteger(Line& line, QLayout* layout);
    void addNumber(Line& line, QLayout* layout);
    void change(const std::string& name, const SettingValue& value);
    void updateReset();

    FlowLayout* m_flow;
    QToolButton* m_reset = nullptr;
    std::vector<Line> m_lines;
    Settings m_shown;
    Theme m_theme = Theme::light();
};

} // namespace regard
