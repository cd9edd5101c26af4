// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/safetensors.h"
#include "core/models/scenario.h"
#include "core/models/weights.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>

namespace regard {

/// Reads trained weights from a .safetensors file that may come from anybody. Its metadata
/// are texts: "regard.scenario" (id), "regard.settings" (JSON object), "regard.vocabulary"
/// (JSON object: use → all tokens, each in the place that is its row in the tensors) and
/// "regard.figure.NAME", which Weights::figures holds under NAME.
///
/// Checked: the scenario; the settings against their specs (settings the file does not have
/// get their defaults); vocabularies of at most 200,000 different tokens; that the tensors
/// are exactly those of ScenarioSpec::parameterLayout, shapes included; that all numbers are
/// finite. Throws FileError, and Stopped soon after a stop request.
Weights loadWeights(const std::filesystem::path& file, const ScenarioSpec& expected,
                    const std::stop_token& stop = {});

/// The same from memory, as weightsBytes() gives them: weights that lie within `source`, which
/// names them in errors. They have no origin.
Weights parseWeights(std::string_view bytes, const std::filesystem::path& source,
                     const ScenarioSpec& expected, const std::stop_token& stop = {});

/// Throws std::runtime_error, saying what to do, for weights that loadWeights() would not read
/// again: with too large a vocabulary, or too large a file. The numbers do not matter.
void requireLoadable(const std::map<std::string, Vocabulary>& vocabularies,
                     const ParameterLayout& layout);

/// The reverse; whole or not at all. Throws std::runtime_error if it cannot be saved, or not be
/// read again.
void saveWeights(const Weights& weights, const std::filesystem::path& file,
                 Precision precision = Precision::Single);

/// Makes weights what is read again after they were saved with Precision::Half. False, with nothing
/// changed, where a number lies beyond ±65,504, the largest of 16 bits.
bool roundToHalf(Weights& weights);

/// What saveWeights() writes, in memory. Throws std::runtime_error as it does.
std::string weightsBytes(const Weights& weights);

/// Catalogue id of the scenario that a weights file belongs to. Throws FileError and Stopped.
std::string scenarioOfWeights(const std::filesystem::path& file, const std::stop_token& stop = {});

} // namespace regard
