// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"
#include "ui/views/shared/theme.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace regard {

/// What a symbol, or several of one kind, mean in a scenario.
struct GlossaryEntry {
    QStringList symbols; ///< as symbolsOf() writes them, those that the trace shows
    QStringList names; ///< of the trace's tensors that they are, as in the tree: "attended"
    std::optional<Role> role; ///< whose colour they have; none: the text's
    QString meaning; ///< in a few words, translated
    std::size_t line = 0; ///< of the table
};

/// Every symbol of the formulas and every name of the tensors that a trace has, in the order of
/// computation; what merely counts comes last.
std::vector<GlossaryEntry> glossaryOf(const Trace& trace);

/// What a symbol of a formula means in a scenario; empty if nobody wrote it.
QString meaningOf(const QString& symbol, const Formula* formula, std::string_view scenario);

/// Lines of the table of meanings.
std::size_t glossaryLines();
/// A line's symbols and meaning.
QString glossaryLine(std::size_t line);

/// The symbols for a label with rich text, bold and lowered as the drawings have them.
QString symbolsHtml(const GlossaryEntry& entry, const Theme& theme);

/// Three sentences about a scenario: what goes in and comes out, what attends to what, and
/// what to look at first. Empty for one that is not in the catalogue.
QStringList aboutScenario(std::string_view scenario);

} // namespace regard
