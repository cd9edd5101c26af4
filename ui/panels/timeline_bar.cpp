// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/timeline_bar.h"

#include "ui/panels/drawings.h"
#include "ui/panels/elided_label.h"
#include "ui/views/shared/give_help.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace regard {

TimelineBar::TimelineBar(Timeline& timeline, QWidget* parent)
    : QWidget(parent)
    , m_timeline(timeline)
    , m_slider(new MarkedSlider)
    , m_description(new ElidedLabel)
    , m_position(new QLabel)
    , m_stride(new QComboBox)
    , m_speed(new QComboBox)
{
    m_start = button(QStringLiteral("start"), "timeline/start");
    m_back = button(QStringLiteral("back"), "timeline/back");
    m_play = button(QStringLiteral("play"), "timeline/play");
    m_forward = button(QStringLiteral("forward"), "timeline/forward");
    m_end = button(QStringLiteral("end"), "timeline/end");
    connect(m_start, &QToolButton::clicked, &timeline, &Timeline::toStart);
    connect(m_back, &QToolButton::clicked, &timeline, &Timeline::back);
    connect(m_forward, &QToolButton::clicked, &timeline, &Timeline::forward);
    connect(m_end, &QToolButton::clicked, &timeline, &Timeline::toEnd);
    m_bookmark = button(QStringLiteral("bookmark"), "go/bookmark");
    m_bookmark->setCheckable(true);
    connect(m_bookmark, &QToolButton::clicked, this, [this] {
        Q_EMIT bookmarkAsked();
        showBookmarks();
    });
    connect(m_play, &QToolButton::clicked, this, [this] {
        if (m_timeline.isPlaying())
            m_timeline.pause();
        else
            m_timeline.play();
    });

    m_slider->setAccessibleName(tr("Moment of the computation"));
    giveHelp(m_slider, "timeline/moment");
    m_slider->setPageStep(5);
    connect(m_slider, &QSlider::valueChanged, &timeline, &Timeline::setStop);
    connect(m_slider, &MarkedSlider::markClicked, this, [this](int mark) {
        const Bookmark bookmark = m_timeline.marks()[static_cast<std::size_t>(mark)];
        m_timeline.setMoment(bookmark.moment, bookmark.part);
    });

    m_stride->setAccessibleName(tr("Stride"));
    giveHelp(m_stride, "timeline/stride");
    connect(m_stride, &QComboBox::activated, this, [this] {
        m_timeline.setStride(static_cast<Timeline::Stride>(m_stride->currentData().toInt()));
    });

    for (const double speed : {0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0})
        m_speed->addItem(tr("%1 / s").arg(QLocale().toString(speed)), speed);
    m_speed->setCurrentIndex(m_speed->findData(2.0));
    m_speed->setAccessibleName(tr("Speed"));
    giveHelp(m_speed, "timeline/speed");
    connect(m_speed, &QComboBox::currentIndexChanged, this,
            [this] { m_timeline.setSpeed(m_speed->currentData().toDouble()); });

    m_description->setAccessibleName(tr("What this moment computes"));
    m_position->setAccessibleName(tr("Position"));

    auto* texts = new QHBoxLayout;
    texts->setSpacing(16);
    texts->addWidget(m_description, 1);
    texts->addWidget(m_position);
    auto* middle = new QVBoxLayout;
    middle->setSpacing(0);
    middle->addLayout(texts);
    middle->addWidget(m_slider);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 12, 6);
    layout->setSpacing(4);
    for (QToolButton* each : {m_start, m_back, m_play, m_forward, m_end})
        layout->addWidget(each);
    layout->addSpacing(10);
    layout->addLayout(middle, 1);
    layout->addSpacing(6);
    layout->addWidget(m_bookmark);
    layout->addSpacing(6);
    layout->addWidget(m_stride);
    layout->addSpacing(4);
    layout->addWidget(m_speed);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);

    connect(&timeline, &Timeline::momentChanged, this, &TimelineBar::showMoment);
    connect(&timeline, &Timeline::rangeChanged, this, &TimelineBar::showMoment);
    connect(&timeline, &Timeline::strideChanged, this, &TimelineBar::showMoment);
    connect(&timeline, &Timeline::playingChanged, this, &TimelineBar::showPlaying);
    connect(&timeline, &Timeline::bookmarksChanged, this, &TimelineBar::showBookmarks);
    showMoment();
    showPlaying();
}

