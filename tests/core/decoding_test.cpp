// SPDX-License-Identifier: GPL-3.0-or-later
// How tokens are chosen: drawn, searched for with a beam, given by hand.
#include "core/models/beam_search.h"
#include "core/scenarios/catalogue.h"
#include "core/tensor/stopped.h"
#include "tests/core/exploring.h"

#include <cmath>
#include <map>
#include <set>

namespace regard {
namespace {

TokenChoice sampling(double temperature, std::int64_t topK, double topP)
{
    TokenChoice choice;
    choice.by = TokenChoice::By::Sampling;
    choice.temperature = temperature;
    choice.topK = topK;
    choice.topP = topP;
    return choice;
}

constexpr std::array<Real, 5> row{Real(0.1), Real(0.4), Real(0.05), Real(0.2), Real(0.25)};

TEST(TokenChoice, WithoutLimitsIsDrawnFromTheProbabilitiesThemselves)
{
    const std::vector<double> drawn = drawnFrom(row, sampling(1, 0, 1));
    for (std::size_t i = 0; i < row.size(); ++i)
        EXPECT_NEAR(drawn[i], static_cast<double>(row[i]), 1e-7);
}

TEST(TokenChoice, TheTemperatureDividesTheLogits)
{
    // p^(1/τ) for τ = 0.5: squares, 0.01 0.16 0.0025 0.04 0.0625 of 0.275.
    const std::vector<double> drawn = drawnFrom(row, sampling(0.5, 0, 1));
    EXPECT_NEAR(drawn[1], 0.16 / 0.275, 1e-6);
    EXPECT_NEAR(drawn[2], 0.0025 / 0.275, 1e-6);
}

TEST(TokenChoice, TopKLeavesTheLikeliest)
{
    const std::vector<double> drawn = drawnFrom(row, sampling(1, 2, 1));
    EXPECT_EQ(drawn[0] + drawn[2] + drawn[3], 0);
    EXPECT_NEAR(drawn[1], 0.4 / 0.65, 1e-6);
}

TEST(TokenChoice, TopPLeavesTheSmallestSetThatReachesIt)
{
    // 0.4 + 0.25 = 0.65 < 0.7 ≤ 0.85
    const std::vector<double> drawn = drawnFrom(row, sampling(1, 0, 0.7));
    EXPECT_EQ(drawn[0] + drawn[2], 0);
    EXPECT_NEAR(drawn[3], 0.2 / 0.85, 1e-6);
    // However small, the likeliest is left; of what top-k leaves, shares are taken.
    EXPECT_EQ(drawnFrom(row, sampling(1, 0, 0.01))[1], 1);
    EXPECT_EQ(drawnFrom(row, sampling(1, 2, 0.6))[4], 0); // 0.4 / 0.65 = 0.615
}

TEST(TokenChoice, TokensAreDrawnAsOftenAsTheirProbabilities)
{
    const TokenChoice choice = sampling(1, 0, 1);
    std::array<int, 5> counts{};
    constexpr int draws = 20000;
    for (int step = 0; step < draws; ++step)
        ++counts[static_cast<std::size_t>(
            chooseToken(row, choice, static_cast<std::size_t>(step)))];
    for (std::size_t i = 0; i < row.size(); ++i) {
        const auto p = static_cast<double>(row[i]);
        EXPECT_NEAR(counts[i], draws * p, 4 * std::sqrt(draws * p * (1 - p))) << i;
    }
}

TEST(TokenChoice, ASeedDrawsTheSameAtAStepAndAnotherSeedAnother)
{
    TokenChoice choice = sampling(1, 0, 1);
    std::set<std::vector<std::int32_t>> texts;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        choice.seed = seed;
        std::vector<std::int32_t> once, again;
        for (std::size_t step = 0; step < 12; ++step) {
            once.push_back(chooseToken(row, choice, step));
            again.push_back(chooseToken(row, choice, step));
        }
        EXPECT_EQ(once, again);
        texts.insert(once);
    }
    EXPECT_EQ(texts.size(), 20u);
}

/// Probabilities of the next token by what is written: a decoder that can be followed by hand.
/// Tokens are those of a vocabulary of a and b behind the special ones.
class ByHand : public NextTokens {
public:
    using Table = std::map<std::string, std::array<double, 3>>; ///< of <eos>, a and b
    explicit ByHand(Table table) : m_table(std::move(table)) { }

