// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/tensor_model.h"

#include <QLineEdit>
#include <QSet>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QWidget>

class QAction;

namespace regard {

/// All tensors of a trace as a tree with a filter. What is open and what is chosen stays
/// from trace to trace.
class TensorTree : public QWidget {
    Q_OBJECT
public:
    explicit TensorTree(QWidget* parent = nullptr);

    void setTrace(const TracePtr& trace);
    /// Marks the tensor of a place, without a signal.
    void setSelection(const CellRef& place);
    void setTheme(const Theme& theme);

    QTreeView* view() const { return m_view; }
    QLineEdit* filter() const { return m_filter; }
    TensorModel* model() const { return m_model; }

Q_SIGNALS:
    void clicked(const regard::CellRef& tensor);
    void opened(int tensor);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fitColumns();
    int tensorAt(const QModelIndex& viewIndex) const;
    void restore();

    TensorModel* m_model;
    QSortFilterProxyModel* m_filtered;
    QLineEdit* m_filter;
    QAction* m_filterSign;
    QTreeView* m_view;
    QSet<QString> m_collapsed; ///< folders that the person closed
    TracePtr m_trace;
    bool m_restoring = false;
};

} // namespace regard
