// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <span>

namespace regard {

/// What a control or an action is for: a line of the one table of such texts.
struct HelpText {
    const char* name = nullptr; ///< as the code calls it: "timeline/play"
    const char* tip = nullptr; ///< for the tooltip; translated in the context "HelpText"
    const char* more = nullptr; ///< what "What's This?" says after it
};

std::span<const HelpText> helpTexts();

/// The tooltip, and the whole text. A name that is not in the table is a mistake in the program:
/// both are empty.
QString tipOf(const char* name);
QString whatsThisOf(const char* name);

/// A text as a sentence of its own: "One tensor large" → "One tensor large."
QString asSentence(const QString& text);

} // namespace regard
