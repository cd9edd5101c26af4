// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/catalogue.h"
#include "core/scenarios/dates/answer_check.h"
#include "core/scenarios/explore.h"
#include "core/scenarios/pointer/answer_check.h"

#include "tests/core/exploring.h"

#include <gtest/gtest.h>

namespace regard {
namespace {

struct Checked {
    std::vector<bool> wrong;
    std::vector<std::string> notes;
};

Checked pointed(PointerProblem problem, const std::vector<Point>& inputs,
                const std::vector<std::int32_t>& order)
{
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < inputs.size(); ++i)
        labels.push_back(std::string(1, static_cast<char>('a' + i)));
    std::vector<TraceToken> output(order.size());
    Checked checked;
    checkPointed(problem, inputs, order, labels, output, checked.notes);
    for (const TraceToken& token : output)
        checked.wrong.push_back(token.wrong);
    return checked;
}

TEST(CheckPointed, marksEveryNumberThatIsNotInItsPlace)
{
    const std::vector<Point> inputs{{1000000, 0}, {1, 0}, {2, 0}, {3, 0}};
    EXPECT_TRUE(pointed(PointerProblem::Sort, inputs, {1, 2, 3, 0}).notes.empty());
    const Checked wrong = pointed(PointerProblem::Sort, inputs, {2, 1, 3, 0});
    EXPECT_EQ(wrong.wrong, (std::vector<bool>{true, true, false, false}));
    EXPECT_EQ(wrong.notes,
              std::vector<std::string>{"The answer is wrong: from the smallest the numbers are "
                                       "b; c; d; a."});
    // Equal numbers may stand for each other.
    EXPECT_TRUE(pointed(PointerProblem::Sort, {{2, 0}, {1, 0}, {2, 0}}, {1, 2, 0}).notes.empty());
}

TEST(CheckPointed, takesAHullFromAnyCornerInEitherDirection)
{
    const std::vector<Point> square{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0.5, 0.5}};
    for (const std::vector<std::int32_t>& order :
         {std::vector<std::int32_t>{0, 1, 2, 3}, {2, 3, 0, 1}, {3, 2, 1, 0}, {0, 1, 2, 3, 0}})
        EXPECT_TRUE(pointed(PointerProblem::Hull, square, order).notes.empty());
    const Checked inner = pointed(PointerProblem::Hull, square, {0, 1, 2, 4, 3});
    EXPECT_EQ(inner.wrong, (std::vector<bool>{false, false, false, true, false}));
    EXPECT_EQ(inner.notes.size(), 1u);
    // A model ends by pointing at its first corner again.
    EXPECT_EQ(pointed(PointerProblem::Hull, square, {0, 1, 2, 4, 3, 0}).wrong,
              (std::vector<bool>{false, false, false, true, false, false}));
    const Checked missing = pointed(PointerProblem::Hull, square, {0, 1, 2});
    EXPECT_EQ(missing.wrong, (std::vector<bool>{true, true, true}));
}

TEST(CheckPointed, knowsRepeatedPointsAndPointsOnALine)
{
    const std::vector<Point> repeated{{0, 0}, {1, 0}, {0, 1}, {1, 0}};
    EXPECT_TRUE(pointed(PointerProblem::Hull, repeated, {0, 3, 2}).notes.empty());
    const Checked line = pointed(PointerProblem::Hull, {{0, 0}, {1, 1}, {2, 2}}, {0, 2, 1});
    EXPECT_EQ(line.notes,
              std::vector<std::string>{"The points lie on a line: no polygon goes around them."});
    EXPECT_EQ(line.wrong, (std::vector<bool>{false, false, false}));
    EXPECT_EQ(pointed(PointerProblem::Hull, {{1, 1}, {1, 1}, {1, 1}}, {0, 1}).notes.size(), 1u);
}

TEST(IsDate, knowsTheCalendar)
{
    for (const char* text : {"2026-11-21", "2024-02-29", "2000-02-29", "1999-12-31"})
        EXPECT_TRUE(isDate(text)) << text;
    for (const char* text : {"2021-02-30", "2023-02-29", "1900-02-29", "2026-13-01", "2026-00-10",
                             "2026-11-00", "2026-1-1", "2026-11-2x", "", "2026/11/21"})
        EXPECT_FALSE(isDate(text)) << text;
}

TEST(CheckDate, marksAnAnswerThatIsNoDate)
{
    const auto tokensOf = [](const std::string& text) {
        std::vector<TraceToken> tokens;
        for (const char c : text)
            tokens.push_back({std::string(1, c), true, 0, 0});
        tokens.push_back({"<eos>", true, 0, 0});
        return tokens;
    };
    std::vector<std::string> notes;
    std::vector<TraceToken> right = tokensOf("2026-11-21");
    checkDate(right, notes);
    EXPECT_TRUE(notes.empty());
    EXPECT_FALSE(right[0].wrong);
    std::vector<TraceToken> wrong = tokensOf("2021-02-30");
    checkDate(wrong, notes);
    ASSERT_EQ(notes.size(), 1u);
    EXPECT_NE(notes[0].find("\"2021-02-30\" is no date"), std::string::npos);
    EXPECT_TRUE(wrong[0].wrong);
    EXPECT_FALSE(wrong.back().wrong);
    // Nothing was written, so nothing is wrong.
    notes.clear();
    for (std::vector<TraceToken> empty : {tokensOf(""), std::vector<TraceToken>()}) {
        checkDate(empty, notes);
        EXPECT_TRUE(notes.empty());
        for (const TraceToken& token : empty)
            EXPECT_FALSE(token.wrong);
    }
}

class Checks : public Exploring { };

TEST_F(Checks, everyPointersAnswerOnScreenIsRightOrMarked)
{
    for (const char* text : {"1000000 1 2 3", "0.7 0.1 0.4", "5 5 5 5", "3 1 3 2"}) {
        const auto trace = traceOf("pointer", text);
        bool sorted = true;
        for (std::size_t i = 1; i < trace->output.size(); ++i)
            sorted =
                sorted && std::stod(trace->output[i - 1].text) <= std::stod(trace->output[i].text);
        EXPECT_EQ(trace->notes.empty(), sorted) << text;
        const bool marked = std::any_of(trace->output.begin(), trace->output.end(),
                                        [](const TraceToken& token) { return token.wrong; });
        EXPECT_EQ(marked, !sorted) << text;
    }
}

TEST_F(Checks, unknownWordsAreToldInEveryScenarioThatReadsWords)
{
    for (const ScenarioSpec& scenario : catalogue()) {
        const std::string id = scenario.id;
        if (id == "kernel-regression" || id == "time-series" || id == "pointer"
            || id == "autoencoder" || id == "dates")
            continue; // numbers; dates' characters are all known
        for (std::size_t input = 0; input < scenario.inputs.size(); ++input) {
            Exploration exploration;
            exploration.scenario = id;
            for (const InputSpec& spec : scenario.inputs)
                exploration.texts.push_back(spec.examples.front().text);
            exploration.texts[input] = "florbix " + exploration.texts[input];
            const auto trace = explore(exploration);
            const bool told =
                std::any_of(trace->notes.begin(), trace->notes.end(), [](const std::string& note) {
                    return note.find("not in the vocabulary") != std::string::npos
                        && note.find("\"florbix\"") != std::string::npos;
                });
            EXPECT_TRUE(told) << id << " input " << input;
        }
    }
}

} // namespace
} // namespace regard
