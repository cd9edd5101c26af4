// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/training_panel.h"
#include "ui/session/latest_job.h"
#include "ui/session/panes.h"
#include "ui/session/trainer.h"
#include "ui/window/history.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace regard {

/// Trains what the panes compute and shows in them what is learnt. A pane shows a run's weights as
/// long as its settings are those that the run was started with. They are only lent: undo and
/// sessions know of them once they are kept. Lives on the GUI thread.
class TrainingDesk : public QObject {
    Q_OBJECT
public:
    TrainingDesk(Panes& panes, History& history, QObject* parent = nullptr);
    ~TrainingDesk() override;

    Trainer& trainer() { return m_trainer; }
    const Trainer& trainer() const { return m_trainer; }
    TrainingPanel* panel() const { return m_panel; }

    /// Whether what was learnt would be lost if the program ended.
    bool hasUnkept() const { return m_trainer.count() > 0 && m_trainer.step() > m_keptStep; }
    /// What limits the picture of a pane that shows a moment of a training; "" for another.
    QString note(const Pane& pane) const;
    /// The moment that is shown of the run that a pane belongs to; null for none.
    std::shared_ptr<const Weights> shownIn(const Pane& pane) const;
    /// Examples of a person's own that the active pane's scenario is trained with; empty: generated
    /// ones.
    std::filesystem::path data() const;

public Q_SLOTS:
    /// Trains the active pane's scenario: one run for all panes with the same settings, else a
    /// race.
    void start();
    void setPaused(bool paused);
    void stop();
    /// Shows the last moment up to a step in all panes; at the newest one it is followed.
    void showMoment(std::size_t step);
    void playFilm(bool playing);
    /// The weights that are shown become those of the panes.
    void keep();
    void saveTo(const QString& path);
    void discard();
    /// Reads a person's examples for the active pane's scenario.
    void openData(const QString& path);
    void useGeneratedData();
    /// The panel speaks of the active pane.
    void showAim();

Q_SIGNALS:
    /// In words, with what to do.
    void failed(const QString& message);
    void said(const QString& message);

private:
    /// Who takes part in a training.
    struct Entrant {
        std::string scenario;
        Settings settings; ///< of the exploration, those that ask for other weights or training
        QString name;
        std::shared_ptr<const Weights> shown; ///< null: none
        std::size_t shownStep = 0;
    };
    struct DataRead {
        std::string scenario;
        std::filesystem::path path;
        std::vector<std::string> notes;
        std::size_t examples = 0;
        std::size_t heldOut = 0;
    };

    std::vector<Entrant> entrants() const;
    TrainingRequest requestOf(const Entrant& entrant) const;
    const Entrant* entrantOf(const Exploration& exploration) const;
    std::shared_ptr<const Weights> lend(const Exploration& exploration) const;
    void link(Pane& pane);
    void changeSetting(const std::string& name, const SettingValue& value);
    /// All that happens beside a training, at most 30 times a second.
    void tick();
    void follow();
    void showAt(std::size_t step);
    void showNextOfFilm();
    void computeAll();
    void hideMoment();
    bool isComputing() const;
    void takeData(const Outcome<DataRead>& outcome);
    void showData();
    void end();

    Panes& m_panes;
    History& m_history;
    Trainer m_trainer;
    QPointer<TrainingPanel> m_panel; ///< the window's, once it is docked
    std::vector<Entrant> m_entrants;
    std::map<std::string, Settings> m_settings; ///< of training, by scenario, beside the defaults
    std::map<std::string, DataRead> m_data; ///< by scenario
    std::string m_shownScenario; ///< of the panel's settings
    bool m_following = false;
    bool m_shown = false;
    std::size_t m_step = 0; ///< the moment of the cursor
    std::size_t m_keptStep = 0; ///< steps taken when something was kept or saved
    std::size_t m_savedStep = 0; ///< the same of what is being saved
    QTimer m_tick;
    QTimer m_film;
    int m_ticks = 0;
    bool m_news = false;
    double m_budget = 0; ///< seconds of a processor that may be spent on watching
    double m_spentBefore = 0;
    double m_traceSeconds = 0; ///< of pictures since the last tick
    LatestJob<DataRead> m_reader;
    LatestJob<std::string> m_saver; ///< last: they are stopped before all else goes
};

} // namespace regard
