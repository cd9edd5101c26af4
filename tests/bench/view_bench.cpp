// SPDX-License-Identifier: GPL-3.0-or-later
// How long a view takes to show another place under the pointer, and another moment.
//   view_bench VIEW SCENARIO [TEXT [TEXT]] [--set NAME=VALUE …]
#include "ui/views/view_spec.h"

#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"
#include "measured_application.h"

#include <cstdio>
#include <stdexcept>
#include <string_view>

using namespace regard;

namespace {

constexpr const char* usage = "view_bench VIEW SCENARIO [TEXT [TEXT]] [--set NAME=VALUE …]";

/// Of "name=value". Throws std::invalid_argument for what is no setting of the scenario.
void set(Settings& settings, const ScenarioSpec& scenario, const std::string& pair)
{
    const std::size_t sign = pair.find('=');
    const SettingSpec* spec = findSetting(scenario, pair.substr(0, sign));
    if (sign == std::string::npos || !spec)
        throw std::invalid_argument("--set " + pair + ": " + scenario.id
                                    + " has no such setting, see regard catalogue");
    settings.set(spec->name, parseSetting(*spec, pair.substr(sign + 1)));
}

Exploration explorationOf(int argc, char** argv)
{
    Exploration asked;
    asked.scenario = argv[2];
    const ScenarioSpec& scenario = scenarioOf(asked.scenario);
    for (int i = 3; i < argc; ++i)
        if (std::string_view(argv[i]) != "--set")
            asked.texts.emplace_back(argv[i]);
        else if (++i < argc)
            set(asked.settings, scenario, argv[i]);
        else
            throw std::invalid_argument(usage);
    return asked;
}

void print(const char* what, std::vector<double> milliseconds)
{
    if (milliseconds.empty()) {
        std::printf("%-10s nothing changes\n", what);
        return;
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    const auto at = [&](double share) {
        return milliseconds[static_cast<std::size_t>(
            share * static_cast<double>(milliseconds.size() - 1))];
    };
    std::printf("%-10s median %6.2f ms, 95 %% %6.2f ms, largest %6.2f ms of the processor\n", what,
                at(0.5), at(0.95), at(1));
}

void measure(const ViewSpec& spec, const Exploration& asked)
{
    const TracePtr trace = explore(asked);
    if (spec.shows && !spec.shows(*trace))
        throw std::invalid_argument("the view " + std::string(spec.id) + " has nothing to show of "
                                    + asked.scenario
                                    + " with these settings; give others, as --set decoding=beam");
    std::printf("%s: %zu tokens of the input, %zu of the output\n", asked.scenario.c_str(),
                trace->input.size(), trace->output.size());
    const std::unique_ptr<TraceView> shown = spec.make();
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

} // namespace

int main(int argc, char** argv)
{
    MeasuredApplication application(argc, argv);
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    const ViewSpec* spec = argc > 2 ? viewSpecOf(QString::fromLocal8Bit(argv[1])) : nullptr;
    if (!spec) {
        std::fprintf(stderr, "%s\n", usage);
        return 2;
    }
    try {
        measure(*spec, explorationOf(argc, argv));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "view_bench: %s\n", error.what());
        return 2;
    }
}
