// SPDX-License-Identifier: GPL-3.0-or-later
// A number that a person sets changes what follows from it as if it had been computed, and
// nothing that goes before: for every score, normaliser and mask.
#include "core/attention/attend.h"

#include "core/tape/operations.h"
#include "tests/core/attention_cases.h"
#include "tests/core/given_formula.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace regard {
namespace {

constexpr Index tokens = 5, features = 4;

Tensor drawn(std::uint64_t seed)
{
    return drawnNormally({1, 1, tokens, features}, seed);
}

struct Given {
    Tensor queries = drawn(1), keys = drawn(2), values = drawn(4);
};

struct Combination {
    const ScoreFunction& function;
    const Normaliser* normaliser; ///< null: as a model that leaves it to attend()
    Mask mask;
};

AttendOptions optionsOf(const Combination& c)
{
    AttendOptions options;
    options.mask = c.mask;
    options.normaliser = c.normaliser;
    options.temperature = Real(1.5);
    return options;
}

Trace traced(const Combination& c, const Given& given, std::vector<Edit> edits = {})
{
    auto layout = std::make_shared<ParameterLayout>();
    const Score score(*layout, "score.", c.function, {features, features, features, tokens});
    const Parameters parameters(layout, 3);
    Tape tape;
    tape.bind(parameters);
    Recorder recorder(tape, std::move(edits), {});
    const Probe probe(recorder);
    const Var queries =
        probe.name(tape.constant(given.queries.view()), "Q", Role::Query, How(givenFormula));
    const Memory memory =
        remember(tape, probe, score, tape.constant(given.keys.view()), How(givenFormula),
                 tape.constant(given.values.view()), How(givenFormula));
    attend(tape, probe, score, queries, memory, optionsOf(c));
    return recorder.take();
}

Tensor numbersOf(const Trace& trace, const std::string& name)
{
    const TraceTensor* tensor = trace.find("head0/" + name);
    return tensor ? tensor->value.copy() : Tensor();
}

/// What follows from the tensor `name` with these numbers: the other four steps as attend.h has
/// them, for each in its turn.
Tensor following(const std::string& name, const Tensor& numbers, const Combination& c,
                 const Tensor& values)
{
    Tape tape;
    const Var given = tape.constant(numbers.view());
    const Var square = reshape(tape, given, {1, 1, numbers.rows(), numbers.columns()});
    if (name == "scores") {
        const Real factor = c.function.scaling->factor(features) / optionsOf(c).temperature;
        return Tensor(tape.value(scale(tape, square, factor)));
    }
    if (name == "scaled")
        return Tensor(tape.value(applyMask(tape, square, c.mask)));
    if (name == "masked")
        return Tensor(
            tape.value(c.normaliser ? c.normaliser->apply(tape, square) : softmax(tape, square)));
    return Tensor(tape.value(product(tape, square, tape.constant(values.view()))));
}

void expectNear(const Tensor& a, const Tensor& b, const std::string& name)
{
    expectNear(a, b, 2e-5, name);
}

const std::vector<std::string> steps{"scores", "scaled", "masked", "weights", "context"};

/// Edits one number of a step and follows it to the end.
void expectEditOfAStepFollowed(const Combination& c, std::size_t edited)
{
    const Given given;
    const Trace before = traced(c, given);
    const std::string& name = steps[edited];
    constexpr Index row = 3, column = 1;
    const Edit edit{"head0/" + name, row, column, Real(0.75)};
    const Trace after = traced(c, given, {edit});
    for (std::size_t i = 0; i < edited; ++i)
        expectNear(numbersOf(after, steps[i]), numbersOf(before, steps[i]), steps[i]);
    Tensor now = numbersOf(before, name);
    ASSERT_FALSE(now.values().empty()) << "no tensor of that name";
    now.at(row, column) = edit.value;
    expectNear(numbersOf(after, name), now, name);
    EXPECT_TRUE(after.find(edit.path)->edited);
    for (std::size_t i = edited; i + 1 < steps.size(); ++i) {
        now = following(steps[i], now, c, given.values);
        expectNear(numbersOf(after, steps[i + 1]), now, steps[i + 1]);
    }
}

/// A number of Q, K or V that is set gives what that number would have given.
void expectEditOfAVectorFollowed(const Combination& c)
{
    const Given given;
    for (const char* name : {"Q", "K", "V"}) {
        SCOPED_TRACE(name);
        Given changed;
        Tensor& tensor = *name == 'Q' ? changed.queries
            : *name == 'K'            ? changed.keys
                                      : changed.values;
        constexpr Index row = 1, column = 2;
        tensor.at(row, column) = Real(-1.25);
        const std::string path = std::string("head0/") + name;
        const Trace after = traced(c, given, {{path, row, column, Real(-1.25)}});
        const Trace wanted = traced(c, changed);
        ASSERT_EQ(after.tensors.size(), wanted.tensors.size());
        for (std::size_t i = 0; i < wanted.tensors.size(); ++i)
            expectNear(after.tensors[i].value.copy(), wanted.tensors[i].value.copy(),
                       wanted.tensors[i].path);
    }
}

/// Edits what the score function names of its own: its projections.
void expectEditOfAProjectionFollowed(const Combination& c)
{
    const Given given;
    const Trace before = traced(c, given);
    for (const TraceTensor& tensor : before.tensors) {
        const std::string name(tensor.name());
        if (name == "Q" || name == "K" || name == "V"
            || std::find(steps.begin(), steps.end(), name) != steps.end())
            continue;
        SCOPED_TRACE(tensor.path);
        const Real value = tensor.value.at(0, 0) + 2;
        const Trace after = traced(c, given, {{tensor.path, 0, 0, value}});
        EXPECT_EQ(after.find(tensor.path)->value.at(0, 0), value);
        const Tensor scores = numbersOf(after, "scores");
        const Tensor old = numbersOf(before, "scores");
        EXPECT_FALSE(
            std::equal(scores.values().begin(), scores.values().end(), old.values().begin()));
        Tensor now = scores;
        for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
            now = following(steps[i], now, c, given.values);
            expectNear(numbersOf(after, steps[i + 1]), now, steps[i + 1]);
        }
    }
}

