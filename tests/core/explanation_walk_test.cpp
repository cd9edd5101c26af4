// SPDX-License-Identifier: GPL-3.0-or-later
// Every tensor of every scenario under every line of every table, computed again.
#include "core/models/scenario.h"
#include "core/trace/explain.h"
#include "core/trace/legacy_formula.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace regard {
namespace {

/// A scenario with one setting off its default.
struct Case {
    std::string scenario;
    std::string setting; ///< "" for the defaults
    std::string value;
};

std::ostream& operator<<(std::ostream& out, const Case& c)
{
    out << c.scenario;
    return c.setting.empty() ? out : out << " " << c.setting << "=" << c.value;
}

/// The values that a walk takes of a setting beside its default.
std::vector<std::string> othersOf(const SettingSpec& spec)
{
    if (spec.affects == Affects::Training)
        return {};
    if (const bool* flag = std::get_if<bool>(&spec.defaultValue))
        return {*flag ? "false" : "true"};
    if (std::holds_alternative<std::string>(spec.defaultValue))
        return spec.choices;
    return spec.name == "temperature" ? std::vector<std::string>{"0.5"}
        : spec.name == "layers"       ? std::vector<std::string>{"2"}
        : spec.name == "width" && std::holds_alternative<double>(spec.defaultValue)
        ? std::vector<std::string>{"0.7"}
        : std::vector<std::string>();
}

std::vector<Case> allCases()
{
    std::vector<Case> cases;
    for (const ScenarioSpec& scenario : catalogue()) {
        cases.push_back({scenario.id, "", ""});
        for (const SettingSpec& spec : scenario.settings)
            for (const std::string& value : othersOf(spec))
                cases.push_back({scenario.id, spec.name, value});
    }
    return cases;
}

const SettingSpec& specOf(const Case& c)
{
    const auto& specs = scenarioOf(c.scenario).settings;
    return *std::find_if(specs.begin(), specs.end(),
                         [&](const SettingSpec& spec) { return spec.name == c.setting; });
}

/// The largest number that has to do with a cell: rounding is relative to it.
double sizeOf(const Explanation& told, const TraceTensor& tensor)
{
    double size = std::abs(told.recorded);
    for (const Term& term : told.terms)
        size = std::max({size, std::abs(term.product), std::abs(term.left), std::abs(term.right)});
    for (const Stage& stage : told.stages)
        if (std::isfinite(stage.value))
            size = std::max(size, std::abs(stage.value));
    return std::max(size, static_cast<double>(tensor.value.extent().magnitude()));
}

class ExplanationWalk : public testing::TestWithParam<Case> { };

TEST_P(ExplanationWalk, EveryNumberComesOutAgainFromFormulaOperandsAndWeights)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    const Case& c = GetParam();
    Exploration exploration;
    exploration.scenario = c.scenario;
    if (!c.setting.empty())
        exploration.settings.set(c.setting, parseSetting(specOf(c), c.value));
    const auto trace = explore(exploration);
    std::mt19937 random(7);
    for (std::size_t t = 0; t < trace->tensors.size(); ++t) {
        const TraceTensor& tensor = trace->tensors[t];
        if (!tensor.source.formula) {
            std::cout << "LEGACY " << c.scenario << " " << tensor.path << "\n";
            continue;
        }
        if (tensor.value.size() == 0)
            continue;
        for (int i = 0; i < 12; ++i) {
            const CellRef cell{static_cast<int>(t),
                               static_cast<Index>(random() % static_cast<unsigned>(tensor.value.rows())),
                               static_cast<Index>(random() % static_cast<unsigned>(tensor.value.columns()))};
            const Explanation told = explain(*trace, cell);
            ASSERT_TRUE(told.recomputed)
                << tensor.path << " " << cell.row << ", " << cell.column << " by "
                << *told.formula->name;
            if (std::isinf(told.recorded)) {
                EXPECT_EQ(*told.recomputed, told.recorded) << tensor.path;
                continue;
            }
            ASSERT_NEAR(*told.recomputed, told.recorded, 2e-5 * sizeOf(told, tensor))
                << tensor.path << " " << cell.row << ", " << cell.column << " by "
                << *told.formula->name;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, ExplanationWalk, testing::ValuesIn(allCases()));

} // namespace
} // namespace regard
