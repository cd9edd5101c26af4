// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

class QAbstractItemModel;
class QSortFilterProxyModel;
class QTableView;

namespace regard {

/// What a model gives for this role is what its columns are sorted by.
constexpr int sortRole = Qt::UserRole + 1;

/// Shows `model` in `view` to be read: whole rows are selected, a click on a column's title sorts,
/// Tab leaves the table. Rows have `margin` pixels beside their line of text. Returns what stands
/// between the two and knows the order.
QSortFilterProxyModel* showSorted(QTableView* view, QAbstractItemModel* model, int margin);

} // namespace regard
