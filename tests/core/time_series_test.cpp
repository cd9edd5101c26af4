// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/time_series/channels.h"
#include "core/scenarios/time_series/task.h"
#include "core/training/train.h"
#include "tests/core/exploring.h"
#include "tests/core/temporary_folder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace regard {
namespace {

class TimeSeries : public Exploring {
protected:
    /// "": of the example.
    static std::shared_ptr<const Trace> traceOf(const std::string& text, const Settings& settings,
                                                const std::vector<Edit>& edits = {})
    {
        const auto typed = text.empty() ? std::nullopt : std::optional(text);
        return Exploring::traceOf("time-series", typed, settings, edits);
    }
    static std::string refusal(const std::string& text)
    {
        return refusalOf([&] { traceOf(text, {}); });
    }
    static std::unique_ptr<Task> taskOf(const Settings& settings,
                                        const std::filesystem::path& data = {})
    {
        return timeSeriesTask(
            {resolveSettings(scenarioOf("time-series").settings, settings), data, false, {}});
    }
    static std::map<std::string, double> figuresOf(const Settings& settings)
    {
        const ScenarioSpec& spec = scenarioOf("time-series");
        const Settings complete = resolveSettings(spec.settings, settings);
        const auto weights = weightsFor(spec, complete);
        EXPECT_TRUE(weights->trained);
        const auto task = spec.task({weights->settings, {}, true, weights->vocabularies});
        std::map<std::string, double> figures;
        for (const Figure& figure : task->evaluate(*weights, Split::HeldOut, 100, {}))
            figures[figure.name] = figure.value;
        return figures;
    }

