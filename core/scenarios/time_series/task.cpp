// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/time_series/task.h"

#include "core/io/input_file.h"
#include "core/models/common_settings.h"
#include "core/scenarios/time_series/channels.h"
#include "core/scenarios/time_series/corpus.h"
#include "core/tape/operations.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace regard {

SeriesOptions seriesOptions(const Settings& settings, std::size_t channels)
{
    SeriesOptions options;
    options.kind = seriesKindOf(settings.text("model"));
    options.cell = cellOf(settings.text("cell"));
    options.score = settings.text("score");
    options.channels = static_cast<Index>(channels);
    options.hidden = settings.integer("hidden");
    return options;
}

namespace {

/// Steps that a split of a person's series has at least.
constexpr std::size_t fewestSteps = 8;

/// A stretch of a series, with windows in it.
struct Part {
    std::vector<double> values; ///< row by row
    std::vector<std::uint8_t> measured; ///< for each value; empty: all are
    std::vector<int> lag; ///< of the generated series, else empty
    std::vector<std::size_t> windows; ///< first row of each
};

class TimeSeriesTask : public Task {
public:
    explicit TimeSeriesTask(const TaskRequest& request)
        : Task(request)
        , m_attend(attendOptions(request.settings))
        , m_inputs(static_cast<std::size_t>(request.settings.integer("steps")))
    {
        if (request.data.empty())
            generate(request.settings);
        else
            take(request);
        if (m_vocabularies.empty())
            m_vocabularies[channelVocabulary] = vocabularyOfChannels(m_names);
        auto layout = std::make_shared<ParameterLayout>();
        m_model = SeriesModel(*layout, seriesOptions(request.settings, m_names.size()));
        m_layout = std::move(layout);
    }

    std::size_t size(Split split) const override { return part(split).windows.size(); }
    std::size_t block() const override { return 8; } // two of the usual batch
    std::vector<std::string> notes() const override { return m_notes; }
    void placeConstants(Parameters& parameters) const override
    {
        const std::vector<double>& values =
            m_train.values.empty() ? m_heldOut.values : m_train.values;
        Tensor rows({static_cast<Index>(values.size() / m_names.size()), channels()});
        std::transform(values.begin(), values.end(), rows.data(),
                       [](double value) { return static_cast<Real>(value); });
        m_model.measure(parameters, rows.view(),
                        m_train.values.empty() ? m_heldOut.measured : m_train.measured);
    }
    LossSum loss(Tape& tape, Split split, std::span<const std::uint32_t> items,
                 const Draws& draws) const override;
    std::vector<Figure> evaluate(const Weights& weights, Split split, std::size_t limit,
                                 std::stop_token stop) const override;

private:
    /// A batch of windows with what the model says of them.
    struct Forecasts {
        Var values; ///< normalised, [batch × inputs + 1 × channels]
        Var forecasts; ///< of the values from the second on, [batch × inputs × channels]
        std::span<const Var> weights; ///< by step, none where there is no attention
    };
    Forecasts forecast(Tape& tape, Split split, std::span<const std::uint32_t> items,
                       const Draws& draws) const;

    void generate(const Settings& settings)
    {
        const auto train = static_cast<std::size_t>(settings.integer("examples")) * m_inputs;
        const auto heldOut = static_cast<std::size_t>(settings.integer("held_out")) * m_inputs;
        const WeatherSeries series = makeWeatherSeries(1997, train + heldOut + 2);
        m_names = series.table.columns;
        m_train = cut(series.table, 0, train + 1, m_inputs);
        m_heldOut = cut(series.table, train + 1, train + heldOut + 2, m_inputs);
        m_train.lag.assign(series.lag.begin(), series.lag.begin() + static_cast<Index>(train + 1));
        m_heldOut.lag.assign(series.lag.begin() + static_cast<Index>(train + 1), series.lag.end());
    }

    void take(const TaskRequest& request)
    {
        const auto read = [&](const SeriesRules& rules) {
            return readSeries(request.data, rules, request.stop);
        };
        SeriesTable table;
        if (request.vocabularies.empty())
            table = read(seriesRules(request.settings, {}));
        else
            try {
                table = readColumns(
                    read,
                    seriesRules(request.settings,
                                channelsOf(request.vocabularies.at(channelVocabulary))));
            } catch (const std::invalid_argument& error) {
                throw FileError(request.data, error.what());
            }
        m_names = table.columns;
        m_notes = table.notes;
        const std::size_t rows = table.length();
        const std::size_t train = request.onlyEvaluate ? 0 : rows - rows / 5;
        const std::size_t shortest = train == 0 ? rows : std::min(train, rows - train);
        if (shortest < fewestSteps)
            throw FileError(request.data,
                            "it has " + std::to_string(rows) + " lines of numbers, at least "
                                + std::to_string(train == 0 ? fewestSteps : 5 * fewestSteps)
                                + " are needed: give a longer series");
        m_inputs = std::min(m_inputs, shortest - 1);
        m_train = cut(table, 0, train, std::max<std::size_t>(1, m_inputs / 4));
        m_heldOut = cut(table, train, rows, m_inputs);
        if (table.filled() > 0)
            m_notes.push_back(leftOutText());
    }

