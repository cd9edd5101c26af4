// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"
#include "ui/views/shared/theme.h"

#include <QTableView>
#include <QToolButton>
#include <QWidget>

#include <memory>

namespace regard {

class ElidedLabel;
class TensorTableModel;

/// The path of a tensor, its numbers as a table, and a button that copies them. Columns are as wide
/// as numbers and their headings, up to a limit where these end in "…" and are whole in their
/// tooltip.
class TensorTable : public QWidget {
    Q_OBJECT
public:
    explicit TensorTable(QWidget* parent = nullptr);

    /// The tensor of a place, its cell marked; empty without either.
    void setPlace(const std::shared_ptr<const Trace>& trace, const CellRef& place);
    void setTheme(const Theme& theme);
    QTableView* view() const { return m_view; }
    /// The path of the tensor.
    QString path() const;

public Q_SLOTS:
    /// The selected cells, all without any, as text with tabs.
    void copy();

Q_SIGNALS:
    /// A cell was chosen.
    void clicked(const regard::CellRef& cell);

protected:
    void changeEvent(QEvent* event) override;

private:
    void fitColumns();

    TensorTableModel* m_model;
    QTableView* m_view;
    ElidedLabel* m_path;
    QToolButton* m_copy;
    int m_tensor = -1; ///< of the trace
};

} // namespace regard
