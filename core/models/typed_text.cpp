// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/typed_text.h"

namespace regard {

TypedText readText(std::string_view text, Tokenization how, const Vocabulary& vocabulary,
                   std::size_t limit, std::string_view reason, std::vector<std::string>& notes)
{
    TypedText result;
    std::vector<std::string> labels;
    std::vector<Token> tokens = tokenize(text, how);
    if (tokens.size() > limit) {
        notes.push_back("Only the first " + std::to_string(limit) + " of "
                        + std::to_string(tokens.size())
                        + " tokens are computed: " + std::string(reason) + ".");
        tokens.resize(limit);
    }
    for (Token& token : tokens) {
        result.ids.push_back(vocabulary.idOf(token.text));
        result.tokens.push_back(
            {token.original, vocabulary.contains(token.text), token.begin, token.end});
        labels.push_back(std::move(token.original));
    }
    result.labels = makeAxis(std::move(labels));
    return result;
}

std::vector<std::int32_t> idsOf(std::span<const std::string> tokens, const Vocabulary& vocabulary)
{
    std::vector<std::int32_t> ids;
    ids.reserve(tokens.size());
    for (const std::string& token : tokens)
        ids.push_back(vocabulary.idOf(token));
    return ids;
}

} // namespace regard
