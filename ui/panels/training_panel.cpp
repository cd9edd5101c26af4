// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/training_panel.h"

#include "ui/panels/drawings.h"
#include "ui/panels/settings_bar.h"
#include "ui/panels/training_plot.h"
#include "ui/panels/training_text.h"
#include "ui/views/shared/give_help.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QStyle>
#include <QThread>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <string_view>

namespace regard {

namespace {

constexpr std::array<std::string_view, 8> firstSettings{
    "rate", "dropout", "teacher_forcing", "epochs", "batch", "optimiser", "schedule", "seed"};
constexpr std::ptrdiff_t changeableOnTheWay = 3;

QLabel* wrappedLabel()
{
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    // As narrow as the panel becomes: a long word is no reason for a wide one.
    label->setMinimumWidth(1);
    return label;
}

} // namespace

TrainingPanel::TrainingPanel(QWidget* parent)
    : QWidget(parent)
    , m_status(wrappedLabel())
    , m_progress(new QProgressBar)
    , m_run(new QWidget)
    , m_plot(new TrainingPlot)
    , m_film(new QSlider(Qt::Horizontal))
    , m_moment(wrappedLabel())
    , m_filmSize(wrappedLabel())
    , m_settings(new SettingsBar(nullptr, SettingsBar::Of::Training))
    , m_processors(new QSpinBox)
    , m_data(wrappedLabel())
    , m_report(wrappedLabel())
{
    setAccessibleName(tr("Training"));
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(4, 2, 4, 4);
    layout->setSpacing(5);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(2);
    m_start = addButton(buttons, "play", tr("Start"), "train/start");
    m_pause = addButton(buttons, "pause", tr("Pause"), "train/pause");
    m_pause->setCheckable(true);
    m_stop = addButton(buttons, "stop", tr("Stop"), "train/stop");
    buttons->addStretch();
    layout->addLayout(buttons);
    layout->addWidget(m_status);
    buildRun(layout);
    buildBefore(layout);
    layout->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(tr("Training"));
    scroll->setFocusPolicy(Qt::NoFocus); // its controls have it
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    // Beside the scroll bar too, all of it is seen.
    content->setMinimumWidth(1);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    // No narrower than its buttons, or a setting with its number.
    const int widest =
        std::max(m_run->layout()->minimumSize().width(), 36 * fontMetrics().averageCharWidth());
    scroll->setMinimumWidth(widest + layout->contentsMargins().left()
                            + layout->contentsMargins().right()
                            + style()->pixelMetric(QStyle::PM_ScrollBarExtent));

    connect(m_start, &QToolButton::clicked, this, &TrainingPanel::startAsked);
    connect(m_pause, &QToolButton::clicked, this, &TrainingPanel::pauseAsked);
    connect(m_stop, &QToolButton::clicked, this, &TrainingPanel::stopAsked);
    connect(m_plot, &TrainingPlot::cursorMoved, this, &TrainingPanel::momentAsked);
    connect(m_film, &QSlider::valueChanged, this,
            [this](int step) { Q_EMIT momentAsked(static_cast<std::size_t>(step)); });
    connect(m_play, &QToolButton::clicked, this, &TrainingPanel::filmAsked);
    connect(m_keep, &QToolButton::clicked, this, &TrainingPanel::keepAsked);
    connect(m_save, &QToolButton::clicked, this, &TrainingPanel::saveAsked);
    connect(m_discard, &QToolButton::clicked, this, &TrainingPanel::discardAsked);
    connect(m_openData, &QToolButton::clicked, this, &TrainingPanel::dataAsked);
    connect(m_generated, &QToolButton::clicked, this, &TrainingPanel::generatedDataAsked);
    connect(m_settings, &SettingsBar::settingChanged, this, &TrainingPanel::settingChanged);
    connect(m_settings, &SettingsBar::resetAsked, this, &TrainingPanel::settingsResetAsked);
    m_run->hide();
    m_pause->setEnabled(false);
    m_stop->setEnabled(false);
    setData({}, {});
}

QToolButton* TrainingPanel::addButton(QLayout* layout, const char* icon, const QString& text,
                                      const char* name)
{
    auto* button = new QToolButton;
    button->setText(text);
    giveHelp(button, name);
    button->setAccessibleDescription(button->toolTip());
    button->setToolButtonStyle(*icon ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonTextOnly);
    if (*icon)
        m_icons.append({button, QString::fromLatin1(icon)});
    layout->addWidget(button);
    return button;
}

void TrainingPanel::buildRun(QVBoxLayout* layout)
{
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_progress->setAccessibleName(tr("Progress of the training"));
    auto* run = new QVBoxLayout(m_run);
    run->setContentsMargins(0, 0, 0, 0);
    run->setSpacing(4);
    run->addWidget(m_progress);
    run->addWidget(m_plot, 1);
    buildFilm(run);
    layout->addWidget(m_run);
}

void TrainingPanel::buildFilm(QVBoxLayout* layout)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    m_play = addButton(row, "play", tr("Film"), "train/film");
    m_play->setCheckable(true);
    m_film->setAccessibleName(tr("Moment of the training"));
    giveHelp(m_film, "training/moment");
    row->addWidget(m_film, 1);
    layout->addLayout(row);
    layout->addWidget(m_moment);
    auto* keep = new QHBoxLayout;
    keep->setSpacing(2);
    m_keep = addButton(keep, "", tr("Keep"), "train/keep");
    m_save = addButton(keep, "", tr("Save weights…"), "train/save");
    m_discard = addButton(keep, "", tr("Discard"), "train/discard");
    keep->addStretch();
    layout->addLayout(keep);
    layout->addWidget(m_filmSize);
}

