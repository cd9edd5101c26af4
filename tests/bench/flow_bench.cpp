// SPDX-License-Identifier: GPL-3.0-or-later
// Flow of 32 tokens × 4 layers × 8 heads (untrained): how long its picture takes from a trace to
// what is painted, how long a frame takes while it is scrolled, and while numbers move from one
// moment to the next.
#include "tests/bench/measured_application.h"
#include "ui/views/flow/flow_scene.h"
#include "ui/views/flow/flow_stage.h"
#include "ui/views/flow/flow_view.h"

#include "core/models/scenario.h"
#include "core/models/weights.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"

#include <QScrollBar>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace regard;

namespace {

/// Milliseconds by the clock and of the processor, which other programs take nothing of.
struct Times {
    std::vector<double> clock;
    std::vector<double> processor;

    template <class Work> void measure(const Work& work)
    {
        QElapsedTimer timer;
        timer.start();
        const double before = busyMilliseconds();
        work();
        processor.push_back(busyMilliseconds() - before);
        clock.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    void print(const char* what) const
    {
        if (clock.empty())
            return;
        std::printf("%-50s clock %6.2f p99 %6.2f  processor %6.2f p99 %6.2f ms (%zu)\n", what,
                    at(clock, 0.5), at(clock, 0.99), at(processor, 0.5), at(processor, 0.99),
                    clock.size());
    }
};

TracePtr traceOf(int tokens)
{
    const ScenarioSpec& scenario = scenarioOf("self-attention");
    const Settings shipped = resolveSettings(scenario.settings);
    Weights weights = *weightsFor(scenario, shipped);
    weights.settings.set("layers", std::int64_t(4));
    weights.settings.set("heads", std::int64_t(8));
    weights.parameters =
        Parameters(scenario.parameterLayout(weights.settings, weights.vocabularies), 1);
    weights.trained = false;
    Exploration exploration;
    exploration.scenario = scenario.id;
    exploration.weights = shareWeights(std::move(weights));
    std::string text;
    const char* words[] = {"the", "animal", "didn't", "cross", "street", "because", "it", "was"};
    for (int i = 0; i < tokens; ++i)
        text += std::string(i > 0 ? " " : "") + words[i % 8];
    exploration.texts = {text};
    return explore(exploration);
}

} // namespace

int main(int argc, char** argv)
{
    MeasuredApplication application(argc, argv);
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    QApplication::setFont(interfaceFont());
    const int tokens = argc > 1 ? QByteArray(argv[1]).toInt() : 32;
    const TracePtr first = traceOf(tokens);
    const TracePtr second = traceOf(tokens - 1);
    FlowView view;
    view.resize(1280, 800);
    view.setAnimated(false);
    view.show();
    QTest::qWait(300);
    std::printf("%zu tokens, %zu layers, %d heads, %zu tensors, %s\n", first->input.size(),
                first->attentions.size(), first->attentions.front().headCount(),
                first->tensors.size(), qPrintable(QGuiApplication::platformName()));

    QWidget& stage = *view.stage().viewport();
    Times built;
    for (int i = 0; i < 60; ++i)
        built.measure([&] {
            view.setTrace(i % 2 ? first : second);
            stage.repaint();
        });
    built.print("from a trace to its painted picture");
    view.setTrace(first);

    Times pages;
    for (int round = 0; round < 6; ++round)
        for (int page = 0; page < view.pageCount(); ++page)
            pages.measure([&] {
                view.setPage(page);
                stage.repaint();
            });
    pages.print("another page of it");

    Times frames;
    for (int page = 0; page < 2; ++page) {
        view.setPage(page);
        view.stage().zoomAt(QPointF(640, 400), 2);
        QScrollBar& bar = *view.stage().horizontalScrollBar();
        for (int i = 0; i < 200; ++i)
            frames.measure([&] {
                bar.setValue(bar.minimum() + (bar.maximum() - bar.minimum()) * (i % 100) / 100);
                stage.repaint();
            });
        view.fit();
    }
    frames.print("a frame of scrolling, enlarged twice");

    view.setAnimated(true);
    view.setMotion(FlowView::Motion::Slow);
    Times starts;
    Times moving;
    std::vector<double> longest;
    const std::vector<int> stops = view.stops();
    for (std::size_t i = 1; i + 1 < stops.size(); ++i) {
        starts.measure([&] { view.setMoment(stops[i]); });
        if (!view.scene().isInMotion())
            continue;
        // As it runs: what is painted of itself, event by event.
        application.longest = application.longestBusy = 0;
        const std::size_t most = moving.clock.size() + 40;
        while (view.scene().isInMotion() && moving.clock.size() < most)
            moving.measure([] { QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents); });
        longest.push_back(application.longestBusy);
    }
    starts.print("a step forward, until its numbers start to move");
    moving.print("a round of events while numbers move");
    if (!longest.empty())
        std::printf("longest event of a motion, on the processor: median %.2f  max %.2f ms "
                    "(%zu steps)\n",
                    at(longest, 0.5), at(longest, 1), longest.size());
    return 0;
}
