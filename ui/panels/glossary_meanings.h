// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <optional>
#include <span>

namespace regard {

/// One line of the glossary: what some symbols mean where they stand.
struct Meaning {
    const char* symbols; ///< as symbolsOf() writes them, a space between two
    std::optional<Role> role; ///< whose colour they have
    const char* scenarios; ///< ids, a space between two; "": any
    const char* formulas; ///< names of the formulas that have them so, or "": any
    const char* text; ///< translated in the context "Glossary"
    bool counts = false; ///< the symbols number something: told last
};

/// Of the lines that fit a symbol, its scenario and its formula the first one that names the
/// formula holds, else the first one; those of attention come before those of the models around it,
/// signs and counts come last.
std::span<const Meaning> attentionMeanings();
std::span<const Meaning> modelMeanings();
std::span<const Meaning> signMeanings();

} // namespace regard
