// SPDX-License-Identifier: GPL-3.0-or-later
// What the next training is to be of: settings and examples.
#include "ui/window/training_desk.h"

#include "core/scenarios/catalogue.h"

#include "ui/panels/settings_bar.h"

#include <QFileInfo>
#include <QLocale>

#include <stdexcept>

namespace regard {

void TrainingDesk::showAim()
{
    const std::string& scenario = m_panes.active().explorer().exploration().scenario;
    const ScenarioSpec* spec = findScenario(scenario);
    if (!spec)
        return;
    const std::vector<Entrant> found = entrants();
    const QString title = QString::fromStdString(spec->title);
    m_panel->setAim(found.empty()           ? QString()
                        : found.size() == 1 ? title
                                            : tr("%1, a race of %2").arg(title).arg(found.size()));
    if (scenario != m_shownScenario) {
        m_shownScenario = scenario;
        const auto own = m_settings.find(scenario);
        m_panel->setScenario(
            *spec,
            resolveSettings(spec->settings, own != m_settings.end() ? own->second : Settings()));
        showData();
    }
    m_panel->showState(m_trainer);
}

void TrainingDesk::changeSetting(const std::string& name, const SettingValue& value)
{
    if (m_trainer.isActive()) {
        LiveSettings live = m_trainer.live();
        const double number = std::holds_alternative<double>(value) ? std::get<double>(value) : 0;
        if (name == "rate")
            live.rate = number;
        else if (name == "dropout")
            live.dropout = number;
        else if (name == "teacher_forcing")
            live.teacherForcing = number;
        m_trainer.setLive(live);
        return;
    }
    const SettingSpec* setting = findSetting(scenarioOf(m_shownScenario), name);
    if (!setting)
        return;
    Settings& own = m_settings[m_shownScenario];
    own.take(name);
    if (value != setting->defaultValue)
        own.set(name, value);
}

std::filesystem::path TrainingDesk::data() const
{
    const auto own = m_data.find(m_panes.active().explorer().exploration().scenario);
    return own == m_data.end() ? std::filesystem::path() : own->second.path;
}

void TrainingDesk::openData(const QString& path)
{
    const std::string scenario = m_panes.active().explorer().exploration().scenario;
    const ScenarioSpec* spec = findScenario(scenario);
    if (!spec || !spec->task) {
        Q_EMIT failed(tr("“%1” cannot be trained on: %2 learns nothing. Choose another scenario "
                         "first, such as Translation for pairs of texts.")
                          .arg(path, spec ? QString::fromStdString(spec->title) : QString()));
        return;
    }
    if (m_trainer.isActive()) {
        Q_EMIT failed(tr("“%1” is not read while a training runs: stop it first.").arg(path));
        return;
    }
    m_panel->setData(QFileInfo(path).fileName(), tr("Reading …"));
    const auto own = m_settings.find(scenario);
    const Settings settings = settingsWith(own != m_settings.end() ? own->second : Settings(),
                                           m_panes.active().explorer().exploration().settings);
    m_reader.request([scenario, settings, file = std::filesystem::path(path.toStdU16String())](
                         const std::stop_token& stop) {
        const ScenarioSpec& read = scenarioOf(scenario);
        const std::unique_ptr<Task> task =
            read.task({resolveSettings(read.settings, settings), file, false, {}, stop});
        return DataRead{scenario, file, task->notes(), task->size(Split::Train),
                        task->size(Split::HeldOut)};
    });
}

void TrainingDesk::useGeneratedData()
{
    m_reader.cancel();
    m_data.erase(m_panes.active().explorer().exploration().scenario);
    showData();
}

void TrainingDesk::takeData(const Outcome<DataRead>& outcome)
{
    if (outcome.result) {
        m_data[outcome.result->scenario] = *outcome.result;
        if (outcome.result->examples == 0)
            Q_EMIT failed(tr("“%1”: no examples are left to learn from, as all are held out. Give "
                             "it more lines.")
                              .arg(QString::fromStdString(outcome.result->path.string())));
    } else if (!outcome.error.empty()) {
        Q_EMIT failed(QString::fromStdString(outcome.error));
    }
    showData();
}

void TrainingDesk::showData()
{
    const auto own = m_data.find(m_panes.active().explorer().exploration().scenario);
    if (own == m_data.end()) {
        m_panel->setData({}, {});
        return;
    }
    const DataRead& read = own->second;
    QStringList report{tr("%1 examples to learn from, %2 held out.")
                           .arg(QLocale().toString(static_cast<qulonglong>(read.examples)),
                                QLocale().toString(static_cast<qulonglong>(read.heldOut)))};
    for (const std::string& note : read.notes)
        report << QString::fromStdString(note);
    m_panel->setData(QString::fromStdU16String(read.path.filename().u16string()),
                     report.join(QLatin1Char('\n')));
}

} // namespace regard
