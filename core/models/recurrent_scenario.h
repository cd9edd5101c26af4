// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"
#include "core/models/seq2seq.h"
#include "core/models/sequence_task.h"

namespace regard {

// What the scenarios have in common whose model is the recurrent encoder–decoder of seq2seq.h.

/// How these settings are set at first; the others of the model are attention, score, normaliser,
/// input_feeding, cell, temperature and layers.
struct RecurrentDefaults {
    bool bidirectional = false;
    std::string placement = "bahdanau";
    std::int64_t embedding = 64;
    std::int64_t hidden = 128;
};

/// A scenario's layout, limit, settings of the model, parameters and trace. What is left to say
/// is what it is called, what it is given and how it learns.
ScenarioSpec recurrentScenario(const TextForms& forms, const RecurrentDefaults& defaults);

/// What such a scenario learns for a request: pairs that `generate` makes or a file holds.
SequenceSetup recurrentSetup(const TaskRequest& request, const TextForms& forms,
                             const PairGenerator& generate);

} // namespace regard