    /// How many values are left out of losses and figures as they were filled in.
    std::string leftOutText() const
    {
        const auto filled = [](const Part& part) {
            return std::to_string(std::count(part.measured.begin(), part.measured.end(), 0))
                + " of " + std::to_string(part.values.size());
        };
        return "Left out of loss and figures, as nobody measured them: "
            + (m_train.values.empty() ? std::string() : filled(m_train) + " values for training, ")
            + filled(m_heldOut) + " held-out ones.";
    }

    Part cut(const SeriesTable& table, std::size_t begin, std::size_t end, std::size_t stride) const
    {
        const auto at = [&](std::size_t row) {
            return table.values.begin() + static_cast<Index>(row * table.columns.size());
        };
        Part part;
        part.values.assign(at(begin), at(end));
        if (!table.measured.empty()) {
            const auto from = table.measured.begin();
            const auto width = static_cast<std::ptrdiff_t>(table.columns.size());
            part.measured.assign(from + static_cast<std::ptrdiff_t>(begin) * width,
                                 from + static_cast<std::ptrdiff_t>(end) * width);
        }
        for (std::size_t first = 0; first + m_inputs < end - begin; first += stride)
            part.windows.push_back(first);
        return part;
    }

    /// Whether the value of channel c at step t of a window is known and not filled in.
    bool isMeasured(const Part& part, std::uint32_t window, Index t, Index c) const
    {
        return part.measured.empty()
            || part.measured[(part.windows[window] + static_cast<std::size_t>(t)) * m_names.size()
                             + static_cast<std::size_t>(c)]
            != 0;
    }

    const Part& part(Split split) const { return split == Split::Train ? m_train : m_heldOut; }
    Index channels() const { return static_cast<Index>(m_names.size()); }

