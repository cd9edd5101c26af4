// SPDX-License-Identifier: GPL-3.0-or-later
// What figures count, on outputs made by hand whose figures are known by arithmetic.
#include "core/scenarios/dialogue/tally.h"
#include "core/scenarios/pointer/tally.h"
#include "core/scenarios/self_attention/tally.h"
#include "tests/core/figures.h"

#include <gtest/gtest.h>

#include <numeric>

namespace regard {
namespace {

using Figures = std::map<std::string, double>;

TEST(PointerTally, hullsAreComparedInAnyOrderAndAsWritten)
{
    const PointerExample square{{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0.5, 0.5}}, {0, 1, 2, 3}};
    PointerTally tally(PointerProblem::Hull);
    for (const std::vector<std::int32_t>& answer :
         std::vector<std::vector<std::int32_t>>{{0, 1, 2, 3}, // as written
                                                {1, 2, 3, 0}, // another start
                                                {0, 3, 2, 1}, // the other way round
                                                {0, 1, 2}, // half of the area
                                                {0, 2, 1, 3}}) // crosses itself
        tally.add(square, answer);
    EXPECT_EQ(byName(tally.figures()),
              (Figures{{"exact", 3 / 5.0},
                       {"exact_strict", 1 / 5.0},
                       {"area", 3.5 / 4},
                       {"invalid", 1 / 5.0},
                       {"instances", 5}}));
}

TEST(PointerTally, listsOfFullLengthAreCountedOnTheirOwn)
{
    PointerExample longest;
    for (std::size_t i = 0; i < longestInstance; ++i)
        longest.inputs.push_back({static_cast<double>(i), 0});
    longest.answer.resize(longestInstance);
    std::iota(longest.answer.begin(), longest.answer.end(), 0);
    std::vector<std::int32_t> wrong = longest.answer;
    std::swap(wrong[0], wrong[1]);
    const PointerExample equal{{{2, 0}, {1, 0}, {2, 0}}, {1, 0, 2}};
    PointerTally tally(PointerProblem::Sort);
    tally.add(longest, longest.answer);
    tally.add(longest, wrong);
    tally.add(equal, std::vector<std::int32_t>{1, 2, 0}); // equal numbers in the other order
    EXPECT_EQ(
        byName(tally.figures()),
        (Figures{
            {"exact", 2 / 3.0}, {"instances", 3}, {"exact_10", 1 / 2.0}, {"instances_10", 2}}));
}

/// A decoded answer whose first word looks at a place of a question of ten tokens.
SequenceModel::Decoded said(std::vector<std::int32_t> tokens, Index place, Real weight)
{
    Tensor weights({static_cast<Index>(tokens.size()), 10});
    if (!tokens.empty())
        weights.at(0, place) = weight;
    return {std::move(tokens), {std::move(weights)}};
}

TEST(DialogueTally, countsDecisionsAndWhereTheFirstWordLooks)
{
    const Vocabulary vocabulary({"yes", "no", "tea"});
    const std::int32_t yes = vocabulary.idOf("yes");
    const std::int32_t no = vocabulary.idOf("no");
    const std::int32_t tea = vocabulary.idOf("tea");
    using Answer = std::vector<std::int32_t>;
    const DialogueReasons reasons{{0, 1}, {3}, {5}};
    DialogueTally tally(vocabulary);
    tally.add(Answer{yes, tea}, said({yes, tea}, 1, Real(0.75)), &reasons); // right
    tally.add(Answer{no}, said({no, tea}, 3, Real(0.5)), &reasons); // right, what follows is not
    tally.add(Answer{no}, said({yes}, 5, Real(0.25)), &reasons); // wrong
    tally.add(Answer{yes}, said({yes}, 2, 1), &reasons); // looks where nothing decides
    tally.add(Answer{yes}, said({}, 0, 0), &reasons); // says nothing: looks nowhere
    tally.add(Answer{yes}, said({yes}, 0, 1), nullptr); // of unknown reasons
    tally.add(Answer{tea}, said({tea}, 0, 1), &reasons); // no decision
    EXPECT_EQ(byName(tally.figures()),
              (Figures{{"yes_no", 4 / 6.0},
                       {"weight_on_form", 0.75 / 4},
                       {"weight_on_time", 0.5 / 4},
                       {"weight_on_other_reasons", 0.25 / 4},
                       {"decisions", 6}}));
}

TEST(DialogueTally, withoutWeightsOrDecisionsThereAreNoFiguresOfThem)
{
    const Vocabulary vocabulary({"yes", "no", "tea"});
    DialogueTally tally(vocabulary);
    EXPECT_TRUE(tally.figures().empty());
    const DialogueReasons reasons{{0}, {}, {}};
    const std::vector<std::int32_t> yes{vocabulary.idOf("yes")};
    tally.add(yes, {yes, {}}, &reasons);
    EXPECT_EQ(byName(tally.figures()), (Figures{{"yes_no", 1}, {"decisions", 1}}));
}

TEST(PronounTally, countsPronounsByHeadAndByPredictedWord)
{
    // Tokens 0 1 2 with the words 4 5 6; token 2 stands for token 0.
    const std::vector<std::int32_t> ids{4, 5, 6};
    const std::vector<int> antecedent{-1, -1, 0};
    const auto weightsTo = [](Index first, Index second) { // of token 2, by head
        Tensor weights({1, 2, 3, 3});
        weights.at(2, first) = 1;
        weights.at(5, second) = 1;
        return weights;
    };
    const auto predicted = [](Index word) {
        Tensor logits({1, 3, 8});
        logits.at(2, word) = 1;
        return logits;
    };
    PronounTally tally;
    for (const auto& [first, second, word] :
         std::vector<std::array<Index, 3>>{{0, 0, 4}, {1, 0, 4}, {0, 2, 6}, {1, 0, 4}}) {
        const Tensor one = weightsTo(first, second);
        const Tensor other = weightsTo(1, 1);
        const ConstView layers[] = {other.view(), one.view()};
        tally.add(ids, antecedent, layers, predicted(word).view());
    }
    const std::vector<int> none{-1, -1, -1};
    const Tensor weights = weightsTo(0, 0);
    const ConstView layers[] = {weights.view(), weights.view()};
    tally.add(ids, none, layers, predicted(4).view()); // no pronoun: counts as a sentence alone
    EXPECT_EQ(tally.best().layer, 1u);
    EXPECT_EQ(tally.best().head, 1u);
    EXPECT_EQ(byName(tally.figures(tally.best(), "these")),
              (Figures{{"antecedent_best_head", 3 / 4.0},
                       {"best_layer", 1},
                       {"best_head", 1},
                       {"antecedent_predicted", 3 / 4.0},
                       {"layer0_head0", 0},
                       {"layer0_head1", 0},
                       {"layer1_head0", 2 / 4.0},
                       {"layer1_head1", 3 / 4.0},
                       {"pronouns", 4},
                       {"sentences", 5}}));
    // Chosen elsewhere, a head is measured as it is.
    EXPECT_EQ(byName(tally.figures({1, 0}, "those")).at("antecedent_best_head"), 2 / 4.0);
}

} // namespace
} // namespace regard
