// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/catalogue.h"

#include <QString>
#include <QTest>

namespace regard {

/// A row for each scenario, with its id in the column "scenario".
inline void addScenarioRows()
{
    QTest::addColumn<QString>("scenario");
    for (const ScenarioSpec& scenario : catalogue())
        QTest::addRow("%s", scenario.id.c_str()) << QString::fromStdString(scenario.id);
}

} // namespace regard