    ConstView behind(std::span<const Continuation> continuations) override
    {
        std::vector<std::string> texts;
        m_rows.clear();
        for (const Continuation& one : continuations) {
            texts.push_back(m_texts.empty() ? ""
                                            : m_texts[one.parent] + (one.token == 4 ? "a" : "b"));
            const std::array<double, 3>& p = m_table.at(texts.back());
            for (double value : {0.0, 0.0, 0.0, p[0], p[1], p[2]})
                m_rows.push_back(static_cast<Real>(value));
        }
        m_texts = std::move(texts);
        return {m_rows.data(), {static_cast<Index>(continuations.size()), 6}};
    }

private:
    Table m_table;
    std::vector<std::string> m_texts;
    std::vector<Real> m_rows;
};

const ByHand::Table table{{"", {0.0, 0.6, 0.4}},
                          {"a", {0.2, 0.5, 0.3}},
                          {"b", {0.9, 0.05, 0.05}},
                          {"aa", {0.5, 0.3, 0.2}},
                          {"ab", {0.6, 0.2, 0.2}}};

BeamSearch searchByHand(std::int64_t width, double alpha, std::vector<std::int32_t> forced = {},
                        std::size_t longest = 3)
{
    ByHand next(table);
    TokenChoice choice;
    choice.by = TokenChoice::By::Beam;
    choice.width = width;
    choice.lengthPenalty = alpha;
    return searchBeam(next, forced, choice, longest, Vocabulary({"a", "b"}));
}

TEST(BeamSearch, FindsWhatIsMoreProbableThanTheLikeliestTokens)
{
    // Greedy: a a <eos>, 0.6 · 0.5 · 0.5 = 0.15. Better: b <eos>, 0.4 · 0.9 = 0.36.
    const BeamSearch greedy = searchByHand(1, 0);
    ASSERT_EQ(greedy.tokens.size(), 1u);
    EXPECT_EQ(greedy.tokens[0], (std::vector<std::int32_t>{4, 4, Vocabulary::end}));
    const BeamSearch found = searchByHand(2, 0);
    ASSERT_EQ(found.tokens.size(), 2u);
    EXPECT_EQ(found.tokens[0], (std::vector<std::int32_t>{5, Vocabulary::end}));
    const BeamNode& best = found.nodes[static_cast<std::size_t>(found.ended[0])];
    EXPECT_NEAR(best.logProbability, std::log(0.36), 1e-6);
    EXPECT_NEAR(best.score, std::log(0.36), 1e-6);
    EXPECT_NEAR(best.probability, 0.9, 1e-6);
    EXPECT_EQ(best.rank, 1);
    EXPECT_EQ(found.tokens[1], (std::vector<std::int32_t>{4, 4, Vocabulary::end}));
}

TEST(BeamSearch, TheLengthPenaltyDividesTheLogarithm)
{
    const BeamSearch found = searchByHand(2, 2);
    const BeamNode& shorter = found.nodes[static_cast<std::size_t>(found.ended[0])];
    EXPECT_NEAR(shorter.score, std::log(0.36) / std::pow(7.0 / 6, 2), 1e-6);
    const BeamNode& longer = found.nodes[static_cast<std::size_t>(found.ended[1])];
    EXPECT_NEAR(longer.score, std::log(0.15) / std::pow(8.0 / 6, 2), 1e-6);
}

TEST(BeamSearch, AHypothesisThatEndedKeepsItsPlace)
{
    // At step 2 of width 2: b <eos> (0.36) and aa (0.3); then only one place is left.
    const BeamSearch found = searchByHand(2, 0);
    int keptAtThree = 0;
    for (const BeamNode& node : found.nodes)
        keptAtThree += node.step == 2 && node.fate != BeamNode::Fate::Pruned ? 1 : 0;
    EXPECT_EQ(keptAtThree, 1);
}

TEST(BeamSearch, TellsWhatWasNearestToBeingKeptAsPruned)
{
    const BeamSearch found = searchByHand(1, 0);
    std::vector<std::pair<int, std::string>> pruned;
    for (const BeamNode& node : found.nodes)
        if (node.fate == BeamNode::Fate::Pruned)
            pruned.emplace_back(node.step, node.token);
    EXPECT_EQ(pruned, (std::vector<std::pair<int, std::string>>{{0, "b"}, {1, "b"}, {2, "a"}}));
}

TEST(BeamSearch, GoesOnBehindWhatIsForcedAndCountsItsProbability)
{
    const BeamSearch found = searchByHand(1, 0, {4, 5});
    ASSERT_EQ(found.tokens.size(), 1u);
    EXPECT_EQ(found.tokens[0], (std::vector<std::int32_t>{4, 5, Vocabulary::end}));
    EXPECT_NEAR(found.nodes[static_cast<std::size_t>(found.ended[0])].logProbability,
                std::log(0.6 * 0.3 * 0.6), 1e-6);
    EXPECT_EQ(found.nodes.front().parent, -1);
    EXPECT_EQ(found.nodes.front().step, 2);
}

TEST(BeamSearch, EndsWhereNoMoreTokensAreWritten)
{
    const BeamSearch found = searchByHand(2, 0, {}, 1);
    ASSERT_EQ(found.tokens.size(), 2u);
    EXPECT_EQ(found.tokens[0], (std::vector<std::int32_t>{4}));
    EXPECT_EQ(found.tokens[1], (std::vector<std::int32_t>{5}));
}

/// Every scenario that writes tokens, with two of its examples.
class ChosenTokens : public Exploring {
protected:
    static std::vector<Exploration> examples()
    {
        std::vector<Exploration> all;
        for (const ScenarioSpec& spec : catalogue())
            if (findSetting(spec, "decoding"))
                for (std::size_t i = 0;
                     i < std::min<std::size_t>(2, spec.inputs[0].examples.size()); ++i) {
                    Exploration& one = all.emplace_back();
                    one.scenario = spec.id;
                    one.texts = {spec.inputs[0].examples[i].text};
                }
        return all;
    }
    static std::vector<std::string> outputOf(const Trace& trace)
    {
        std::vector<std::string> tokens;
        for (const TraceToken& token : trace.output)
            tokens.push_back(token.text);
        return tokens;
    }
    /// ln of what the trace says of its own output.
    static double logProbabilityOf(const Trace& trace)
    {
        const TraceTensor* p = trace.find(trace.decoding->probabilities);
        double sum = 0;
        for (std::size_t step = 0; step < trace.output.size(); ++step) {
            const auto& words = p->columns->names;
            const auto word = std::find(words.begin(), words.end(), trace.output[step].text);
            sum += std::log(
                static_cast<double>(p->value.at(static_cast<Index>(step), word - words.begin())));
        }
        return sum;
    }
};

TEST_F(ChosenTokens, ABeamOfOneWritesTheLikeliestTokens)
{
    for (Exploration asked : examples()) {
        const auto greedy = explore(asked);
        asked.settings = with({{"decoding", std::string("beam")}, {"beam_width", std::int64_t(1)}});
        EXPECT_EQ(outputOf(*explore(asked)), outputOf(*greedy)) << asked.scenario;
    }
}

TEST_F(ChosenTokens, EachBranchIsWrittenWithTheProbabilityThatTheSearchSays)
{
    for (Exploration asked : examples()) {
        for (std::int64_t branch = 1; branch <= 4; ++branch) {
            asked.settings = with(
                {{"decoding", std::string("beam")}, {"branch", branch}, {"length_penalty", 1.0}});
            const auto trace = explore(asked);
            const Decoding& told = *trace->decoding;
            ASSERT_GE(told.written, 0) << asked.scenario;
            const BeamNode& node = told.beam[static_cast<std::size_t>(told.written)];
            EXPECT_EQ(node.rank, branch) << asked.scenario;
            EXPECT_EQ(tokensOf(told, told.written), outputOf(*trace)) << asked.scenario;
            const double logarithm = logProbabilityOf(*trace);
            EXPECT_NEAR(node.logProbability, logarithm, 1e-4 * (1 - logarithm)) << asked.scenario;
            EXPECT_NEAR(node.score,
                        node.logProbability * 6 / (5 + static_cast<double>(trace->output.size())),
                        1e-9)
                << asked.scenario;
        }
    }
}

TEST_F(ChosenTokens, TheFirstBranchIsNoLessProbableThanGreedyWithoutALengthPenalty)
{
    for (Exploration asked : examples()) {
        const double greedy = logProbabilityOf(*explore(asked));
        asked.settings = with({{"decoding", std::string("beam")}, {"length_penalty", 0.0}});
        EXPECT_GE(logProbabilityOf(*explore(asked)), greedy - 1e-5) << asked.scenario;
    }
}

TEST_F(ChosenTokens, UnderChangedNumbersTheSearchIsTheSameAsAtOnce)
{
    for (Exploration asked : examples()) {
        asked.settings = with({{"decoding", std::string("beam")}, {"beam_width", std::int64_t(3)}});
        const auto atOnce = explore(asked);
        const TraceTensor& first = atOnce->tensors.front();
        asked.edits = {{first.path, 0, 0, first.value.at(0, 0)}};
        const auto edited = explore(asked);
        const std::vector<BeamNode>& a = atOnce->decoding->beam;
        const std::vector<BeamNode>& b = edited->decoding->beam;
        ASSERT_EQ(a.size(), b.size()) << asked.scenario;
        for (std::size_t i = 0; i < a.size(); ++i) {
            EXPECT_EQ(a[i].token, b[i].token) << asked.scenario << ' ' << i;
            EXPECT_NEAR(a[i].logProbability, b[i].logProbability, 1e-3) << asked.scenario;
            EXPECT_EQ(a[i].fate, b[i].fate) << asked.scenario << ' ' << i;
        }
    }
}

TEST_F(ChosenTokens, ABranchThatWasNotFoundIsSaid)
{
    Exploration asked = examples().front();
    asked.settings = with({{"decoding", std::string("beam")},
                           {"beam_width", std::int64_t(2)},
                           {"branch", std::int64_t(7)}});
    const auto trace = explore(asked);
    EXPECT_EQ(trace->decoding->beam[static_cast<std::size_t>(trace->decoding->written)].rank, 2);
    EXPECT_NE(std::find(trace->notes.begin(), trace->notes.end(),
                        "The beam search found 2 texts, there is no branch 7: the last is "
                        "written."),
              trace->notes.end());
}

TEST_F(ChosenTokens, SamplingWritesWhatTheSeedDraws)
{
    for (Exploration asked : examples()) {
        std::set<std::vector<std::string>> texts;
        for (std::int64_t seed = 1; seed <= 6; ++seed) {
            asked.settings = with({{"decoding", std::string("sampling")},
                                   {"sampling_temperature", 5.0},
                                   {"sampling_seed", seed}});
            const auto once = explore(asked);
            EXPECT_EQ(outputOf(*once), outputOf(*explore(asked))) << asked.scenario;
            texts.insert(outputOf(*once));
            // Each token is the one that its own row of probabilities and the seed give.
            const TraceTensor* p = once->find(once->decoding->probabilities);
            const TokenChoice choice = tokenChoice(once->settings);
            for (std::size_t step = 0; step < once->output.size(); ++step) {
                const Tensor values = p->value.copy();
                const auto width = static_cast<std::size_t>(p->value.columns());
                const std::int32_t token =
                    chooseToken(values.values().subspan(step * width, width), choice, step);
                EXPECT_EQ((*p->columns)[static_cast<std::size_t>(token)], once->output[step].text)
                    << asked.scenario << ' ' << step;
            }
        }
        EXPECT_GT(texts.size(), 3u) << asked.scenario;
    }
}

TEST_F(ChosenTokens, WhatIsWrittenByHandStandsFirstAndTheDecoderGoesOn)
{
    for (Exploration asked : examples()) {
        const auto free = explore(asked);
        // The second likeliest token at the second step.
        const TraceTensor* p = free->find(free->decoding->probabilities);
        Index best = -1, second = -1;
        for (Index c = 0; c < p->value.columns(); ++c) {
            if (best < 0 || p->value.at(1, c) > p->value.at(1, best)) {
                second = best;
                best = c;
            } else if (second < 0 || p->value.at(1, c) > p->value.at(1, second)) {
                second = c;
            }
        }
        asked.prefix = {free->output[0].text, (*p->columns)[static_cast<std::size_t>(second)]};
        const auto forced = explore(asked);
        ASSERT_GE(forced->output.size(), 2u) << asked.scenario;
        EXPECT_EQ(forced->output[1].text, asked.prefix[1]) << asked.scenario;
        EXPECT_EQ(forced->decoding->forced, 2);
        for (std::size_t step = 0; step < forced->output.size(); ++step)
            EXPECT_EQ(forced->output[step].given, step < 2);
        const TraceTensor* after = forced->find(forced->decoding->probabilities);
        for (Index c = 0; c < p->value.columns(); ++c)
            EXPECT_NEAR(after->value.at(1, c), p->value.at(1, c), 1e-5);
        for (std::size_t step = 2; step < forced->output.size(); ++step) {
            Index likeliest = 0;
            for (Index c = 1; c < after->value.columns(); ++c)
                if (after->value.at(static_cast<Index>(step), c)
                    > after->value.at(static_cast<Index>(step), likeliest))
                    likeliest = c;
            EXPECT_EQ(forced->output[step].text,
                      (*after->columns)[static_cast<std::size_t>(likeliest)])
                << asked.scenario << ' ' << step;
        }
    }
}

TEST_F(ChosenTokens, WhatWasWrittenGivenBackIsTheSameTrace)
{
    for (Exploration asked : examples()) {
        const auto free = explore(asked);
        asked.prefix = outputOf(*free);
        const auto given = explore(asked);
        EXPECT_EQ(outputOf(*given), outputOf(*free)) << asked.scenario;
        ASSERT_EQ(given->tensors.size(), free->tensors.size());
        for (std::size_t i = 0; i < free->tensors.size(); ++i)
            EXPECT_EQ(given->tensors[i].value.copy().values()[0],
                      free->tensors[i].value.copy().values()[0]);
    }
}

TEST_F(ChosenTokens, ATokenThatCannotBeWrittenIsSaidAndTheRestIsDecoded)
{
    for (Exploration asked : examples()) {
        const auto free = explore(asked);
        asked.prefix = {free->output[0].text, "not a token", "x"};
        const auto trace = explore(asked);
        EXPECT_EQ(trace->decoding->forced, 1);
        EXPECT_EQ(outputOf(*trace), outputOf(*free));
        EXPECT_TRUE(std::any_of(trace->notes.begin(), trace->notes.end(), [](const auto& note) {
            return note.find("“not a token”, the output's token 2 by hand") != std::string::npos;
        })) << asked.scenario;
    }
}

TEST_F(ChosenTokens, ATargetIsAllThatIsWritten)
{
    const auto trace = traceOf("dialogue", "are you free tomorrow?", {}, {}, "no");
    EXPECT_FALSE(trace->decoding->goesOn);
    EXPECT_EQ(trace->decoding->forced, 1);
    EXPECT_EQ(written(*trace, " "), "no <eos>");
}

TEST_F(ChosenTokens, ASearchStopsWhenItIsAsked)
{
    std::stop_source source;
    source.request_stop();
    for (Exploration asked : examples()) {
        asked.settings = with({{"decoding", std::string("beam")}});
        EXPECT_THROW(explore(asked, source.get_token()), Stopped) << asked.scenario;
    }
}

} // namespace
} // namespace regard
