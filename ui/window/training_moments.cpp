// SPDX-License-Identifier: GPL-3.0-or-later
// Moments of a training: which one is shown, and what is done with its weights.
#include "ui/window/training_desk.h"

#include "core/models/weights_file.h"

#include <algorithm>
#include <limits>

namespace regard {

void TrainingDesk::follow()
{
    m_trainer.wantFrames();
    bool news = false;
    for (std::size_t i = 0; i < m_entrants.size(); ++i) {
        const std::size_t newest = m_trainer.progress(static_cast<int>(i)).filmStep;
        news = news || !m_entrants[i].shown || newest > m_entrants[i].shownStep;
    }
    if (news)
        showAt(std::numeric_limits<std::size_t>::max());
}

void TrainingDesk::showAt(std::size_t step)
{
    std::size_t shown = 0;
    for (std::size_t i = 0; i < m_entrants.size(); ++i) {
        Entrant& entrant = m_entrants[i];
        const TrainingRun& run = m_trainer.run(static_cast<int>(i));
        TrainingRun::Moment moment = run.at(step);
        if (moment.weights) {
            entrant.shown = std::move(moment.weights);
            entrant.shownStep = moment.step;
        }
        shown = std::max(shown, entrant.shownStep);
    }
    m_step = step == std::numeric_limits<std::size_t>::max() ? shown : step;
    m_panel->setMoment(m_step, m_following, m_shown);
    computeAll();
}

void TrainingDesk::showMoment(std::size_t step)
{
    if (m_trainer.count() == 0)
        return;
    m_shown = true;
    m_following = m_trainer.isActive() && step >= m_trainer.step();
    showAt(m_following ? std::numeric_limits<std::size_t>::max() : step);
}

void TrainingDesk::playFilm(bool playing)
{
    if (playing && m_trainer.count() > 0) {
        if (m_step >= m_trainer.step() || !m_shown)
            showMoment(0);
        m_following = false;
        m_film.start();
    } else {
        m_film.stop();
        playing = false;
    }
    m_panel->setFilmPlaying(playing);
}

void TrainingDesk::computeAll()
{
    for (int i = 0; i < m_panes.count(); ++i)
        if (entrantOf(m_panes.at(i).explorer().exploration()))
            m_panes.at(i).explorer().computeLent();
}

bool TrainingDesk::isComputing() const
{
    for (int i = 0; i < m_panes.count(); ++i)
        if (m_panes.at(i).explorer().isPending())
            return true;
    return false;
}

void TrainingDesk::hideMoment()
{
    playFilm(false);
    m_shown = m_following = false;
    if (m_trainer.count() > 0)
        m_panel->setMoment(m_step, false, false);
}

void TrainingDesk::keep()
{
    if (!m_shown)
        return;
    m_history.perform(tr("keeping trained weights"), [this] {
        std::vector<std::pair<Pane*, Exploration>> kept;
        for (int i = 0; i < m_panes.count(); ++i) {
            Exploration exploration = m_panes.at(i).explorer().exploration();
            exploration.weights = lend(exploration);
            if (exploration.weights)
                kept.emplace_back(&m_panes.at(i), std::move(exploration));
        }
        hideMoment();
        for (const auto& [pane, exploration] : kept)
            if (!(pane->explorer().exploration() == exploration))
                pane->explorer().explore(exploration);
    });
    m_keptStep = std::max(m_keptStep, m_trainer.step());
    Q_EMIT said(tr("The weights after step %1 are now those of what was trained; Undo takes them "
                   "back. Save weights… writes them to a file.")
                    .arg(m_step));
}

void TrainingDesk::saveTo(const QString& path)
{
    const Entrant* entrant = entrantOf(m_panes.active().explorer().exploration());
    if (!entrant && !m_entrants.empty())
        entrant = &m_entrants.front();
    if (!entrant)
        return;
    const auto index = static_cast<int>(entrant - m_entrants.data());
    const std::shared_ptr<const Weights> weights = m_trainer.run(index).at(m_step).weights;
    if (!weights)
        return;
    m_savedStep = m_trainer.step();
    m_saver.request(
        [weights, file = std::filesystem::path(path.toStdU16String())](const std::stop_token&) {
            saveWeights(*weights, file);
            return file.string();
        });
}

void TrainingDesk::showNextOfFilm()
{
    if (isComputing())
        return;
    std::size_t next = std::numeric_limits<std::size_t>::max();
    for (int run = 0; run < m_trainer.count(); ++run)
        for (const std::size_t step : m_trainer.run(run).filmSteps())
            if (step > m_step)
                next = std::min(next, step);
    if (next == std::numeric_limits<std::size_t>::max())
        playFilm(false);
    else
        showMoment(next);
}

} // namespace regard
