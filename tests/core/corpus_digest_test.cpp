// SPDX-License-Identifier: GPL-3.0-or-later
// A seed draws the same examples with every compiler: the order in which numbers are drawn is
// written down, not left to the order in which a compiler evaluates operands and arguments.
// The digests are of g++ 12; .ci/sanitize.sh compares them with clang's.
#include "core/data/translation_corpus.h"
#include "core/scenarios/autoencoder/corpus.h"
#include "core/scenarios/dates/corpus.h"
#include "core/scenarios/dialogue/corpus.h"
#include "core/scenarios/entity_network/corpus.h"
#include "core/scenarios/kernel_regression/corpus.h"
#include "core/scenarios/pointer/corpus.h"
#include "core/scenarios/reviews/corpus.h"
#include "core/scenarios/self_attention/corpus.h"
#include "core/scenarios/time_series/corpus.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace regard {
namespace {

/// FNV-1a over texts and over numbers rounded to thousandths.
class Digest {
public:
    void add(std::string_view text)
    {
        for (const char byte : text)
            m_value = (m_value ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
        m_value = (m_value ^ 0x100U) * 0x100000001b3U; // the end of a text
    }
    void add(double number) { add(std::to_string(std::lround(number * 1000))); }
    void add(int number) { add(std::to_string(number)); }
    template <class T> void add(const std::vector<T>& items)
    {
        for (const T& item : items)
            add(item);
        add("");
    }
    void add(const CoreferenceExample& example)
    {
        add(example.tokens);
        add(example.antecedent);
    }
    void add(const DialogueExample& example)
    {
        add(example.question);
        add(example.answer);
        add(example.deciding);
    }
    void add(const TextPair& pair)
    {
        add(pair.source);
        add(pair.target);
        add(pair.alignment);
    }
    void add(const Point& point)
    {
        add(point.x);
        add(point.y);
    }
    void add(const PointerExample& example) { add(example.inputs); }
    void add(const Review& review)
    {
        add(review.words);
        add(int{review.positive});
    }
    void add(const StoryQuestion& question)
    {
        add(question.words);
        add(question.answer);
    }
    void add(const Story& story)
    {
        add(story.sentences);
        add(story.questions);
    }
    void add(const Mixture& mixture)
    {
        for (const Mixture::Share& share : mixture.shares) {
            add(static_cast<int>(share.substance));
            add(share.amount);
        }
        add(mixture.background.offset);
        add(mixture.background.slope);
        add(mixture.background.hump);
        add(mixture.background.middle);
    }
    std::uint64_t value() const { return m_value; }

private:
    std::uint64_t m_value = 0xcbf29ce484222325U;
};

template <class Corpus> std::uint64_t digestOf(const Corpus& corpus)
{
    Digest digest;
    digest.add(corpus.train);
    digest.add(corpus.heldOut);
    return digest.value();
}

std::uint64_t digestOf(const WeatherSeries& series)
{
    Digest digest;
    digest.add(series.lag);
    digest.add(series.table.values);
    return digest.value();
}

std::uint64_t digestOf(const std::string& text)
{
    Digest digest;
    digest.add(text);
    return digest.value();
}

TEST(CorpusDigest, aSeedDrawsTheSameExamplesWithEveryCompiler)
{
    constexpr std::uint64_t seed = 7;
    constexpr std::size_t train = 2000;
    constexpr std::size_t heldOut = 300;
    EXPECT_EQ(digestOf(makeCoreferenceCorpus(seed, train, heldOut)), 3551189115693972709U)
        << "coreference";
    EXPECT_EQ(digestOf(makeDialogueCorpus(seed, train, heldOut)), 9368393165162083116U)
        << "dialogue";
    EXPECT_EQ(digestOf(makeTranslationCorpus(seed, train, heldOut)), 5754057089638281318U)
        << "translation";
    EXPECT_EQ(digestOf(makeDateCorpus(seed, train, heldOut)), 12729799830373312822U) << "dates";
    EXPECT_EQ(digestOf(makePointerCorpus(PointerProblem::Sort, seed, train, heldOut)),
              10332699973531887045U)
        << "sort";
    EXPECT_EQ(digestOf(makePointerCorpus(PointerProblem::Hull, seed, train, heldOut)),
              12426742834316463524U)
        << "hull";
    EXPECT_EQ(digestOf(makeReviewCorpus(seed, train, heldOut)), 7044524968441308525U) << "reviews";
    EXPECT_EQ(digestOf(makeStoryCorpus(seed, train, heldOut)), 471949032488814252U) << "stories";
    EXPECT_EQ(digestOf(makeSpectraCorpus(seed, train, heldOut)), 7466847960245199340U) << "spectra";
    EXPECT_EQ(digestOf(makeWeatherSeries(seed, train)), 4200656048195459636U) << "weather";
    EXPECT_EQ(digestOf(tableExample()), 3724466254612020452U) << "points of the table";
    EXPECT_EQ(digestOf(curveExample()), 14954295615115801686U) << "points of the curve";
}

} // namespace
} // namespace regard
