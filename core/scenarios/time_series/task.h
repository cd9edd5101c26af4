// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/task.h"
#include "core/scenarios/time_series/model.h"

namespace regard {

SeriesOptions seriesOptions(const Settings& settings, std::size_t channels);

/// Forecasting the generated weather, or a person's CSV file: the first four fifths of its lines
/// are for training, the last fifth is held out, of which no window reaches back into the others.
/// Values that were filled in count in no loss and no figure.
std::unique_ptr<Task> timeSeriesTask(const TaskRequest& request);

} // namespace regard
