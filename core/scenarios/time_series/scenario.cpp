// SPDX-License-Identifier: GPL-3.0-or-later
// New values of a multivariate series from its history: a recurrent network, the same with
// attention over its earlier states, and attention alone.
#include "core/scenarios/time_series/scenario.h"

#include "core/models/common_settings.h"
#include "core/models/scenario_run.h"
#include "core/models/training_settings.h"
#include "core/models/typed_numbers.h"
#include "core/scenarios/time_series/channels.h"
#include "core/scenarios/time_series/corpus.h"
#include "core/scenarios/time_series/task.h"
#include "core/tape/operations.h"
#include "core/trace/scene.h"

#include <charconv>
#include <cmath>
#include <stdexcept>

namespace regard {

namespace {

constexpr std::size_t mostSteps = 192;
constexpr std::int64_t longestHorizon = 64;

std::shared_ptr<const ParameterLayout>
layoutFor(const Settings& settings, const std::map<std::string, Vocabulary>& vocabularies)
{
    auto layout = std::make_shared<ParameterLayout>();
    SeriesModel(*layout,
                seriesOptions(settings, channelsOf(vocabularies.at(channelVocabulary)).size()));
    return layout;
}

/// Hours of the generated weather as a person types them, a row each.
std::string typedWeather(std::uint64_t seed, std::size_t hours)
{
    const SeriesTable table = makeWeatherSeries(seed, hours).table;
    std::string text;
    for (std::size_t i = 0; i < table.values.size(); ++i) {
        if (i > 0)
            text += i % table.columns.size() == 0 ? "; " : " ";
        char digits[32];
        const double rounded = std::round(table.values[i] * 10) / 10 + 0.0; // no −0
        const auto end =
            std::to_chars(digits, digits + sizeof digits, rounded, std::chars_format::fixed, 1).ptr;
        text.append(digits, end);
    }
    return text;
}

/// The number of a row, counted from 1 over all that were typed, for each step, and "+1", "+2" …
/// for those behind them.
std::vector<std::string> stepNames(std::size_t first, std::size_t typed, std::size_t ahead)
{
    std::vector<std::string> names;
    for (std::size_t i = 1; i <= typed; ++i)
        names.push_back(std::to_string(first + i));
    for (std::size_t i = 1; i <= ahead; ++i)
        names.push_back(std::string("+").append(std::to_string(i)));
    return names;
}

/// The name of one step, which is the token of this number.
Axis one(const std::string& name, std::size_t number)
{
    return makeAxis({name}, AxisKind::Times, TokensOf::Input, static_cast<int>(number));
}

struct TypedSeries {
    SeriesTable table;
    std::size_t first = 0; ///< rows before it that are left out
};

/// The newest steps of a text: what comes next depends on them most.
TypedSeries readTyped(const std::string& text, const SeriesRules& rules)
{
    TypedSeries typed{
        readColumns([&](const SeriesRules& own) { return parseSeries(text, own); }, rules)};
    SeriesTable& table = typed.table;
    if (table.rows.size() > mostSteps) {
        typed.first = table.rows.size() - mostSteps;
        table.notes.push_back("Only the last " + std::to_string(mostSteps) + " of "
                              + std::to_string(table.rows.size())
                              + " steps are computed, those that the forecast goes on from.");
        const auto skip = [&](auto& list, std::size_t width) {
            if (!list.empty())
                list.erase(list.begin(),
                           list.begin() + static_cast<std::ptrdiff_t>(typed.first * width));
        };
        skip(table.rows, 1);
        skip(table.times, 1);
        skip(table.values, table.columns.size());
        skip(table.measured, table.columns.size());
    }
    return typed;
}

/// Every step of the history, then as many steps ahead as asked for, each from the forecast
/// before. The last forecast is the one behind them all.
void computeSteps(Tape& tape, const Probe& probe, const SeriesModel& model,
                  const TypedSeries& source, std::size_t ahead, SeriesModel::Control control)
{
    const SeriesTable& table = source.table;
    const std::size_t typed = table.rows.size();
    // A name more than steps: that of the last forecast.
    const std::vector<std::string> names = stepNames(source.first, typed, ahead + 1);
    control.steps = makeAxis({names.begin(), names.end() - 1}, AxisKind::Times, TokensOf::Input);
    control.width = static_cast<Index>(typed + ahead);
    control.channels = makeAxis(table.columns, AxisKind::Features);
    Tensor values({static_cast<Index>(typed), static_cast<Index>(table.columns.size())});
    for (std::size_t i = 0; i < table.values.size(); ++i)
        values.data()[i] = static_cast<Real>(table.values[i]);
    const Var series =
        probe.name(tape.constant(values.view()), "series", Role::Hidden, typedNumbers(),
                   makeAxis({names.begin(), names.begin() + static_cast<std::ptrdiff_t>(typed)},
                            AxisKind::Times, TokensOf::Input),
                   control.channels);
    control.series = series;
    control.typed = typed;
    const Shape shape = tape.shape(series);
    const Var history =
        reshape(tape, model.normalised(tape, tape.value(series)), {1, shape[0], shape[1]});
    SeriesModel::State state(tape, typed + ahead);
    SeriesModel::Steps forecasts(tape, typed + ahead);
    for (std::size_t t = 0; t < typed + ahead; ++t) {
        const Var x = t < typed ? timeStep(tape, history, static_cast<Index>(t)) : forecasts.back();
        forecasts.add(
            model.step(tape, probe, state, x, control, one(names[t], t), one(names[t + 1], t + 1))
                .forecast);
    }
    probe.name(model.inUnits(tape, stackTime(tape, forecasts)), "forecast_in_units", Role::Hidden,
               model.unitsTold(tape, forecasts.back()),
               makeAxis({names.begin() + 1, names.end()}, AxisKind::Times, TokensOf::Input, 1),
               control.channels);
}

SeriesScene sceneOf(const TypedSeries& typed, const std::vector<std::string>& channels,
                    const Settings& settings)
{
    SeriesScene scene;
    const std::vector<std::string>& own = typed.table.typedNames;
    const bool weather = own.empty() && channels == makeWeatherSeries(0, 1).table.columns;
    scene.time = {weather ? "hour" : "step"};
    scene.first = typed.first;
    scene.times = typed.table.times;
    if (!scene.times.empty())
        scene.time.name = typed.table.timeName;
    for (const std::string& name : own.empty() ? channels : own)
        scene.channels.push_back({name, weather ? weatherUnit(name) : ""});
    scene.measured = typed.table.measured;
    scene.series = "series";
    scene.forecast = "forecast";
    scene.inUnits = "forecast_in_units";
    if (settings.text("model") != "recurrent")
        scene.weights = "attention/weights";
    return scene;
}

void computeSeries(ScenarioRun& run)
{
    const std::vector<std::string> channels =
        channelsOf(run.weights.vocabularies.at(channelVocabulary));
    const TypedSeries typed =
        readTyped(run.asked.texts.front(), seriesRules(run.settings, channels));
    const SeriesTable& table = typed.table;
    run.notes = table.notes;
    for (std::size_t row = 0; row < table.rows.size(); ++row)
        run.input.push_back({std::to_string(typed.first + row + 1), true, table.rows[row].begin,
                             table.rows[row].end});
    run.scene = std::make_shared<Scene>(Scene{sceneOf(typed, channels, run.settings)});
    ParameterLayout layout;
    const SeriesModel model(layout, seriesOptions(run.settings, channels.size()));
    if (!table.rows.empty()) {
        SeriesModel::Control control;
        control.attend = attendOptions(run.settings);
        computeSteps(run.tape, run.probe, model, typed,
                     static_cast<std::size_t>(run.settings.integer("horizon")), control);
    }
}

/// A setting of the models that attend.
SettingSpec withAttention(SettingSpec spec)
{
    return onlyWith(std::move(spec), "model", {"recurrent_attention", "attention"});
}

} // namespace

ScenarioSpec timeSeries()
{
    ScenarioSpec spec;
    spec.id = "time-series";
    spec.title = "Time series";
    spec.summary =
        "Weather crosses from a western station to an eastern one and is seen there after some "
        "hours, now fewer, now more. To forecast the east, find the hours in the past that look "
        "like now and read on there: attention does, a state of fixed size cannot keep them all.";
    spec.layout = Layout::General;
    spec.startTensor = "attention/weights";
    spec.startView = "scene";
    spec.maximumTokens = mostSteps;
    spec.mainFigures = {{"rmse", "forecast error"}};
    spec.inputs = {
        {"Series",
         "A row for each hour, with \";\" behind it, or a pasted CSV table: temperature, "
         "pressure and wind in the west, then in the east",
         {typedWeather(2006, 32), typedWeather(2009, 40), typedWeather(2012, 24)}}};
    spec.settings = {
        choiceSetting("model", "Model",
                      "What a forecast is made from: the state of a recurrent network, the same "
                      "with attention over all its earlier states, or attention over the hours "
                      "alone.",
                      {"recurrent", "recurrent_attention", "attention"}, "recurrent_attention",
                      Affects::Weights),
        onlyWith(choiceSetting("cell", "Cell",
                               "The recurrent cell: plain tanh RNN, GRU or LSTM. Attention alone "
                               "has none.",
                               {"rnn", "gru", "lstm"}, "gru", Affects::Weights),
                 "model", {"recurrent", "recurrent_attention"}),
        withAttention(scoreSetting("general", Affects::Weights)),
        withAttention(normaliserSetting()),
        withAttention(temperatureSetting()),
        integerSetting("horizon", "Steps ahead",
                       "Steps behind the series that are computed from the forecasts themselves.",
                       6, 0, longestHorizon, Affects::Computation),
        choiceSetting("reading", "Reading a table",
                      "recognise: columns of dates, times or counted rows are no channels, and a "
                      "value that stands far outside for \u201cmissing\u201d is none. plain: each "
                      "column of numbers is a channel, each number a value.",
                      {"recognise", "plain"}, "recognise", Affects::Computation),
        integerSetting("hidden", "Hidden", "Features of a state.", 32, 2, 256),
        integerSetting("steps", "Steps", "Steps of a window in training.", 48, 4,
                       static_cast<std::int64_t>(mostSteps))};
    append(spec.settings,
           trainingSettings({.epochs = 20,
                             .batch = 16,
                             .rate = 1e-2,
                             .dropout = 0,
                             .examples = 1500,
                             .heldOut = 300}));
    spec.specialTokens = {{channelVocabulary, SpecialTokens::None}};
    spec.parameterLayout = layoutFor;
    spec.compute = computeSeries;
    spec.task = timeSeriesTask;
    return spec;
}

} // namespace regard
