// SPDX-License-Identifier: GPL-3.0-or-later
// Words as pieces, and how their merges are learnt.
#include "core/text/word_pieces.h"

#include "core/data/sentences.h"
#include "core/data/translation_corpus.h"
#include "core/tensor/stopped.h"
#include "core/text/graphemes.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace regard {
namespace {

using Words = std::unordered_map<std::string, std::size_t>;
using Texts = std::vector<std::string>;

TEST(WordPieces, areLearntAsByHand)
{
    // The words of Sennrich et al. 2016, 3.2: low 5, lower 2, newest 6, widest 3. "es" and "st"
    // stand in 9, "ew", "ne" and "we" in 6 and more: counts by hand.
    const Texts merges =
        learnMerges(Words{{"low", 5}, {"lower", 2}, {"newest", 6}, {"widest", 3}}, 6);
    // e s: 9 (newest, widest), s t: 9; w e: 8 (lower, newest); l o, o w: 7.
    EXPECT_EQ(merges, (Texts{"e s", "es t", "o w", "▁l ow", "e w", "ew est"}));
    const WordPieces pieces(merges);
    EXPECT_EQ(pieces.piecesOf("lowest"), (Texts{"▁low", "est"}));
    EXPECT_EQ(pieces.piecesOf("newer"), (Texts{"▁n", "ew", "e", "r"}));
    EXPECT_EQ(pieces.piecesOf("widest"), (Texts{"▁w", "i", "d", "est"}));
}

TEST(WordPieces, anOftenRepeatedPairIsJoinedFromTheLeft)
{
    EXPECT_EQ(learnMerges(Words{{"aaaa", 3}}, 9), (Texts{"a a", "aa a", "▁a aaa"}));
    EXPECT_EQ(WordPieces(Texts{"a a"}).piecesOf("aaaaa"), (Texts{"▁a", "aa", "aa"}));
}

TEST(WordPieces, nothingIsJoinedThatOccursOnce)
{
    EXPECT_TRUE(learnMerges(Words{{"abc", 1}}, 9).empty());
    EXPECT_TRUE(learnMerges({}, 9).empty());
    EXPECT_EQ(learnMerges(Words{{"ab", 2}, {"cd", 2}}, 1), (Texts{"▁a b"}));
}

TEST(WordPieces, giveEveryWordBack)
{
    const Texts words{"a",     "ß",
                      "naïve", "e\u0301te\u0301",
                      "狗",    "👩‍👩‍👧",
                      "don't", "2026",
                      "?",     "▁",
                      "ab",    "aaaa",
                      "x▁y"};
    Words counts;
    for (const std::string& word : words)
        counts[word] = 3;
    for (const std::size_t merges : {0, 1, 5, 100}) {
        const Texts learnt = learnMerges(counts, merges);
        const WordPieces by(learnt);
        for (const std::string& word : words) {
            const Texts pieces = by.piecesOf(word);
            std::string joined;
            for (const std::string& piece : pieces)
                joined += piece;
            EXPECT_EQ(joined, std::string(wordMark) + word);
            // No part of a character.
            std::size_t characters = 0;
            GraphemeReader reader(word);
            for (Grapheme grapheme; reader.next(grapheme);)
                ++characters;
            EXPECT_LE(pieces.size(), characters) << word;
            EXPECT_TRUE(merges > 0 || pieces.size() == characters) << word;
        }
    }
    Texts pieces;
    const WordPieces characters;
    for (const std::string& word : {"are", "you", "?"})
        for (std::string& piece : characters.piecesOf(word))
            pieces.push_back(std::move(piece));
    EXPECT_EQ(textOfPieces(pieces), "are you ?");
    EXPECT_EQ(textOfPieces(Texts{"2", "0", "▁1"}), "20 1");
    EXPECT_EQ(textOfPieces({}), "");
    EXPECT_TRUE(characters.piecesOf("").empty());
}

TEST(WordPieces, ofACorpusGiveItsWordsBack)
{
    const TextPairs pairs = makeTranslationCorpus(3, 2000, 100);
    Words counts;
    for (const TextPair& pair : pairs.train)
        for (const std::string& word : pair.source)
            ++counts[word];
    const Texts merges = learnMerges(counts, 200);
    EXPECT_EQ(merges.size(), 200);
    EXPECT_EQ(learnMerges(counts, 200), merges);
    EXPECT_EQ(learnMerges(counts, 50), Texts(merges.begin(), merges.begin() + 50));
    const WordPieces by(merges);
    for (const TextPair& pair : pairs.heldOut) {
        Texts pieces;
        for (const std::string& word : pair.source)
            for (std::string& piece : by.piecesOf(word))
                pieces.push_back(std::move(piece));
        EXPECT_EQ(splitWords(textOfPieces(pieces)), pair.source);
    }
}

TEST(WordPieces, refuseWhatIsNoMerge)
{
    for (const char* merge : {"", "a", " a", "a ", "a b c", " "})
        EXPECT_THROW(WordPieces(Texts{merge}), std::invalid_argument) << merge;
}

TEST(WordPieces, learningEndsWithAStopRequest)
{
    std::stop_source source;
    source.request_stop();
    EXPECT_THROW(learnMerges(Words{{"aa", 2}}, 1, source.get_token()), Stopped);
}

} // namespace
} // namespace regard
