// SPDX-License-Identifier: GPL-3.0-or-later
// The models of time-series and autoencoder against PyTorch.
#include "core/scenarios/autoencoder/model.h"
#include "core/scenarios/time_series/model.h"
#include "core/tape/operations.h"
#include "tests/core/golden.h"

#include <functional>

namespace regard {
namespace {

/// Output "y" and all gradients for the loss of golden_file.py.
void compare(const Golden& golden, const std::shared_ptr<const ParameterLayout>& layout,
             bool differentiateInput, const std::function<Var(Tape&, Var)>& compute)
{
    const Parameters parameters = golden.parameters(layout);
    Buffer gradients(static_cast<std::size_t>(layout->blockSize()));
    Tape tape;
    tape.bind(parameters, gradients.data());
    const Var x = tape.input(golden.tensor("input/x").view());
    const Var y = compute(tape, x);
    golden.expectNear("output/y", tape.value(y), 1e-5);
    tape.backward(weighed(tape, y));
    if (differentiateInput)
        golden.expectNear("grad/x", tape.gradient(x), 1e-4);
    golden.expectParameterGradients(*layout, gradients);
}

TEST(Golden, meanVarianceNormalisation)
{
    compare(Golden("normalise_rows"), std::make_shared<ParameterLayout>(), true,
            [](Tape& t, Var x) { return normaliseRows(t, x); });
}

TEST(Golden, squaredError)
{
    const Golden golden("squared_error");
    Tape tape;
    const Var x = tape.input(golden.tensor("input/x").view());
    const Var target = tape.constant(golden.tensor("input/target").view());
    const Var loss = squaredError(tape, x, target);
    golden.expectNear("output/loss", tape.value(loss), 1e-5);
    tape.backward(loss);
    golden.expectNear("grad/x", tape.gradient(x), 1e-4);
}

struct SeriesCase {
    const char* file;
    SeriesKind kind;
    Cell cell;
    const char* score;
};

class GoldenSeries : public testing::TestWithParam<SeriesCase> { };

TEST_P(GoldenSeries, forecastsAndGradients)
{
    const SeriesCase& test = GetParam();
    const auto layout = std::make_shared<ParameterLayout>();
    const SeriesModel model(*layout, {test.kind, test.cell, test.score, 3, 4});
    compare(Golden(test.file), layout, false, [&](Tape& tape, Var x) {
        const Var values = model.normalised(tape, tape.value(x));
        SeriesModel::State state(tape, 5);
        SeriesModel::Steps forecasts(tape, 5);
        for (Index t = 0; t < 5; ++t)
            forecasts.add(model.step(tape, {}, state, timeStep(tape, values, t), {}).forecast);
        return stackTime(tape, forecasts);
    });
}

INSTANTIATE_TEST_SUITE_P(
    Models, GoldenSeries,
    testing::Values(
        SeriesCase{"series_recurrent", SeriesKind::Recurrent, Cell::Rnn, "dot"},
        SeriesCase{"series_gru_general", SeriesKind::RecurrentAttention, Cell::Gru, "general"},
        SeriesCase{"series_lstm_additive", SeriesKind::RecurrentAttention, Cell::Lstm, "additive"},
        SeriesCase{"series_attention", SeriesKind::Attention, Cell::Gru, "mean_product"}),
    [](const auto& test) { return std::string(test.param.file); });

TEST(Golden, autoencoderWithAndWithoutAttention)
{
    for (const bool attention : {false, true}) {
        const auto layout = std::make_shared<ParameterLayout>();
        const AutoencoderModel model(*layout, {7, 6, 4, {attention, attention}});
        compare(Golden(attention ? "autoencoder_both" : "autoencoder_none"), layout, true,
                [&](Tape& tape, Var x) { return model(tape, {}, x, {}); });
    }
}

} // namespace
} // namespace regard
