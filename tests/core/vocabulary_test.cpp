// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/vocabulary.h"

#include <gtest/gtest.h>
#include <stdexcept>

using namespace regard;

TEST(Vocabulary, TheFirstFourTokensAreTheSpecialOnes)
{
    const Vocabulary vocabulary;
    EXPECT_EQ(vocabulary.tokens(), (std::vector<std::string>{"<pad>", "<unk>", "<bos>", "<eos>"}));
    EXPECT_EQ(vocabulary.idOf("<pad>"), Vocabulary::padding);
    EXPECT_EQ(vocabulary.idOf("<unk>"), Vocabulary::unknown);
    EXPECT_EQ(vocabulary.idOf("<bos>"), Vocabulary::begin);
    EXPECT_EQ(vocabulary.idOf("<eos>"), Vocabulary::end);
}

TEST(Vocabulary, OfReviewsBeginsAsKerasNumbersThem)
{
    const Vocabulary vocabulary({"the"}, SpecialTokens::Reviews);
    EXPECT_EQ(vocabulary.tokens(),
              (std::vector<std::string>{"<pad>", "<start>", "<unk>", "<unused>", "the"}));
    EXPECT_EQ(vocabulary.idOf("<pad>"), Vocabulary::padding);
    EXPECT_EQ(vocabulary.idOf("dull"), 2);
    EXPECT_EQ(Vocabulary::fromCounts({{"the", 2}, {"<start>", 9}}, 1, 0, SpecialTokens::Reviews),
              vocabulary);
}

TEST(Vocabulary, OfNamesHasNothingElse)
{
    const Vocabulary vocabulary({"<unk>", "wind"}, SpecialTokens::None);
    EXPECT_EQ(vocabulary.tokens(), (std::vector<std::string>{"<unk>", "wind"}));
    EXPECT_EQ(vocabulary.idOf("wind"), 1);
    EXPECT_EQ(vocabulary.idOf("rain"), -1);
}

TEST(Vocabulary, NumbersAndTokensAreEachOthersReverse)
{
    const Vocabulary vocabulary({"yes", "no", "狗"});
    EXPECT_EQ(vocabulary.size(), 7u);
    for (std::int32_t id = 0; id < 7; ++id)
        EXPECT_EQ(vocabulary.idOf(vocabulary.tokenOf(id)), id);
    EXPECT_EQ(vocabulary.idOf("狗"), 6);
    EXPECT_THROW(vocabulary.tokenOf(7), std::out_of_range);
    EXPECT_THROW(vocabulary.tokenOf(-1), std::out_of_range);
}

TEST(Vocabulary, AnUnseenTokenIsUnknown)
{
    const Vocabulary vocabulary({"yes"});
    EXPECT_EQ(vocabulary.idOf("no"), Vocabulary::unknown);
    EXPECT_FALSE(vocabulary.contains("no"));
    EXPECT_TRUE(vocabulary.contains("yes"));
}

TEST(Vocabulary, EmptyAndRepeatedTokensAreRefused)
{
    EXPECT_THROW(Vocabulary({"a", ""}), std::invalid_argument);
    EXPECT_THROW(Vocabulary({"a", "b", "a"}), std::invalid_argument);
    EXPECT_THROW(Vocabulary({"<eos>"}), std::invalid_argument);
}

TEST(Vocabulary, CountsAreTakenByFrequencyAndThenBySpelling)
{
    const std::unordered_map<std::string, std::size_t> counts{
        {"the", 9}, {"dog", 3}, {"cat", 3}, {"rare", 1}, {"<pad>", 50}, {"", 50}};
    const auto tail = [](const Vocabulary& vocabulary) {
        return std::vector<std::string>(vocabulary.tokens().begin() + 4, vocabulary.tokens().end());
    };
    using Texts = std::vector<std::string>;
    EXPECT_EQ(tail(Vocabulary::fromCounts(counts)), (Texts{"the", "cat", "dog", "rare"}));
    EXPECT_EQ(tail(Vocabulary::fromCounts(counts, 2)), (Texts{"the", "cat", "dog"}));
    EXPECT_EQ(tail(Vocabulary::fromCounts(counts, 1, 6)), (Texts{"the", "cat"}));
    EXPECT_EQ(Vocabulary::fromCounts(counts, 1, 2).size(), 4u);
}
