// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"
#include "ui/session/trainer.h"
#include "ui/views/shared/theme.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QScrollArea;
class QSlider;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace regard {

class SettingsBar;
class TrainingPlot;

/// What is learnt, and how: begin, pause and end a training, its curves with a cursor, the film of
/// its moments, what is done with the weights of one, the settings and the data. It shows what it
/// is told and tells what a person asks for.
class TrainingPanel : public QWidget {
    Q_OBJECT
public:
    explicit TrainingPanel(QWidget* parent = nullptr);

    /// The scenario that Start trains, with complete settings.
    void setScenario(const ScenarioSpec& spec, const Settings& settings);
    /// What Start trains, in words: "Dialogue", "3 panes, a race".
    void setAim(const QString& aim);
    /// What the runs of the next training are called, "" for the only one.
    void setRunNames(const QStringList& names);
    void showProgress(const Trainer& trainer);
    void showState(const Trainer& trainer);
    /// The moment that is shown: after `step` steps; the newest one, which is followed; none.
    void setMoment(std::size_t step, bool following, bool shown);
    void setFilmPlaying(bool playing);
    /// What the examples are, and what was read of them.
    void setData(const QString& name, const QString& report);
    void setTheme(const Theme& theme);

    TrainingPlot* plot() const { return m_plot; }
    SettingsBar* settings() const { return m_settings; }
    QToolButton* startButton() const { return m_start; }
    QToolButton* pauseButton() const { return m_pause; }
    QToolButton* stopButton() const { return m_stop; }
    QToolButton* keepButton() const { return m_keep; }
    QToolButton* saveButton() const { return m_save; }
    QToolButton* discardButton() const { return m_discard; }
    QToolButton* filmButton() const { return m_play; }
    QSlider* film() const { return m_film; }
    /// How many processors the next training may use; 0 for all.
    QSpinBox* processors() const { return m_processors; }
    QString status() const;
    QString dataReport() const;

Q_SIGNALS:
    void startAsked();
    void pauseAsked(bool paused);
    void stopAsked();
    void momentAsked(std::size_t step);
    void filmAsked(bool playing);
    void keepAsked();
    void saveAsked();
    void discardAsked();
    void dataAsked();
    void generatedDataAsked();
    void settingChanged(const std::string& name, const regard::SettingValue& value);
    void settingsResetAsked();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QToolButton* addButton(QLayout* layout, const char* icon, const QString& text,
                           const char* name);
    void buildRun(QVBoxLayout* layout);
    void buildFilm(QVBoxLayout* layout);
    /// Curves for the runs that there are, and their metric.
    void fitPlot(const Trainer& trainer);
    void buildBefore(QVBoxLayout* layout);

    QToolButton* m_start;
    QToolButton* m_pause;
    QToolButton* m_stop;
    QLabel* m_status;
    QProgressBar* m_progress;
    QWidget* m_run; ///< all that there is to see of a training
    TrainingPlot* m_plot;
    QToolButton* m_play = nullptr;
    QSlider* m_film;
    QLabel* m_moment;
    QLabel* m_filmSize;
    QToolButton* m_keep = nullptr;
    QToolButton* m_save = nullptr;
    QToolButton* m_discard = nullptr;
    SettingsBar* m_settings;
    QSpinBox* m_processors;
    QLabel* m_data;
    QToolButton* m_openData = nullptr;
    QToolButton* m_generated = nullptr;
    QLabel* m_report;
    QList<std::pair<QToolButton*, QString>> m_icons;
    QString m_aim;
    QStringList m_names;
    std::size_t m_steps = 0;
    Theme m_theme = Theme::light();
};

} // namespace regard
