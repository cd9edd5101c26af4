// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/task.h"
#include "core/scenarios/autoencoder/model.h"

namespace regard {

AutoencoderOptions autoencoderOptions(const Settings& settings);

/// Rebuilding generated spectra of mixtures, or a person's: a text file with a line for each, as
/// mixture_text.h reads them; one line in five is held out. Empty lines and those that begin with
/// '#' are left out.
std::unique_ptr<Task> autoencoderTask(const TaskRequest& request);

} // namespace regard
