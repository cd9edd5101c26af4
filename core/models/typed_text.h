// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer.h"
#include "core/text/vocabulary.h"
#include "core/trace/trace.h"

#include <span>

namespace regard {

/// A typed text as a model takes it.
struct TypedText {
    std::vector<TraceToken> tokens;
    std::vector<std::int32_t> ids; ///< Vocabulary::unknown for words it does not have
    Axis labels; ///< the tokens as typed
};

/// Looks up the tokens of a text. Beyond `limit` tokens the rest is left out, which a
/// note says, with `reason`.
TypedText readTokens(std::vector<Token> tokens, const Vocabulary& vocabulary, std::size_t limit,
                     std::string_view reason, std::vector<std::string>& notes);
/// The same of a text that is split first.
TypedText readTypedText(std::string_view text, Tokenization how, const Vocabulary& vocabulary,
                        std::size_t limit, std::string_view reason,
                        std::vector<std::string>& notes);

/// Notes which tokens are unknown, each once, and how many characters of the text are in no token.
/// what: the input, "the question"; empty where there is but one.
void noteWhatIsLost(std::string_view text, Tokenization how, std::span<const TraceToken> tokens,
                    std::string_view what, std::vector<std::string>& notes);

/// Ids of tokens, Vocabulary::unknown for those it does not have.
std::vector<std::int32_t> idsOf(std::span<const std::string> tokens, const Vocabulary& vocabulary);

} // namespace regard
