// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/look_alikes.h"

#include "core/text/tokenizer.h"

#include <gtest/gtest.h>

#include <cctype>

namespace regard {
namespace {

using Texts = std::vector<std::string>;

Texts tokens(std::string_view text, Tokenization how = Tokenization::Words)
{
    Texts texts;
    for (const Token& token : tokenize(text, how))
        texts.push_back(token.text);
    return texts;
}

TEST(LookAlikes, invisibleCharactersAreIgnoredWhereverTheyStand)
{
    for (const char* mark : {"\u00AD", "\u200E", "\u200F", "\uFEFF", "\u2060", "\u061C", "\u202A",
                             "\u202E", "\u2066", "\u2069", "\u180E", "\u034F"}) {
        const std::string m = mark;
        for (const std::string& text : {m + "free tomorrow", "fr" + m + "ee tomorrow",
                                        "free" + m + " tomorrow", "free " + m + "tomorrow" + m})
            EXPECT_EQ(tokens(text), (Texts{"free", "tomorrow"})) << text;
        EXPECT_EQ(tokens("didn" + m + "'" + m + "t"), Texts{"didn't"});
        EXPECT_TRUE(tokens(m + m).empty());
    }
    // The typed text stays as typed.
    EXPECT_EQ(tokenize("fr\u00ADee", Tokenization::Words).at(0).original, "fr\u00ADee");
}

TEST(LookAlikes, everyApostropheIsOneBetweenLetters)
{
    for (const char* mark : {"'", "\u00B4", "`", "\u2018", "\u2019", "\u201B", "\u02BC", "\u02B9",
                             "\u2032", "\uFF07", "\uFF40"})
        EXPECT_EQ(tokens("didn" + std::string(mark) + "t"), Texts{"didn't"}) << mark;
}

TEST(LookAlikes, quotesHyphensAndFullWidthAreReadAsPlain)
{
    EXPECT_EQ(tokens("“are” you＂"), (Texts{"\"", "are", "\"", "you", "\""}));
    for (const char* hyphen : {"-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2212"})
        EXPECT_EQ(tokens("2026" + std::string(hyphen) + "11"), Texts{"2026-11"}) << hyphen;
    EXPECT_EQ(tokens("Ａｒｅ ｙｏｕ ｆｒｅｅ ｔｏｍｏｒｒｏｗ？"),
              (Texts{"are", "you", "free", "tomorrow", "?"}));
    EXPECT_EQ(tokens("２１／１１", Tokenization::CharactersAndSpaces),
              (Texts{"2", "1", "/", "1", "1"}));
    EXPECT_EQ(tokens("oﬃce ﬁsh ſee"), (Texts{"office", "fish", "see"}));
}

TEST(LookAlikes, whatMeansSomethingOfItsOwnStays)
{
    for (const char* text : {"²", "½", "①", "™", "…", "—", "«", "€", "ß", "é"})
        EXPECT_EQ(readAsSeen(std::string_view(text)), text);
    // Chinese is written with marks of full width.
    EXPECT_EQ(tokens("这，狗？", Tokenization::Characters), (Texts{"这", "，", "狗", "？"}));
    EXPECT_EQ(tokens("“狗”", Tokenization::Characters), (Texts{"“", "狗", "”"}));
}

TEST(LookAlikes, everyLetterAndDigitOfFullWidthIsReadAsPlainAndMarksAreWhereTheyAreNotKept)
{
    for (char32_t plain = U'!'; plain <= U'~'; ++plain) {
        const char32_t wide = plain - U'!' + U'\uFF01';
        const std::string text{static_cast<char>(0xE0 | (wide >> 12)),
                               static_cast<char>(0x80 | ((wide >> 6) & 0x3F)),
                               static_cast<char>(0x80 | (wide & 0x3F))};
        const bool mark = !std::isalnum(static_cast<int>(plain));
        const std::string seen(1, plain == U'`' ? '\'' : static_cast<char>(plain));
        EXPECT_EQ(readAsSeen(text, FullWidth::AsPlain), seen) << text;
        EXPECT_EQ(readAsSeen(text, FullWidth::Kept), mark ? text : seen) << text;
    }
    EXPECT_EQ(tokens("ＯＫ，３", Tokenization::Characters), (Texts{"O", "K", "，", "3"}));
}

TEST(LookAlikes, joinersStayInEmojiAndInTheScriptsThatNeedThem)
{
    const std::string family = "👩\u200D👩\u200D👧";
    EXPECT_EQ(tokens(family), Texts{family});
    EXPECT_EQ(tokens("می\u200Cخواهم"), Texts{"می\u200Cخواهم"});
    EXPECT_EQ(tokens("❤\uFE0F"), Texts{"❤"}); // the variation is not seen
}

TEST(Tokenizer, everyLetterOfTheseAlphabetsIsLowered)
{
    const auto each = [](char32_t first, char32_t last, char32_t apart) {
        for (char32_t upper = first; upper <= last; ++upper) {
            if (upper == U'\u00D7' || upper == U'\u03A2') // × and a place without a letter
                continue;
            const auto encoded = [](char32_t code) {
                return code < 0x80 ? std::string(1, static_cast<char>(code))
                                   : std::string{static_cast<char>(0xC0 | (code >> 6)),
                                                 static_cast<char>(0x80 | (code & 0x3F))};
            };
            EXPECT_EQ(tokens(encoded(upper)), Texts{encoded(upper + apart)}) << encoded(upper);
            EXPECT_EQ(tokens(encoded(upper), Tokenization::WordsOnly),
                      Texts{encoded(upper + apart)});
            EXPECT_EQ(tokens(encoded(upper), Tokenization::Characters), Texts{encoded(upper)});
        }
    };
    each(U'A', U'Z', 32);
    each(U'À', U'Þ', 32);
    each(U'Α', U'Ω', 32);
    each(U'А', U'Я', 32);
    each(U'Ѐ', U'Џ', 80);
    for (char digit = '0'; digit <= '9'; ++digit)
        EXPECT_EQ(tokens(std::string(1, digit)), Texts{std::string(1, digit)});
}

TEST(Tokenizer, everyMarkOfAsciiIsATokenOrCountedAsLeftOut)
{
    for (char c = 33; c < 127; ++c) {
        const bool letter =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        const std::string text(1, c);
        EXPECT_EQ(tokens(text).size(), 1u) << text;
        EXPECT_EQ(leftOutCharacters(text, Tokenization::Words), 0u) << text;
        EXPECT_EQ(tokens(text, Tokenization::WordsOnly).size(), letter ? 1u : 0u) << text;
        EXPECT_EQ(leftOutCharacters(text, Tokenization::WordsOnly), letter ? 0u : 1u) << text;
    }
    EXPECT_EQ(leftOutCharacters("great !!! a\u00AD b", Tokenization::WordsOnly), 3u);
}

TEST(Tokenizer, symbolsAndEmojiAreTokensInEveryTokenization)
{
    const Texts symbols{"👍", "🎉", "👍🏽", "🇩🇪", "1\u20E3", "♥", "€", "→", "👩\u200D💻"};
    for (const Tokenization how : {Tokenization::Words, Tokenization::WordsOnly,
                                   Tokenization::Characters, Tokenization::CharactersAndSpaces})
        for (const std::string& symbol : symbols) {
            EXPECT_EQ(tokens(symbol, how), Texts{symbol});
            EXPECT_EQ(leftOutCharacters(symbol, how), 0u) << symbol;
        }
    EXPECT_EQ(tokens("1\uFE0F\u20E3 2\uFE0F\u20E3"), (Texts{"1\u20E3", "2\u20E3"}));
    EXPECT_EQ(tokens("good👍👍", Tokenization::WordsOnly), (Texts{"good", "👍", "👍"}));
}

TEST(Tokenizer, spacesAreTokensWhereTheyTellTextsApart)
{
    const auto dates = [](std::string_view text) {
        return tokens(text, Tokenization::CharactersAndSpaces);
    };
    EXPECT_EQ(dates("1 11"), (Texts{"1", " ", "1", "1"}));
    EXPECT_EQ(dates(" 1\t \u00A011\n"),
              (Texts{"1", " ", "1", "1"})); // one for all, none at the ends
    EXPECT_NE(dates("1 11 2026"), dates("11 1 2026"));
    const std::vector<Token> split = tokenize("1  1", Tokenization::CharactersAndSpaces);
    ASSERT_EQ(split.size(), 3u);
    EXPECT_EQ(split[1].original, shownSpace);
    EXPECT_EQ(split[1].begin, 1u);
    EXPECT_EQ(split[1].end, 3u);
}

} // namespace
} // namespace regard
