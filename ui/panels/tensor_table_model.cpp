// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tensor_table_model.h"

#include "ui/views/shared/theme.h"

#include <QStringList>

namespace regard {

namespace {

/// A label as one cell of a text with tabs and lines.
QString plain(QString text)
{
    return text.replace(QLatin1Char('\t'), QLatin1Char(' '))
        .replace(QLatin1Char('\n'), QLatin1Char(' '));
}

} // namespace

const TraceTensor* TensorTableModel::tensor() const
{
    return m_trace && m_tensor >= 0 ? &m_trace->tensors[static_cast<std::size_t>(m_tensor)]
                                    : nullptr;
}

void TensorTableModel::setTensor(const TracePtr& trace, int index)
{
    if (trace == m_trace && index == m_tensor)
        return;
    const int rows = rowCount();
    const int columns = columnCount();
    const TraceTensor* next =
        trace && index >= 0 ? &trace->tensors[static_cast<std::size_t>(index)] : nullptr;
    const bool sameShape =
        next && next->value.rows() == rows && next->value.columns() == columns && rows > 0;
    if (!sameShape)
        beginResetModel();
    m_trace = trace;
    m_tensor = next ? index : -1;
    if (!sameShape) {
        endResetModel();
        return;
    }
    Q_EMIT dataChanged(createIndex(0, 0), createIndex(rows - 1, columns - 1));
    Q_EMIT headerDataChanged(Qt::Vertical, 0, rows - 1);
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columns - 1);
}

int TensorTableModel::rowCount(const QModelIndex& parent) const
{
    return tensor() && !parent.isValid() ? static_cast<int>(tensor()->value.rows()) : 0;
}

int TensorTableModel::columnCount(const QModelIndex& parent) const
{
    return tensor() && !parent.isValid() ? static_cast<int>(tensor()->value.columns()) : 0;
}

QVariant TensorTableModel::data(const QModelIndex& index, int role) const
{
    if (!tensor())
        return {};
    const double value = tensor()->value.at(index.row(), index.column());
    switch (role) {
    case Qt::DisplayRole:
        return numberText(value, 4);
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        return tr("%1, %2: %3")
            .arg(headerData(index.row(), Qt::Vertical, Qt::DisplayRole).toString(),
                 headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString(),
                 numberText(value, 7));
    default:
        return {};
    }
}

QVariant TensorTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (!tensor() || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const std::string* label =
        orientation == Qt::Vertical ? tensor()->rowLabel(section) : tensor()->columnLabel(section);
    return label ? QString::fromStdString(*label) : QString::number(section + 1);
}

QString TensorTableModel::text(int firstRow, int lastRow, int firstColumn, int lastColumn) const
{
    QStringList lines;
    QStringList cells{QString()};
    for (int column = firstColumn; column <= lastColumn; ++column)
        cells << plain(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    lines << cells.join(QLatin1Char('\t'));
    for (int row = firstRow; row <= lastRow; ++row) {
        cells = {plain(headerData(row, Qt::Vertical, Qt::DisplayRole).toString())};
        for (int column = firstColumn; column <= lastColumn; ++column)
            cells << QString::number(static_cast<double>(tensor()->value.at(row, column)), 'g', 9);
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace regard