QToolButton* TimelineBar::button(const QString& icon, const char* name)
{
    auto* made = new QToolButton;
    made->setObjectName(icon);
    giveHelp(made, name);
    made->setAccessibleName(made->toolTip());
    made->setIconSize({22, 22});
    return made;
}

void TimelineBar::showMoment()
{
    const int count = m_timeline.count();
    const int stop = m_timeline.stop();
    const QSignalBlocker blocker(m_slider);
    m_slider->setRange(0, std::max(0, count - 1));
    m_slider->setValue(stop);
    m_slider->setEnabled(count > 1);
    m_description->setText(m_timeline.description());
    m_description->update();
    const int part = m_timeline.part();
    m_position->setText(count == 0 ? QString()
                            : part + 1 < m_timeline.partCount()
                            ? tr("step %1 of %2, part %3 of %4")
                                  .arg(stop + 1)
                                  .arg(count)
                                  .arg(part + 1)
                                  .arg(m_timeline.partCount())
                            : tr("step %1 of %2").arg(stop + 1).arg(count));
    const bool isFirst = m_timeline.isAtStart();
    const bool isLast = count == 0 || m_timeline.isAtEnd();
    m_start->setEnabled(!isFirst);
    m_back->setEnabled(!isFirst);
    m_forward->setEnabled(!isLast);
    m_end->setEnabled(!isLast);
    m_play->setEnabled(count > 1);
    showStrides();
    showBookmarks();
}

void TimelineBar::showStrides()
{
    std::vector<std::pair<QString, Timeline::Stride>> strides{
        {tr("by operation"), Timeline::Stride::Operation}};
    if (m_timeline.hasTokenSteps())
        strides.emplace_back(tr("by token"), Timeline::Stride::Token);
    if (m_timeline.hasGates())
        strides.emplace_back(tr("by gate"), Timeline::Stride::Gate);
    m_stride->setVisible(strides.size() > 1);
    if (m_stride->count() != static_cast<int>(strides.size())
        || m_stride->itemData(m_stride->count() - 1).toInt()
            != static_cast<int>(strides.back().second)) {
        m_stride->clear();
        for (const auto& [text, stride] : strides)
            m_stride->addItem(text, static_cast<int>(stride));
    }
    m_stride->setCurrentIndex(
        std::max(0, m_stride->findData(static_cast<int>(m_timeline.stride()))));
}

void TimelineBar::showBookmarks()
{
    const bool marked = m_timeline.isMarked();
    const QString tip = marked ? tr("Take the bookmark from this moment (Ctrl+B)")
                               : tr("Mark this moment with a bookmark (Ctrl+B)");
    m_bookmark->setEnabled(m_timeline.count() > 0);
    m_bookmark->setChecked(marked);
    m_bookmark->setToolTip(tip);
    m_bookmark->setAccessibleName(tip);
    m_bookmark->setIcon(
        themedIcon(marked ? QStringLiteral("bookmarked") : QStringLiteral("bookmark"), m_theme));
    std::vector<MarkedSlider::Mark> marks;
    for (const Bookmark& mark : m_timeline.marks())
        marks.push_back({m_timeline.stopAt(mark.moment),
                         m_timeline.descriptionOf(mark.moment, mark.part),
                         mark.moment == m_timeline.moment() && mark.part == m_timeline.part()});
    m_slider->setMarks(std::move(marks));
}

void TimelineBar::showPlaying()
{
    const bool playing = m_timeline.isPlaying();
    m_play->setIcon(
        themedIcon(playing ? QStringLiteral("pause") : QStringLiteral("play"), m_theme));
    giveHelp(m_play, playing ? "timeline/pause" : "timeline/play");
    m_play->setAccessibleName(m_play->toolTip());
}

void TimelineBar::setTheme(const Theme& theme)
{
    m_theme = theme;
    for (QToolButton* each : {m_start, m_back, m_forward, m_end})
        each->setIcon(themedIcon(each->objectName(), theme));
    QPalette colors = m_position->palette();
    colors.setColor(QPalette::WindowText, theme.textMuted());
    m_position->setPalette(colors);
    m_slider->setTheme(theme);
    showPlaying();
    showBookmarks();
}

} // namespace regard
