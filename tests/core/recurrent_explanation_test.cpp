// SPDX-License-Identifier: GPL-3.0-or-later
// What recurrent models tell of each number: by which equation it came about, and that it does.
#include "core/models/weights_file.h"
#include "core/nn/cell_line.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"
#include "core/trace/explain.h"
#include "tests/core/exploring.h"

#include <cmath>
#include <filesystem>
#include <set>

namespace regard {
namespace {

// A line of the table of cells has formulas at every place, or it does not compile.
template <class Line> constexpr bool compilesWithoutFormulas = requires
{
    Line{.name = "cell", .gates = 1, .stateParts = 1, .parts = nullptr, .run = nullptr};
};
template <class Line> constexpr bool compilesWithFormulas = requires(const CellFormulas& told)
{
    Line{.name = "cell",
         .gates = 1,
         .stateParts = 1,
         .parts = nullptr,
         .run = nullptr,
         .states = &told,
         .cells = nullptr};
};
static_assert(!compilesWithoutFormulas<CellLine> && compilesWithFormulas<CellLine>);
static_assert(!std::is_default_constructible_v<CellFormulas>);

class RecurrentExplanation : public Exploring {
protected:
    static std::string formulaAt(const Trace& trace, const std::string& path)
    {
        const TraceTensor* tensor = trace.find(path);
        return tensor && tensor->source.formula ? std::string(*tensor->source.formula->name)
                                                : "none";
    }
    static Explanation told(const Trace& trace, const std::string& path, Index row, Index column)
    {
        return explain(trace, {trace.indexOf(path), row, column});
    }
    static double stageOf(const Explanation& told, std::string_view caption)
    {
        for (const Stage& stage : told.stages)
            if (stage.caption == caption)
                return stage.value;
        ADD_FAILURE() << "no stage " << caption;
        return std::nan("");
    }
    /// Every number of every tensor comes out again, and each formula has a drawing.
    static void expectAllAgain(const Trace& trace)
    {
        for (std::size_t t = 0; t < trace.tensors.size(); ++t) {
            const TraceTensor& tensor = trace.tensors[t];
            ASSERT_TRUE(tensor.source.formula) << tensor.path;
            const std::string name(*tensor.source.formula->name);
            EXPECT_TRUE(
                std::filesystem::exists(REGARD_SOURCE_DIR "/resources/formulae/" + name + ".svg"))
                << name;
            const double size =
                std::max<double>(1, static_cast<double>(tensor.value.extent().magnitude()));
            const Index stride = std::max<Index>(1, tensor.value.columns() / 16);
            for (Index row = 0; row < tensor.value.rows(); ++row)
                for (Index column = row % stride; column < tensor.value.columns();
                     column += stride) {
                    const Explanation told = explain(trace, {static_cast<int>(t), row, column});
                    ASSERT_TRUE(told.recomputed) << tensor.path << " " << row << " " << column;
                    if (std::isinf(told.recorded))
                        ASSERT_EQ(*told.recomputed, told.recorded) << tensor.path;
                    else
                        ASSERT_NEAR(*told.recomputed, told.recorded, 2e-5 * size)
                            << tensor.path << " " << row << " " << column << " by " << name;
                }
        }
    }
    /// With weights of such sizes that nobody has trained, over the words of the shipped ones.
    static std::shared_ptr<const Trace> drawn(const std::string& id, const Settings& settings,
                                              const std::vector<Edit>& edits = {})
    {
        const ScenarioSpec& scenario = scenarioOf(id);
        Weights weights = loadWeights(
            shippedWeightsPath(scenario, resolveSettings(scenario.settings)), scenario, {});
        weights.settings = resolveSettings(scenario.settings, settings);
        weights.parameters =
            Parameters(scenario.parameterLayout(weights.settings, weights.vocabularies), 5);
        Exploration exploration;
        exploration.scenario = id;
        exploration.settings = settings;
        exploration.edits = edits;
        exploration.weights = std::make_shared<const Weights>(std::move(weights));
        exploration.target = "ein neuer Satz";
        return explore(exploration);
    }
    static Settings small(const std::string& cell, bool both, int layers)
    {
        return with({{"cell", cell},
                     {"bidirectional", both},
                     {"layers", std::int64_t(layers)},
                     {"hidden", std::int64_t(8)},
                     {"embedding", std::int64_t(6)}});
    }
};

TEST_F(RecurrentExplanation, everyEncoderAndDecoderOfEveryCellComesOutAgain)
{
    std::set<std::string> formulas;
    for (const char* cell : {"rnn", "gru", "lstm"})
        for (const bool both : {false, true})
            for (const int layers : {1, 2, 3})
                for (const char* way : {"fixed", "bahdanau", "luong", "fed"}) {
                    SCOPED_TRACE(std::string(cell) + (both ? " both " : " ")
                                 + std::to_string(layers) + " " + way);
                    Settings settings = small(cell, both, layers);
                    const std::string_view name = way;
                    settings.set("attention", name != "fixed");
                    settings.set("placement",
                                 std::string(name == "bahdanau" ? "bahdanau" : "luong"));
                    settings.set("input_feeding", name == "fed");
                    const auto trace = drawn("translation", settings);
                    ASSERT_GT(trace->steps(), 1);
                    expectAllAgain(*trace);
                    for (const TraceTensor& tensor : trace->tensors)
                        formulas.emplace(*tensor.source.formula->name);
                    const std::string suffix = layers > 1 ? ""
                        : name == "luong"                 ? ""
                        : name == "fed"                   ? "_fed"
                                                          : "_context";
                    EXPECT_EQ(formulaAt(*trace, "decoder/states"),
                              std::string("decoder_state_") + cell + suffix);
                    EXPECT_EQ(formulaAt(*trace, both ? "encoder/forward" : "encoder/states"),
                              std::string("state_") + cell);
                    if (both) {
                        EXPECT_EQ(formulaAt(*trace, "encoder/backward"),
                                  std::string("state_") + cell + "_backward");
                        EXPECT_EQ(formulaAt(*trace, "encoder/states"), "state_both");
                    }
                    // Views find the top layer's states by their role.
                    int states = 0;
                    for (const TraceTensor& tensor : trace->tensors)
                        states += tensor.role == Role::State;
                    EXPECT_EQ(states, both ? 3 : 1);
                }
    for (const char* name : {"cell_lstm", "cell_lstm_backward", "decoder_cell_lstm",
                             "decoder_cell_lstm_context", "decoder_cell_lstm_fed"})
        EXPECT_TRUE(formulas.contains(name)) << name;
}

TEST_F(RecurrentExplanation, aGruTellsItsGatesSums)
{
    const auto trace = drawn("dialogue", small("gru", false, 1));
    const Explanation told = this->told(*trace, "encoder/states", 1, 3);
    const double r = stageOf(told, "reset gate r");
    const double z = stageOf(told, "update gate z");
    const double n = stageOf(told, "candidate n");
    const auto squashed = [](double x) { return 1 / (1 + std::exp(-x)); };
    EXPECT_NEAR(r,
                squashed(stageOf(told, "W x + b of the reset gate")
                         + stageOf(told, "U h + b′ of the reset gate")),
                1e-12);
    EXPECT_NEAR(z,
                squashed(stageOf(told, "W x + b of the update gate")
                         + stageOf(told, "U h + b′ of the update gate")),
                1e-12);
    EXPECT_NEAR(n,
                std::tanh(stageOf(told, "W x + b of the candidate")
                          + r * stageOf(told, "U h + b′ of the candidate")),
                1e-12);
    const double before = static_cast<double>(trace->find("encoder/states")->value.at(0, 3));
    EXPECT_EQ(stageOf(told, "state before"), before);
    EXPECT_NEAR(told.recorded, (1 - z) * n + z * before, 1e-5);
    EXPECT_EQ(told.terms.size(), 6u + 8u); // [x; h]
}

TEST_F(RecurrentExplanation, anLstmTellsAllFourGatesAndItsCell)
{
    const auto trace = drawn("dialogue", small("lstm", false, 1));
    const Explanation told = this->told(*trace, "encoder/states", 2, 5);
    const TraceTensor& cells = *trace->find("encoder/cells");
    const double c = stageOf(told, "cell c");
    EXPECT_NEAR(c, static_cast<double>(cells.value.at(2, 5)), 1e-5);
    EXPECT_EQ(stageOf(told, "cell before"), static_cast<double>(cells.value.at(1, 5)));
    EXPECT_NEAR(c,
                stageOf(told, "forget gate f") * stageOf(told, "cell before")
                    + stageOf(told, "input gate i") * stageOf(told, "candidate g"),
                1e-12);
    EXPECT_NEAR(told.recorded, stageOf(told, "output gate o") * std::tanh(c), 1e-5);
}

TEST_F(RecurrentExplanation, aStateSetInTheEncoderChangesTheStatesThatAreReadAfterIt)
{
    for (const char* cell : {"rnn", "gru", "lstm"})
        for (const bool both : {false, true})
            for (const char* name : {"states", "cells"}) {
                if (std::string(name) == "cells" && std::string(cell) != "lstm")
                    continue;
                for (const bool backward : {false, true}) {
                    if (backward && !both)
                        continue;
                    const std::string cells = std::string(name) == "cells" ? "_cells" : "";
                    const std::string path = std::string("encoder/")
                        + (!both ? std::string(name) : (backward ? "backward" : "forward") + cells);
                    SCOPED_TRACE(std::string(cell) + " " + path);
                    const Settings settings = small(cell, both, 1);
                    const auto before = drawn("translation", settings);
                    const auto after =
                        drawn("translation", settings, {Edit{path, 2, 1, Real(0.75)}});
                    const TraceValue& a = before->find(path)->value;
                    const TraceValue& b = after->find(path)->value;
                    EXPECT_EQ(b.at(2, 1), Real(0.75));
                    for (Index row = 0; row < a.rows(); ++row) {
                        bool same = true;
                        for (Index column = 0; column < a.columns(); ++column)
                            same = same && a.at(row, column) == b.at(row, column);
                        EXPECT_EQ(same, backward ? row > 2 : row < 2) << row;
                    }
                    // Each number follows from those before it, the changed one by hand.
                    for (const TraceTensor& tensor : after->tensors)
                        if (tensor.path.starts_with("encoder/"))
                            for (Index row = 0; row < tensor.value.rows(); ++row) {
                                const Explanation told =
                                    this->told(*after, tensor.path.c_str(), row, 0);
                                EXPECT_NEAR(*told.recomputed, told.recorded, 1e-5)
                                    << tensor.path << " " << row;
                            }
                }
            }
}

TEST_F(RecurrentExplanation, aStatePutInChangesWhatTheNextStepReads)
{
    const Edit edit{"decoder/states", 0, 2, Real(0.75)};
    for (const char* cell : {"rnn", "gru", "lstm"}) {
        Settings settings = small(cell, false, 1);
        settings.set("placement", std::string("bahdanau"));
        const auto before = drawn("translation", settings);
        const auto after = drawn("translation", settings, {edit});
        EXPECT_EQ(after->find("decoder/attention/Q")->value.at(1, 2), edit.value);
        EXPECT_NE(after->find("decoder/states")->value.at(1, 0),
                  before->find("decoder/states")->value.at(1, 0));
        for (const Index row : {1, 2}) {
            const Explanation told = this->told(*after, "decoder/states", row, 0);
            EXPECT_NEAR(*told.recomputed, told.recorded, 1e-5) << cell;
        }
    }
}

TEST_F(RecurrentExplanation, theFirstQueryIsTheStateThatTheBridgeMakes)
{
    for (const bool both : {false, true}) {
        Settings settings = small("gru", both, 1);
        settings.set("placement", std::string("bahdanau"));
        const auto trace = drawn("translation", settings);
        EXPECT_EQ(formulaAt(*trace, "decoder/initial_state"),
                  both ? "initial_state" : "initial_state_last");
        EXPECT_EQ(formulaAt(*trace, "decoder/attention/Q"), "decoder_query");
        const TraceValue& first = trace->find("decoder/initial_state")->value;
        const TraceValue& queries = trace->find("decoder/attention/Q")->value;
        const TraceValue& states = trace->find("decoder/states")->value;
        for (Index i = 0; i < first.columns(); ++i) {
            EXPECT_EQ(queries.at(0, i), first.at(0, i));
            EXPECT_EQ(queries.at(1, i), states.at(0, i));
        }
    }
}

TEST_F(RecurrentExplanation, keysAreEncoderStatesOnlyWhereTheyAre)
{
    Settings settings = small("gru", true, 1);
    settings.set("score", std::string("additive"));
    EXPECT_EQ(formulaAt(*drawn("translation", settings), "encoder/attention/K"), "encoder_key");
    settings.set("score", std::string("dot"));
    const auto projected = drawn("translation", settings);
    EXPECT_EQ(formulaAt(*projected, "encoder/attention/K"), "encoder_key_projected");
    EXPECT_EQ(formulaAt(*projected, "encoder/attention/V"), "encoder_value");
    const Explanation told = this->told(*projected, "encoder/attention/K", 0, 0);
    EXPECT_EQ(told.operands.back().parameter, "decoder.keys.weight");
    // The operand is the states, not what was named of the same numbers since.
    const SourceOperand& states = projected->find("encoder/attention/V")->source.operands.front();
    EXPECT_EQ(states.first, projected->indexOf("encoder/states"));
}

TEST_F(RecurrentExplanation, theFixedContextIsTheLastStateOfEachDirection)
{
    for (const bool both : {false, true}) {
        Settings settings = small("lstm", both, 2);
        settings.set("attention", false);
        const auto trace = drawn("dialogue", settings);
        EXPECT_EQ(formulaAt(*trace, "encoder/fixed_context"),
                  both ? "context_fixed_both" : "context_fixed");
        EXPECT_EQ(formulaAt(*trace, "decoder/context"), "context_same");
    }
}

TEST_F(RecurrentExplanation, aPointerSaysWhatItReads)
{
    for (const char* problem : {"sort", "hull"}) {
        const auto trace =
            traceOf("pointer", std::string(problem) == "sort" ? "37 4 82 15" : "2 1; 9 2; 5 4; 8 8",
                    with({{"problem", std::string(problem)}}), {}, "2 3 1");
        expectAllAgain(*trace);
        EXPECT_EQ(formulaAt(*trace, "encoder/inputs"), "numbers_scaled");
        EXPECT_EQ(formulaAt(*trace, "encoder/forward"), "state_gru");
        EXPECT_EQ(formulaAt(*trace, "encoder/backward"), "state_gru_backward");
        EXPECT_EQ(formulaAt(*trace, "decoder/states"), "decoder_state_gru");
        EXPECT_EQ(formulaAt(*trace, "decoder/attention/Q"), "query_current");
        const TraceTensor& read = *trace->find("decoder/input");
        EXPECT_EQ(read.source.ids, (std::vector<std::int32_t>{-1, 1, 2}));
        EXPECT_EQ(told(*trace, "decoder/input", 0, 0).operands.front().parameter, "decoder.start");
        const Explanation second = told(*trace, "decoder/input", 1, 0);
        EXPECT_EQ(second.operands.front().place.tensor, trace->indexOf("encoder/states"));
        EXPECT_EQ(second.operands.front().place.row, 1);
    }
    const auto sorted = traceOf("pointer", "37 4 82 15");
    const Explanation input = told(*sorted, "encoder/inputs", 0, 0);
    EXPECT_EQ(stageOf(input, "smallest number that was typed"), 4);
    EXPECT_EQ(stageOf(input, "largest"), 82);
    EXPECT_NEAR(stageOf(input, "typed"), 37, 1e-4);
    // What spans 0 … 1 goes in as it is.
    EXPECT_EQ(formulaAt(*traceOf("pointer", "0.3 0 1"), "encoder/inputs"), "numbers");
    expectAllAgain(*traceOf("pointer", "5 5 5"));
}

TEST_F(RecurrentExplanation, everySeriesModelSaysWhatIsThereAndNothingElse)
{
    struct Case {
        const char* model;
        const char* change;
        const char* joined;
        const char* keys;
    };
    for (const Case& c : {Case{"recurrent", "change_state", "none", "none"},
                          Case{"recurrent_attention", "change", "joined", "key_state"},
                          Case{"attention", "change_embedding", "joined_embedding", "key"}})
        for (const char* cell : {"rnn", "gru", "lstm"})
            for (const char* score : {"general", "cosine", "additive", "concat"}) {
                SCOPED_TRACE(std::string(c.model) + " " + cell + " " + score);
                const auto trace = traceOf("time-series", {},
                                           with({{"model", std::string(c.model)},
                                                 {"cell", std::string(cell)},
                                                 {"score", std::string(score)}}));
                expectAllAgain(*trace);
                EXPECT_EQ(formulaAt(*trace, "change"), c.change);
                EXPECT_EQ(formulaAt(*trace, "joined"), c.joined);
                EXPECT_EQ(formulaAt(*trace, "attention/K"), c.keys);
                EXPECT_EQ(formulaAt(*trace, "states"),
                          std::string_view(c.model) == "attention" ? "none"
                                                                   : std::string("state_") + cell);
            }
}

TEST_F(RecurrentExplanation, aSeriesGoesInStandardisedAndThenAsItsForecasts)
{
    const auto trace = traceOf("time-series");
    const Index typed = trace->find("series")->value.rows();
    ASSERT_GT(trace->find("input")->value.rows(), typed);
    const Explanation history = told(*trace, "input", typed - 1, 1);
    const double number = static_cast<double>(trace->find("series")->value.at(typed - 1, 1));
    EXPECT_NEAR(history.recorded,
                (number - stageOf(history, "mean")) / stageOf(history, "deviation"), 1e-5);
    const Explanation ahead = told(*trace, "input", typed, 1);
    EXPECT_EQ(ahead.recorded, static_cast<double>(trace->find("forecast")->value.at(typed - 1, 1)));
    EXPECT_EQ(ahead.operands.front().place.tensor, trace->indexOf("forecast"));
    EXPECT_EQ(ahead.operands.front().place.row, typed - 1);
}

} // namespace
} // namespace regard