template <class Check> void forEveryCombination(const Check& check)
{
    static const std::vector<NamedMask> masks = everyMask<tokens>();
    std::vector<const Normaliser*> all{nullptr};
    for (const Normaliser& normaliser : normalisers())
        all.push_back(&normaliser);
    for (const ScoreFunction& function : scoreFunctions())
        for (const Normaliser* normaliser : all)
            for (const auto& [name, kind] : masks) {
                SCOPED_TRACE(std::string(function.name) + ", "
                             + std::string(normaliser ? normaliser->name : "none") + ", " + name);
                check(Combination{function, normaliser, kind});
                if (testing::Test::HasFatalFailure())
                    return;
            }
}

TEST(AttendEdits, changeExactlyWhatFollowsFromEachStep)
{
    forEveryCombination([](const Combination& c) {
        for (std::size_t edited = 0; edited < steps.size(); ++edited) {
            SCOPED_TRACE(steps[edited]);
            expectEditOfAStepFollowed(c, edited);
        }
    });
}

TEST(AttendEdits, ofQueriesKeysAndValuesGiveWhatThoseNumbersWouldHaveGiven)
{
    forEveryCombination(expectEditOfAVectorFollowed);
}

TEST(AttendEdits, ofProjectionsAreFollowedThroughTheScores)
{
    forEveryCombination(expectEditOfAProjectionFollowed);
}

TEST(AttendEdits, ofSeveralStepsAtOnceAllHold)
{
    forEveryCombination([](const Combination& c) {
        std::vector<Edit> edits;
        for (std::size_t i = 0; i < steps.size(); ++i)
            edits.push_back({"head0/" + steps[i], static_cast<Index>(i), 0,
                             static_cast<Real>(0.1 * static_cast<double>(i + 1))});
        const Trace after = traced(c, {}, edits);
        for (const Edit& edit : edits)
            EXPECT_EQ(after.find(edit.path)->value.at(edit.row, edit.column), edit.value);
        for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
            Tensor now = following(steps[i], numbersOf(after, steps[i]), c, Given().values);
            now.at(edits[i + 1].row, 0) = edits[i + 1].value;
            expectNear(numbersOf(after, steps[i + 1]), now, steps[i + 1]);
        }
    });
}

} // namespace
} // namespace regard
