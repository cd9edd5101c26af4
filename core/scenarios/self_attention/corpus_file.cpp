// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/self_attention/corpus_file.h"

#include "core/data/columns_file.h"
#include "core/data/sentences.h"
#include "core/io/input_file.h"
#include "core/text/tokenizer.h"

#include <algorithm>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <utility>

namespace regard {

namespace {

bool startsWithPunctuation(const std::string& token)
{
    UChar32 character = 0;
    std::size_t at = 0;
    U8_NEXT(token.data(), at, token.size(), character);
    return character >= 0 && u_ispunct(character);
}

/// "1 \"Mr\", 2 \".\", 3 \"Hill\"": the first places up to one, at most five.
std::string placesTo(const std::vector<Token>& tokens, std::size_t last)
{
    std::string text;
    const std::size_t end = std::min({last + 1, tokens.size(), std::size_t{5}});
    for (std::size_t i = 0; i < end; ++i)
        text += (i > 0 ? ", " : "") + std::to_string(i + 1) + " " + inQuotes(tokens[i].original);
    return text + (end < tokens.size() ? " …" : "");
}

/// The token that the `place`-th piece between spaces begins with; the number of tokens if there
/// are not so many pieces.
std::size_t tokenBySpaces(std::string_view text, const std::vector<Token>& tokens,
                          std::int64_t place)
{
    std::int64_t pieces = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::size_t begin = tokens[i].begin;
        if ((i == 0 || (begin > 0 && text[begin - 1] == ' ')) && ++pieces == place)
            return i;
    }
    return tokens.size();
}

class SentenceReader {
public:
    SentenceReader(const std::filesystem::path& file, bool onlyEvaluate)
        : m_path(file)
        , m_onlyEvaluate(onlyEvaluate)
    {
    }

    CoreferenceFile read(const std::stop_token& stop)
    {
        constexpr ColumnCount count{3, 33, "the sentence, and for each pronoun two places"};
        const LinesRead lines = readColumns(
            m_path, count, [this](const Columns& line) { take(line); }, stop);
        CoreferenceCorpus& corpus = m_result.corpus;
        if (corpus.train.empty() && !m_onlyEvaluate)
            std::swap(corpus.train, corpus.heldOut);
        m_result.notes.push_back(
            counted(lines.examples, "sentence", "sentences") + " of up to "
            + counted(m_longest, "token", "tokens") + " read from column 1, "
            + counted(m_pronouns, "pronoun", "pronouns")
            + " by the places in the columns behind it; "
            + heldOutText(corpus.train.size(), corpus.heldOut.size(), m_onlyEvaluate, "sentence")
            + commentsText(lines));
        return std::move(m_result);
    }

private:
    void take(const Columns& line)
    {
        const std::vector<Token> tokens = tokenize(line[0], Tokenization::Words);
        if (tokens.size() > regard::longestSentence)
            refuseLine(m_path, line.line,
                       "the sentence has " + std::to_string(tokens.size()) + " tokens, at most "
                           + std::to_string(regard::longestSentence)
                           + " are read: part it into several lines");
        if (line.size() % 2 == 0)
            refuseLine(m_path, line.line,
                       "column " + std::to_string(line.size())
                           + " stands alone: write the place of the pronoun in one column and the "
                             "place of what it stands for in the next");
        CoreferenceExample example;
        for (const Token& token : tokens)
            example.tokens.push_back(token.text);
        example.antecedent.assign(tokens.size(), -1);
        for (std::size_t i = 1; i + 1 < line.size(); i += 2) {
            int& antecedent = example.antecedent[placeOf(line, i, tokens)];
            if (antecedent >= 0)
                refuseLine(m_path, line.line,
                           "the pronoun at place " + line[i]
                               + " occurs twice: leave one of them out");
            antecedent = static_cast<int>(placeOf(line, i + 1, tokens));
            ++m_pronouns;
        }
        m_longest = std::max(m_longest, tokens.size());
        const bool heldOut = m_onlyEvaluate || isHeldOut(example.tokens, 10);
        (heldOut ? m_result.corpus.heldOut : m_result.corpus.train).push_back(std::move(example));
    }

    /// The token that a column names, counted from 0.
    std::size_t placeOf(const Columns& line, std::size_t column,
                        const std::vector<Token>& tokens) const
    {
        const auto last = static_cast<std::int64_t>(tokens.size());
        const std::int64_t place = wholeNumber(m_path, line, column, 1, 1'000'000);
        const auto index = static_cast<std::size_t>(place - 1);
        if (place <= last && !startsWithPunctuation(tokens[index].text))
            return index;
        std::string problem =
            "the place " + std::to_string(place) + " in column " + std::to_string(column + 1);
        problem += place <= last ? " is the mark " + inQuotes(tokens[index].original)
                                 : " is beyond the " + std::to_string(last) + " tokens";
        problem +=
            ": count words and marks of punctuation, each as one (" + placesTo(tokens, index) + ")";
        const std::size_t meant = tokenBySpaces(line[0], tokens, place);
        if (meant < tokens.size())
            problem += "; " + inQuotes(tokens[meant].original) + " is at place "
                + std::to_string(meant + 1);
        refuseLine(m_path, line.line, problem);
    }

    const std::filesystem::path& m_path;
    bool m_onlyEvaluate;
    CoreferenceFile m_result;
    std::size_t m_longest = 0;
    std::size_t m_pronouns = 0;
};

} // namespace

CoreferenceFile readCoreferences(const std::filesystem::path& file, bool onlyEvaluate,
                                 const std::stop_token& stop)
{
    return SentenceReader(file, onlyEvaluate).read(stop);
}

} // namespace regard
