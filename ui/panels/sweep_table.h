// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/place.h"
#include "ui/session/sweep.h"
#include "ui/views/shared/theme.h"

#include <QTableView>
#include <QWidget>

class QLabel;
class QSortFilterProxyModel;

namespace regard {

class SweepModel;

/// Every value of a setting on the same input, a line each: the weights of one row as small bars,
/// what is written, what was measured of the weights, entropy, parameters, time. Sorted by a click
/// on a heading; Enter or a double click opens a pane with the value.
class SweepTable : public QWidget {
    Q_OBJECT
public:
    explicit SweepTable(QWidget* parent = nullptr);

    const SettingSpec& setting() const { return m_setting; }
    /// Computes all lines anew.
    void compute(const Exploration& exploration, const SettingSpec& setting);
    /// The row whose weights are drawn; one of no weights: the first row of the first weights.
    void setPlace(const Place& place);
    void setTheme(const Theme& theme);
    QTableView* view() const { return m_view; }

Q_SIGNALS:
    void chosen(const regard::SettingValue& value);
    /// The lines of the newest request are shown.
    void filled();

private:
    void fill();

    SettingSpec m_setting;
    Sweep m_sweep;
    QLabel* m_caption;
    QTableView* m_view;
    SweepModel* m_model;
    QSortFilterProxyModel* m_sorted;
    Place m_place;
};

} // namespace regard
