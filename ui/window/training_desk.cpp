// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/training_desk.h"

#include "core/scenarios/catalogue.h"

#include "ui/panels/settings_bar.h"
#include "ui/panels/training_plot.h"
#include "ui/panels/training_text.h"
#include "ui/session/newest_to.h"

#include <QSpinBox>

#include <algorithm>
#include <ctime>
#include <limits>
#include <stdexcept>
#include <thread>

namespace regard {

namespace {

constexpr std::chrono::milliseconds tickEvery{33};
constexpr int ticksBetweenCurves = 4;
constexpr std::chrono::milliseconds filmEvery{80};
/// Share of the processors that watching may take of a training.
constexpr double watchingShare = 0.05;
constexpr double mostSaved = 0.2; ///< seconds of a processor

/// Seconds that this thread has computed so far.
double threadSeconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// Those that other weights follow from, by name, where they differ from the defaults.
Settings ofWeights(const ScenarioSpec& spec, const Settings& settings)
{
    Settings kept;
    for (const SettingSpec& setting : spec.settings)
        if (setting.affects != Affects::Computation && settings.has(setting.name)
            && settings.value(setting.name) != setting.defaultValue)
            kept.set(setting.name, settings.value(setting.name));
    return kept;
}

} // namespace

TrainingDesk::TrainingDesk(Panes& panes, History& history, QObject* parent)
    : QObject(parent)
    , m_panes(panes)
    , m_history(history)
    , m_panel(new TrainingPanel)
    , m_reader(newestTo<DataRead>(
          this, [](TrainingDesk & desk) -> auto& { return desk.m_reader; },
          [this](const Outcome<DataRead>& outcome) { takeData(outcome); }))
    , m_saver(newestTo<std::string>(
          this, [](TrainingDesk & desk) -> auto& { return desk.m_saver; },
          [this](const Outcome<std::string>& outcome) {
              if (outcome.result)
                  m_keptStep = std::max(m_keptStep, m_savedStep);
              if (outcome.result)
                  Q_EMIT said(tr("The weights are in “%1”: open them at any time.")
                                  .arg(QString::fromStdString(*outcome.result)));
              else if (!outcome.error.empty())
                  Q_EMIT failed(QString::fromStdString(outcome.error));
          }))
{
    connect(m_panel, &TrainingPanel::startAsked, this, &TrainingDesk::start);
    connect(m_panel, &TrainingPanel::pauseAsked, this, &TrainingDesk::setPaused);
    connect(m_panel, &TrainingPanel::stopAsked, this, &TrainingDesk::stop);
    connect(m_panel, &TrainingPanel::momentAsked, this, [this](std::size_t step) {
        playFilm(false);
        showMoment(step);
    });
    connect(m_panel, &TrainingPanel::filmAsked, this, &TrainingDesk::playFilm);
    connect(m_panel, &TrainingPanel::keepAsked, this, &TrainingDesk::keep);
    connect(m_panel, &TrainingPanel::discardAsked, this, &TrainingDesk::discard);
    connect(m_panel, &TrainingPanel::generatedDataAsked, this, &TrainingDesk::useGeneratedData);
    connect(m_panel, &TrainingPanel::settingChanged, this, &TrainingDesk::changeSetting);
    connect(m_panel, &TrainingPanel::settingsResetAsked, this, [this] {
        m_settings.erase(m_shownScenario);
        m_shownScenario.clear();
        showAim();
    });
    connect(&m_trainer, &Trainer::progressed, this, [this] { m_news = true; });
    connect(&m_trainer, &Trainer::stateChanged, this, [this] { m_panel->showState(m_trainer); });
    connect(&m_trainer, &Trainer::ended, this, &TrainingDesk::end);
    connect(&m_panes, &Panes::added, this, [this](int index) { link(m_panes.at(index)); });
    connect(&m_panes, &Panes::activated, this, &TrainingDesk::showAim);
    connect(&m_panes, &Panes::differencesChanged, this, &TrainingDesk::showAim);
    for (int i = 0; i < m_panes.count(); ++i)
        link(m_panes.at(i));
    m_tick.setInterval(tickEvery);
    connect(&m_tick, &QTimer::timeout, this, &TrainingDesk::tick);
    m_film.setInterval(filmEvery);
    connect(&m_film, &QTimer::timeout, this, &TrainingDesk::showNextOfFilm);
}

TrainingDesk::~TrainingDesk()
{
    for (int i = 0; i < m_panes.count(); ++i)
        m_panes.at(i).explorer().setLender({});
    if (m_panel && !m_panel->parent())
        delete m_panel;
}

void TrainingDesk::link(Pane& pane)
{
    pane.explorer().setLender([this](const Exploration& exploration) { return lend(exploration); });
    connect(&pane.explorer(), &Explorer::traced, this,
            [this](const TracePtr& trace) { m_traceSeconds += trace->seconds; });
}

std::vector<TrainingDesk::Entrant> TrainingDesk::entrants() const
{
    std::vector<Entrant> found;
    const std::string scenario = m_panes.active().explorer().exploration().scenario;
    const ScenarioSpec* spec = findScenario(scenario);
    if (!spec || !spec->task)
        return found;
    for (int i = 0; i < m_panes.count(); ++i) {
        const Exploration& exploration = m_panes.at(i).explorer().exploration();
        if (exploration.scenario != scenario)
            continue;
        Settings settings = ofWeights(*spec, exploration.settings);
        const bool known = std::any_of(found.begin(), found.end(), [&](const Entrant& other) {
            return other.settings == settings;
        });
        if (!known && found.size() < Trainer::mostRuns)
            found.push_back({scenario, std::move(settings), m_panes.difference(i), nullptr, 0});
    }
    if (found.size() == 1)
        found.front().name.clear();
    return found;
}

TrainingRequest TrainingDesk::requestOf(const Entrant& entrant) const
{
    TrainingRequest request;
    request.scenario = entrant.scenario;
    if (const auto own = m_settings.find(entrant.scenario); own != m_settings.end())
        request.settings = own->second;
    request.settings = settingsWith(request.settings, entrant.settings);
    request.data = data();
    request.threads = m_panel->processors()->value();
    return request;
}

const TrainingDesk::Entrant* TrainingDesk::entrantOf(const Exploration& exploration) const
{
    const ScenarioSpec* spec = findScenario(exploration.scenario);
    for (const Entrant& entrant : m_entrants)
        if (spec && entrant.scenario == exploration.scenario
            && entrant.settings == ofWeights(*spec, exploration.settings))
            return &entrant;
    return nullptr;
}

std::shared_ptr<const Weights> TrainingDesk::lend(const Exploration& exploration) const
{
    const Entrant* entrant = m_shown ? entrantOf(exploration) : nullptr;
    return entrant ? entrant->shown : nullptr;
}

std::shared_ptr<const Weights> TrainingDesk::shownIn(const Pane& pane) const
{
    return lend(pane.explorer().exploration());
}

QString TrainingDesk::note(const Pane& pane) const
{
    const Entrant* entrant = m_shown ? entrantOf(pane.explorer().exploration()) : nullptr;
    if (!entrant || !entrant->shown)
        return {};
    return tr("%1 Keep takes them over.")
        .arg(momentOfTrainingText(entrant->shownStep, m_trainer.steps(),
                                  m_following && m_trainer.isActive(), true));
}

void TrainingDesk::start()
{
    if (m_trainer.isActive())
        return;
    std::vector<Entrant> found = entrants();
    if (found.empty())
        return;
    std::vector<TrainingRequest> requests;
    for (const Entrant& entrant : found)
        requests.push_back(requestOf(entrant));
    QStringList names;
    for (const Entrant& entrant : found)
        names << entrant.name;
    m_panel->setRunNames(names);
    try {
        m_trainer.start(std::move(requests));
    } catch (const std::invalid_argument& error) {
        Q_EMIT failed(QString::fromStdString(error.what()));
        return;
    }
    m_entrants = std::move(found);
    m_keptStep = 0;
    m_step = 0;
    m_following = m_shown = true;
    m_budget = mostSaved;
    m_spentBefore = threadSeconds();
    m_panel->showState(m_trainer);
    m_panel->setMoment(0, true, true);
    m_tick.start();
}

void TrainingDesk::setPaused(bool paused)
{
    if (paused)
        m_trainer.pause();
    else
        m_trainer.resume();
}

void TrainingDesk::stop()
{
    m_trainer.stop();
}

void TrainingDesk::tick()
{
    const double spent = threadSeconds();
    m_budget -= spent - m_spentBefore + std::exchange(m_traceSeconds, 0.0);
    m_spentBefore = spent;
    const double seconds = std::chrono::duration<double>(tickEvery).count();
    // Who watches more than the training can spare pays it back before the next picture.
    m_budget = std::clamp(
        m_budget + seconds * watchingShare * std::max(1U, std::thread::hardware_concurrency()),
        -mostSaved, mostSaved);
    if (++m_ticks % ticksBetweenCurves == 0 && std::exchange(m_news, false)) {
        m_panel->showProgress(m_trainer);
    }
    if (m_following && (m_budget > 0 || m_trainer.isPaused()) && !isComputing())
        follow();
}

void TrainingDesk::discard()
{
    hideMoment();
    m_trainer.clear();
    m_tick.stop();
    // Panes that showed a moment compute with their own weights again.
    computeAll();
    m_entrants.clear();
    m_panel->showState(m_trainer);
    showAim();
}

void TrainingDesk::end()
{
    m_tick.stop();
    m_news = false;
    m_panel->showState(m_trainer);
    if (m_following) {
        m_following = false;
        showAt(std::numeric_limits<std::size_t>::max());
    }
    m_shownScenario.clear(); // settings that were changed meanwhile are again as at the start
    showAim();
    QStringList problems;
    for (int run = 0; run < m_trainer.count(); ++run)
        if (m_trainer.progress(run).stage == TrainingStage::Failed)
            problems << QString::fromStdString(m_trainer.progress(run).error);
    problems.removeDuplicates();
    if (!problems.isEmpty())
        Q_EMIT failed(problems.join(QLatin1Char(' ')));
}

} // namespace regard
