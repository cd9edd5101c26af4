// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/render.h"

#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"
#include "core/scenarios/sentence_alignment.h"

#include "ui/views/scene/scene_view.h"
#include "ui/views/shared/picture_file.h"
#include "ui/views/view_spec.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <functional>
#include <set>
#include <stdexcept>

namespace regard {

namespace {

using namespace std::chrono_literals;

/// Waits until each explorer has answered what `ask` asks them.
void compute(const std::vector<Explorer*>& explorers, const std::function<void()>& ask,
             const std::stop_token& stop)
{
    QEventLoop loop;
    QString problem;
    std::set<const Explorer*> waiting(explorers.begin(), explorers.end());
    for (Explorer* explorer : explorers) {
        QObject::connect(explorer, &Explorer::traced, &loop, [&, explorer] {
            waiting.erase(explorer);
            if (waiting.empty())
                loop.quit();
        });
        QObject::connect(explorer, &Explorer::failed, &loop, [&](const QString& message) {
            problem = message;
            loop.quit();
        });
    }
    QTimer watch;
    QObject::connect(&watch, &QTimer::timeout, &loop, [&] {
        if (stop.stop_requested())
            loop.quit();
    });
    watch.start(50ms);
    ask();
    loop.exec();
    if (stop.stop_requested())
        throw Stopped{};
    if (!problem.isEmpty())
        throw std::runtime_error(problem.toStdString());
}

/// Opens the panes of a request and waits for their traces.
void compute(Panes& panes, const RenderRequest& request, const std::stop_token& stop)
{
    std::vector<PaneState> states{{request.exploration, request.view.toStdString(), {}, {}}};
    if (!viewSpecOf(request.view))
        states.front().view = request.shown.isEmpty()
            ? scenarioOf(request.exploration.scenario).startView
            : request.shown.toStdString();
    for (PaneState state : request.beside) {
        if (state.view.empty())
            state.view = states.front().view;
        states.push_back(std::move(state));
    }
    // Each alone first, so that all are there to be waited for.
    panes.use({std::vector<PaneState>(states.size())});
    std::vector<Explorer*> explorers;
    for (int i = 0; i < panes.count(); ++i)
        explorers.push_back(&panes.at(i).explorer());
    compute(
        explorers, [&] { panes.use({states}); }, stop);
}

std::vector<std::string> notesOf(const Panes& panes)
{
    std::vector<std::string> notes;
    for (int i = 0; i < panes.count(); ++i)
        for (const std::string& note : panes.at(i).explorer().trace()->notes)
            if (std::find(notes.begin(), notes.end(), note) == notes.end())
                notes.push_back(note);
    return notes;
}

/// Lets layouts settle: they are arranged by posted events.
void settle()
{
    QApplication::sendPostedEvents();
    QApplication::processEvents(QEventLoop::ExcludeUserInputEvents);
    QApplication::sendPostedEvents();
}

/// The cell of a trace at a place; none for no place. Throws std::invalid_argument if the trace has
/// no such place.
CellRef cellOf(const Trace& trace, const Place& place)
{
    if (place.path.empty())
        return {};
    const int tensor = trace.indexOf(place.path);
    if (tensor < 0)
        throw std::invalid_argument("the trace has no tensor '" + place.path
                                    + "'; regard trace writes those that there are");
    const TraceValue& value = trace.tensors[static_cast<std::size_t>(tensor)].value;
    if (place.row >= value.rows() || place.column >= value.columns())
        throw std::invalid_argument("'" + place.path + "' has " + std::to_string(value.rows())
                                    + " rows and " + std::to_string(value.columns())
                                    + " columns: choose a place in it");
    return cellAt(trace, place);
}

using Draw = std::function<void(QWidget&, const std::vector<std::string>& notes)>;

/// Whatever is in it, now and later, does not move.
void still(PaneGrid& grid)
{
    const auto stop = [](PaneStage* stage) {
        for (TraceView* view : stage->views())
            view->setAnimated(false);
    };
    for (PaneStage* stage : grid.stages())
        stop(stage);
    QObject::connect(&grid, &PaneGrid::added, &grid, stop);
}

void drawWindow(const RenderRequest& request, const std::stop_token& stop, const Draw& draw)
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    settings.setValue(
        QStringLiteral("window/theme"),
        Appearance::nameOf(request.dark ? Appearance::Choice::Dark : Appearance::Choice::Light));
    settings.setValue(QStringLiteral("window/palettes"), Appearance::namesOf(request.palettes));
    settings.setValue(QStringLiteral("window/projector"), request.projector);
    MainWindow window(settings);
    still(*window.grid());
    window.setAttribute(Qt::WA_DontShowOnScreen);
    window.resize(request.size);
    window.show();
    window.resetLayout();
    compute(window.panes(), request, stop);
    // As when a person compares several.
    if (request.shown.isEmpty() && request.beside.size() > 1)
        for (PaneStage* stage : window.stages())
            if (stage->shownView() == stage->views().front() && stage->largeView())
                stage->tabs()->setCurrentWidget(stage->largeView());
    if (const CellRef cell = cellOf(*window.explorer().trace(), request.cell))
        window.selection().fix(cell);
    settle();
    draw(window, notesOf(window.panes()));
}

void drawPanes(const RenderRequest& request, const std::stop_token& stop, const Draw& draw)
{
    Appearance appearance;
    appearance.setPalettes(request.palettes);
    appearance.setForProjector(request.projector);
    appearance.choose(request.dark ? Appearance::Choice::Dark : Appearance::Choice::Light);
    Panes panes;
    PaneGrid grid(panes);
    still(grid);
    grid.setTheme(appearance.theme());
    grid.setAttribute(Qt::WA_DontShowOnScreen);
    grid.resize(request.size);
    grid.show();
    compute(panes, request, stop);
    if (const CellRef cell = cellOf(*panes.lead().explorer().trace(), request.cell))
        panes.lead().selection().fix(cell);
    settle();
    draw(grid, notesOf(panes));
}

void drawView(TraceView& view, const RenderRequest& request, const std::stop_token& stop,
              const Draw& draw)
{
    Appearance appearance;
    appearance.setPalettes(request.palettes);
    appearance.setForProjector(request.projector);
    appearance.choose(request.dark ? Appearance::Choice::Dark : Appearance::Choice::Light);
    Explorer explorer;
    compute(
        {&explorer}, [&] { explorer.explore(request.exploration); }, stop);
    const TracePtr& trace = explorer.trace();
    view.setTheme(appearance.theme());
    view.setAttribute(Qt::WA_DontShowOnScreen);
    view.resize(request.size);
    view.show();
    view.setTrace(trace);
    view.setMoment(static_cast<int>(trace->moments.size()) - 1);
    view.showTensor(trace->indexOf(scenarioOf(trace->scenario).startTensor));
    if (const CellRef cell = cellOf(*trace, request.cell)) {
        view.showTensor(cell.tensor);
        view.setSelection(cell, {});
    }
    if (auto* scene = qobject_cast<SceneView*>(&view))
        if (const auto found = sentenceAlignment(*trace, firstText(explorer.exploration()), stop))
            scene->setExpected(trace, found->gold);
    settle();
    draw(view, trace->notes);
}

void drawRequest(const RenderRequest& request, const std::stop_token& stop, const Draw& draw)
{
    if (request.view == QLatin1String("window")) {
        drawWindow(request, stop, draw);
        return;
    }
    const ViewSpec* spec = viewSpecOf(request.view);
    if (!spec)
        throw std::invalid_argument("there is no view \"" + request.view.toStdString()
                                    + "\"; choose "
                                    + renderViews().join(QStringLiteral(", ")).toStdString());
    if (!request.beside.empty()) {
        drawPanes(request, stop, draw);
        return;
    }
    const std::unique_ptr<TraceView> view = spec->make();
    view->setAnimated(false);
    drawView(*view, request, stop, draw);
}

} // namespace

QStringList renderViews()
{
    QStringList names;
    for (const ViewSpec& spec : viewSpecs())
        names << QLatin1String(spec.id);
    return names << QStringLiteral("window");
}

QImage renderImage(const RenderRequest& request, std::stop_token stop)
{
    QImage image;
    drawRequest(request, stop, [&image](QWidget& widget, const std::vector<std::string>&) {
        image = widget.grab().toImage();
    });
    return image;
}

std::vector<std::string> renderFile(const RenderRequest& request, const QString& path,
                                    std::stop_token stop)
{
    std::vector<std::string> notes;
    drawRequest(request, stop, [&](QWidget& widget, const std::vector<std::string>& said) {
        QString problem;
        auto* view = qobject_cast<TraceView*>(&widget);
        auto* grid = qobject_cast<PaneGrid*>(&widget);
        const bool written = view ? view->saveTo(path, &problem, 1)
            : grid                ? grid->saveTo(path, &problem, 1)
                                  : saveWidget(widget, path, &problem, 1);
        if (!written)
            throw std::runtime_error(problem.toStdString());
        notes = said;
    });
    return notes;
}

} // namespace regard
