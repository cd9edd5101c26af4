// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/task.h"

#include <map>
#include <string>

namespace regard {

/// Figures by name.
inline std::map<std::string, double> byName(const std::vector<Figure>& figures)
{
    std::map<std::string, double> values;
    for (const Figure& figure : figures)
        values[figure.name] = figure.value;
    return values;
}

} // namespace regard
