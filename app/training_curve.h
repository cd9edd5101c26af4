// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/train.h"

#include <string>

namespace regard {

/// "epoch,step,loss,validation_loss", with "accuracy" and "validation_accuracy" behind the losses
/// of a task with that metric.
std::string curveHeader(const std::string& metric);

/// A row of curve.csv. Within an epoch the held-out columns are empty.
std::string curveRow(const TrainReport& report, bool metric);

/// What is said of a report: "epoch 2 of 16, step 120 of 960, loss 1.2345 …".
std::string reportText(const TrainReport& report, int epochs);

} // namespace regard
