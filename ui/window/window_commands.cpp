// SPDX-License-Identifier: GPL-3.0-or-later
// All that the window can do, as lines of the command palette.
#include "core/scenarios/catalogue.h"

#include "ui/panels/command_palette.h"
#include "ui/panels/settings_bar.h"
#include "ui/window/main_window.h"
#include "ui/window/top_bar.h"
#include "ui/window/training_desk.h"
#include "ui/words/setting_text.h"

#include <QMenu>
#include <QMenuBar>
#include <QPointer>

#include <algorithm>
#include <stdexcept>

namespace regard {

namespace {

constexpr qsizetype mostRecentCommands = 12;
constexpr int longestExample = 100;

QString plain(QString text)
{
    text = text.section(QLatin1Char('\t'), 0, 0);
    return text.remove(QLatin1Char('&'));
}

QString keysOf(const QAction& action)
{
    const QString written = action.text().section(QLatin1Char('\t'), 1);
    return written.isEmpty() ? action.shortcut().toString(QKeySequence::NativeText) : written;
}

/// What it does where that is more than its name.
QString helpOf(const QAction& action)
{
    if (!action.whatsThis().isEmpty())
        return action.whatsThis();
    const QString tip = action.toolTip();
    QString name = plain(action.text());
    return tip == name.remove(QChar(0x2026)) || tip == plain(action.text()) ? QString() : tip;
}

/// The lines of a menu and of those in it; one that is filled as it opens is filled.
void addLines(std::vector<Command>& commands, QMenu& menu, const QStringList& place, bool isEnabled)
{
    Q_EMIT menu.aboutToShow();
    for (QAction* action : menu.actions()) {
        const bool enabled = isEnabled && action->isEnabled();
        if (QMenu* inner = action->menu()) {
            addLines(commands, *inner, place + QStringList{plain(inner->title())}, enabled);
            continue;
        }
        if (action->isSeparator() || isMenuTitle(*action))
            continue;
        commands.push_back({place, plain(action->text()), keysOf(*action), helpOf(*action), enabled,
                            action->isCheckable() && action->isChecked(),
                            [of = QPointer<QAction>(action)] {
                                if (of)
                                    of->trigger();
                            }});
    }
}

/// A setting's value as a command of its bar.
Command settingCommand(SettingsBar& bar, const QStringList& place, const SettingSpec& spec,
                       const SettingValue& value)
{
    const QWidget* control = bar.control(spec.name);
    const Settings& shown = bar.shown();
    return {place + QStringList{QString::fromStdString(spec.label)},
            settingInWords(value),
            {},
            control->toolTip(),
            control->isEnabled(),
            shown.has(spec.name) && shown.value(spec.name) == value,
            [&bar, name = spec.name, value] { bar.choose(name, value); }};
}

bool isNumber(const SettingSpec& spec)
{
    return std::holds_alternative<double>(spec.defaultValue)
        || std::holds_alternative<std::int64_t>(spec.defaultValue);
}

void addSettings(std::vector<Command>& commands, SettingsBar& bar, const QString& place)
{
    for (const SettingSpec* spec : bar.specs()) {
        for (const SettingValue& value : valuesToCompare(*spec))
            commands.push_back(settingCommand(bar, {place}, *spec, value));
        const QWidget* control = bar.control(spec->name);
        commands.push_back({{place},
                            MainWindow::tr("%1…").arg(QString::fromStdString(spec->label)),
                            {},
                            MainWindow::tr("Go to this setting. %1").arg(control->toolTip()),
                            control->isEnabled(),
                            false,
                            [&bar, name = spec->name] { bar.focusControl(name); }});
    }
}

/// For a number as the last word of what is typed: that value of every setting that can have it.
void addTypedNumbers(std::vector<Command>& commands, SettingsBar& bar, const QString& place,
                     QString number)
{
    number.replace(QLatin1Char(','), QLatin1Char('.'));
    for (const SettingSpec* spec : bar.specs()) {
        if (!isNumber(*spec))
            continue;
        try {
            const SettingValue value = parseSetting(*spec, number.toStdString());
            const std::vector<SettingValue> listed = valuesToCompare(*spec);
            if (std::find(listed.begin(), listed.end(), value) == listed.end())
                commands.push_back(settingCommand(bar, {place}, *spec, value));
        } catch (const std::invalid_argument&) {
            continue; // it is none of this setting's
        }
    }
}

} // namespace

std::vector<Command> MainWindow::commands()
{
    std::vector<Command> all;
    // Before what a menu compares them with, which is called alike.
    addSettings(all, *m_top->settings(), tr("Settings"));
    addSettings(all, *m_training->panel()->settings(), tr("Settings of training"));
    for (QAction* action : menuBar()->actions())
        if (QMenu* menu = action->menu())
            addLines(all, *menu, {plain(menu->title())}, action->isEnabled());
    const std::string& shown = pane().explorer().exploration().scenario;
    for (const ScenarioSpec& scenario : catalogue())
        all.push_back({{tr("Scenarios")},
                       QString::fromStdString(scenario.title),
                       {},
                       QString::fromStdString(scenario.summary),
                       true,
                       scenario.id == shown,
                       [this, id = QString::fromStdString(scenario.id)] { openScenario(id); }});
    for (const ScenarioSpec& scenario : catalogue())
        addExamples(all, scenario);
    return all;
}

void MainWindow::addExamples(std::vector<Command>& commands, const ScenarioSpec& scenario)
{
    QStringList place{tr("Examples"), QString::fromStdString(scenario.title)};
    const std::vector<std::string>& texts = pane().explorer().exploration().texts;
    const bool shown = scenario.id == pane().explorer().exploration().scenario;
    for (std::size_t i = 0; i < scenario.inputs.size(); ++i) {
        const InputSpec& input = scenario.inputs[i];
        for (const InputExample& example : input.examples) {
            const QString text = QString::fromStdString(example.text);
            QString line = text.simplified();
            if (line.size() > longestExample)
                line = line.left(longestExample) + QChar(0x2026);
            commands.push_back(
                {scenario.inputs.size() > 1
                     ? place + QStringList{QString::fromStdString(input.label)}
                     : place,
                 line,
                 {},
                 QString::fromStdString(example.remark),
                 true,
                 shown && i < texts.size() && texts[i] == example.text,
                 [this, id = QString::fromStdString(scenario.id), field = static_cast<int>(i),
                  text] { openExample(id, field, text); }});
        }
    }
}

void MainWindow::openExample(const QString& scenario, int field, const QString& text)
{
    m_history.perform(tr("opening an example"), [&] {
        if (scenario.toStdString() != pane().explorer().exploration().scenario)
            m_panes.openScenario(scenario);
        m_panes.setText(field, text);
    });
}

void MainWindow::showCommands()
{
    if (!m_palette) {
        m_palette = new CommandPalette(this);
        m_palette->setTheme(m_appearance.theme());
        m_palette->setTypedCommands([this](const QString& typed) {
            std::vector<Command> numbers;
            const QString last = typed.simplified().section(QLatin1Char(' '), -1);
            if (!last.isEmpty() && (last.front().isDigit() || last.front() == QLatin1Char('-'))) {
                addTypedNumbers(numbers, *m_top->settings(), tr("Settings"), last);
                addTypedNumbers(numbers, *m_training->panel()->settings(),
                                tr("Settings of training"), last);
            }
            return numbers;
        });
        connect(m_palette, &CommandPalette::given, this, [this](const QString& path) {
            m_recentCommands.removeAll(path);
            m_recentCommands.prepend(path);
            m_recentCommands = m_recentCommands.mid(0, mostRecentCommands);
            m_settings.setValue(QStringLiteral("window/recentCommands"), m_recentCommands);
        });
    }
    m_palette->open(commands(), m_recentCommands);
}

} // namespace regard
