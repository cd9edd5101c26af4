// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <string_view>

namespace regard {

/// Whether a text is a date YYYY-MM-DD that the calendar has.
bool isDate(std::string_view text);

/// Marks an answer of the dates' characters (without <eos>) that is no date.
void checkDate(std::vector<TraceToken>& output, std::vector<std::string>& notes);

} // namespace regard
