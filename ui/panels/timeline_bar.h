// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/marked_slider.h"
#include "ui/session/timeline.h"
#include "ui/views/shared/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QToolButton>
#include <QWidget>

namespace regard {

/// The controls of the timeline: to the start, back, play or pause, forward, to the end, a
/// slider over all moments with the bookmarks on it, stride and speed, and what the moment
/// computes.
class TimelineBar : public QWidget {
    Q_OBJECT
public:
    /// `timeline` must outlive the bar.
    explicit TimelineBar(Timeline& timeline, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);

    MarkedSlider* slider() const { return m_slider; }
    QToolButton* playButton() const { return m_play; }
    QToolButton* backButton() const { return m_back; }
    QToolButton* forwardButton() const { return m_forward; }
    QToolButton* bookmarkButton() const { return m_bookmark; }
    QComboBox* stride() const { return m_stride; }
    QComboBox* speed() const { return m_speed; }
    /// What the moment computes, as shown.
    QString description() const { return m_description->text(); }

Q_SIGNALS:
    /// The moment is to be marked, or its mark to be taken away.
    void bookmarkAsked();

private:
    QToolButton* button(const QString& icon, const char* name);
    void showMoment();
    void showPlaying();
    void showBookmarks();
    void showStrides();

    Timeline& m_timeline;
    QToolButton* m_start;
    QToolButton* m_back;
    QToolButton* m_play;
    QToolButton* m_forward;
    QToolButton* m_end;
    QToolButton* m_bookmark;
    MarkedSlider* m_slider;
    QLabel* m_description;
    QLabel* m_position;
    QComboBox* m_stride;
    QComboBox* m_speed;
    Theme m_theme = Theme::light();
};

} // namespace regard
