// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer.h"

#include <gtest/gtest.h>

using namespace regard;

namespace {

using Texts = std::vector<std::string>;

Texts words(std::string_view text)
{
    Texts texts;
    for (const Token& token : tokenize(text, Tokenization::Words))
        texts.push_back(token.text);
    return texts;
}

Texts characters(std::string_view text)
{
    Texts texts;
    for (const Token& token : tokenize(text, Tokenization::Characters))
        texts.push_back(token.text);
    return texts;
}

} // namespace

TEST(Tokenizer, WordsAreLowerCaseAndKeepWhatWasTyped)
{
    const std::vector<Token> tokens = tokenize("Thinking Machines", Tokenization::Words);
    ASSERT_EQ(tokens.size(), 2u);
    EXPECT_EQ(tokens[0].text, "thinking");
    EXPECT_EQ(tokens[0].original, "Thinking");
    EXPECT_EQ(tokens[1].text, "machines");
    EXPECT_EQ(tokens[1].original, "Machines");
}

TEST(Tokenizer, LowerCaseFollowsUnicode)
{
    EXPECT_EQ(words("ÉTÉ Straße ΑΘΗΝΑΣ ЖУК"), (Texts{"été", "straße", "αθηνας", "жук"}));
}

TEST(Tokenizer, PunctuationMarksStandAlone)
{
    EXPECT_EQ(words("Are you free, tomorrow?!"),
              (Texts{"are", "you", "free", ",", "tomorrow", "?", "!"}));
    EXPECT_EQ(words("(a_b)"), (Texts{"(", "a", "_", "b", ")"}));
}

TEST(Tokenizer, InnerApostrophesBelongToTheWordAndAreOneCharacter)
{
    EXPECT_EQ(words("The animal didn't"), (Texts{"the", "animal", "didn't"}));
    EXPECT_EQ(words("didn’t o’clock"), (Texts{"didn't", "o'clock"}));
    EXPECT_EQ(words("'quoted' dogs'"), (Texts{"'", "quoted", "'", "dogs", "'"}));
    EXPECT_EQ(words("a''b"), (Texts{"a", "'", "'", "b"}));
}

TEST(Tokenizer, HyphensAndPointsJoinDigitsOnly)
{
    EXPECT_EQ(words("2024-01-15 costs 3.50."), (Texts{"2024-01-15", "costs", "3.50", "."}));
    EXPECT_EQ(words("well-known a.b 5.I -5"),
              (Texts{"well", "-", "known", "a", ".", "b", "5", ".", "i", "-", "5"}));
    EXPECT_EQ(words("3,1,2"), (Texts{"3", ",", "1", ",", "2"}));
}

TEST(Tokenizer, WhatJoinsDependsOnBothNeighbours)
{
    // A letter, a digit, a character that stands alone, and a mark, on either side.
    const std::string neighbours[] = {"b", "5", "狗", "!"};
    const auto isLetter = [](const std::string& text) { return text == "b" || text == "5"; };
    for (const std::string& left : neighbours)
        for (const std::string& right : neighbours)
            for (const std::string& inner : {std::string("-"), std::string("."), std::string("'"),
                                             std::string(","), std::string("_")}) {
                const bool joined = inner == "'"   ? isLetter(left) && isLetter(right)
                    : inner == "-" || inner == "." ? left == "5" && right == "5"
                                                   : false;
                const std::string text = left + inner + right;
                EXPECT_EQ(words(text), joined ? Texts{text} : (Texts{left, inner, right})) << text;
            }
}

TEST(Tokenizer, ChineseAndJapaneseAreSplitByCharacter)
{
    EXPECT_EQ(words("这个小狗正在。"), (Texts{"这", "个", "小", "狗", "正", "在", "。"}));
    EXPECT_EQ(words("ラーメンを食べる"), (Texts{"ラ", "ー", "メ", "ン", "を", "食", "べ", "る"}));
    EXPECT_EQ(words("GPT模型ok"), (Texts{"gpt", "模", "型", "ok"}));
    EXPECT_EQ(words("人々'X"), (Texts{"人", "々", "'", "x"}));
    EXPECT_EQ(words("x'狗"), (Texts{"x", "'", "狗"}));
}

