// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"
#include "core/models/seq2seq.h"
#include "core/models/sequence_task.h"

namespace regard {

// What the scenarios have in common whose model is the recurrent encoder–decoder of seq2seq.h.

/// How a scenario's texts become tokens.
struct TextForms {
    Tokenization source = Tokenization::Words;
    Tokenization target = Tokenization::Words;
    Index longest = 64; ///< written tokens after which decoding ends by itself
    std::string tooLong; ///< why a source beyond the scenario's maximum is cut
};

/// How the settings below are set at first.
struct RecurrentDefaults {
    bool bidirectional = false;
    std::string placement = "bahdanau";
    std::int64_t embedding = 64;
    std::int64_t hidden = 128;
};

/// attention, score, normaliser, placement, input_feeding, cell, bidirectional, temperature,
/// embedding, hidden, layers.
std::vector<SettingSpec> recurrentSettings(const RecurrentDefaults& defaults);

/// The model that complete settings describe. positions: most tokens of a source.
Seq2SeqOptions recurrentOptions(const Settings& settings, std::size_t sourceVocabulary,
                                std::size_t targetVocabulary, std::size_t positions);

/// The same model as a SequenceTask takes it, for the scenario that the request is for.
decltype(SequenceSetup::model) recurrentModel(const TaskRequest& request, std::size_t positions);

/// For ScenarioSpec::parameterLayout.
std::shared_ptr<const ParameterLayout>
recurrentLayout(const Settings& settings, const std::map<std::string, Vocabulary>& vocabularies,
                std::size_t positions);

/// The trace of one text, for a scenario's `trace`. positions is also the most tokens of a
/// source that are read.
Trace traceRecurrent(const TextForms& forms, std::size_t positions, const Exploration& exploration,
                     const Settings& settings, const Weights& weights, std::stop_token stop);

} // namespace regard
