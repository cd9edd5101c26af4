// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/settings.h"
#include "ui/views/shared/theme.h"

#include <QFrame>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidget>

#include <functional>
#include <map>
#include <optional>

namespace regard {

class WrapLayout;

/// A control for each setting of a scenario that the window can show the effect of: a list
/// for a choice, a box to check, a slider with its number, a number alone. Those for which
/// there is no room lie behind the button "More".
class SettingsBar : public QWidget {
    Q_OBJECT
public:
    /// What the settings that have controls are read by.
    enum class Of { Computation, Training };

    explicit SettingsBar(QWidget* parent = nullptr, Of of = Of::Computation);

    /// Builds the controls: those of the computation, or those that only training reads.
    void setSpecs(const std::vector<SettingSpec>& specs);
    /// Shows complete settings, without a signal.
    void setSettings(const Settings& settings);
    void setTheme(const Theme& theme);
    /// Says of a choice setting which of its choices have no trained weights.
    void setUntrained(const std::string& name, const std::vector<std::string>& choices);
    /// Only these can be changed; none given: all that take part.
    void setChangeable(std::optional<std::vector<std::string>> names);
    /// Lines of controls before the rest goes behind "More"; 1 at first.
    void setMaximumLines(int lines);
    /// The button "More" and what it opens; hidden where everything has room.
    QToolButton* moreButton() const { return m_more; }
    QWidget* panel() const { return m_panel; }
    /// The control of a setting: QComboBox, QCheckBox, QSpinBox or QDoubleSpinBox; null for
    /// one that is not shown.
    QWidget* control(const std::string& name) const;
    /// The settings that have controls, and what all of them show.
    std::vector<const SettingSpec*> specs() const;
    const Settings& shown() const { return m_shown; }
    /// Sets one as its control does.
    void choose(const std::string& name, const SettingValue& value);
    /// The keyboard goes to the control of a setting, behind "More" too.
    void focusControl(const std::string& name);
    /// What a setting is called on screen; its name where it is not shown.
    QString label(const std::string& name) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

Q_SIGNALS:
    void settingChanged(const std::string& name, const regard::SettingValue& value);
    /// A right click, or the menu key, on a setting.
    void menuAsked(const std::string& name, const QPoint& at);
    /// All settings back to their defaults.
    void resetAsked();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Line {
        SettingSpec spec;
        QWidget* group = nullptr; ///< label and control
        QWidget* control = nullptr;
        std::function<void(const SettingValue&)> show;
    };
    void addChoice(Line& line, QLayout* layout);
    void addFlag(Line& line, QLayout* layout);
    void addInteger(Line& line, QLayout* layout);
    void addNumber(Line& line, QLayout* layout);
    void change(const std::string& name, const SettingValue& value);
    /// How many controls, from the first on, have room in a width.
    int fitting(int width) const;
    void distribute();
    void openPanel();
    /// What depends on the values shown: the button for the defaults, controls that have no
    /// effect at the moment.
    void updateStates();
    /// "Now without effect: it takes part only with Mask: window or history."
    QString withoutEffect(const Condition& unmet) const;

    Of m_of;
    WrapLayout* m_flow;
    QToolButton* m_more;
    QToolButton* m_reset;
    QFrame* m_panel; ///< a popup
    QVBoxLayout* m_rest;
    int m_inBar = -1; ///< controls that are not behind "More"
    int m_maximumLines = 1;
    std::vector<Line> m_lines;
    Settings m_shown; ///< of all settings, those of other bars too
    std::map<std::string, QString> m_labels; ///< of all settings
    std::optional<std::vector<std::string>> m_changeable;
    Theme m_theme = Theme::light();
};

} // namespace regard
