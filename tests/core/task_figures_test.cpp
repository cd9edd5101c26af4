// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of tasks whose weights are made by hand, so that what the model says is known.
#include "core/scenarios/autoencoder/corpus.h"
#include "core/scenarios/autoencoder/mixture_text.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/entity_network/corpus.h"
#include "core/scenarios/reviews/corpus.h"
#include "core/scenarios/time_series/corpus.h"
#include "core/scenarios/time_series/task.h"
#include "tests/core/exploring.h"
#include "tests/core/figures.h"
#include "tests/core/temporary_folder.h"

#include <cmath>

namespace regard {
namespace {

/// A task with weights that are all zero but for what a test writes.
struct HandMade {
    HandMade(const std::string& id, const Settings& given, const std::filesystem::path& data = {})
    {
        const ScenarioSpec& spec = scenarioOf(id);
        weights.settings = resolveSettings(spec.settings, given);
        task = spec.task({weights.settings, data, !data.empty(), {}});
        weights.parameters = Parameters(task->layout());
    }
    View operator[](const char* name) { return weights.parameters[task->layout()->find(name)]; }
    std::map<std::string, double> figures() const
    {
        return byName(task->evaluate(weights, Split::HeldOut, 0, {}));
    }

    Weights weights;
    std::unique_ptr<Task> task;
};

TEST(TaskFigures, anEntityNetworkThatSaysNobodyIsRightWhereNobodyHasTheThing)
{
    HandMade made("entity-network",
                  with({{"examples", std::int64_t{10}}, {"held_out", std::int64_t{200}}}));
    const View embedding = made["embedding.weight"];
    const View output = made["output.R.weight"];
    std::fill_n(embedding.data, embedding.shape.size(), Real(1));
    std::fill_n(made["mask.weight"].data, made["mask.weight"].shape.size(), Real(1));
    const Index nobody = made.task->vocabularies().at("text").idOf("nobody");
    std::fill_n(output.data + nobody * output.shape.columns(), output.shape.columns(), Real(1));
    made["output.activation.weight"].data[0] = 1;
    made["memory.activation.weight"].data[0] = 1;

    std::map<std::string, double> expected;
    double questions = 0;
    double right = 0;
    for (const Story& story : makeStoryCorpus(2017, 10, 200).heldOut)
        for (const StoryQuestion& question : story.questions) {
            questions += 1;
            right += question.answer == "nobody";
        }
    for (const StoryKind& kind : storyKinds())
        expected[kind.name] = std::string(kind.name) == "who_has_put_down" ? 1 : 0;
    expected["answers"] = right / questions;
    expected["questions"] = questions;
    expected["stories"] = 200;
    EXPECT_EQ(made.figures(), expected);
}

TEST(TaskFigures, aClassifierThatPraisesAllIsRightOnPositiveReviews)
{
    HandMade made("reviews",
                  with({{"examples", std::int64_t{50}},
                        {"held_out", std::int64_t{90}},
                        {"width", std::int64_t{4}},
                        {"words", std::int64_t{500}}}));
    made["output.bias"].data[1] = 1;
    double positive = 0;
    for (const Review& review : makeReviewCorpus(1994, 50, 90).heldOut)
        positive += review.positive;
    EXPECT_EQ(made.figures(),
              (std::map<std::string, double>{{"accuracy", positive / 90},
                                             {"accuracy_negative", 0},
                                             {"accuracy_positive", 1},
                                             {"parameters", 500 * 4 + 3 * 16 + 2 * 4 + 2},
                                             {"reviews", 90}}));
}

TEST(TaskFigures, anAutoencoderThatAlwaysSaysOneNumberMissesTheRest)
{
    const TemporaryFolder folder;
    const auto file = folder / "mine.txt";
    writeContent(file, "benzene 1\nwater 0.5\n1000 2 30\n");
    HandMade made("autoencoder", with("placement", std::string("none")), file);
    constexpr double bias = 0.125;
    const View output = made["decoder2.bias"];
    std::fill_n(output.data, output.shape.size(), Real(bias));

    std::vector<std::vector<Real>> spectra(3, std::vector<Real>(spectrumChannels));
    for (std::size_t i = 0; i < 3; ++i)
        for (const MixturePart& part :
             readMixture(std::vector<std::string>{"benzene 1", "water 0.5", "1000 2 30"}[i]))
            if (part.isPeak)
                addPeak(part.peak, spectra[i]);
            else
                addMixture({{part.share}, {}}, spectra[i]);
    double error = 0;
    double aroundMean = 0;
    for (std::size_t c = 0; c < spectrumChannels; ++c) {
        double mean = 0;
        for (const auto& spectrum : spectra)
            mean += static_cast<double>(spectrum[c]) / 3;
        for (const auto& spectrum : spectra) {
            error += std::pow(static_cast<double>(spectrum[c]) - bias, 2);
            aroundMean += std::pow(static_cast<double>(spectrum[c]) - mean, 2);
        }
    }
    const auto figures = made.figures();
    const double numbers = 3.0 * spectrumChannels;
    EXPECT_NEAR(figures.at("mse"), error / numbers, 1e-6);
    EXPECT_NEAR(figures.at("mse_noisy"), error / numbers, 1e-6); // the output knows no input
    EXPECT_NEAR(figures.at("mse_mean"), aroundMean / numbers, 1e-6);
    EXPECT_NEAR(figures.at("explained"), 1 - error / aroundMean, 1e-4);
    EXPECT_EQ(figures.at("spectra"), 3);
}

TEST(TaskFigures, pointsThatOthersDoNotReachAreToldAsZero)
{
    const TemporaryFolder folder;
    const auto file = folder / "mine.txt";
    writeContent(file, "0 -> 1\n0.0625 -> 3\n10 -> 5\n");
    HandMade made("kernel-regression",
                  with({{"standardise", false}, {"kernel", std::string("boxcar")}}), file);
    made.weights.parameters.block()[0] = Real(0.25);
    const auto figures = made.figures();
    // The first two answer each other, the third nobody.
    const double error = std::sqrt((4 + 4 + 25) / 3.0);
    for (const char* width : {"0.1", "0.2", "0.5", "1"}) {
        EXPECT_NEAR(figures.at(std::string("error_boxcar_") + width), error, 1e-6);
        EXPECT_EQ(figures.at(std::string("uncovered_boxcar_") + width), 1);
    }
    EXPECT_NEAR(figures.at("error_learnt"), error, 1e-6);
    EXPECT_EQ(figures.at("learnt_width"), 0.25);
    // Means of the other two: 4, 3 and 2.
    EXPECT_NEAR(figures.at("error_constant"), std::sqrt((9 + 0 + 9) / 3.0), 1e-6);
    EXPECT_EQ(figures.at("queries"), 3);
}

TEST(TaskFigures, aForecastThatAddsANumberToTheLastValueIsWrongByTheRest)
{
    // a grows by 2 and b by 6 a line; in deviations of 2 by 1 and 3.
    const TemporaryFolder folder;
    const auto file = folder / "mine.csv";
    std::string text = "a,b\n";
    for (int i = 0; i < 41; ++i)
        text += std::to_string(2 * i) + "," + std::to_string(6 * i) + "\n";
    writeContent(file, text);
    HandMade made("time-series", with({{"steps", std::int64_t{10}}}), file);
    for (const Index channel : {0, 1}) {
        made["normalise.deviation"].data[channel] = 2;
        made["output.bias"].data[channel] = Real(0.5);
    }
    const auto figures = made.figures();
    EXPECT_NEAR(figures.at("rmse_naive"), std::sqrt((1 + 9) / 2.0), 1e-5);
    EXPECT_NEAR(figures.at("mae_naive"), (1 + 3) / 2.0, 1e-5);
    EXPECT_NEAR(figures.at("rmse"), std::sqrt((0.25 + 6.25) / 2), 1e-5);
    EXPECT_NEAR(figures.at("mae"), (0.5 + 2.5) / 2, 1e-5);
    EXPECT_NEAR(figures.at("rmse_1"), 0.5, 1e-5);
    EXPECT_NEAR(figures.at("rmse_2"), 2.5, 1e-5);
    EXPECT_EQ(figures.at("windows"), 4);
    EXPECT_EQ(figures.at("steps"), 10);
    EXPECT_EQ(figures.count("weight_on_source"), 0u);
}

TEST(TaskFigures, equalWeightsLieOnTheSourceByItsShareOfTheStepsBefore)
{
    constexpr std::size_t steps = 30;
    HandMade made("time-series",
                  with({{"steps", std::int64_t{steps}},
                        {"examples", std::int64_t{2}},
                        {"held_out", std::int64_t{5}}}));
    const View deviation = made["normalise.deviation"];
    std::fill_n(deviation.data, deviation.shape.size(), Real(1));
    // Scores of zero: at step t each of the t states before has 1 / t. The hour after t repeats
    // the western one of `lag` hours before, which two states hold if both are before t.
    constexpr std::size_t first = 2 * steps + 1; // of the hours that are held out
    const std::vector<int> lag = makeWeatherSeries(1997, first + 5 * steps + 1).lag;
    double sum = 0;
    double count = 0;
    for (std::size_t window = 0; window < 5; ++window)
        for (int t = 0; t < static_cast<int>(steps); ++t) {
            const std::size_t now = first + window * steps + static_cast<std::size_t>(t);
            const int source = t + 1 - lag[now + 1];
            if (lag[now] != lag[now + 1] || source < 0)
                continue;
            sum += 2.0 / t;
            count += 1;
        }
    ASSERT_GT(count, 20);
    EXPECT_NEAR(made.figures().at("weight_on_source"), sum / count, 1e-5);
}

} // namespace
} // namespace regard
