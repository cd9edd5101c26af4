// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/training_run.h"
#include "ui/views/shared/theme.h"

#include <qcustomplot.h>

namespace regard {

/// The curves of a training or of several: loss over steps, below it the task's metric where it
/// has one; training as a line, held-out examples as marks on a dashed line. A cursor is dragged
/// along the steps.
class TrainingPlot : public QCustomPlot {
    Q_OBJECT
public:
    explicit TrainingPlot(QWidget* parent = nullptr);

    /// Makes curves for runs of these names, "" for the only one; the metric's name, "" for none.
    void setRuns(const QStringList& names, const QString& metric);
    int runs() const { return static_cast<int>(m_curves.size()); }
    QString metric() const { return m_metricName; }
    /// All points that there are of a run; shown with the next replot.
    void setCurves(int run, const TrainingProgress& progress);
    /// Where the steps end.
    void setSteps(std::size_t steps);
    void setCursor(std::size_t step);
    /// Lines are drawn as far as they are known; call it when news are in.
    void showNews();
    void setTheme(const Theme& theme);
    /// The same as words, for who does not see it.
    QString described() const;
    /// Points on the curve of training, and on that of held-out examples, of a run.
    int points(int run) const;
    int heldOutPoints(int run) const;

Q_SIGNALS:
    /// A press or a drag on the plot.
    void cursorMoved(std::size_t step);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    struct Curves {
        QString name;
        QCPGraph* loss = nullptr;
        QCPGraph* heldOutLoss = nullptr;
        QCPGraph* metric = nullptr; ///< null: none
        QCPGraph* heldOutMetric = nullptr;
    };

    QCPAxisRect* addRect(int row, const QString& label);
    void moveTo(const QPointF& place);

    QCPAxisRect* m_lossRect;
    QCPAxisRect* m_metricRect = nullptr;
    QCPLegend* m_legend = nullptr;
    QString m_metricName;
    std::vector<Curves> m_curves;
    std::vector<QCPItemStraightLine*> m_cursors; ///< one in each rect
    std::size_t m_steps = 1;
    std::size_t m_cursor = 0;
    Theme m_theme = Theme::light();
};

} // namespace regard
