// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/tape.h"
#include "core/trace/formula.h"

#include <span>
#include <string_view>

namespace regard {

/// How a row of masked scores becomes weights: one line of the table normalisers(). Keys with a
/// score of −∞ get weight 0; a row of nothing but −∞ gets zeros.
struct Normaliser {
    /// How it is explained. Its operand is the masked scores.
    Required<const Formula*> formula;
    std::string_view name; ///< "softmax"
    std::string_view label; ///< "softmax · exp(s) / Σ exp(s)"
    std::string_view source; ///< the paper
    /// Weights [… × M × N] of masked scores [… × M × N].
    Var (*apply)(Tape&, Var masked) = nullptr;
    bool sumsToOne = true; ///< the weights of a row, where it sees any key
};

/// softmax of anything: scores, logits, features, which are its operand. Where these were scaled or
/// masked, it explains that as well.
extern const Formula softmaxFormula;
/// The first of normalisers().
const Normaliser& softmaxNormaliser();

/// All normalisers in the order in which they are offered.
std::span<const Normaliser> normalisers();

/// Throws std::invalid_argument with the known names.
const Normaliser& normaliserOf(std::string_view name);

} // namespace regard
