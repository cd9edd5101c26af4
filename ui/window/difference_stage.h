// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/difference.h"
#include "ui/session/latest_job.h"
#include "ui/session/panes.h"
#include "ui/views/shared/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QWidget>

namespace regard {

class ElidedLabel;
class HeatmapView;

/// What one pane's numbers are otherwise than another's: the selected tensor, else the one that the
/// scenario starts with, as a map about zero, with the largest differences told below. Computed on
/// a worker; its places are selected in all panes.
class DifferenceStage : public QWidget {
    Q_OBJECT
public:
    /// `panes` must outlive it.
    explicit DifferenceStage(Panes& panes, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Without what is there to be clicked.
    void setForPicture(bool forPicture);
    HeatmapView* map() const { return m_map; }
    /// Which pane's numbers are taken from which one's: the second's minus the first's at first.
    QComboBox* first() const { return m_first; }
    QComboBox* second() const { return m_second; }
    /// "yes → free: +0.81 · …": the largest differences, or why there are none.
    QString words() const;

Q_SIGNALS:
    /// Another difference is shown.
    void shown();

private:
    void listPanes();
    void compute();
    void show(const std::optional<Difference>& difference);
    void showSelection();
    QString pathNow() const;

    Panes& m_panes;
    QWidget* m_head;
    QComboBox* m_first;
    QComboBox* m_second;
    QLabel* m_minus;
    HeatmapView* m_map;
    ElidedLabel* m_words;
    std::shared_ptr<const Trace> m_trace;
    bool m_sharing = false;
    LatestJob<std::optional<Difference>> m_job; ///< last: it is stopped before all else goes
};

} // namespace regard
