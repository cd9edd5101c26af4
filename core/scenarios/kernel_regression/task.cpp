// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/kernel_regression/task.h"

#include "core/data/sentences.h"
#include "core/io/input_file.h"
#include "core/models/weights.h"
#include "core/scenarios/kernel_regression/corpus.h"
#include "core/scenarios/kernel_regression/split.h"
#include "core/tape/operations.h"
#include "core/trace/probe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace regard {

namespace {

constexpr std::size_t largestFile = std::size_t{1} << 20;
constexpr std::array widths{0.1, 0.2, 0.5, 1.0};

KernelData curve()
{
    std::vector<std::string> notes;
    return readKernelData(curveExample(), notes);
}

/// The points of a person's file; what it asks is left out.
/// The lines that do not begin with '#'.
std::string withoutComments(std::string_view text)
{
    std::string kept;
    while (!text.empty()) {
        const std::string_view line =
            text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
        if (!line.starts_with('#'))
            kept += line;
        text.remove_prefix(line.size());
    }
    return kept;
}

KernelData readFileOf(const std::filesystem::path& file, const std::stop_token& stop)
{
    std::vector<std::string> notes;
    const std::string text = withoutComments(readTextFile(file, largestFile, stop));
    try {
        KernelData data = readKernelData(text, notes, false);
        if (data.leftOut > 0)
            throw FileError(file,
                            "more than " + std::to_string(mostKernelPoints)
                                + " points in it: give fewer");
        if (data.pointCount() < 2)
            throw FileError(file, "fewer than two points in it: give one a line, as 50, 160 -> 50");
        return data;
    } catch (const std::invalid_argument& error) {
        throw FileError(file, error.what());
    }
}

class KernelTask : public Task {
public:
    explicit KernelTask(const TaskRequest& request)
        : m_generated(request.data.empty())
        , m_standardise(request.settings.flag("standardise"))
        , m_kernel(&similarityKernelOf(request.settings.text("kernel")))
        , m_width(request.settings.number("width"))
    {
        auto layout = std::make_shared<ParameterLayout>();
        m_model = KernelRegression(*layout, *m_kernel);
        m_layout = std::move(layout);
        if (m_generated) {
            m_heldOut.data = curve();
            for (const double x : m_heldOut.data.queries)
                m_heldOut.targets.push_back(curveAt(x));
            m_heldOut.own.assign(m_heldOut.targets.size(), -1);
            m_train = leavingOneOut(curve());
        } else {
            readPoints(request);
        }
        if (m_standardise)
            for (KernelSplit* split : {&m_train, &m_heldOut})
                standardise(split->data);
    }

    std::size_t size(Split split) const override { return of(split).targets.size(); }
    LossSum loss(Tape& tape, Split split, std::span<const std::uint32_t> items,
                 const Draws& draws) const override;
    std::vector<Figure> evaluate(const Weights& weights, Split split, std::size_t limit,
                                 std::stop_token stop) const override;

private:
    void readPoints(const TaskRequest& request)
    {
        const KernelData all = readFileOf(request.data, request.stop);
        if (request.onlyEvaluate) {
            m_heldOut = leavingOneOut(all);
            return;
        }
        KernelData train;
        train.dimensions = m_heldOut.data.dimensions = all.dimensions;
        const auto width = static_cast<std::ptrdiff_t>(all.dimensions);
        for (std::size_t i = 0; i < all.values.size(); ++i) {
            const auto from = all.points.begin() + static_cast<std::ptrdiff_t>(i) * width;
            if (isHeldOut(std::span(from, from + width), 10)) {
                m_heldOut.data.queries.insert(m_heldOut.data.queries.end(), from, from + width);
                m_heldOut.data.queryLabels.push_back(all.pointLabels[i]);
                m_heldOut.targets.push_back(all.values[i]);
                m_heldOut.own.push_back(-1);
            } else {
                train.points.insert(train.points.end(), from, from + width);
                train.pointLabels.push_back(all.pointLabels[i]);
                train.values.push_back(all.values[i]);
            }
        }
        m_heldOut.data.points = train.points;
        m_heldOut.data.values = train.values;
        m_train = leavingOneOut(std::move(train));
    }

    const KernelSplit& of(Split split) const { return split == Split::Train ? m_train : m_heldOut; }

    bool m_generated;
    bool m_standardise;
    const SimilarityKernel* m_kernel;
    double m_width;
    KernelRegression m_model;
    KernelSplit m_train;
    KernelSplit m_heldOut;
};

LossSum KernelTask::loss(Tape& tape, Split split, std::span<const std::uint32_t> items,
                         const Draws& /*draws*/) const
{
    const KernelSplit& own = of(split);
    const Var predicted = predict(tape, m_model, own, items).context;
    // Σ (f(x) − y)²
    const View targets = tape.allocate(tape.shape(predicted));
    for (std::size_t b = 0; b < items.size(); ++b)
        targets.data[b] = static_cast<Real>(-own.targets[items[b]]);
    const Var difference = add(tape, predicted, tape.adopt(targets));
    return {sum(tape, times(tape, difference, difference)), static_cast<double>(items.size())};
}

std::vector<Figure> KernelTask::evaluate(const Weights& weights, Split split, std::size_t /*limit*/,
                                         std::stop_token stop) const
{
    std::vector<Figure> figures;
    const auto learnt = std::abs(static_cast<double>(weights.parameters.block()[0]));
    if (m_generated) {
        std::vector<std::string> notes;
        KernelData table = readKernelData(tableExample(), notes);
        if (m_standardise)
            standardise(table);
        const KernelResult result = regress(table, *m_kernel, m_width);
        for (std::size_t i = 0; i < table.pointLabels.size(); ++i)
            figures.push_back({"table_weight_" + std::to_string(i + 1),
                               "Table: weight of " + table.pointLabels[i],
                               static_cast<double>(result.weights.at(0, static_cast<Index>(i)))});
        figures.push_back(
            {"table_age", "Table: age at " + table.queryLabels[0], result.predictions[0]});
    }
    const KernelSplit& own = of(split);
    const std::string what = m_generated ? "noise-free curve" : "points";
    figures.push_back({"learnt_width", "Width that training found", learnt});
    figures.push_back({"error_learnt",
                       "Root mean square error against the " + what + ", that width",
                       errorOf(own, *m_kernel, learnt).value});
    for (const SimilarityKernel& kernel : similarityKernels())
        for (const double width : widths) {
            if (stop.stop_requested())
                throw Stopped{};
            if (kernel.name == "constant" && width != widths.front())
                continue; // has no width
            char text[16];
            std::snprintf(text, sizeof text, "%g", width);
            std::string name(kernel.name);
            std::string label = "Root mean square error, " + name;
            if (kernel.name != "constant") {
                name += std::string("_") + text;
                label += std::string(" of width ") + text;
            }
            const KernelError measured = errorOf(own, kernel, width);
            figures.push_back({"error_" + name, label, measured.value});
            if (measured.uncovered > 0)
                figures.push_back({"uncovered_" + name,
                                   "Queries without a point in its reach, told as 0",
                                   measured.uncovered});
        }
    figures.push_back({"queries", "Queries", static_cast<double>(own.targets.size())});
    return figures;
}

} // namespace

std::unique_ptr<Task> kernelTask(const TaskRequest& request)
{
    return std::make_unique<KernelTask>(request);
}

} // namespace regard
