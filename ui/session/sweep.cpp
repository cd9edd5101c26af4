// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/sweep.h"

#include "core/models/workspace.h"
#include "core/scenarios/catalogue.h"

#include "ui/session/newest_to.h"
#include "ui/session/panes.h"

namespace regard {

Sweep::Sweep(QObject* parent)
    : QObject(parent)
    , m_job(newestTo<std::vector<SweepLine>>(
          this, [](Sweep & sweep) -> auto& { return sweep.m_job; },
          [this](Outcome<std::vector<SweepLine>> outcome) {
              if (!outcome.result)
                  return;
              m_lines = std::move(*outcome.result);
              Q_EMIT swept();
          }))
{
}

void Sweep::request(const Exploration& exploration, const SettingSpec& setting)
{
    m_job.request([exploration, setting](const std::stop_token& stop) {
        const ScenarioSpec& scenario = scenarioOf(exploration.scenario);
        std::vector<SweepLine> lines;
        for (const SettingValue& value : valuesToCompare(setting)) {
            Exploration changed = exploration;
            changed.settings.set(setting.name, value);
            SweepLine line{value, {}, {}};
            try {
                line.explored = exploreWithWeights(
                    followed(exploration, changed, {setting.name}, scenario), stop);
            } catch (const Stopped&) {
                throw;
            } catch (const std::exception& problem) {
                line.error = QString::fromStdString(problem.what());
            }
            lines.push_back(std::move(line));
        }
        return lines;
    });
}

} // namespace regard
