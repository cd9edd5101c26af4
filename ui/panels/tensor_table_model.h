// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <QAbstractTableModel>

#include <memory>

namespace regard {

using TracePtr = std::shared_ptr<const Trace>;

/// The numbers of one tensor with its labels as headers.
class TensorTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// −1 for none. The same tensor's shape in a new trace changes the numbers alone.
    void setTensor(const TracePtr& trace, int tensor);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// The block of the given cells, tab between columns, with the labels of rows and columns.
    QString text(int firstRow, int lastRow, int firstColumn, int lastColumn) const;

private:
    const TraceTensor* tensor() const;

    TracePtr m_trace;
    int m_tensor = -1;
};

} // namespace regard
