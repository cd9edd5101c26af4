// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/pointer/model.h"

#include "core/io/input_file.h"
#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/trace/probe.h"
#include "tests/core/exploring.h"
#include "tests/core/temporary_folder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>

namespace regard {
namespace {

class PointerTest : public Exploring {
protected:
    static std::shared_ptr<const Trace> traceOf(const std::string& text,
                                                const std::string& problem = "sort",
                                                const std::string& target = {},
                                                const std::vector<Edit>& edits = {})
    {
        return Exploring::traceOf("pointer", text, with("problem", problem), edits, target);
    }

    static std::string refusal(const std::string& text, const std::string& problem = "sort",
                               const std::string& target = {})
    {
        return refusalOf([&] { traceOf(text, problem, target); });
    }

    static std::map<std::string, double> figuresOf(const std::string& problem)
    {
        const ScenarioSpec& scenario = scenarioOf("pointer");
        const auto weights =
            weightsFor(scenario, resolveSettings(scenario.settings, with("problem", problem)));
        EXPECT_TRUE(weights->trained);
        const auto task = scenario.task({weights->settings, {}, true, {}});
        std::map<std::string, double> figures;
        for (const Figure& figure : task->evaluate(*weights, Split::HeldOut, 1000, {}))
            figures[figure.name] = figure.value;
        return figures;
    }

