// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"
#include "app/progress.h"

#include "core/io/atomic_file.h"
#include "core/models/weights_file.h"
#include "core/trace/probe.h"
#include "core/training/run.h"

#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <optional>

namespace regard {

namespace {

/// A whole number of an option, put into the settings under a name.
void takeNumber(const QCommandLineParser& parser, const QString& option,
                const ScenarioSpec& scenario, Settings& settings)
{
    if (!parser.isSet(option))
        return;
    for (const SettingSpec& spec : scenario.settings)
        if (spec.name == option.toStdString())
            try {
                settings.set(spec.name, parseSetting(spec, parser.value(option).toStdString()));
            } catch (const std::invalid_argument& error) {
                throw UsageError("--" + spec.name + ": " + error.what());
            }
}

int threadsFrom(const QCommandLineParser& parser)
{
    if (!parser.isSet(QStringLiteral("threads")))
        return 0;
    bool ok = false;
    const int threads = parser.value(QStringLiteral("threads")).toInt(&ok);
    if (!ok || threads < 1 || threads > 1024)
        throw UsageError("--threads '" + parser.value(QStringLiteral("threads")).toStdString()
                         + "': use a number from 1 to 1024");
    return threads;
}

/// "epoch,step,loss,validation_loss", with "accuracy" and "validation_accuracy" behind the losses
/// of a task with that metric.
std::string curveHeader(const std::string& metric)
{
    return metric.empty()
        ? "epoch,step,loss,validation_loss\n"
        : "epoch,step,loss," + metric + ",validation_loss,validation_" + metric + "\n";
}

/// A row of curve.csv. Within an epoch the held-out columns are empty.
std::string curveRow(const TrainReport& report, bool metric)
{
    std::string row = std::to_string(report.epoch) + "," + std::to_string(report.step);
    const auto column = [&row](double value, bool known) {
        char text[32] = "";
        if (known)
            std::snprintf(text, sizeof text, "%.6f", value);
        row += ",";
        row += text;
    };
    column(report.loss, true);
    if (metric)
        column(report.metric, true);
    column(report.validationLoss, report.validated);
    if (metric)
        column(report.validationMetric, report.validated);
    return row + "\n";
}

/// Measures and prints the figures. False, with none put in, after a stop.
bool measureAndPrint(const Task& task, Weights& weights, const std::stop_token& stop)
try {
    for (const Figure& figure : measureHeldOut(task, weights, stop))
        std::printf("%-28s %s\n", figure.name.c_str(), weights.figures[figure.name].c_str());
    return true;
} catch (const Stopped&) {
    return false;
}

} // namespace

void addTrainOptions(QCommandLineParser& parser)
{
    parser.addOptions({
        {QStringLiteral("set"), QStringLiteral("a setting, see regard catalogue"),
         QStringLiteral("name=value")},
        {QStringLiteral("data"),
         QStringLiteral("your own examples in place of the generated ones: tab-separated lines; "
                        "time-series: a CSV; reviews: also the aclImdb folder or imdb.npz; "
                        "entity-network: also stories numbered as bAbI's"),
         QStringLiteral("FILE")},
        {QStringLiteral("epochs"), QStringLiteral("passes over the examples"), QStringLiteral("N")},
        {QStringLiteral("seed"), QStringLiteral("of weights, order and dropout"),
         QStringLiteral("N")},
        {QStringLiteral("threads"), QStringLiteral("processors to use; the result is the same"),
         QStringLiteral("N")},
        {QStringLiteral("out"), QStringLiteral("weights to write"),
         QStringLiteral("FILE.safetensors")},
        {QStringLiteral("curve"), QStringLiteral("losses to write"), QStringLiteral("FILE.csv")},
    });
}

void runTrain(const QCommandLineParser& parser, std::stop_token stop)
{
    const ScenarioSpec& scenario = scenarioFrom(parser);
    if (!scenario.task)
        throw std::runtime_error(scenario.id + " learns nothing: its weights are built");
    const std::string out = required(parser, QStringLiteral("out"));
    Settings given = settingsFrom(parser, scenario);
    takeNumber(parser, QStringLiteral("epochs"), scenario, given);
    takeNumber(parser, QStringLiteral("seed"), scenario, given);
    const Settings settings = resolveSettings(scenario.settings, given);
    TrainOptions options = trainOptions(settings);
    options.threads = threadsFrom(parser);
    options.validate = 5000;
    options.dropStopped = true; // only whole epochs are kept

    requireWritable(out);
    if (parser.isSet(QStringLiteral("curve")))
        requireWritable(parser.value(QStringLiteral("curve")).toStdString());

    const std::unique_ptr<Task> task =
        scenario.task({settings, parser.value(QStringLiteral("data")).toStdString(), false, {}});
    for (const std::string& note : task->notes())
        printError("note: " + note);
    requireTrainable(*task, options, parser.value(QStringLiteral("data")).toStdString());
    Weights weights = drawWeights(scenario, settings, *task);
    const std::string metric = task->metric();
    std::string curve = curveHeader(metric);
    int whole = 0; // epochs
    std::size_t wholeCurve = 0; // characters of the curve up to their end
    Parameters kept; // of the last whole epoch but the very last
    std::optional<FinishesFirst> finishes; // before the first whole epoch nothing is there to keep
    {
        Progress progress;
        Parameters last = train(
            *task, std::move(weights.parameters), options, stop, [&](const TrainReport& report) {
                if (!std::isfinite(report.loss))
                    throw std::runtime_error("the loss is no number after step "
                                             + std::to_string(report.step)
                                             + ": train with a lower --set rate");
                curve += curveRow(report, !metric.empty());
                if (report.epochEnd) {
                    if (!finishes)
                        finishes.emplace();
                    whole = report.epoch;
                    wholeCurve = curve.size();
                    if (whole < options.epochs)
                        kept = report.parameters();
                }
                char text[160];
                std::snprintf(text, sizeof text, "epoch %d of %d, step %zu of %zu, loss %.4f",
                              report.epoch, options.epochs, report.step, report.steps, report.loss);
                std::string line = text;
                if (report.validated) {
                    std::snprintf(text, sizeof text, ", held-out loss %.4f", report.validationLoss);
                    line += text;
                }
                if (report.epochEnd) {
                    std::snprintf(text, sizeof text, ", %.1f s", report.seconds);
                    line += text;
                }
                progress.show(static_cast<double>(report.step) / static_cast<double>(report.steps),
                              line, report.epochEnd);
            });
        weights.parameters = std::move(whole == options.epochs ? last : kept);
    }
    if (whole == 0)
        throw std::runtime_error(
            "no epoch was trained: nothing was written, give --epochs 1 or more");
    markTrained(weights, static_cast<std::size_t>(whole), 1, options.epochs);
    const bool measured = whole == options.epochs && measureAndPrint(*task, weights, stop);
    saveWeights(weights, out);
    if (parser.isSet(QStringLiteral("curve")))
        saveFile(parser.value(QStringLiteral("curve")).toStdString(), curve.substr(0, wholeCurve));
    if (!measured)
        throw std::runtime_error("stopped: " + out + " has the weights after epoch "
                                 + std::to_string(whole) + " of " + std::to_string(options.epochs)
                                 + ", not measured on held-out examples");
}

} // namespace regard
