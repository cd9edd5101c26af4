// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/text_split.h"

#include "core/models/common_settings.h"
#include "core/tensor/stopped.h"
#include "core/text/graphemes.h"

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

namespace regard {

namespace {

const char* usualTokens(const TextForms& forms)
{
    return forms.source == Tokenization::Words ? "words" : "characters";
}

/// The form whose tokens are parted, or taken as they are.
Tokenization formFor(Tokenization usual, bool otherwise)
{
    return otherwise && usual != Tokenization::Characters ? Tokenization::Words : usual;
}

/// The pieces of a word, each with its own part of what was typed where both have as many
/// characters, else with all of it.
void part(const Token& word, const WordPieces& by, std::vector<Token>& into)
{
    const std::vector<std::string> typed = graphemesOf(word.original);
    const bool alike = typed.size() == graphemesOf(word.text).size();
    std::size_t character = 0;
    std::size_t begin = word.begin;
    bool first = true;
    for (std::string& piece : by.piecesOf(word.text)) {
        Token token{piece, piece, word.begin, word.end};
        if (alike) {
            // Without the mark: a word that begins with a combining mark is one character with it.
            std::size_t count =
                graphemesOf(std::string_view(piece).substr(first ? wordMark.size() : 0)).size();
            token.original = first ? std::string(wordMark) : std::string();
            token.begin = begin;
            for (; count > 0; --count)
                token.original += typed[character++];
            begin += token.original.size() - (first ? wordMark.size() : 0);
            token.end = begin;
        }
        first = false;
        into.push_back(std::move(token));
    }
}

std::vector<Token> partAll(std::vector<Token> words, const WordPieces& by)
{
    std::vector<Token> tokens;
    for (const Token& word : words)
        part(word, by, tokens);
    return tokens;
}

/// Tokens of one form as tokens of words.
std::vector<std::string> asWords(std::vector<std::string> tokens, Tokenization form)
{
    if (form != Tokenization::CharactersAndSpaces)
        return tokens;
    std::string text;
    for (const std::string& token : tokens)
        text += token;
    return tokenTexts(text, Tokenization::Words);
}

std::vector<std::string> partWords(const std::vector<std::string>& words, const WordPieces& by)
{
    std::vector<std::string> pieces;
    for (const std::string& word : words)
        for (std::string& piece : by.piecesOf(word))
            pieces.push_back(std::move(piece));
    return pieces;
}

} // namespace

std::vector<SettingSpec> tokenSettings(const TextForms& forms)
{
    return {choiceSetting("tokens", "Tokens",
                          "Of what a text consists: words, characters, or subwords, which are "
                          "learnt by joining the pieces that most often stand beside each other "
                          "(Sennrich et al. 2016). Each asks for weights of its own.",
                          {"words", "characters", "subwords"}, usualTokens(forms),
                          Affects::Weights),
            onlyWith(integerSetting("merges", "Merges",
                                    "Pairs of pieces that are joined to make subwords: none leaves "
                                    "characters, many make words.",
                                    300, 1, 20000),
                     "tokens", {"subwords"})};
}

bool splitAlike(const Settings& a, const Settings& b)
{
    const std::vector<SettingSpec> specs = tokenSettings({});
    return std::all_of(specs.begin(), specs.end(), [&](const SettingSpec& spec) {
        return !a.has(spec.name) || a.value(spec.name) == b.value(spec.name);
    });
}

bool splitsOtherwise(const TextForms& forms, const Settings& settings)
{
    return settings.text("tokens") != usualTokens(forms);
}

TextSplit::TextSplit(const TextForms& forms, const Settings& settings,
                     const std::map<std::string, Vocabulary>& vocabularies)
    : m_source(formFor(forms.source, splitsOtherwise(forms, settings)))
    , m_target(formFor(forms.target, splitsOtherwise(forms, settings)))
{
    const std::string& tokens = settings.text("tokens");
    if (!splitsOtherwise(forms, settings) || tokens == "words")
        return;
    m_partsSource = true;
    m_partsTarget = m_target == Tokenization::Words;
    if (tokens != "subwords")
        return;
    const auto merges = vocabularies.find(mergesVocabulary);
    if (merges == vocabularies.end())
        throw std::invalid_argument("there are no merges that make subwords");
    m_pieces = WordPieces(merges->second.tokens());
}

std::vector<Token> TextSplit::source(std::string_view text) const
{
    std::vector<Token> tokens = tokenize(text, m_source);
    return m_partsSource ? partAll(std::move(tokens), m_pieces) : tokens;
}

std::vector<Token> TextSplit::target(std::string_view text) const
{
    std::vector<Token> tokens = tokenize(text, m_target);
    return m_partsTarget ? partAll(std::move(tokens), m_pieces) : tokens;
}

void splitPairs(TextPairs& pairs, const TextForms& forms, const Settings& settings,
                const std::map<std::string, Vocabulary>& vocabularies,
                std::vector<std::string>& merges, const std::stop_token& stop)
{
    if (!splitsOtherwise(forms, settings))
        return;
    const bool splitsTarget = forms.target != Tokenization::Characters;
    for (auto* split : {&pairs.train, &pairs.heldOut})
        for (TextPair& pair : *split) {
            throwIfStopped(stop);
            pair.source = asWords(std::move(pair.source), forms.source);
            if (splitsTarget)
                pair.target = asWords(std::move(pair.target), forms.target);
            pair.alignment.clear();
        }
    const std::string& tokens = settings.text("tokens");
    if (tokens == "words")
        return;
    WordPieces by;
    if (tokens == "subwords") {
        if (const auto known = vocabularies.find(mergesVocabulary); known != vocabularies.end()) {
            merges = known->second.tokens();
        } else {
            std::unordered_map<std::string, std::size_t> counts;
            for (const TextPair& pair : pairs.train) {
                for (const std::string& word : pair.source)
                    ++counts[word];
                for (const std::string& word : pair.target)
                    counts[word] += splitsTarget ? 1 : 0;
            }
            merges =
                learnMerges(counts, static_cast<std::size_t>(settings.integer("merges")), stop);
        }
        by = WordPieces(merges);
    }
    for (auto* split : {&pairs.train, &pairs.heldOut})
        for (TextPair& pair : *split) {
            throwIfStopped(stop);
            pair.source = partWords(pair.source, by);
            if (splitsTarget)
                pair.target = partWords(pair.target, by);
        }
}

} // namespace regard