    TemporaryFolder m_folder;
};

/// "0101": 1 for each place that cannot be chosen.
std::string hiddenOf(const PointerWalk& walk, std::size_t width)
{
    std::string text;
    for (std::size_t place = 0; place < width; ++place)
        text += walk.isHidden(place) ? '1' : '0';
    return text;
}

TEST_F(PointerTest, aWalkHidesWhatWasChosenAndEndsWithAllOfIt)
{
    PointerWalk walk(PointerProblem::Sort, 3);
    EXPECT_EQ(hiddenOf(walk, 4), "0001");
    EXPECT_EQ(walk.last(), -1);
    for (const std::int32_t input : {2, 0, 1}) {
        EXPECT_FALSE(walk.done());
        walk.choose(input);
    }
    EXPECT_TRUE(walk.done());
    EXPECT_EQ(walk.answer(), (std::vector<std::int32_t>{2, 0, 1}));
}

TEST_F(PointerTest, aHullReturnsToItsFirstCornerFromTheFourthStepOn)
{
    PointerWalk walk(PointerProblem::Hull, 4);
    walk.choose(1);
    walk.choose(3);
    EXPECT_EQ(hiddenOf(walk, 4), "0101");
    walk.choose(0);
    EXPECT_EQ(hiddenOf(walk, 4), "1001");
    EXPECT_FALSE(walk.done());
    walk.choose(1);
    EXPECT_TRUE(walk.done());
    EXPECT_EQ(walk.answer(), (std::vector<std::int32_t>{1, 3, 0}));
}

TEST_F(PointerTest, numbersOfAnyRangeAreSorted)
{
    EXPECT_EQ(written(*traceOf("0.7 0.1 0.4 0.9"), " | "), "0.1 | 0.4 | 0.7 | 0.9");
    EXPECT_EQ(written(*traceOf("37 4 82 15 66 23 91 58 49 70"), " | "),
              "4 | 15 | 23 | 37 | 49 | 58 | 66 | 70 | 82 | 91");
    EXPECT_EQ(written(*traceOf("-3000, 1200, 0, 725, -80"), " | "), "-3000 | -80 | 0 | 725 | 1200");
    EXPECT_EQ(written(*traceOf("5"), " | "), "5");
    EXPECT_EQ(traceOf("3 3 3")->output.size(), 3u);
}

TEST_F(PointerTest, theWeightsAreTheOutput)
{
    const auto trace = traceOf("0.7 0.1 0.4 0.9");
    const TraceTensor& weights = *trace->find("decoder/attention/weights");
    const TraceTensor& masked = *trace->find("decoder/attention/masked");
    ASSERT_EQ(weights.value.rows(), 4);
    ASSERT_EQ(weights.value.columns(), 4);
    EXPECT_EQ(trace->steps(), 4);
    EXPECT_EQ(*weights.columnLabel(1), "0.1");
    EXPECT_EQ(*weights.rowLabel(0), "0.1");
    for (Index step = 0; step < 4; ++step) {
        Index best = 0;
        for (Index input = 0; input < 4; ++input)
            if (weights.value.at(step, input) > weights.value.at(step, best))
                best = input;
        EXPECT_EQ(*weights.columnLabel(best), trace->output[static_cast<std::size_t>(step)].text);
        // What has been chosen is hidden from then on.
        for (Index later = step + 1; later < 4; ++later) {
            EXPECT_EQ(weights.value.at(later, best), 0);
            EXPECT_EQ(masked.value.at(later, best), -std::numeric_limits<Real>::infinity());
        }
    }
    EXPECT_EQ(trace->indexOf(Role::Context), -1);
    EXPECT_EQ(trace->indexOf(Role::Value), -1);
    EXPECT_EQ(trace->find("encoder/inputs")->value.at(1, 0), 0);
    EXPECT_EQ(trace->find("encoder/inputs")->value.at(3, 0), 1);
    // From the second step on the decoder reads the state of what was chosen before.
    const auto& states = trace->find("encoder/states")->value;
    const auto& input = trace->find("decoder/input")->value;
    for (Index i = 0; i < states.columns(); ++i)
        EXPECT_EQ(input.at(1, i), states.at(1, i));
}

TEST_F(PointerTest, theHullOfASquareLeavesOutWhatIsInside)
{
    const auto trace = traceOf("0.5, 0.5; 0, 0; 1, 0.1; 0.9, 1; 0.05, 0.9; 0.4, 0.6", "hull");
    EXPECT_EQ(written(*trace, " | "), "0, 0 | 1, 0.1 | 0.9, 1 | 0.05, 0.9 | 0, 0");
    EXPECT_EQ(trace->find("encoder/inputs")->value.columns(), 2);
}

TEST_F(PointerTest, shippedWeightsSortTenNumbersAndFindHulls)
{
    EXPECT_GE(figuresOf("sort").at("exact_10"), 0.95);
    const auto hull = figuresOf("hull");
    EXPECT_GE(hull.at("exact"), 0.8);
    EXPECT_LE(hull.at("exact_strict"), hull.at("exact"));
    EXPECT_GE(hull.at("area"), 0.98);
    EXPECT_LE(hull.at("invalid"), 0.02);
}

TEST_F(PointerTest, aForcedOrderNamesPlaces)
{
    EXPECT_EQ(written(*traceOf("7 1 4", "sort", "1 3 2"), " | "), "7 | 4 | 1");
    EXPECT_EQ(written(*traceOf("7 1 4", "sort", "3"), " | "), "4");
    EXPECT_EQ(written(*traceOf("0, 0; 1, 0; 1, 1; 0, 1", "hull", "1 2 3 1"), " | "),
              "0, 0 | 1, 0 | 1, 1 | 0, 0");
    expectPart(refusal("7 1 4", "sort", "4"), "“4” is not the place of an input");
    expectPart(refusal("7 1 4", "sort", "0"), "“0” is not the place of an input");
    expectPart(refusal("7 1 4", "sort", "1.5"), "“1.5”");
    expectPart(refusal("7 1 4", "sort", "1 1"), "cannot be pointed at");
    expectPart(refusal("7 1 4", "sort", "first"), "“first” is not a number");
    expectPart(refusal("7 1 4", "sort", "1 2 3 1"), "cannot be pointed at");
    expectPart(refusal("0, 0; 1, 0; 1, 1; 0, 1", "hull", "1 2 1"), "cannot be pointed at");
}

TEST_F(PointerTest, wrongInputSaysWhatIsWrong)
{
    expectPart(refusal("3 one 2"), "“one” is not a number");
    expectPart(refusal("3 inf 2"), "“inf” is not a number");
    expectPart(refusal("0.1, 0.9; 0.3", "hull"), "point 2 “0.3” has 1 number, 2 expected");
    expectPart(refusal("0.1, 0.9, 0.3", "hull"), "point 2");
    expectPart(refusal("0.1, 0.9; 0.3, 0.2", "hull"), "three points or more");
    expectPart(refusal("1, 2, 3; 4, 5, 6; 7, 8, 9", "hull"), "has 3 numbers, 2 expected");
}

TEST_F(PointerTest, moreThanTenInputsAreLimitedWithANote)
{
    std::string text;
    for (int i = 0; i < 10000; ++i)
        text += std::to_string(i) + " ";
    const auto trace = traceOf(text);
    EXPECT_EQ(trace->input.size(), longestInstance);
    ASSERT_EQ(trace->notes.size(), 1u);
    EXPECT_NE(trace->notes[0].find("of 10000 numbers"), std::string::npos);
    const auto commas = traceOf("0,7 0,1 0,4");
    ASSERT_EQ(commas->notes.size(), 1u);
    EXPECT_EQ(written(*commas, " | "), "0,1 | 0,4 | 0,7");
}

TEST_F(PointerTest, pointsOnALineAndRepeatedPointsEnd)
{
    for (const char* text :
         {"0, 0; 1, 1; 2, 2; 3, 3", "1, 1; 1, 1; 1, 1", "0, 0; 0, 0; 1, 5; 1, 5"}) {
        const auto trace = traceOf(text, "hull");
        EXPECT_LE(trace->output.size(), 5u);
        for (const Real value : trace->find("decoder/attention/weights")->value)
            EXPECT_TRUE(std::isfinite(value));
    }
}

TEST_F(PointerTest, anEditedWeightChangesWhatIsChosen)
{
    std::vector<Edit> edits{{"decoder/attention/weights", 0, 0, 5}};
    EXPECT_EQ(written(*traceOf("0.7 0.1 0.4", "sort", {}, edits), " | "), "0.7 | 0.1 | 0.4");
    // A person may point at what is hidden: the walk ends all the same.
    for (Index step = 1; step < 4; ++step)
        edits.push_back({"decoder/attention/weights", step, 0, 5});
    EXPECT_EQ(traceOf("0.7 0.1 0.4", "sort", {}, edits)->output.size(), 3u);
    EXPECT_LE(traceOf("0, 0; 1, 0; 1, 1; 0, 1", "hull", {}, edits)->output.size(), 10u);
}

TEST_F(PointerTest, anInstanceIsOnOneSideHoweverItIsWritten)
{
    const ScenarioSpec& scenario = scenarioOf("pointer");
    const Settings settings =
        resolveSettings(scenario.settings, with("problem", std::string("sort")));
    std::size_t heldOut = 0;
    for (int i = 0; i < 60; ++i) {
        const std::string a = std::to_string(i + 1);
        const std::string b = std::to_string(3 * i + 70);
        // Other blanks, separators, digits, order, unit: to the model it is the same.
        writeContent(m_folder.path() / "mine.txt",
                     "0 " + a + " " + b + "\n0, " + a + ", " + b + "\n  0   " + a + ".0  " + b
                         + "\n" + b + " 0 " + a + "\n0 " + a + "0 " + b + "0\n");
        const auto task = scenario.task({settings, m_folder.path() / "mine.txt", false, {}});
        EXPECT_TRUE(task->size(Split::Train) == 5u || task->size(Split::HeldOut) == 5u) << i;
        heldOut += task->size(Split::HeldOut) > 0;
    }
    EXPECT_GT(heldOut, 0u);
    EXPECT_LT(heldOut, 20u);
}

TEST_F(PointerTest, aPersonsInstancesAreMeasured)
{
    const ScenarioSpec& scenario = scenarioOf("pointer");
    const auto weights = weightsFor(scenario, resolveSettings(scenario.settings));
    writeContent(m_folder.path() / "mine.txt", "3 1 2\n# a comment\n0.5, 0.25\n");
    const auto task = scenario.task({weights->settings, m_folder.path() / "mine.txt", true, {}});
    EXPECT_EQ(task->size(Split::HeldOut), 2u);
    EXPECT_EQ(task->evaluate(*weights, Split::HeldOut, 0, {}).front().value, 1);
    for (const char* content : {"3 1 x\n", "1 2 3 4 5 6 7 8 9 10 11\n"}) {
        writeContent(m_folder.path() / "mine.txt", std::string("1 2\n") + content);
        try {
            scenario.task({weights->settings, m_folder.path() / "mine.txt", true, {}});
            FAIL();
        } catch (const FileError& error) {
            EXPECT_NE(std::string(error.what()).find("line 2"), std::string::npos) << error.what();
        }
    }
}

} // namespace
} // namespace regard
