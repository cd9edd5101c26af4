// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/shared/theme.h"

#include <QWidget>

#include <span>
#include <vector>

namespace regard {

/// What a tensor's numbers have in common. Everything but the counts is over the finite ones.
struct Statistics {
    std::size_t count = 0; ///< of all numbers
    std::size_t finite = 0; ///< of those that are neither infinite nor NaN
    double minimum = 0;
    double maximum = 0;
    double mean = 0;
    double deviation = 0; ///< standard deviation of the population
    std::vector<std::size_t> bins; ///< equal parts of [minimum, maximum]
};

/// `bins` parts; one part if all numbers are the same, none if none is finite.
Statistics statisticsOf(std::span<const Real> values, std::size_t bins = 24);

/// A small histogram of a tensor's numbers with their count, range, mean and deviation.
class HistogramView : public QWidget {
    Q_OBJECT
public:
    explicit HistogramView(QWidget* parent = nullptr);

    /// The role colours the bars.
    void setValues(std::span<const Real> values, Role role);
    void clear();
    void setTheme(const Theme& theme);
    const Statistics& statistics() const { return m_statistics; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QRectF barsRect() const;
    QString caption() const;
    /// "from −0.5 to 0.25: 12", empty outside the bars.
    QString textAt(const QPointF& point) const;

    Statistics m_statistics;
    Role m_role = Role::Hidden;
    Theme m_theme = Theme::light();
};

} // namespace regard
