// SPDX-License-Identifier: GPL-3.0-or-later
// How long a view takes to show another place under the pointer, and another moment.
//   view_bench VIEW SCENARIO [TEXT [TEXT]]
#include "ui/views/view_spec.h"

#include "core/models/scenario.h"
#include "core/scenarios/explore.h"
#include "measured_application.h"

#include <cstdio>

using namespace regard;

namespace {

void print(const char* what, std::vector<double> milliseconds)
{
    std::sort(milliseconds.begin(), milliseconds.end());
    const auto at = [&](double share) {
        return milliseconds[static_cast<std::size_t>(
            share * static_cast<double>(milliseconds.size() - 1))];
    };
    std::printf("%-10s median %6.2f ms, 95 %% %6.2f ms, largest %6.2f ms of the processor\n", what,
                at(0.5), at(0.95), at(1));
}

} // namespace

int main(int argc, char** argv)
{
    MeasuredApplication application(argc, argv);
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    const ViewSpec* spec = argc > 2 ? viewSpecOf(QString::fromLocal8Bit(argv[1])) : nullptr;
    if (!spec) {
        std::fputs("view_bench VIEW SCENARIO [TEXT [TEXT]]\n", stderr);
        return 2;
    }
    Exploration asked;
    asked.scenario = argv[2];
    for (int i = 3; i < argc; ++i)
        asked.texts.emplace_back(argv[i]);
    const TracePtr trace = explore(asked);
    std::printf("%s: %zu tokens of the input, %zu of the output\n", asked.scenario.c_str(),
                trace->input.size(), trace->output.size());
    const std::unique_ptr<TraceView> shown = spec->make();
    TraceView& view = *shown;
    view.setAnimated(false);
    view.resize(1240, 660);
    view.setTrace(trace);
    view.setMoment(static_cast<int>(trace->moments.size()) - 1);
    view.show();
    QCoreApplication::processEvents();
    const auto redrawn = [&](const auto& change) {
        const double before = busyMilliseconds();
        change();
        QCoreApplication::processEvents();
        return busyMilliseconds() - before;
    };
    const int count = static_cast<int>(trace->tensors.size());
    std::vector<double> hovered;
    for (int tensor = 0; tensor < count; ++tensor) {
        const TraceTensor& of = trace->tensors[static_cast<std::size_t>(tensor)];
        if (of.role != Role::Weights && of.role != Role::Probabilities && of.name() != "gates")
            continue;
        for (Index row = 0; row < of.value.rows() && row < 200; ++row)
            hovered.push_back(redrawn([&] { view.setSelection({}, {tensor, row, -1}); }));
    }
    print("hover", hovered);
    std::vector<double> moved;
    view.setSelection({}, {});
    for (const int moment : view.stops())
        moved.push_back(redrawn([&] { view.setMoment(moment); }));
    print("moment", moved);
}
