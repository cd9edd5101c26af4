// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/scenario.h"
#include "core/scenarios/autoencoder/task.h"
#include "core/scenarios/catalogue.h"
#include "tests/core/explained.h"
#include "tests/core/exploring.h"
#include "tests/core/temporary_folder.h"

#include <gtest/gtest.h>

#include <cmath>

namespace regard {
namespace {

class Autoencoder : public Exploring {
protected:
    static Settings placedAt(const std::string& placement) { return with("placement", placement); }
    static std::shared_ptr<const Trace> traceOf(const std::string& text,
                                                const Settings& settings = {})
    {
        return Exploring::traceOf("autoencoder", text, settings);
    }
};

TEST_F(Autoencoder, hasThePublishedNumbersOfParameters)
{
    ParameterLayout layout;
    const AutoencoderModel model(layout, {});
    const auto sizeOf = [&](const std::string& name) {
        Index size = 0;
        for (const ParameterLayout::Entry& entry : layout.entries())
            if (entry.name.starts_with(name))
                size += entry.shape.size();
        return size;
    };
    EXPECT_EQ(sizeOf("encoder1."), 689664);
    EXPECT_EQ(sizeOf("encoder2."), 32896);
    EXPECT_EQ(sizeOf("decoder1."), 256); // a tied layer owns its bias alone
    EXPECT_EQ(sizeOf("decoder2."), 2693);
    EXPECT_EQ(layout.count(), 689664 + 32896 + 256 + 2693);
}

TEST_F(Autoencoder, anAttentionBlockHasTwoDenseLayersOfTheLayersWidth)
{
    const auto count = [](const char* placement) {
        ParameterLayout layout;
        AutoencoderOptions options;
        options.attention = attentionPlacementOf(placement);
        AutoencoderModel(layout, options);
        return layout.count();
    };
    EXPECT_EQ(count("first") - count("none"), 2 * (256 * 256 + 256));
    EXPECT_EQ(count("second") - count("none"), 2 * (128 * 128 + 128));
    EXPECT_EQ(count("both") + count("none"), count("first") + count("second"));
    EXPECT_THROW(attentionPlacementOf("third"), std::invalid_argument);
}

TEST_F(Autoencoder, layersAreNormalisedAndWeightsSumToOne)
{
    const auto trace = traceOf("benzene 0.5, water 0.5", placedAt("both"));
    for (const char* layer : {"encoder1/normalised", "encoder2/normalised"}) {
        const TraceValue& h = trace->find(layer)->value;
        double sum = 0;
        double squares = 0;
        for (Real value : h) {
            sum += static_cast<double>(value);
            squares += static_cast<double>(value * value);
        }
        EXPECT_NEAR(sum / static_cast<double>(h.columns()), 0, 1e-5) << layer;
        EXPECT_NEAR(squares / static_cast<double>(h.columns()), 1, 1e-2) << layer;
    }
    for (const char* path : {"encoder1/attention/weights", "encoder2/attention/weights"}) {
        double sum = 0;
        for (Real value : trace->find(path)->value)
            sum += static_cast<double>(value);
        EXPECT_NEAR(sum, 1, 1e-5);
    }
    EXPECT_EQ(trace->find("code")->value.columns(), 128);
    EXPECT_EQ(trace->find("reconstruction")->value.columns(), 2693);
    EXPECT_EQ(*trace->find("reconstruction")->columnLabel(590), "990");
}

TEST_F(Autoencoder, everyNumberComesOutAgainFromItsFormula)
{
    const auto trace = traceOf("benzene 0.5, 1450 0.8 30, water 0.5", placedAt("both"));
    expectExplained(*trace, "peaks", "peaks");
    expectExplained(*trace, "spectrum", "spectrum");
    for (const std::string layer : {"encoder1", "encoder2"}) {
        expectExplained(*trace, layer + "/dense", "dense");
        expectExplained(*trace, layer + "/rectified", "rectified");
        expectExplained(*trace, layer + "/normalised", "mean_variance");
        expectExplained(*trace, layer + "/attention/scores", "score_features");
        expectExplained(*trace, layer + "/attention/weights", "weights_features");
        expectExplained(*trace, layer + "/attention/weighed", "weighed");
        expectExplained(*trace, layer + "/attention/mixed", "mixed");
    }
    expectExplained(*trace, "code", "code");
    expectExplained(*trace, "decoder1/dense", "dense_tied");
    expectExplained(*trace, "decoder1/rectified", "rectified");
    expectExplained(*trace, "reconstruction", "dense_tied");
}

TEST_F(Autoencoder, aLayerIsWeighedNumberByNumber)
{
    const auto trace = traceOf("benzene", placedAt("first"));
    const double weight =
        static_cast<double>(trace->find("encoder1/attention/weights")->value.at(0, 9));
    const double h = static_cast<double>(trace->find("encoder1/normalised")->value.at(0, 9));
    const Explanation told = explained(*trace, "encoder1/attention/weighed", 0, 9);
    ASSERT_TRUE(told.recomputed);
    EXPECT_DOUBLE_EQ(*told.recomputed, weight * h);
    EXPECT_TRUE(told.terms.empty()); // nothing is summed
    EXPECT_EQ(explained(*trace, "encoder1/normalised", 0, 9).stages.size(), 2u);
}

TEST_F(Autoencoder, peaksAreThoseOfSubstancesTimesTheirAmountsAndThoseTyped)
{
    const auto trace = traceOf("water 2, 1450 0.8 30");
    const TraceTensor& peaks = *trace->find("peaks");
    ASSERT_EQ(peaks.value.rows(), 2);
    EXPECT_EQ(*peaks.rowLabel(0), "water 2");
    EXPECT_EQ(*peaks.columnLabel(1), "height");
    EXPECT_EQ(peaks.value.at(0, 1), 1); // 0.5 for an amount of 1
    EXPECT_EQ(peaks.value.at(1, 0), 1450);
    EXPECT_EQ(peaks.value.at(1, 2), 30);
    // In the middle of one peak the other has a share, and there is light behind both.
    const Explanation told = explained(*trace, "spectrum", 0, 1450 - 400);
    ASSERT_EQ(told.terms.size(), 2u);
    EXPECT_NEAR(told.terms[1].product, 0.8, 1e-6);
    EXPECT_NEAR(told.terms[0].right, 1 / (1 + 25.0), 1e-6);
    EXPECT_NEAR(told.recorded, 0.8 + 1 / 26.0 + 0.05, 1e-6);
}

TEST_F(Autoencoder, aPeakThatAPersonSetMovesTheSpectrum)
{
    const auto before = traceOf("water");
    const auto after = Exploring::traceOf("autoencoder", "water", {}, {{"peaks", 0, 1, 3}});
    EXPECT_NEAR(before->find("spectrum")->value.at(0, 1200), 0.55, 1e-5);
    EXPECT_NEAR(after->find("spectrum")->value.at(0, 1200), 3.05, 1e-5);
    expectExplained(*after, "spectrum", "spectrum");
}

TEST_F(Autoencoder, noiseIsToldByWhatItSetToZero)
{
    const auto trace = Exploring::traceOf("autoencoder", "benzene", with("noise", true));
    expectExplained(*trace, "noisy", "noisy");
    expectExplained(*trace, "encoder1/dense", "dense");
    const TraceValue& noisy = trace->find("noisy")->value;
    const TraceValue& clean = trace->find("spectrum")->value;
    for (const bool gone : {false, true}) {
        Index channel = 0;
        while ((noisy.at(0, channel) == 0) != gone)
            ++channel;
        const Explanation told = explained(*trace, "noisy", 0, channel);
        EXPECT_EQ(stageOf(told, "share that is set to zero"),
                  static_cast<double>(static_cast<Real>(0.2)));
        EXPECT_EQ(told.worked.text, gone ? "{} · 0 ∕ (1 − {})" : "{} · 1 ∕ (1 − {})");
        EXPECT_NEAR(*told.recomputed, gone ? 0 : static_cast<double>(clean.at(0, channel)) / 0.8,
                    1e-6);
    }
}

TEST_F(Autoencoder, placementDecidesWhereAttentionIsComputed)
{
    const auto has = [](const char* placement, const char* path) {
        return traceOf("benzene", placedAt(placement))->find(path) != nullptr;
    };
    EXPECT_FALSE(has("none", "encoder1/attention/weights"));
    EXPECT_FALSE(has("none", "encoder2/attention/weights"));
    EXPECT_TRUE(has("first", "encoder1/attention/weights"));
    EXPECT_FALSE(has("first", "encoder2/attention/weights"));
    EXPECT_FALSE(has("second", "encoder1/attention/weights"));
    EXPECT_TRUE(has("second", "encoder2/attention/weights"));
}

TEST_F(Autoencoder, noiseIsThereOnlyIfAskedForAndTheSameEachTime)
{
    EXPECT_EQ(traceOf("benzene")->find("noisy"), nullptr);
    Settings settings;
    settings.set("noise", true);
    const auto trace = traceOf("benzene", settings);
    const TraceValue& noisy = trace->find("noisy")->value;
    Index gone = 0;
    for (Real value : noisy)
        gone += value == 0;
    EXPECT_NEAR(static_cast<double>(gone), 0.2 * 2693, 100);
    const auto again = traceOf("benzene", settings);
    EXPECT_TRUE(std::equal(noisy.begin(), noisy.end(), again->find("noisy")->value.begin()));
}

TEST_F(Autoencoder, aMixtureIsOnOneSideHoweverItIsWritten)
{
    const TemporaryFolder folder;
    std::string text;
    for (int i = 1; i <= 60; ++i) {
        const std::string a = "0." + std::to_string(100 + i);
        for (const std::string& mixture :
             {"benzene " + a + ", water 1", "Benzene  " + a + "0 , water 1.0",
              "water 1, benzene " + a})
            text += mixture + "\n";
    }
    writeContent(folder / "mine.txt", text);
    const ScenarioSpec& scenario = scenarioOf("autoencoder");
    const auto task =
        scenario.task({resolveSettings(scenario.settings), folder / "mine.txt", false, {}});
    EXPECT_EQ(task->size(Split::Train) + task->size(Split::HeldOut), 180u);
    EXPECT_GT(task->size(Split::HeldOut), 0u);
    EXPECT_EQ(task->size(Split::HeldOut) % 3, 0u);
}

TEST_F(Autoencoder, rebuildsHeldOutMixturesForEveryPlacement)
{
    const ScenarioSpec& spec = scenarioOf("autoencoder");
    for (const char* placement : {"none", "first", "second", "both"}) {
        SCOPED_TRACE(placement);
        const auto weights = weightsFor(spec, resolveSettings(spec.settings, placedAt(placement)));
        EXPECT_TRUE(weights->trained);
        const auto task = spec.task({weights->settings, {}, true, weights->vocabularies});
        std::map<std::string, double> figures;
        for (const Figure& figure : task->evaluate(*weights, Split::HeldOut, 100, {}))
            figures[figure.name] = figure.value;
        EXPECT_GT(figures["explained"], 0.8);
        EXPECT_LT(figures["mse"], figures["mse_mean"]);
    }
}

TEST_F(Autoencoder, thePeaksOfAMixtureComeBackInTheirPlaces)
{
    const auto trace = traceOf("benzene 0.8, methanol 0.2");
    const TraceValue& y = trace->find("reconstruction")->value;
    Index highest = 0;
    for (Index i = 1; i < y.columns(); ++i)
        if (y.at(0, i) > y.at(0, highest))
            highest = i;
    EXPECT_NEAR(static_cast<double>(highest) + 400, 990, 3); // the ring breathing of benzene
}

TEST_F(Autoencoder, tooManyPartsAreLimitedWithANote)
{
    std::string text;
    for (int i = 0; i < 100; ++i)
        text += "water 0.01, ";
    const auto trace = traceOf(text);
    EXPECT_EQ(trace->input.size(), 32u);
    ASSERT_EQ(trace->notes.size(), 1u);
    EXPECT_NE(trace->notes[0].find("first 32 of 100"), std::string::npos);
}

TEST_F(Autoencoder, aPersonsMixturesAreReadLineByLine)
{
    const TemporaryFolder folder;
    const auto path = folder / "mine.txt";
    const ScenarioSpec& spec = scenarioOf("autoencoder");
    const auto taskOf = [&](const std::string& content) {
        writeContent(path, content);
        return autoencoderTask({resolveSettings(spec.settings), path, true, {}});
    };
    EXPECT_EQ(taskOf("# mine\nbenzene 1\n\n1000 1 30; water 0.2\r\n")->size(Split::HeldOut), 2u);
    for (const char* wrong : {"benzene 1\ngold 2\n", "", "# nothing\n"})
        EXPECT_THROW(taskOf(wrong), std::runtime_error) << wrong;
}

} // namespace
} // namespace regard