void TrainingPanel::buildBefore(QVBoxLayout* layout)
{
    layout->addWidget(m_data);
    auto* row = new QHBoxLayout;
    row->setSpacing(2);
    m_openData = addButton(row, "open", tr("Open data…"), "train/data");
    m_generated = addButton(row, "reset", tr("Generated"), "train/generated");
    row->addStretch();
    layout->addLayout(row);
    layout->addWidget(m_report);
    constexpr int allLines = 99;
    m_settings->setMaximumLines(allLines);
    m_settings->setAccessibleName(tr("Settings of the training"));
    layout->addWidget(m_settings);
    auto* threads = new QHBoxLayout;
    auto* name = new QLabel(tr("&Processors"));
    name->setBuddy(m_processors);
    m_processors->setRange(0, std::max(1, QThread::idealThreadCount()));
    m_processors->setSpecialValueText(tr("all"));
    m_processors->setAccessibleName(tr("Processors"));
    giveHelp(m_processors, "training/processors");
    m_processors->setFocusPolicy(Qt::StrongFocus);
    m_processors->installEventFilter(this);
    threads->addWidget(name);
    threads->addWidget(m_processors);
    threads->addStretch();
    layout->addLayout(threads);
}

bool TrainingPanel::eventFilter(QObject* watched, QEvent* event)
{
    // The wheel scrolls past what it would otherwise change unasked.
    if (event->type() == QEvent::Wheel && !static_cast<QWidget*>(watched)->hasFocus()) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void TrainingPanel::setScenario(const ScenarioSpec& spec, const Settings& settings)
{
    std::vector<SettingSpec> specs = spec.task ? spec.settings : std::vector<SettingSpec>();
    // First those that are changed most, the ones that can be changed on the way before all.
    const auto rank = [](const SettingSpec& setting) {
        const auto place = std::find(firstSettings.begin(), firstSettings.end(), setting.name);
        return place - firstSettings.begin();
    };
    std::stable_sort(specs.begin(), specs.end(),
                     [&](const SettingSpec& a, const SettingSpec& b) { return rank(a) < rank(b); });
    m_settings->setSpecs(specs);
    m_settings->setSettings(settings);
    for (QWidget* control : m_settings->findChildren<QWidget*>())
        if (control->focusPolicy() != Qt::NoFocus) {
            control->setFocusPolicy(Qt::StrongFocus); // not by the wheel
            control->installEventFilter(this);
        }
}

void TrainingPanel::setAim(const QString& aim)
{
    m_aim = aim;
    m_start->setToolTip(aim.isEmpty()
                            ? tr("This scenario learns nothing: its weights are built.")
                            : tr("Train from the first weights, as the seed draws them: %1. The "
                                 "film of the training before is let go.")
                                  .arg(aim));
    m_start->setAccessibleDescription(m_start->toolTip());
}

void TrainingPanel::setRunNames(const QStringList& names)
{
    m_names = names;
    m_plot->setRuns({}, {});
}

void TrainingPanel::fitPlot(const Trainer& trainer)
{
    const QString metric = metricText(QString::fromStdString(trainer.progress(0).metric));
    if (m_plot->runs() == trainer.count() && m_plot->metric() == metric)
        return;
    QStringList names = m_names;
    while (names.size() < trainer.count())
        names << QString();
    m_plot->setRuns(names.mid(0, trainer.count()), metric);
}

void TrainingPanel::showState(const Trainer& trainer)
{
    const bool active = trainer.isActive();
    m_start->setEnabled(!active && !m_aim.isEmpty());
    m_pause->setEnabled(active);
    m_pause->setChecked(trainer.isPaused());
    m_pause->setText(trainer.isPaused() ? tr("Go on") : tr("Pause"));
    m_stop->setEnabled(active);
    m_openData->setEnabled(!active);
    m_processors->setEnabled(!active);
    m_generated->setEnabled(!active && !m_data->text().isEmpty());
    m_settings->setChangeable(
        active ? std::optional(std::vector<std::string>{"rate", "dropout", "teacher_forcing"})
               : std::nullopt);
    m_run->setVisible(trainer.count() > 0);
    showProgress(trainer);
}

void TrainingPanel::showProgress(const Trainer& trainer)
{
    std::vector<const TrainingProgress*> runs;
    for (int run = 0; run < trainer.count(); ++run)
        runs.push_back(&trainer.progress(run));
    m_status->setText(
        trainer.count() > 0   ? progressText(runs, trainer.isActive(), trainer.isPaused())
            : m_aim.isEmpty() ? tr("This scenario learns nothing: its weights are built.")
                              : tr("Start trains: %1.").arg(m_aim));
    if (trainer.count() == 0)
        return;
    fitPlot(trainer);
    std::uint64_t bytes = 0;
    std::size_t frames = 0;
    for (int run = 0; run < trainer.count(); ++run) {
        m_plot->setCurves(run, trainer.progress(run));
        bytes += trainer.progress(run).filmBytes;
        frames += trainer.progress(run).frames;
    }
    m_steps = trainer.steps();
    const QSignalBlocker blocker(m_film);
    // As far as it is known, so that what there is fills the width.
    const std::size_t taken = std::max<std::size_t>(trainer.step(), 1);
    m_film->setRange(0, static_cast<int>(taken));
    m_film->setPageStep(std::max(1, static_cast<int>(taken / 20)));
    m_progress->setRange(0, static_cast<int>(std::max<std::size_t>(m_steps, 1)));
    m_progress->setValue(static_cast<int>(trainer.step()));
    m_plot->setSteps(taken);
    m_plot->showNews();
    m_filmSize->setText(filmText(frames, bytes));
    for (QToolButton* button : {m_keep, m_save, m_play})
        button->setEnabled(frames > 0);
}

void TrainingPanel::setMoment(std::size_t step, bool following, bool shown)
{
    const QSignalBlocker blocker(m_film);
    m_film->setValue(static_cast<int>(step));
    m_plot->setCursor(step);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    m_moment->setText(momentOfTrainingText(step, m_steps, following, shown));
    m_film->setAccessibleDescription(m_moment->text());
}

void TrainingPanel::setFilmPlaying(bool playing)
{
    m_play->setChecked(playing);
}

void TrainingPanel::setData(const QString& name, const QString& report)
{
    m_data->setText(name.isEmpty() ? tr("Examples: generated") : tr("Examples: %1").arg(name));
    m_generated->setVisible(!name.isEmpty());
    m_report->setText(report);
    m_report->setVisible(!report.isEmpty());
}

QString TrainingPanel::status() const
{
    return m_status->text();
}

QString TrainingPanel::dataReport() const
{
    return m_report->text();
}

void TrainingPanel::setTheme(const Theme& theme)
{
    m_theme = theme;
    for (const auto& [button, icon] : m_icons)
        button->setIcon(themedIcon(icon, theme));
    m_plot->setTheme(theme);
    m_settings->setTheme(theme);
    for (QLabel* label : {m_moment, m_filmSize, m_report}) {
        QPalette colors = label->palette();
        colors.setColor(QPalette::WindowText, theme.textMuted());
        label->setPalette(colors);
    }
}

} // namespace regard
