// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/parameters.h"
#include "core/text/vocabulary.h"
#include "core/trace/settings.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace regard {

/// What a weights file holds: a scenario's trained parameters with all that is needed to
/// use them. Immutable once shared.
struct Weights {
    std::string scenario;
    Settings settings; ///< complete settings of the run that trained them
    /// By use: "text" where input and output share one, else "source" and "target".
    std::map<std::string, Vocabulary> vocabularies;
    Parameters parameters;
    std::map<std::string, std::string> figures; ///< "regard.figure.NAME" of the training run
    bool trained = false; ///< false: as drawn from the seed
    std::string origin; ///< file it came from, "" if drawn or built
};

/// Weights to be used by many at once: immutable from here on, so that products may keep what they
/// make of them.
inline std::shared_ptr<const Weights> shareWeights(Weights weights)
{
    weights.parameters.freeze();
    return std::make_shared<const Weights>(std::move(weights));
}

} // namespace regard