TEST(Tokenizer, AnAccentTypedOnItsOwnGivesTheSameToken)
{
    EXPECT_EQ(words("cafe\u0301"), words("caf\u00E9"));
    EXPECT_EQ(tokenize("cafe\u0301", Tokenization::Words)[0].original, "cafe\u0301");
}

TEST(Tokenizer, AnEmojiOfSeveralCodePointsIsOneToken)
{
    const std::string family = "👩\u200D👩\u200D👧";
    EXPECT_EQ(words("hi" + family + "!"), (Texts{"hi", family, "!"}));
    EXPECT_EQ(characters("🇩🇪🇫🇷"), (Texts{"🇩🇪", "🇫🇷"}));
}

TEST(Tokenizer, CharactersKeepTheirCaseAndLeaveOutWhiteSpace)
{
    EXPECT_EQ(characters("Ab, c\r\n\u3000狗"), (Texts{"A", "b", ",", "c", "狗"}));
}

TEST(Tokenizer, WhiteSpaceOfAnyKindSeparates)
{
    EXPECT_EQ(words("\uFEFFa\tb\r\nc\u00A0d\u3000e\u200Bf"), (Texts{"a", "b", "c", "d", "e", "f"}));
    EXPECT_TRUE(words(" \n ").empty());
    EXPECT_TRUE(words("").empty());
}

TEST(Tokenizer, MalformedBytesBecomeReplacementTokensWithTheirPlace)
{
    const std::string text = "ab\xFF"
                             "cd \xE4\xBD狗";
    const std::vector<Token> tokens = tokenize(text, Tokenization::Words);
    Texts texts;
    for (const Token& token : tokens)
        texts.push_back(token.text);
    EXPECT_EQ(texts, (Texts{"ab", "\uFFFD", "cd", "\uFFFD", "狗"}));
    EXPECT_EQ(tokens[1].begin, 2u);
    EXPECT_EQ(tokens[1].end, 3u);
    EXPECT_EQ(tokens[3].begin, 6u);
    EXPECT_EQ(tokens[3].end, 8u);
    EXPECT_EQ(characters("\xC3"), (Texts{"\uFFFD"}));
}

TEST(Tokenizer, PlacesCoverEverythingButWhiteSpace)
{
    const std::string text = " Didn’t  你好,\u00A0ÉTÉ 👩\u200D👧 \xF0\x9F x";
    for (const Tokenization how : {Tokenization::Words, Tokenization::Characters}) {
        std::string rest = text;
        std::size_t last = 0;
        for (const Token& token : tokenize(text, how)) {
            EXPECT_LE(last, token.begin);
            EXPECT_LT(token.begin, token.end);
            last = token.end;
            if (token.text != "\uFFFD") {
                EXPECT_EQ(token.original, text.substr(token.begin, token.end - token.begin));
            }
            std::fill(rest.begin() + static_cast<long>(token.begin),
                      rest.begin() + static_cast<long>(token.end), ' ');
        }
        EXPECT_EQ(rest.find_first_not_of(" \xC2\xA0"), std::string::npos) << rest;
    }
}

TEST(Tokenizer, TheLimitHoldsOnAHugeText)
{
    std::string text;
    for (int i = 0; i < 500'000; ++i)
        text += "你好 ok ";
    EXPECT_EQ(tokenize(text, Tokenization::Words, 7).size(), 7u);
    EXPECT_TRUE(tokenize(text, Tokenization::Words, 0).empty());
    EXPECT_EQ(tokenize(text, Tokenization::Words).size(), 1'500'000u);
}
