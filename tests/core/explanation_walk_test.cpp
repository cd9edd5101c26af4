// SPDX-License-Identifier: GPL-3.0-or-later
// Every tensor of every scenario under every line of every table, computed again.
#include "core/attention/normaliser.h"
#include "core/attention/score_functions.h"
#include "core/attention/similarity_kernels.h"
#include "core/io/atomic_file.h"
#include "core/io/input_file.h"
#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"
#include "core/trace/ablations.h"
#include "core/trace/explain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <set>

namespace regard {
namespace {

/// A scenario with some settings off their defaults.
struct Case {
    std::string scenario;
    std::vector<std::pair<std::string, std::string>> settings; ///< name and value
};

std::ostream& operator<<(std::ostream& out, const Case& c)
{
    out << c.scenario;
    for (const auto& [name, value] : c.settings)
        out << " " << name << "=" << value;
    return out;
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

const SettingSpec* find(const ScenarioSpec& scenario, std::string_view name)
{
    const auto found = std::find_if(scenario.settings.begin(), scenario.settings.end(),
                                    [&](const SettingSpec& spec) { return spec.name == name; });
    return found == scenario.settings.end() ? nullptr : &*found;
}

/// Settings that choose a formula together.
const std::vector<std::vector<std::string_view>> together{
    {"cell", "placement", "input_feeding"}, {"cell", "layers"}, {"score", "temperature"}};

/// The case with each value of the settings from `next` on in turn; what a scenario has no setting
/// of is left out.
void addEach(std::vector<Case>& cases, const ScenarioSpec& scenario, Case c,
             std::span<const std::string_view> next)
{
    if (next.empty()) {
        cases.push_back(std::move(c));
        return;
    }
    const SettingSpec* spec = find(scenario, next.front());
    if (!spec)
        return;
    for (const std::string& value : othersOf(*spec)) {
        Case with = c;
        with.settings.emplace_back(spec->name, value);
        addEach(cases, scenario, std::move(with), next.subspan(1));
    }
}

std::vector<Case> allCases()
{
    std::vector<Case> cases;
    for (const ScenarioSpec& scenario : catalogue()) {
        cases.push_back({scenario.id, {}});
        for (const SettingSpec& spec : scenario.settings)
            for (const std::string& value : othersOf(spec))
                cases.push_back({scenario.id, {{spec.name, value}}});
        for (const auto& names : together)
            addEach(cases, scenario, {scenario.id, {}}, names);
    }
    return cases;
}

std::shared_ptr<const Trace> traceOf(const Case& c, const std::vector<Edit>& edits = {})
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    Exploration exploration;
    exploration.scenario = c.scenario;
    exploration.edits = edits;
    for (const auto& [name, value] : c.settings)
        exploration.settings.set(name, parseSetting(*find(scenarioOf(c.scenario), name), value));
    return explore(exploration);
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
    const Case& c = GetParam();
    const auto trace = traceOf(c);
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
            const CellRef cell{
                static_cast<int>(t),
                static_cast<Index>(random() % static_cast<unsigned>(tensor.value.rows())),
                static_cast<Index>(random() % static_cast<unsigned>(tensor.value.columns()))};
            const Explanation told = explain(*trace, cell);
            ASSERT_TRUE(told.recomputed) << tensor.path << " " << cell.row << ", " << cell.column
                                         << " by " << *told.formula->name;
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

const std::filesystem::path drawings = REGARD_SOURCE_DIR "/resources/formulae";

std::filesystem::path drawingOf(const Formula& formula)
{
    return drawings / (std::string(*formula.name) + ".svg");
}

void expectTold(const Formula& formula)
{
    EXPECT_TRUE(std::filesystem::exists(drawingOf(formula))) << *formula.name << " has no drawing";
    EXPECT_FALSE((*formula.symbols).empty()) << *formula.name;
    EXPECT_FALSE((*formula.line).empty()) << *formula.name;
    EXPECT_FALSE((*formula.spoken).empty()) << *formula.name;
}

/// The operand that the next place holder of a line names, from `at` on, which moves behind it.
std::optional<std::size_t> nextOperand(std::string_view line, std::size_t& at)
{
    at = line.find('{', at);
    if (at == std::string_view::npos)
        return std::nullopt;
    const std::size_t end = line.find('}', at);
    const std::string name(line.substr(at + 1, end - at - 1));
    at = end;
    return name.size() == 1 && name[0] >= '0' && name[0] <= '9'
        ? static_cast<std::size_t>(name[0] - '0')
        : Source::mostOperands;
}

/// Those of the lines of the tables, whichever of them a trace shows.
std::vector<const Formula*> formulasOfTables()
{
    std::vector<const Formula*> all;
    for (const ScoreFunction& function : scoreFunctions())
        for (const Formula* formula :
             {*function.formula, &function.scaling->formula, &function.scaling->tempered})
            all.push_back(formula);
    for (const SimilarityKernel& kernel : similarityKernels()) {
        all.push_back(*kernel.score.formula);
        if (kernel.normaliser)
            all.push_back(*kernel.normaliser->formula);
    }
    for (const Normaliser& normaliser : normalisers())
        all.push_back(*normaliser.formula);
    return all;
}

TEST(Formulas, ofEveryLineOfEveryTableHaveADrawingAndSymbols)
{
    for (const Formula* formula : formulasOfTables())
        expectTold(*formula);
}

/// How a formula is written and said, in lines that are read like code where they change.
void addWords(std::map<std::string, std::string>& words, const Formula& formula)
{
    words[std::string(*formula.name)] = std::string(*formula.name) + "\n  line     "
        + std::string(*formula.line) + "\n  spoken   " + std::string(*formula.spoken)
        + "\n  symbols  " + std::string(*formula.symbols) + "\n";
}

TEST(Formulas, ofEveryTensorHaveADrawingAndNameTheirOperandsAndEveryDrawingIsOfOne)
{
    std::set<std::string> reached;
    std::map<std::string, std::string> words;
    for (const Formula* formula : formulasOfTables()) {
        reached.insert(std::string(*formula->name));
        addWords(words, *formula);
    }
    for (const Case& c : allCases()) {
        const auto trace = traceOf(c);
        for (const TraceTensor& tensor : trace->tensors) {
            const Formula* formula = tensor.source.formula;
            ASSERT_TRUE(formula) << c << ": " << tensor.path;
            const std::string_view line = *formula->line;
            for (std::size_t at = 0; const auto operand = nextOperand(line, at);)
                EXPECT_LT(*operand, tensor.source.operandCount) << c << ": " << tensor.path;
            if (reached.insert(std::string(*formula->name)).second)
                expectTold(*formula);
            addWords(words, *formula);
        }
    }
    // What a person puts in the place of parts of it.
    for (const Case& c : {Case{"transformer", {}}, Case{"transformer", {{"norm", "pre"}}}})
        for (const Ablation& ablation : ablationsOf(*traceOf(c)))
            for (const TraceTensor& tensor : traceOf(c, ablation.edits)->tensors)
                if (reached.insert(std::string(*tensor.source.formula->name)).second) {
                    expectTold(*tensor.source.formula);
                    addWords(words, *tensor.source.formula);
                }
    for (const auto& entry : std::filesystem::directory_iterator(drawings))
        if (entry.path().extension() == ".svg") {
            EXPECT_TRUE(reached.contains(entry.path().stem().string()))
                << entry.path() << " is drawn of no formula";
        }
    // What each of them says, by name: another text is another line here.
    std::string now;
    for (const auto& [name, text] : words)
        now += text;
    const std::filesystem::path golden = REGARD_SOURCE_DIR "/tests/golden/formula_words.txt";
    const std::filesystem::path made = std::filesystem::temp_directory_path() / "formula_words.txt";
    if (const std::string kept = readTextFile(golden, 1 << 20); kept != now) {
        saveFile(made, now);
        ADD_FAILURE() << "formulas say something else than " << golden << " does; if it is meant, "
                      << "copy " << made << " there";
    }
}

} // namespace
} // namespace regard
