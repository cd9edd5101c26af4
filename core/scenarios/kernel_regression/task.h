// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/task.h"

namespace regard {

/// Learns the width by leaving one out: each point's value is told from all other points. Held
/// out are the noise-free values of the curve at the queries; of a person's points about one in
/// ten, told from the others. Throws FileError for a person's file that cannot be read.
std::unique_ptr<Task> kernelTask(const TaskRequest& request);

} // namespace regard
