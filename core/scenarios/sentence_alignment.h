// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace regard {

/// How the weights of one text lie beside its gold alignment.
struct SentenceAlignment {
    double error = 0; ///< alignment error rate (Och & Ney 2003), AlignmentError
    int heads = 1; ///< whose mean it is measured of
    /// By written token the places of the tokens of the input that it stands for.
    std::vector<std::vector<int>> gold;
};

/// Of the last attention of what is written over the input, the mean of its heads; `text` is what
/// was typed. None where the scenario's rules do not give both text and output, or where nothing is
/// attended to. Throws Stopped.
std::optional<SentenceAlignment> sentenceAlignment(const Trace& trace, const std::string& text,
                                                   const std::stop_token& stop = {});

} // namespace regard
