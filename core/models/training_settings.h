// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/settings.h"

#include <cstdint>
#include <string>
#include <vector>

namespace regard {

/// How a scenario is trained unless somebody says otherwise.
struct TrainingDefaults {
    std::int64_t epochs;
    std::int64_t batch;
    double rate;
    double dropout;
    std::int64_t examples;
    std::int64_t heldOut;
    std::string schedule = "cosine"; ///< one of rateCourses()
    double finalRate = 0.1; ///< share of the rate at the end
    double decay = 1e-3; ///< of the schedule "inverse"
    double clip = 1;
};

/// Settings that only training reads: epochs, batch, rate, dropout, examples, held_out, seed;
/// optimiser, weight_decay, momentum; schedule, final_rate, decay, warmup; clip.
std::vector<SettingSpec> trainingSettings(const TrainingDefaults& defaults);

/// "teacher_forcing", for what has a decoder that can be fed its own output.
SettingSpec teacherForcingSetting();

} // namespace regard
