// SPDX-License-Identifier: GPL-3.0-or-later
// The scale of a series model's values: mean 0 and deviation 1 over the training data.
#include "core/scenarios/time_series/model.h"
#include "core/trace/cell_work.h"

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

// x̂_{t+1} σ + μ
constexpr Formula unitsFormula{
    .name = "forecast_units",
    .line = "{0} · deviation + mean",
    .spoken = "the forecast times the deviation plus the mean",
    .symbols = "*x̂⊙*s+*μ *x̂ ⊙ *s *μ t",
    .cell =
        [](CellWork& work) {
            const double forecast = work.at(0, work.row(), work.column());
            const double deviation = work.at(1, work.column());
            const double mean = work.at(2, work.column());
            work.show(work.rowOf(0, work.row()));
            work.stage("deviation", deviation);
            work.stage("mean", mean);
            work.worked("{} · {} + {f}", {{forecast, {}}, {deviation, {}}, {mean, {}}});
            return forecast * deviation + mean;
        },
};

} // namespace

How SeriesModel::unitsTold(Tape& tape, Var forecast) const
{
    return How(unitsFormula, {forecast, tape.parameter(m_deviation), tape.parameter(m_mean)});
}

Var SeriesModel::normalised(Tape& tape, ConstView values) const
{
    const ConstView mean = tape.value(tape.parameter(m_mean));
    const ConstView deviation = tape.value(tape.parameter(m_deviation));
    const View result = tape.allocate(values.shape);
    for (Index row = 0; row < values.shape.rows(); ++row)
        for (Index c = 0; c < m_options.channels; ++c)
            result.at(row, c) = (values.at(row, c) - mean.data[c]) / deviation.data[c];
    return tape.adopt(result);
}

Var SeriesModel::inUnits(Tape& tape, Var normalised) const
{
    const ConstView mean = tape.value(tape.parameter(m_mean));
    const ConstView deviation = tape.value(tape.parameter(m_deviation));
    const ConstView values = tape.value(normalised);
    const View result = tape.allocate(values.shape);
    for (Index row = 0; row < values.shape.rows(); ++row)
        for (Index c = 0; c < m_options.channels; ++c)
            result.at(row, c) = values.at(row, c) * deviation.data[c] + mean.data[c];
    return tape.adopt(result);
}

void SeriesModel::measure(Parameters& parameters, ConstView values,
                          std::span<const std::uint8_t> measured) const
{
    const View means = parameters[m_mean];
    const View deviations = parameters[m_deviation];
    const Index rows = values.shape.rows();
    for (Index c = 0; c < m_options.channels; ++c) {
        const auto forEach = [&](const auto& take) {
            for (Index row = 0; row < rows; ++row)
                if (measured.empty()
                    || measured[static_cast<std::size_t>(row * m_options.channels + c)] != 0)
                    take(static_cast<double>(values.at(row, c)));
        };
        double count = 0;
        double sum = 0;
        forEach([&](double value) {
            sum += value;
            count += 1;
        });
        const double mean = count > 0 ? sum / count : 0;
        double squares = 0;
        forEach([&](double value) { squares += (value - mean) * (value - mean); });
        const double deviation = count > 0 ? std::sqrt(squares / count) : 0;
        means.data[c] = static_cast<Real>(mean);
        // Below it there is nothing but the rounding of floats.
        const bool constant = deviation <= 1e-6 * std::max(1.0, std::abs(mean));
        deviations.data[c] = constant ? Real(1) : static_cast<Real>(deviation);
    }
}

} // namespace regard
