// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/kernel_regression/model.h"

#include "core/data/number_text.h"
#include "core/tape/operations.h"
#include "core/trace/cell_rules.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>

namespace regard {

namespace {

std::string labelOf(std::span<const double> numbers)
{
    std::string label;
    for (const double number : numbers) {
        char text[32];
        std::snprintf(text, sizeof text, "%.6g", number);
        label += (label.empty() ? "" : ", ") + std::string(text);
    }
    return label;
}

void limitNote(std::size_t count, const char* what, std::vector<std::string>& notes)
{
    if (count > mostKernelPoints)
        notes.push_back("Only the first " + std::to_string(mostKernelPoints) + " of "
                        + std::to_string(count) + " " + what
                        + " are computed: every weight of every query is kept.");
}

/// Takes the names of a heading: what stands before the first ";" or line break, if it has an arrow
/// and no digit.
void readHeading(std::string_view text, KernelData& data)
{
    const std::size_t end = text.find_first_of(";\n");
    const std::string_view line = text.substr(0, end);
    const std::size_t arrow = line.find("->");
    if (end == text.npos || arrow == text.npos || line.find_first_of("0123456789?") != text.npos)
        return;
    const auto add = [&data](std::string_view name) {
        const std::size_t from = name.find_first_not_of(" \t\r");
        const std::size_t to = name.find_last_not_of(" \t\r");
        data.names.emplace_back(from == name.npos ? "" : name.substr(from, to + 1 - from));
    };
    std::string_view features = line.substr(0, arrow);
    for (std::size_t comma = features.find(','); comma != features.npos;
         comma = features.find(',')) {
        add(features.substr(0, comma));
        features.remove_prefix(comma + 1);
    }
    add(features);
    add(line.substr(arrow + 2));
    data.heading = end + 1;
}

} // namespace

KernelData readKernelData(std::string_view text, std::vector<std::string>& notes, bool needsQuery)
{
    KernelData data;
    readHeading(text, data);
    PointList list = readPoints(text.substr(data.heading), {0, true, "point"});
    for (TypedPoint& point : list.points) {
        point.begin += data.heading;
        point.end += data.heading;
    }
    if (list.points.empty())
        return data;
    if (list.decimalCommas)
        notes.emplace_back(decimalCommaNote);
    const TypedPoint& first = list.points.front();
    data.dimensions = first.range ? 1 : static_cast<Index>(first.coordinates.size());
    if (!data.names.empty() && data.names.size() != static_cast<std::size_t>(data.dimensions) + 1)
        throw std::invalid_argument("the heading names " + std::to_string(data.names.size())
                                    + " numbers, a point has " + std::to_string(data.dimensions + 1)
                                    + " with its value: name each, as in weight, height -> age");
    std::size_t points = 0;
    std::size_t queries = 0;
    const auto query = [&](std::span<const double> coordinates, int typed) {
        if (++queries > mostKernelPoints)
            return;
        data.typedQueries.push_back(typed);
        data.queries.insert(data.queries.end(), coordinates.begin(), coordinates.end());
        data.queryLabels.push_back(labelOf(coordinates));
    };
    int place = -1;
    for (const TypedPoint& point : list.points) {
        ++place;
        const std::string typed(text.substr(point.begin, point.end - point.begin));
        if (!point.asks && point.values.empty())
            throw std::invalid_argument("“" + typed + "” has no value: write " + typed
                                        + " -> and its value, or -> ? to ask for it");
        if (point.range) {
            if (!point.asks || data.dimensions != 1)
                throw std::invalid_argument("“" + typed
                                            + "” is a range: it can only ask, where points have "
                                              "one number, as in 0 .. 5 -> ?");
            const double low = point.coordinates[0];
            const double step = (point.coordinates[1] - low) / rangeQueries;
            const auto before = static_cast<int>(data.typedQueries.size());
            for (int i = 0; i < rangeQueries; ++i) {
                const double at = low + step * i;
                query({&at, 1}, -1);
            }
            if (const auto count = static_cast<int>(data.typedQueries.size()); count > before)
                data.ranges.push_back({place, low, point.coordinates[1], before, count - 1});
        } else if (point.asks) {
            query(point.coordinates, place);
        } else if (++points <= mostKernelPoints) {
            data.points.insert(data.points.end(), point.coordinates.begin(),
                               point.coordinates.end());
            data.values.push_back(point.values.front());
            data.typedPoints.push_back(place);
            data.pointLabels.push_back(labelOf(point.coordinates));
            data.tokens.push_back({typed, true, point.begin, point.end});
        }
    }
    if (points == 0)
        throw std::invalid_argument("there is no point with a value: write some before the "
                                    "question, as in 50, 160 -> 50; 63, 170 -> ?");
    if (queries == 0 && needsQuery)
        throw std::invalid_argument("nothing is asked: end with a query, as in 63, 170 -> ?");
    data.leftOut = points - data.values.size();
    limitNote(points, "points", notes);
    limitNote(queries, "queries", notes);
    return data;
}

void standardise(KernelData& data)
{
    if (data.dimensions < 2)
        return;
    const auto width = static_cast<std::size_t>(data.dimensions);
    const auto count = static_cast<double>(data.pointCount());
    for (std::size_t feature = 0; feature < width; ++feature) {
        double mean = 0;
        for (std::size_t i = feature; i < data.points.size(); i += width)
            mean += data.points[i] / count;
        double variance = 0;
        for (std::size_t i = feature; i < data.points.size(); i += width)
            variance += (data.points[i] - mean) * (data.points[i] - mean) / count;
        const double scale = variance > 0 ? 1 / std::sqrt(variance) : 1;
        for (std::vector<double>* rows : {&data.points, &data.queries})
            for (std::size_t i = feature; i < rows->size(); i += width)
                (*rows)[i] = ((*rows)[i] - mean) * scale;
    }
}

namespace {

/// (x − μ)/s of operand 0 with mean and deviation of the points, operand 1: as standardise() does.
double standardisedCell(CellWork& work)
{
    const double x = work.at(0, work.row(), work.column());
    const std::vector<double> points = work.columnOf(1, work.column()).values;
    const auto count = static_cast<double>(points.size());
    double mean = 0;
    for (const double point : points)
        mean += point / count;
    double variance = 0;
    for (const double point : points)
        variance += (point - mean) * (point - mean) / count;
    const double deviation = variance > 0 ? std::sqrt(variance) : 1;
    work.show(work.rowOf(0, work.row(), "x"));
    work.stage("mean of the points", mean);
    work.stage("deviation of the points", deviation);
    work.worked("({} − {f}) ∕ {}", {{x, {}}, {mean, {}}, {deviation, {}}});
    return (x - mean) / deviation;
}

// q_i = x_i, k_j = x_j, v_j = y_j
constexpr Formula givenQuery{
    .name = "query_given",
    .line = "the places that are asked",
    .spoken = "query i is the place that is asked for",
    .symbols = "*q *x i",
    .cell = givenCell,
};
constexpr Formula givenKey{
    .name = "key_given",
    .line = "the points' places",
    .spoken = "key j is the place of point j",
    .symbols = "*k *x j",
    .cell = givenCell,
};
constexpr Formula givenValue{
    .name = "value_given",
    .line = "the points' values",
    .spoken = "value j is the value of point j",
    .symbols = "v y j",
    .cell = givenCell,
};
// q_i = (x_i − μ) / s, k_j = (x_j − μ) / s with mean and deviation of all points
constexpr Formula standardisedQuery{
    .name = "query_standardised",
    .line = "({0} − mean) / deviation",
    .spoken =
        "query i = the numbers typed, less the mean of the points, divided by their deviation",
    .symbols = "*q *x *μ *s i",
    .cell = standardisedCell,
};
constexpr Formula standardisedKey{
    .name = "key_standardised",
    .line = "({0} − mean) / deviation",
    .spoken = "key j = the numbers typed, less the mean of the points, divided by their deviation",
    .symbols = "*k *x *μ *s j",
    .cell = standardisedCell,
};

} // namespace

KernelRegression::KernelRegression(ParameterLayout& layout, const SimilarityKernel& kernel)
    : m_kernel(&kernel)
    , m_score(layout, "", kernel.score, {})
{
}

Attended KernelRegression::operator()(Tape& tape, Var queries, Var keys, Var values,
                                      const Mask& mask) const
{
    AttendOptions options;
    options.mask = mask;
    options.normaliser = m_kernel->normaliser;
    return attend(tape, {}, m_score, queries, remember(tape, m_score, keys, values), options);
}

KernelRegression::Named KernelRegression::operator()(Tape& tape, const Probe& probe,
                                                     const KernelData& data, const Told& told) const
{
    const Score score = m_score.with({&told.width, 1});
    AttendOptions options;
    options.normaliser = m_kernel->normaliser;
    const Var queries = probe.name(
        rowsOf(tape, data.queries, data.dimensions), "Q", Role::Query,
        told.queries ? How(standardisedQuery, {told.queries, told.points}) : How(givenQuery),
        told.queryLabels);
    const Memory memory =
        remember(tape, probe, score, rowsOf(tape, data.points, data.dimensions),
                 told.points ? How(standardisedKey, {told.points, told.points}) : How(givenKey),
                 rowsOf(tape, data.values, 1), {givenValue}, told.pointLabels);
    return {attend(tape, probe, score, queries, memory, options, told.queryLabels), memory};
}

Attended KernelRegression::at(Tape& tape, Var queries, const Memory& memory, Var width) const
{
    AttendOptions options;
    options.normaliser = m_kernel->normaliser;
    return attend(tape, {}, m_score.with({&width, 1}), queries, memory, options);
}

Var rowsOf(Tape& tape, const std::vector<double>& numbers, Index columns)
{
    const View rows = tape.allocate({1, static_cast<Index>(numbers.size()) / columns, columns});
    std::transform(numbers.begin(), numbers.end(), rows.data,
                   [](double value) { return static_cast<Real>(value); });
    return tape.adopt(rows);
}

KernelResult regress(const KernelData& data, const SimilarityKernel& kernel, double width)
{
    auto layout = std::make_shared<ParameterLayout>();
    const KernelRegression model(*layout, kernel);
    Parameters parameters(layout);
    parameters.block()[0] = static_cast<Real>(width);
    Tape tape;
    tape.bind(parameters);
    const Attended attended =
        model(tape, rowsOf(tape, data.queries, data.dimensions),
              rowsOf(tape, data.points, data.dimensions), rowsOf(tape, data.values, 1));
    KernelResult result;
    result.weights = Tensor(
        ConstView{tape.value(attended.weights).data, {data.queryCount(), data.pointCount()}});
    for (const Real value : tape.value(attended.context).values())
        result.predictions.push_back(static_cast<double>(value));
    return result;
}

} // namespace regard
