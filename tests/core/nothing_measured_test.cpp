// SPDX-License-Identifier: GPL-3.0-or-later
// A figure over no examples is not told.
#include "core/models/scenario.h"
#include "core/models/weights.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/pointer/tally.h"
#include "tests/core/figures.h"
#include "tests/core/temporary_folder.h"

#include <set>

namespace regard {
namespace {

TEST(NothingMeasured, ASplitWithoutExamplesHasOnlyCounts)
{
    const TemporaryFolder folder;
    const std::string pair = "one two\tone\n";
    const std::map<std::string, std::string> data{
        {"dialogue", pair},
        {"translation", pair},
        {"transformer", pair},
        {"dates", pair},
        {"pointer", "3 1 2\n"},
        {"entity-network", "Mary left.\tWhere is Mary?\taway\n"},
        {"reviews", "positive\tgood film\n"},
        {"self-attention", "He ate it\t1\t3\n"}};
    const std::set<std::string> counts{"texts",    "questions", "stories", "sentences",
                                       "pronouns", "instances", "reviews", "decisions"};
    for (const auto& [id, content] : data) {
        SCOPED_TRACE(id);
        writeContent(folder / "mine.txt", content);
        const ScenarioSpec& scenario = scenarioOf(id);
        const Settings settings = resolveSettings(scenario.settings);
        const auto task = scenario.task({settings, folder / "mine.txt", true, {}});
        ASSERT_EQ(task->size(Split::Train), 0U);
        Weights weights = drawWeights(scenario, settings, *task);
        for (const Figure& figure : task->evaluate(weights, Split::Train, 0, {})) {
            if (figure.name == "parameters")
                continue;
            EXPECT_TRUE(counts.contains(figure.name)) << figure.name;
            EXPECT_EQ(figure.value, 0) << figure.name;
        }
        bool measured = false;
        for (const Figure& figure : task->evaluate(weights, Split::HeldOut, 0, {}))
            measured |= !counts.contains(figure.name) && figure.name != "parameters";
        EXPECT_TRUE(measured);
    }
}

TEST(NothingMeasured, ThereIsNoAreaOfPolygonsThatAllCrossThemselves)
{
    const PointerExample square{{{0, 0}, {1, 0}, {1, 1}, {0, 1}}, {0, 1, 2, 3}};
    PointerTally tally(PointerProblem::Hull);
    tally.add(square, std::vector<std::int32_t>{0, 2, 1, 3});
    const auto figures = byName(tally.figures());
    EXPECT_EQ(figures.at("invalid"), 1);
    EXPECT_FALSE(figures.contains("area"));
}

} // namespace
} // namespace regard
