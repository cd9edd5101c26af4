// SPDX-License-Identifier: GPL-3.0-or-later
// Attention by kernels gives the numbers of attention step by step: for every score, normaliser
// and mask, whatever a person edits, learning or not.
#include "core/attention/attend.h"

#include "core/tape/operations.h"
#include "tests/core/attention_cases.h"
#include "tests/core/given_formula.h"

#include <gtest/gtest.h>

namespace regard {
namespace {

// More queries than are computed together, and no whole vectors of keys or features.
constexpr Index batch = 1, heads = 2, tokens = 11, features = 7;

Tensor drawn(std::uint64_t seed)
{
    return drawnNormally({batch, heads, tokens, features}, seed);
}

struct Combination {
    const ScoreFunction& function;
    const Normaliser& normaliser;
    const Mask& mask;
    std::vector<Edit> edits;
    bool learnt; ///< queries, keys and values want gradients
};

struct Result {
    Trace trace;
    bool stepByStep;
    std::vector<Tensor> gradients; ///< of queries, keys and values, where nothing is edited
};

/// keepMasked: asks for what lies between, which only the steps one by one have.
Result computed(const Combination& c, bool keepMasked)
{
    auto layout = std::make_shared<ParameterLayout>();
    const Score score(*layout, "score.", c.function, {features, features, features, tokens});
    const Parameters parameters(layout, 3);
    Tape tape;
    tape.bind(parameters);
    Recorder recorder(tape, c.edits, {});
    const Probe probe(recorder);
    std::vector<Var> given;
    for (const std::uint64_t seed : {1, 2, 4}) {
        const Tensor numbers = drawn(seed);
        given.push_back(c.learnt ? tape.input(numbers.view()) : tape.constant(numbers.view()));
    }
    const Var queries = probe.name(given[0], "Q", Role::Query, How(givenFormula));
    const Memory memory =
        remember(tape, probe, score, given[1], How(givenFormula), given[2], How(givenFormula));
    AttendOptions options;
    options.mask = c.mask;
    options.normaliser = &c.normaliser;
    options.temperature = Real(1.5);
    options.keepMasked = keepMasked;
    const Attended attended = attend(tape, probe, score, queries, memory, options);
    std::vector<Tensor> gradients;
    if (c.learnt && c.edits.empty()) {
        const Tensor factors = drawn(5);
        tape.backward(sum(tape, times(tape, attended.context, tape.constant(factors.view()))));
        for (const Var input : given)
            gradients.emplace_back(ConstView(tape.gradient(input)));
    }
    return {recorder.take(), static_cast<bool>(attended.masked), std::move(gradients)};
}

void expectSame(const Result& fast, const Result& steps)
{
    ASSERT_EQ(fast.trace.tensors.size(), steps.trace.tensors.size());
    for (std::size_t i = 0; i < fast.trace.tensors.size(); ++i) {
        const TraceTensor& tensor = fast.trace.tensors[i];
        ASSERT_EQ(tensor.path, steps.trace.tensors[i].path);
        EXPECT_EQ(tensor.edited, steps.trace.tensors[i].edited);
        EXPECT_EQ(tensor.source.formula, steps.trace.tensors[i].source.formula);
        expectNear(tensor.value.copy(), steps.trace.tensors[i].value.copy(), 1e-5, tensor.path);
    }
    ASSERT_EQ(fast.gradients.size(), steps.gradients.size());
    for (std::size_t i = 0; i < fast.gradients.size(); ++i)
        expectNear(fast.gradients[i], steps.gradients[i], 1e-5, "gradient " + std::to_string(i));
}

/// check(combination, the tensor that is edited or "") for all there are.
template <class Check> void forEveryCombination(const Check& check)
{
    for (const ScoreFunction& function : scoreFunctions())
        for (const Normaliser& normaliser : normalisers())
            for (const auto& [maskName, mask] : everyMask<tokens>())
                for (const char* edited :
                     {"", "Q", "K", "V", "scores", "scaled", "masked", "weights", "context"})
                    for (const bool learnt : {false, true}) {
                        SCOPED_TRACE(std::string(function.name) + ", "
                                     + std::string(normaliser.name) + ", " + maskName
                                     + ", edited: " + edited + (learnt ? ", learnt" : ""));
                        std::vector<Edit> edits;
                        if (*edited)
                            edits.push_back({std::string("head1/") + edited, 6, 2, Real(0.75)});
                        check(Combination{function, normaliser, mask, edits, learnt}, edited);
                        if (testing::Test::HasFatalFailure())
                            return;
                    }
}

TEST(AttendFast, givesTheNumbersGradientsAndFormulasOfTheStepsOneByOne)
{
    forEveryCombination([](const Combination& c, std::string_view) {
        const Result steps = computed(c, true);
        ASSERT_TRUE(steps.stepByStep);
        expectSame(computed(c, false), steps);
    });
}

TEST(AttendFast, isTakenWhereSoftmaxHidesNothingThatSomebodyEditsOrAsksFor)
{
    forEveryCombination([](const Combination& c, std::string_view edited) {
        const bool isPossible = c.normaliser.apply == softmax && c.mask.hiddenKeys.empty()
            && edited != "scaled" && edited != "masked";
        EXPECT_EQ(!computed(c, false).stepByStep, isPossible);
    });
}

} // namespace
} // namespace regard
