// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/typed_text.h"

#include "core/io/input_file.h"

#include <algorithm>

namespace regard {

TypedText readTypedText(std::string_view text, Tokenization how, const Vocabulary& vocabulary,
                        std::size_t limit, std::string_view reason, std::vector<std::string>& notes)
{
    return readTokens(tokenize(text, how), vocabulary, limit, reason, notes);
}

TypedText readTokens(std::vector<Token> tokens, const Vocabulary& vocabulary, std::size_t limit,
                     std::string_view reason, std::vector<std::string>& notes)
{
    TypedText result;
    std::vector<std::string> labels;
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
    result.labels = makeAxis(std::move(labels), TokensOf::Input);
    return result;
}

void noteWhatIsLost(std::string_view text, Tokenization how, std::span<const TraceToken> tokens,
                    std::string_view what, std::vector<std::string>& notes)
{
    constexpr std::size_t most = 8; // words that are named
    std::vector<std::string> words;
    for (const TraceToken& token : tokens) {
        const std::string word = inQuotes(token.text);
        if (!token.known && std::find(words.begin(), words.end(), word) == words.end())
            words.push_back(word);
    }
    const std::string of = what.empty() ? std::string() : " of " + std::string(what);
    if (!words.empty()) {
        std::string list;
        for (std::size_t i = 0; i < words.size() && i < most; ++i)
            list += (i == 0 ? "" : ", ") + words[i];
        notes.push_back((words.size() == 1 ? "A word" : "Words") + of
                        + " not in the vocabulary, read as unknown: " + list
                        + (words.size() > most
                               ? " and " + std::to_string(words.size() - most) + " more."
                               : "."));
    }
    if (const std::size_t left = leftOutCharacters(text, how))
        notes.push_back(
            std::to_string(left) + (left == 1 ? " punctuation mark" : " punctuation marks") + of
            + (left == 1 ? " is" : " are") + " left out: the model was trained without them.");
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
