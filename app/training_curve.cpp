// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training_curve.h"

#include <cstdio>

namespace regard {

std::string curveHeader(const std::string& metric)
{
    return metric.empty()
        ? "epoch,step,loss,validation_loss\n"
        : "epoch,step,loss," + metric + ",validation_loss,validation_" + metric + "\n";
}

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

std::string reportText(const TrainReport& report, int epochs)
{
    char text[160];
    std::snprintf(text, sizeof text, "epoch %d of %d, step %zu of %zu, loss %.4f", report.epoch,
                  epochs, report.step, report.steps, report.loss);
    std::string line = text;
    if (report.validated) {
        std::snprintf(text, sizeof text, ", held-out loss %.4f", report.validationLoss);
        line += text;
    }
    if (report.epochEnd) {
        std::snprintf(text, sizeof text, ", %.1f s", report.seconds);
        line += text;
    }
    return line;
}

} // namespace regard
