// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/recurrent_step.h"

#include <QString>

#include <functional>

namespace regard {

// How the parts and equations of a recurrent step are written.

/// What a layer's equations call its state and cell, those of the step before too: h, c, h₋₁, c₋₁;
/// of a decoder s and m, of one that reads backwards h₊₁ and c₊₁.
struct StepWords {
    QString state, cell, stateBefore, cellBefore;
};
StepWords stepWords(const Trace& trace, const RecurrentLayer& layer);

/// "1 − z", "n", "h₋₁", "W x + b", "U h₋₁ + b′", "tanh(c)".
QString termText(const StepWords& words, const RecurrentCell& cell, const StepTerm& term);

/// "update gate", "candidate".
QString gateName(const StepGate& gate);

/// The right-hand side of an equation with something in the place of each term: what `text` gives,
/// in parentheses where that is a sum within a product.
QString equationWith(const StepEquation& equation,
                     const std::function<QString(const StepTerm&)>& text);

/// "h = (1 − z) · n + z · h₋₁".
QString equationText(const StepWords& words, const RecurrentCell& cell,
                     const StepEquation& equation);

/// "z = σ(W x + b + U h₋₁ + b′)", "n = tanh(W x + b + r · (U h₋₁ + b′))".
QString gateText(const StepWords& words, const RecurrentCell& cell, int gate);
/// Its right-hand side with something else in the place of W x + b, U h₋₁ + b′ and the gate that
/// multiplies it.
QString gateWith(const RecurrentCell& cell, int gate, const QString& input, const QString& state,
                 const QString& reset);

/// What a part of a moment does: "reset gate r = σ(…)", "x and h₋₁ are read"; "" for the last,
/// which is the moment's own, and where there are none.
QString partText(const Trace& trace, int moment, int part);

} // namespace regard
