// SPDX-License-Identifier: GPL-3.0-or-later
// A recurrent step taken apart: its gates are those that the explanation tells, and its equations
// give what was recorded.
#include "core/scenarios/catalogue.h"
#include "core/trace/explain.h"
#include "core/trace/moment_place.h"
#include "core/trace/recurrent_step.h"
#include "tests/core/exploring.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace regard {
namespace {

class RecurrentStep : public Exploring {
protected:
    /// Every scenario, with every cell that it can have, in one direction and in two.
    template <class Visit> static void forEachRecurrentTrace(const Visit& visit)
    {
        for (const ScenarioSpec& scenario : catalogue()) {
            const SettingSpec* cells = findSetting(scenario, "cell");
            if (!cells) {
                SCOPED_TRACE(scenario.id);
                visit(scenario.id, "", false, *traceOf(scenario.id));
                continue;
            }
            for (const std::string& cell : cells->choices)
                for (const bool both : {false, true}) {
                    Settings settings = with("cell", cell);
                    if (findSetting(scenario, "bidirectional"))
                        settings.set("bidirectional", both);
                    else if (both)
                        continue;
                    SCOPED_TRACE(scenario.id + " " + cell + (both ? " both" : ""));
                    visit(scenario.id, cell, both, *traceOf(scenario.id, {}, settings));
                }
        }
    }
    static std::optional<double> stageOf(const Explanation& told, const std::string& caption)
    {
        for (const Stage& stage : told.stages)
            if (stage.caption == caption)
                return stage.value;
        return {};
    }
};

TEST_F(RecurrentStep, gatesAreThoseOfTheExplanationAndEquationsGiveWhatIsRecorded)
{
    std::set<std::string_view> seen;
    std::set<std::string> scenarios;
    forEachRecurrentTrace([&](const std::string& id, const std::string&, bool, const Trace& trace) {
        for (const RecurrentLayer& layer : recurrentLayers(trace)) {
            scenarios.insert(id);
            seen.insert(layer.cell->name);
            const TraceTensor& states = trace.tensors[static_cast<std::size_t>(layer.states)];
            ASSERT_EQ(layer.cells >= 0, !layer.cell->ofCells.empty()) << states.path;
            const Index rows = states.value.rows();
            for (const Index row : std::set<Index>{0, rows / 2, rows - 1}) {
                const auto numbers = stepNumbers(trace, layer, row);
                ASSERT_TRUE(numbers) << states.path;
                ASSERT_EQ(numbers->state.size(), static_cast<std::size_t>(states.value.columns()));
                for (std::size_t unit = 0; unit < numbers->state.size(); unit += 7) {
                    const Explanation told =
                        explain(trace, {layer.states, row, static_cast<Index>(unit)});
                    for (std::size_t g = 0; g < layer.cell->gates.size(); ++g) {
                        const StepGate& gate = layer.cell->gates[g];
                        const std::string name = std::string(gate.name);
                        if (const auto told1 = stageOf(told, "W x + b of the " + name))
                            EXPECT_NEAR(numbers->fromInput[g][unit], *told1, 1e-9) << name;
                        const auto value = stageOf(told, name + " " + std::string(gate.symbol));
                        ASSERT_TRUE(value || layer.cell->gates.size() == 1) << name;
                        if (value)
                            EXPECT_NEAR(numbers->gates[g][unit], *value, 1e-9) << name;
                    }
                    if (const auto before = stageOf(told, "state before"))
                        EXPECT_EQ(numbers->stateBefore[unit], *before);
                    if (const auto before = stageOf(told, "cell before"))
                        EXPECT_EQ(numbers->cellsBefore[unit], *before);
                    for (const StepEquation& equation : layer.cell->equations)
                        EXPECT_NEAR(numbers->result(equation, unit),
                                    numbers->at(equation.result, unit), 2e-5)
                            << states.path << " row " << row << " unit " << unit;
                }
            }
        }
    });
    EXPECT_EQ(seen, (std::set<std::string_view>{"RNN", "GRU", "LSTM"}));
    for (const char* id : {"dialogue", "translation", "dates", "time-series", "pointer"})
        EXPECT_TRUE(scenarios.contains(id)) << id;
}

TEST_F(RecurrentStep, whatIsBeforeTheFirstStepIsToldOrZero)
{
    forEachRecurrentTrace([](const std::string&, const std::string&, bool, const Trace& trace) {
        for (const RecurrentLayer& layer : recurrentLayers(trace)) {
            const TraceTensor& states = trace.tensors[static_cast<std::size_t>(layer.states)];
            const Index last = states.value.rows() - 1;
            const auto first = stepNumbers(trace, layer, layer.backwards ? last : 0);
            if (first->before.tensor >= 0)
                EXPECT_EQ(
                    static_cast<double>(
                        trace.tensors[static_cast<std::size_t>(first->before.tensor)].value.at(0,
                                                                                               1)),
                    first->stateBefore[1]);
            else
                EXPECT_EQ(std::count(first->stateBefore.begin(), first->stateBefore.end(), 0.0),
                          static_cast<std::ptrdiff_t>(first->stateBefore.size()));
            EXPECT_FALSE(stepNumbers(trace, layer, -1));
            EXPECT_FALSE(stepNumbers(trace, layer, last + 1));
        }
    });
}

TEST_F(RecurrentStep, eachStepDoesEachOfItsPartsOnce)
{
    forEachRecurrentTrace([](const std::string&, const std::string&, bool, const Trace& trace) {
        const std::vector<RecurrentLayer> layers = recurrentLayers(trace);
        for (const RecurrentLayer& layer : layers) {
            std::vector<int> gates(layer.cell->gates.size());
            int others = 0;
            for (const auto& parts : {layer.cell->ofCells, layer.cell->ofStates})
                for (const StepPart& part : parts)
                    if (part.kind == StepPart::Kind::Gate)
                        ++gates[static_cast<std::size_t>(part.gate)];
                    else
                        ++others;
            if (gates.size() > 1) // a plain cell's is the state itself
                EXPECT_EQ(gates, std::vector<int>(gates.size(), 1));
            EXPECT_EQ(others, layer.cells >= 0 ? 3 : 2);
            EXPECT_EQ(layer.cell->ofStates.back().kind, StepPart::Kind::State);
        }
        std::map<std::pair<int, Index>, int> taken; // rows, by the moments that take them apart
        for (int moment = 0; moment < static_cast<int>(trace.moments.size()); ++moment) {
            const auto parts = partsOf(trace, moment);
            EXPECT_EQ(partCount(trace, moment), std::max<int>(1, static_cast<int>(parts.size())));
            if (parts.empty())
                continue;
            const Piece& piece = trace.moments[static_cast<std::size_t>(moment)].pieces.front();
            ++taken[{piece.tensor, piece.firstRow}];
        }
        // Each row of each layer is computed at a moment of its own, and nothing else is.
        std::map<std::pair<int, Index>, int> rows;
        for (const RecurrentLayer& layer : layers)
            for (const int tensor : {layer.states, layer.cells})
                if (tensor >= 0)
                    for (Index row = 0;
                         row < trace.tensors[static_cast<std::size_t>(tensor)].value.rows(); ++row)
                        rows[{tensor, row}] = 1;
        EXPECT_EQ(taken, rows);
        EXPECT_EQ(partCount(trace, -1), 1);
        EXPECT_EQ(partCount(trace, static_cast<int>(trace.moments.size())), 1);
    });
}

TEST_F(RecurrentStep, aScenarioWithoutRecurrenceHasNone)
{
    for (const char* id :
         {"worked-example", "self-attention", "transformer", "kernel-regression", "autoencoder"})
        EXPECT_TRUE(recurrentLayers(*traceOf(id)).empty()) << id;
}

TEST_F(RecurrentStep, aMomentMeansTheSameWordUnderAnotherCell)
{
    const auto traceWith = [](const char* cell) {
        return traceOf("dialogue", "are you free tomorrow?", with("cell", std::string(cell)));
    };
    std::map<std::string, std::shared_ptr<const Trace>> traces;
    for (const char* cell : {"rnn", "gru", "lstm"})
        traces[cell] = traceWith(cell);
    for (const auto& [from, other] : traces)
        for (const auto& [to, trace] : traces)
            for (int moment = 0; moment < static_cast<int>(other->moments.size()) - 1; ++moment) {
                if (partsOf(*other, moment).empty())
                    continue;
                const Moment& shown = other->moments[static_cast<std::size_t>(moment)];
                if (shown.step >= trace->steps())
                    continue;
                const int same = sameMoment(*trace, *other, moment);
                const Moment& found = trace->moments[static_cast<std::size_t>(same)];
                EXPECT_EQ(found.scope, shown.scope) << from << " " << to << " " << moment;
                EXPECT_EQ(found.step, shown.step) << from << " " << to << " " << moment;
                EXPECT_EQ(found.pieces.front().firstRow, shown.pieces.front().firstRow)
                    << from << " " << to << " " << moment;
                EXPECT_FALSE(partsOf(*trace, same).empty());
                // All of it is all of it, and some of it is some of it.
                const int last = partCount(*other, moment) - 1;
                EXPECT_EQ(samePart(*trace, same, *other, moment, last),
                          partCount(*trace, same) - 1);
                if (last > 0)
                    EXPECT_LT(samePart(*trace, same, *other, moment, last - 1),
                              partCount(*trace, same) - 1);
            }
}

TEST_F(RecurrentStep, aMomentIsFoundAgainByItsWord)
{
    const auto trace = traceOf("dialogue", "are you free tomorrow?");
    const auto longer = traceOf("dialogue", "hello , are you free tomorrow?");
    const auto other = traceOf("dialogue", "are you busy?");
    const TraceTensor& states = *trace->find("encoder/states");
    for (int moment = 0; moment < static_cast<int>(trace->moments.size()); ++moment) {
        const MomentPlace place = momentPlaceOf(*trace, moment, 2);
        EXPECT_EQ(momentAt(*trace, place), moment);
        EXPECT_EQ(place.part, 2);
    }
    const MomentPlace free = momentPlaceOf(*trace, states.rowMoments[2]);
    EXPECT_EQ(free.rowLabel, "free");
    const int there = momentAt(*longer, free);
    ASSERT_GE(there, 0);
    const Piece piece = longer->moments[static_cast<std::size_t>(there)].pieces.front();
    EXPECT_EQ(*longer->tensors[static_cast<std::size_t>(piece.tensor)].rowLabel(piece.firstRow),
              "free");
    EXPECT_EQ(momentAt(*other, free), -1); // the word is gone
    EXPECT_EQ(momentAt(*traceOf("worked-example"), free), -1);
    EXPECT_EQ(momentAt(*trace, MomentPlace{}), -1);
    EXPECT_EQ(momentPlaceOf(*trace, -1), MomentPlace{});
}

} // namespace
} // namespace regard