    TemporaryFolder m_folder;
};

TEST_F(TimeSeries, weightsAreALowerTriangleAndTheFirstStepHasNoHistory)
{
    const auto trace = traceOf("", with({{"horizon", std::int64_t{4}}}));
    const TraceValue& weights = trace->find("attention/weights")->value;
    const TraceValue& masked = trace->find("attention/masked")->value;
    const TraceValue& context = trace->find("attention/context")->value;
    EXPECT_EQ(weights.shape(), (Shape{36, 36}));
    for (Index row = 0; row < 36; ++row) {
        double sum = 0;
        for (Index column = 0; column < 36; ++column) {
            sum += static_cast<double>(weights.at(row, column));
            if (column >= row) {
                EXPECT_EQ(weights.at(row, column), 0);
                EXPECT_EQ(masked.at(row, column), -std::numeric_limits<Real>::infinity());
            }
        }
        EXPECT_NEAR(sum, row == 0 ? 0 : 1, 1e-5);
    }
    for (Index i = 0; i < context.columns(); ++i)
        EXPECT_EQ(context.at(0, i), 0);
}

TEST_F(TimeSeries, theContextIsTheWeightedSumOfEarlierStatesAndGoesIntoTheNextUpdate)
{
    const auto trace = traceOf("", {});
    const TraceValue& weights = trace->find("attention/weights")->value;
    const TraceValue& states = trace->find("states")->value;
    const TraceValue& context = trace->find("attention/context")->value;
    const TraceValue& given = trace->find("cell_input")->value;
    for (const Index t : {3, 17, 30})
        for (Index i = 0; i < states.columns(); ++i) {
            double sum = 0;
            for (Index j = 0; j < t; ++j)
                sum += static_cast<double>(weights.at(t, j) * states.at(j, i));
            EXPECT_NEAR(context.at(t, i), sum, 1e-5);
            EXPECT_EQ(given.at(t + 1, 6 + i), context.at(t, i));
        }
}

TEST_F(TimeSeries, attentionAloneSeesTheStepItselfToo)
{
    const auto trace = traceOf("", with({{"model", std::string("attention")}}));
    const TraceValue& weights = trace->find("attention/weights")->value;
    EXPECT_EQ(weights.at(0, 0), 1);
    for (Index row = 0; row < weights.rows(); ++row)
        for (Index column = row + 1; column < weights.columns(); ++column)
            EXPECT_EQ(weights.at(row, column), 0);
}

TEST_F(TimeSeries, theMeanProductIsTheDotProductOverTheWidth)
{
    const auto trace = traceOf("", with({{"score", std::string("mean_product")}}));
    const TraceValue& q = trace->find("attention/Q")->value;
    const TraceValue& k = trace->find("attention/K")->value;
    double product = 0;
    for (Index i = 0; i < q.columns(); ++i)
        product += static_cast<double>(q.at(9, i) * k.at(4, i));
    EXPECT_NEAR(trace->find("attention/scores")->value.at(9, 4), product, 1e-5);
    EXPECT_NEAR(trace->find("attention/scaled")->value.at(9, 4), product / 32, 1e-6);
}

TEST_F(TimeSeries, stepsAheadGoOnFromTheForecasts)
{
    const auto trace = traceOf("", with({{"horizon", std::int64_t{3}}}));
    const TraceValue& input = trace->find("input")->value;
    const TraceValue& forecast = trace->find("forecast")->value;
    EXPECT_EQ(input.rows(), 35);
    EXPECT_EQ(trace->input.size(), 32u);
    for (Index c = 0; c < 6; ++c)
        for (const Index row : {32, 33, 34})
            EXPECT_EQ(input.at(row, c), forecast.at(row - 1, c));
    EXPECT_EQ(*trace->find("forecast")->rowLabel(31), "+1");
    EXPECT_EQ(*trace->find("forecast_in_units")->rowLabel(34), "+4");
    EXPECT_EQ(*trace->find("series")->columnLabel(3), "east temperature");
    // In units of the channel: near its mean, which is 1013 for the pressure.
    EXPECT_NEAR(trace->find("forecast_in_units")->value.at(20, 1), 1013, 40);
}

TEST_F(TimeSeries, anEditedStateChangesWhatFollowsAndNothingBefore)
{
    for (const char* cell : {"gru", "lstm"}) {
        const Settings settings = with({{"cell", std::string(cell)}});
        const auto before = traceOf("", settings);
        const auto after = traceOf("", settings, {{"states", 5, 0, Real(3)}});
        EXPECT_EQ(after->find("states")->value.at(5, 0), 3);
        EXPECT_EQ(after->find("attention/K")->value.at(5, 0), 3);
        EXPECT_EQ(after->find("forecast")->value.at(4, 0),
                  before->find("forecast")->value.at(4, 0));
        EXPECT_NE(after->find("forecast")->value.at(5, 0),
                  before->find("forecast")->value.at(5, 0));
    }
}

TEST_F(TimeSeries, takesColumnsByNameAndLeavesOthersOut)
{
    std::string text = "hour;east wind;west wind;west pressure;west temperature;east pressure;"
                       "east temperature\n";
    for (int i = 0; i < 5; ++i)
        text += std::to_string(i) + ";6,5;3;1002;11;1005;14\n";
    const auto trace = traceOf(text, {});
    const TraceValue& series = trace->find("series")->value;
    EXPECT_EQ(series.rows(), 5);
    EXPECT_EQ(series.at(0, 0), 11);
    EXPECT_EQ(series.at(0, 5), Real(6.5));
    EXPECT_NE(trace->notes.at(0).find("\"hour\" is the time"), std::string::npos);
    std::string more; // a column more than the model knows
    for (std::size_t at = 0, line = 0; at < text.size(); ++line) {
        const std::size_t end = text.find('\n', at);
        more +=
            (line == 0 ? "x;" : std::to_string(line * line) + ";") + text.substr(at, end + 1 - at);
        at = end + 1;
    }
    const auto other = traceOf(more, {});
    EXPECT_EQ(other->find("series")->value.at(0, 0), 11);
    EXPECT_NE(other->notes.at(0).find("6 columns forecast: "), std::string::npos);
    EXPECT_NE(other->notes.at(0).find("\"x\" is a column that the model was not trained on"),
              std::string::npos);
}

TEST_F(TimeSeries, refusesOtherTablesWithAWayOut)
{
    EXPECT_NE(refusal("1 2 3; 4 5 6").find("trained on 6 columns"), std::string::npos);
    EXPECT_NE(refusal("one two; three").find("is not a number"), std::string::npos);
    EXPECT_NE(refusal("a,b\n1,2\n3\n").find("line 3"), std::string::npos);
}

TEST_F(TimeSeries, longHistoriesAreLimitedWithANote)
{
    std::string text;
    for (int i = 0; i < 500; ++i)
        text += "1 1010 2 3 1010 4; ";
    const auto trace = traceOf(text, {});
    EXPECT_EQ(trace->input.size(), 192u);
    EXPECT_EQ(trace->input.front().text, "309"); // the newest, under their own numbers
    EXPECT_EQ(trace->input.back().text, "500");
    EXPECT_EQ(*trace->find("series")->rowLabel(0), "309");
    ASSERT_EQ(trace->notes.size(), 1u);
    EXPECT_NE(trace->notes[0].find("last 192 of 500"), std::string::npos);
}

TEST_F(TimeSeries, attentionForecastsBetterThanItsTwinWithoutAndThanTheLastValue)
{
    for (const char* cell : {"rnn", "gru", "lstm"}) {
        SCOPED_TRACE(cell);
        auto plain =
            figuresOf(with({{"model", std::string("recurrent")}, {"cell", std::string(cell)}}));
        auto attention = figuresOf(with({{"cell", std::string(cell)}}));
        EXPECT_LE(attention["rmse"], plain["rmse"]);
        EXPECT_LE(attention["mae"], plain["mae"]);
        EXPECT_LT(plain["rmse"], plain["rmse_naive"]);
        EXPECT_GT(attention["weight_on_source"], 0.5);
    }
    EXPECT_LT(figuresOf(with({{"model", std::string("attention")}}))["rmse"], 0.85);
}

TEST_F(TimeSeries, aPersonsTableTrainsWithItsOwnColumnsAndUnits)
{
    std::string text = "day;price;sold;shop\n";
    for (int i = 0; i < 60; ++i)
        text += "2024;" + std::to_string(100 + i % 7) + ",5;" + std::to_string(i % 3)
            + (i == 20 ? "" : "00") + ";7\n";
    const auto path = m_folder / "mine.csv";
    writeContent(path, text);
    const Settings settings = with({{"hidden", std::int64_t{4}}, {"steps", std::int64_t{10}}});
    const auto task = taskOf(settings, path);
    EXPECT_EQ(channelsOf(task->vocabularies().at(channelVocabulary)),
              (std::vector<std::string>{"day", "price", "sold", "shop"}));
    EXPECT_GT(task->size(Split::Train), 10u);
    ASSERT_EQ(task->notes().size(), 1u);
    EXPECT_NE(task->notes()[0].find("\"day\" and \"shop\" never change"), std::string::npos);
    EXPECT_GT(task->size(Split::HeldOut), 0u);
    Weights weights =
        drawWeights(scenarioOf("time-series"),
                    resolveSettings(scenarioOf("time-series").settings, settings), *task);
    const ParameterLayout& layout = *task->layout();
    const auto constantOf = [&](const char* name, Index channel) {
        return std::as_const(weights.parameters)[layout.find(name)].data[channel];
    };
    const Real mean = constantOf("normalise.mean", 1);
    EXPECT_NEAR(mean, 103.5, 1);
    EXPECT_EQ(constantOf("normalise.deviation", 3), 1); // never changes
    TrainOptions options;
    options.epochs = 2;
    options.batch = 4;
    weights.parameters = train(*task, weights.parameters, options);
    EXPECT_EQ(constantOf("normalise.mean", 1), mean); // measured, not learnt
    for (const Figure& figure : task->evaluate(weights, Split::HeldOut, 0, {}))
        EXPECT_TRUE(std::isfinite(figure.value)) << figure.name;
}

TEST_F(TimeSeries, aTableThatIsTooShortIsRefused)
{
    const auto path = m_folder / "short.csv";
    writeContent(path, "a,b\n1,2\n2,3\n3,4\n");
    try {
        taskOf({}, path);
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("at least 40"), std::string::npos) << error.what();
    }
}

} // namespace
} // namespace regard
