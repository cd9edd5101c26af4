// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/sequence_task.h"

#include "core/io/input_file.h"
#include "core/models/alignment.h"
#include "core/models/scenario.h"
#include "core/models/weights.h"
#include "core/scenarios/catalogue.h"
#include "tests/core/exploring.h"
#include "tests/core/temporary_folder.h"

#include <gtest/gtest.h>

namespace regard {
namespace {

/// Writes each source backwards, but the source "wrong" as it is; looks at the token it writes.
class Backwards : public SequenceModel {
public:
    LossSum loss(Tape&, IdSequences, IdSequences, const Draws&) const override { return {}; }
    std::vector<Decoded> decode(Tape&, IdSequences sources, Index) const override
    {
        std::vector<Decoded> results;
        for (const auto* source : sources) {
            const auto size = static_cast<Index>(source->size());
            Tensor weights({size, size});
            for (Index t = 0; t < size; ++t)
                weights.at(t, size - 1 - t) = 1;
            results.push_back({{source->rbegin(), source->rend()}, {std::move(weights)}});
        }
        return results;
    }
};

Settings settingsWithoutDropout()
{
    Settings settings;
    settings.set("dropout", 0.0);
    return settings;
}

double figure(const std::vector<Figure>& figures, const std::string& name)
{
    for (const Figure& one : figures)
        if (one.name == name)
            return one.value;
    return -1;
}

TEST(SequenceTask, countsExactMatchesByGroupAndAlignsThem)
{
    SequenceSetup setup;
    setup.pairs.train = {{{"a", "b", "c"}, {"c", "b", "a"}, {}, "", ""}};
    setup.pairs.heldOut = {
        {{"a", "b"}, {"b", "a"}, {{1}, {0}}, "first", ""}, // right, looks right
        {{"b", "c"}, {"c", "b"}, {{0, 1}, {1}}, "second", ""}, // right, one look wrong
        {{"a", "c"}, {"a", "c"}, {{0}, {1}}, "second", ""}, // wrong
    };
    setup.sharedVocabulary = true;
    setup.groups = {{"first", "the first"}, {"second", "the second"}, {"third", "none"}};
    setup.model = [](ParameterLayout&, std::size_t sources, std::size_t targets) {
        EXPECT_EQ(sources, 7u); // four special ones and a, b, c
        EXPECT_EQ(targets, 7u);
        return std::make_unique<Backwards>();
    };
    const SequenceTask task({settingsWithoutDropout(), {}, false, {}}, setup);
    EXPECT_EQ(task.size(Split::HeldOut), 3u);
    Weights weights;
    weights.parameters = Parameters(task.layout());
    const auto figures = task.evaluate(weights, Split::HeldOut, 0, {});
    EXPECT_DOUBLE_EQ(figure(figures, "exact_match"), 2 / 3.0);
    EXPECT_EQ(figure(figures, "exact_match_first"), 1);
    EXPECT_EQ(figure(figures, "exact_match_second"), 0.5);
    EXPECT_EQ(figure(figures, "exact_match_third"), -1);
    // |A| = 4, |S| = 3, |A ∩ S| = 2, |A ∩ P| = 3.
    EXPECT_DOUBLE_EQ(figure(figures, "alignment_error_rate"), 1 - 5 / 7.0);
    // The straight line over the same two texts: |A ∩ S| = 1, |A ∩ P| = 2.
    EXPECT_DOUBLE_EQ(figure(figures, "alignment_error_rate_diagonal"), 1 - 3 / 7.0);
    EXPECT_EQ(figure(figures, "aligned_texts"), 2);
    EXPECT_EQ(figure(figures, "texts"), 3);
    EXPECT_EQ(figure(task.evaluate(weights, Split::HeldOut, 1, {}), "exact_match"), 1);

    EXPECT_EQ(task.groupings(Split::HeldOut), (std::vector<std::string>{"length", "kind"}));
    const auto byKind = task.evaluateBy("kind", weights, Split::HeldOut, 0, {});
    ASSERT_EQ(byKind.size(), 2u);
    EXPECT_EQ(byKind[0].name, "first");
    EXPECT_EQ(byKind[1].label, "the second");
    EXPECT_EQ(byKind[1].examples, 2u);
    EXPECT_EQ(figure(byKind[1].figures, "exact_match"), 0.5);
}

TEST(SequenceTask, groupsExactMatchesByTheLengthOfTheSource)
{
    const std::vector<std::string> six{"a", "b", "c", "c", "b", "b"};
    const std::vector<std::string> back{six.rbegin(), six.rend()};
    SequenceSetup setup;
    setup.pairs.train = {{six, six, {}, "", ""}};
    setup.pairs.heldOut = {
        {{"a", "b", "c", "a", "b"}, {"b", "a", "c", "b", "a"}, {}, "", ""}, // 5 tokens, right
        {six, six, {}, "", ""}, // 6 tokens, wrong
        {six, back, {}, "", ""}, // 6 tokens, right
        {back, six, {}, "", ""}, // 6 tokens, right
    };
    setup.sharedVocabulary = true;
    setup.model = [](ParameterLayout&, std::size_t, std::size_t) {
        return std::make_unique<Backwards>();
    };
    const SequenceTask task({settingsWithoutDropout(), {}, false, {}}, setup);
    Weights weights;
    weights.parameters = Parameters(task.layout());
    EXPECT_EQ(task.groupings(Split::HeldOut), std::vector<std::string>{"length"});
    const auto groups = task.evaluateBy("length", weights, Split::HeldOut, 0, {});
    ASSERT_EQ(groups.size(), 2u);
    EXPECT_EQ(groups[0].name, "1-5");
    EXPECT_EQ(groups[0].examples, 1u);
    EXPECT_EQ(figure(groups[0].figures, "exact_match"), 1);
    EXPECT_EQ(groups[1].name, "6-10");
    EXPECT_EQ(groups[1].examples, 3u);
    EXPECT_DOUBLE_EQ(figure(groups[1].figures, "exact_match"), 2 / 3.0);
    EXPECT_THROW(task.evaluateBy("kind", weights, Split::HeldOut, 0, {}), std::invalid_argument);
}

/// Two heads: the first looks at the first token, the second as Backwards does.
class TwoHeads : public Backwards {
public:
    std::vector<Decoded> decode(Tape& tape, IdSequences sources, Index limit) const override
    {
        std::vector<Decoded> results = Backwards::decode(tape, sources, limit);
        for (Decoded& decoded : results) {
            Tensor first(decoded.weights[0].shape());
            for (Index t = 0; t < first.rows(); ++t)
                first.at(t, 0) = 1;
            decoded.weights.insert(decoded.weights.begin(), std::move(first));
        }
        return results;
    }
};

TEST(SequenceTask, takesTheHeadThatAlignsBestOnTrainingTexts)
{
    SequenceSetup setup;
    setup.sharedVocabulary = true;
    setup.model = [](ParameterLayout&, std::size_t, std::size_t) {
        return std::make_unique<TwoHeads>();
    };
    // Held out the first head is right, but in training the one of `training`.
    for (const std::size_t training : {0, 1}) {
        setup.pairs.train = {{{"a", "b"},
                              {"b", "a"},
                              training == 0 ? std::vector<std::vector<int>>{{0}, {0}}
                                            : std::vector<std::vector<int>>{{1}, {0}},
                              "",
                              ""}};
        setup.pairs.heldOut = {{{"b", "a"}, {"a", "b"}, {{0}, {0}}, "", ""}};
        const SequenceTask task({settingsWithoutDropout(), {}, false, {}}, setup);
        Weights weights;
        weights.parameters = Parameters(task.layout());
        const auto figures = task.evaluate(weights, Split::HeldOut, 0, {});
        EXPECT_EQ(figure(figures, "alignment_head"), training);
        EXPECT_DOUBLE_EQ(figure(figures, "alignment_error_rate"), training == 0 ? 0 : 0.5);
    }
}

TEST(AlignmentError, leavesOutWhatHasNoGoldAndHasTheDiagonalForComparison)
{
    const AlignmentError::Gold gold{{0}, {}, {1, 2}, {2}};
    AlignmentError none;
    none.add({{}, {}}, Tensor({2, 3}));
    EXPECT_FALSE(none.hasLinks());
    AlignmentError diagonal; // tokens 0 to 3 of 4 with 0, 1, 1, 2 of 3
    diagonal.addDiagonal(gold, 3);
    EXPECT_DOUBLE_EQ(diagonal.rate(), 0);
    AlignmentError wrong;
    Tensor weights({4, 3});
    weights.at(0, 1) = 1; // sure, wrong
    weights.at(2, 1) = 1; // possible, right
    weights.at(3, 2) = 1; // sure, right
    wrong.add(gold, weights);
    EXPECT_DOUBLE_EQ(wrong.rate(), 1 - (1 + 2) / (3 + 2.0));
}

TEST(AlignmentError, theDiagonalGoesFromTheFirstTokenToTheLastWhateverTheLengths)
{
    // The middle of target token t, (t + ½) / targets, lies in source token s.
    for (std::size_t sources = 1; sources <= 9; ++sources)
        for (std::size_t targets = 1; targets <= 9; ++targets) {
            AlignmentError::Gold gold(targets);
            for (std::size_t t = 0; t < targets; ++t)
                for (std::size_t s = 0; s < sources; ++s)
                    if ((2 * t + 1) * sources >= 2 * s * targets
                        && (2 * t + 1) * sources < 2 * (s + 1) * targets)
                        gold[t] = {static_cast<int>(s)};
            AlignmentError diagonal;
            diagonal.addDiagonal(gold, sources);
            EXPECT_DOUBLE_EQ(diagonal.rate(), 0) << sources << " to " << targets;
        }
}

TEST(SequenceTask, readsAPersonsPairsByCharacterOrWord)
{
    TemporaryFolder folder;
    const auto file = folder.path() / "mine.tsv";
    writeContent(file, "# mine\nGood day\t你好\n");
    const TextForms forms{Tokenization::Words, Tokenization::Characters};
    Settings settings = resolveSettings(textSettings(forms));
    TaskRequest request{settings, file, true, {}};
    const auto generate = [](auto, auto) -> TextPairs { throw std::logic_error("generated"); };
    const TextPairs pairs = pairSetup(request, forms, generate).pairs;
    EXPECT_TRUE(pairs.train.empty());
    ASSERT_EQ(pairs.heldOut.size(), 1u);
    EXPECT_EQ(pairs.heldOut[0].source, (std::vector<std::string>{"good", "day"}));
    EXPECT_EQ(pairs.heldOut[0].target, (std::vector<std::string>{"你", "好"}));
    writeContent(file, "Good day\n");
    EXPECT_THROW(pairSetup(request, forms, generate), FileError);
}

class Alignments : public Exploring {
protected:
    /// The source token of the largest weight while output token `row` is written.
    static std::string lookedAt(const Trace& trace, Index row)
    {
        const TraceTensor& weights = *trace.find("decoder/attention/weights");
        Index best = 0;
        for (Index column = 1; column < weights.value.columns(); ++column)
            if (weights.value.at(row, column) > weights.value.at(row, best))
                best = column;
        return *weights.columnLabel(best);
    }
};

TEST_F(Alignments, theDogIsWrittenWithTheWeightsOnTheDog)
{
    const auto trace = traceOf("translation", "the dog is running across the grass");
    EXPECT_EQ(written(*trace), "这个小狗正在穿越草地<eos>");
    EXPECT_EQ(trace->input.size(), 7u);
    ASSERT_EQ(trace->output[2].text, "小");
    EXPECT_EQ(lookedAt(*trace, 2), "dog");
    EXPECT_EQ(lookedAt(*trace, 3), "dog");
}

TEST_F(Alignments, datesAreWrittenAsIsoSaysInManyForms)
{
    for (const char* text :
         {"21 November 2026", "nov 21 26", "Saturday the 21st of November, 2026", "11/21/2026",
          "21/11/2026", "2026-11-21", "21.11.2026", "the twenty-first of november 2026"})
        EXPECT_EQ(written(*traceOf("dates", text)), "2026-11-21<eos>") << text;
}

TEST_F(Alignments, chineseAndDatesAreForcedByCharacter)
{
    EXPECT_EQ(written(*traceOf("translation", "the dog is sleeping", {}, {}, "小猫睡觉")),
              "小猫睡觉<eos>");
    EXPECT_EQ(written(*traceOf("dates", "nov 21 26", {}, {}, "2025-01-02")), "2025-01-02<eos>");
}

TEST_F(Alignments, theWeightsOfShippedModelsAlignFarBetterThanTheDiagonal)
{
    const ScenarioSpec& scenario = scenarioOf("translation");
    const auto weights = weightsFor(scenario, resolveSettings(scenario.settings));
    Settings settings = weights->settings;
    settings.set("examples", std::int64_t{1});
    settings.set("held_out", std::int64_t{300});
    const auto task = scenario.task({settings, {}, false, weights->vocabularies});
    const auto figures = task->evaluate(*weights, Split::HeldOut, 0, {});
    EXPECT_GE(figure(figures, "exact_match"), 0.97);
    EXPECT_LE(figure(figures, "alignment_error_rate"), 0.1);
    EXPECT_GT(figure(figures, "alignment_error_rate_diagonal"), 0.5);
}

} // namespace
} // namespace regard
