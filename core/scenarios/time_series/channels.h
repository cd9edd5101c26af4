// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/time_series/table.h"
#include "core/text/vocabulary.h"
#include "core/trace/settings.h"

#include <functional>
#include <string>
#include <vector>

/// Which columns of a table a series model takes.
namespace regard {

/// Use of the vocabulary that holds the channels' names.
inline constexpr const char* channelVocabulary = "channels";

/// Names of the channels.
std::vector<std::string> channelsOf(const Vocabulary& vocabulary);

/// Names as a vocabulary. Throws std::invalid_argument.
Vocabulary vocabularyOfChannels(const std::vector<std::string>& names);

/// How a table is read, by the setting "reading", for a model of these channels (none: not yet
/// trained).
SeriesRules seriesRules(const Settings& settings, std::vector<std::string> channels);

/// The columns of a table that a model of these channels takes: by name where the table names
/// them all, otherwise by place if there are as many. Throws std::invalid_argument.
SeriesTable columnsFor(SeriesTable table, const std::vector<std::string>& channels);

/// The columns that a model of some channels takes, from a text read by `read`: columns without
/// names that are as many numbers as it has channels are taken as they stand.
/// Throws std::invalid_argument.
SeriesTable readColumns(const std::function<SeriesTable(const SeriesRules&)>& read,
                        const SeriesRules& rules);

} // namespace regard
