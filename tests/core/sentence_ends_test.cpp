// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/entity_network/corpus_files.h"
#include "core/text/sentence_ends.h"

#include <gtest/gtest.h>

namespace regard {
namespace {

/// The sentences of a text, words joined by spaces.
std::vector<std::string> sentences(const std::string& text)
{
    std::vector<std::string> result;
    for (const auto& sentence : sentencesOf(text)) {
        result.emplace_back();
        for (const std::string& word : sentence)
            result.back() += (result.back().empty() ? "" : " ") + word;
    }
    return result;
}

using Texts = std::vector<std::string>;

TEST(SentenceEnds, EndWhereAMarkStandsInAnyWriting)
{
    for (const char* mark :
         {".", "?", "!", "。", "！", "？", "．", "｡", "…", "...", "।", "؟", "?!"})
        EXPECT_EQ(sentences("one two" + std::string(mark) + " three"), (Texts{"one two", "three"}))
            << mark;
    EXPECT_EQ(sentences("小明去了厨房。小红去了花园！小明在哪里？").size(), 3U);
    EXPECT_EQ(sentences("no mark, at all: one; two"), (Texts{"no mark , at all : one ; two"}));
    EXPECT_EQ(sentences(" . ! "), Texts{});
}

TEST(SentenceEnds, ATitleEndsNone)
{
    for (const char* title :
         {"Mr", "mr", "Mrs", "Ms", "Dr", "DR", "Prof", "St", "Jr", "Capt", "Mme"})
        EXPECT_EQ(sentences(std::string(title) + ". Hill left. Anna stayed.").size(), 2U) << title;
    EXPECT_EQ(sentences("Mr. Hill left."), (Texts{"mr hill left"}));
    EXPECT_EQ(sentences("Where is Mr. Hill?"), (Texts{"where is mr hill"}));
    // At the end there is nothing that a title could stand before.
    EXPECT_EQ(sentences("I asked the Dr."), (Texts{"i asked the dr"}));
}

TEST(SentenceEnds, AnInitialEndsNoneAndOtherAbbreviationsOnlyBeforeACapital)
{
    EXPECT_EQ(sentences("J. Hill left. Anna stayed."), (Texts{"j hill left", "anna stayed"}));
    EXPECT_EQ(sentences("He was the U.S. champion."), (Texts{"he was the u s champion"}));
    EXPECT_EQ(sentences("He lives in the U.S. Anna does not.").size(), 2U);
    EXPECT_EQ(sentences("Take fruit, e.g. apples. Eat."),
              (Texts{"take fruit , e g apples", "eat"}));
    EXPECT_EQ(sentences("At 5 p.m. he left. At 6 p.m. Anna left.").size(), 3U);
    EXPECT_EQ(sentences("Apples etc. are fruit. Pears etc. Anna ate."), //
              (Texts{"apples etc are fruit", "pears etc", "anna ate"}));
    EXPECT_EQ(sentences("So do I. Hill left.").size(), 2U);
    EXPECT_EQ(sentences("It is 3.5 m high. Good.").size(), 2U);
}

TEST(SentenceEnds, SayWhatEachTokenIs)
{
    const Texts tokens{"Mr", ".", "Hill", "left", "."};
    EXPECT_EQ(sentenceParts(tokens),
              (std::vector{SentencePart::Word, SentencePart::Abbreviation, SentencePart::Word,
                           SentencePart::Word, SentencePart::End}));
    EXPECT_TRUE(sentenceParts({}).empty());
}

} // namespace
} // namespace regard
