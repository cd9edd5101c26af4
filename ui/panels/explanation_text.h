// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/explain.h"
#include "ui/views/shared/theme.h"

#include <QString>

#include <vector>

namespace regard {

/// "weights · yes → free", "Q · free, feature 3", "weights · row yes", "weights".
QString placeTitle(const Trace& trace, const CellRef& place);

/// The formula of a cell with its numbers put in, as HTML in the roles' colours:
/// "a = 1 ∕ 1.135 = 0.881".
QString numbersHtml(const Trace& trace, const Explanation& explanation, const Theme& theme);

/// One line of the way to a cell's number.
struct StageText {
    QString caption; ///< "÷ √64"
    QString value; ///< "8"
    QString help; ///< what this step does to the mathematics
};

/// The stages of an explanation for people, the mask's word among them.
std::vector<StageText> stageTexts(const Trace& trace, const Explanation& explanation);

/// "q(yes)": the symbol of an operand with its token.
QString operandLabel(const Trace& trace, const Operand& operand);

} // namespace regard
