// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"
#include "ui/views/shared/theme.h"

#include <QAbstractItemModel>

#include <memory>
#include <optional>
#include <vector>

namespace regard {

using TracePtr = std::shared_ptr<const Trace>;

/// The paths of a trace as a tree: a folder for each part before a '/'. Columns: name,
/// shape, range. A new trace with the same paths changes the numbers alone.
class TensorModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { Name, Shape, Range, ColumnCount };
    static constexpr int pathRole = Qt::UserRole; ///< the whole path, of folders as well

    explicit TensorModel(QObject* parent = nullptr);
    ~TensorModel() override;

    void setTrace(const TracePtr& trace);
    void setTheme(const Theme& theme);

    /// Tensor of an index, −1 for a folder.
    int tensorOf(const QModelIndex& index) const;
    /// Invalid for a path that is not there.
    QModelIndex indexOf(const QString& path) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node;
    const Node& nodeOf(const QModelIndex& index) const;
    QModelIndex indexOf(const Node& node, int column) const;
    void rebuild();
    void announce(const Node& node);
    QString rangeText(int tensor) const;

    TracePtr m_trace;
    Theme m_theme = Theme::light();
    std::unique_ptr<Node> m_root;
    /// Found when first asked for.
    mutable std::vector<std::optional<TraceValue::Extent>> m_extents;
};

} // namespace regard