    AttendOptions m_attend; ///< normaliser and temperature
    std::size_t m_inputs; ///< steps of a window that are given; one more is forecast
    std::vector<std::string> m_names;
    std::vector<std::string> m_notes;
    Part m_train;
    Part m_heldOut;
    SeriesModel m_model;
};

TimeSeriesTask::Forecasts TimeSeriesTask::forecast(Tape& tape, Split split,
                                                   std::span<const std::uint32_t> items,
                                                   const Draws& draws) const
{
    const Part& source = part(split);
    const Index batch = static_cast<Index>(items.size());
    const Index inputs = static_cast<Index>(m_inputs);
    const View raw = tape.allocate({batch, inputs + 1, channels()});
    Real* to = raw.data;
    for (const std::uint32_t item : items) {
        const std::size_t first = source.windows[item] * m_names.size();
        for (std::size_t i = 0; i < (m_inputs + 1) * m_names.size(); ++i)
            *to++ = static_cast<Real>(source.values[first + i]);
    }
    Forecasts result;
    result.values = m_model.normalised(tape, raw);
    SeriesModel::Control control;
    control.dropout = draws.dropout;
    control.random = draws.random;
    control.attend = m_attend;
    SeriesModel::State state(tape, m_inputs);
    SeriesModel::Steps forecasts(tape, m_inputs);
    SeriesModel::Steps weights(tape, m_inputs);
    for (Index t = 0; t < inputs; ++t) {
        const SeriesModel::Step step =
            m_model.step(tape, {}, state, timeStep(tape, result.values, t), control);
        forecasts.add(step.forecast);
        weights.add(step.weights);
    }
    result.forecasts = stackTime(tape, forecasts);
    result.weights = weights;
    return result;
}

/// The values from the second on: what is to be forecast.
Var targets(Tape& tape, Var values)
{
    const Shape& shape = tape.shape(values);
    const ConstView from = tape.value(values);
    const View to = tape.allocate({shape[0], shape[1] - 1, shape[2]});
    const Index wanted = (shape[1] - 1) * shape[2];
    for (Index b = 0; b < shape[0]; ++b)
        std::copy_n(from.data + b * shape[1] * shape[2] + shape[2], wanted, to.data + b * wanted);
    return tape.adopt(to);
}

LossSum TimeSeriesTask::loss(Tape& tape, Split split, std::span<const std::uint32_t> items,
                             const Draws& draws) const
{
    const Forecasts made = forecast(tape, split, items, draws);
    LossSum loss;
    const Var wanted = targets(tape, made.values);
    loss.count = static_cast<double>(tape.shape(made.forecasts).size());
    const Part& source = part(split);
    if (!source.measured.empty()) {
        // A value that was filled in is no truth: the forecast itself stands for it, so that it
        // adds neither loss nor gradient.
        const View to = tape.allocate(tape.shape(wanted));
        const ConstView from = tape.value(wanted);
        const ConstView forecasts = tape.value(made.forecasts);
        const Index inputs = static_cast<Index>(m_inputs);
        for (Index row = 0; row < static_cast<Index>(items.size()) * inputs; ++row)
            for (Index c = 0; c < channels(); ++c) {
                const bool known = isMeasured(source, items[static_cast<std::size_t>(row / inputs)],
                                              row % inputs + 1, c);
                to.at(row, c) = known ? from.at(row, c) : forecasts.at(row, c);
                loss.count -= known ? 0 : 1;
            }
        loss.sum = squaredError(tape, made.forecasts, tape.adopt(to));
        return loss;
    }
    loss.sum = squaredError(tape, made.forecasts, wanted);
    return loss;
}

/// Mean errors over all numbers that were added.
struct Errors {
    double squares = 0;
    double sizes = 0;
    double count = 0;
    void add(Real forecast, Real value)
    {
        const double off = static_cast<double>(forecast) - static_cast<double>(value);
        squares += off * off;
        sizes += std::abs(off);
        count += 1;
    }
    // Of something only.
    double rmse() const { return std::sqrt(squares / count); }
    double mae() const { return sizes / count; }
};

std::vector<Figure> TimeSeriesTask::evaluate(const Weights& weights, Split split, std::size_t limit,
                                             std::stop_token stop) const
{
    const Part& source = part(split);
    std::vector<Errors> byChannel(m_names.size());
    Errors all;
    Errors naive;
    double onSource = 0;
    double lookedBack = 0;
    const auto tell = [&](Tape& tape, std::span<const std::uint32_t> items) {
        const Forecasts made = forecast(tape, split, items, {});
        const ConstView forecasts = tape.value(made.forecasts);
        const ConstView values = tape.value(made.values);
        const Index inputs = static_cast<Index>(m_inputs);
        for (Index b = 0; b < static_cast<Index>(items.size()); ++b)
            for (Index t = 0; t < inputs; ++t) {
                const Index now = b * (inputs + 1) + t;
                for (Index c = 0; c < channels(); ++c) {
                    if (!isMeasured(source, items[static_cast<std::size_t>(b)], t + 1, c))
                        continue;
                    const Real wanted = values.at(now + 1, c);
                    const Real got = forecasts.at(b * inputs + t, c);
                    all.add(got, wanted);
                    byChannel[static_cast<std::size_t>(c)].add(got, wanted);
                    naive.add(values.at(now, c), wanted);
                }
                const Var row = made.weights[static_cast<std::size_t>(t)];
                if (!row || source.lag.empty())
                    continue;
                // The hour that the next one repeats in the east; the state after it has just
                // taken it in, so the one behind holds it too.
                const std::size_t at = source.windows[items[static_cast<std::size_t>(b)]]
                    + static_cast<std::size_t>(t) + 1;
                const Index seen = t + 1 - source.lag[at];
                if (seen < 0 || seen + 2 > t || source.lag[at - 1] != source.lag[at])
                    continue;
                lookedBack += 1;
                onSource += static_cast<double>(tape.value(row).at(b, seen)
                                                + tape.value(row).at(b, seen + 1));
            }
    };
    const std::size_t size = inGroups(weights, split, limit, 32, stop, tell);
    std::vector<Figure> figures;
    if (all.count > 0)
        figures = {
            {"rmse", "Root mean square error, in deviations of each channel", all.rmse()},
            {"mae", "Mean absolute error, in deviations of each channel", all.mae()},
            {"rmse_naive", "Root mean square error of the last value taken as forecast",
             naive.rmse()},
            {"mae_naive", "Mean absolute error of the last value taken as forecast", naive.mae()}};
    for (std::size_t c = 0; c < byChannel.size() && c < 16; ++c)
        if (byChannel[c].count > 0)
            figures.push_back({"rmse_" + std::to_string(c + 1),
                               "Root mean square error of " + m_names[c] + " alone",
                               byChannel[c].rmse()});
    if (lookedBack > 0)
        figures.push_back(
            {"weight_on_source",
             "Weight on the hour in the west that comes to the east next, and the one behind; mean "
             "of the steps that look back as far",
             onSource / lookedBack});
    figures.push_back({"values", "Measured values that were forecast", all.count});
    figures.push_back({"windows", "Windows", static_cast<double>(size)});
    figures.push_back({"steps", "Steps in each", static_cast<double>(m_inputs)});
    return figures;
}

} // namespace

std::unique_ptr<Task> timeSeriesTask(const TaskRequest& request)
{
    return std::make_unique<TimeSeriesTask>(request);
}

} // namespace regard
