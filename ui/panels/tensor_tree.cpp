// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tensor_tree.h"

#include "ui/panels/drawings.h"
#include "ui/views/shared/give_help.h"
#include "ui/views/shared/quiet_view.h"

#include <QAction>
#include <QEvent>
#include <QHeaderView>
#include <QVBoxLayout>

namespace regard {

TensorTree::TensorTree(QWidget* parent)
    : QWidget(parent)
    , m_model(new TensorModel(this))
    , m_filtered(new QSortFilterProxyModel(this))
    , m_filter(new QLineEdit)
    , m_view(new QuietView<QTreeView>)
{
    m_filtered->setSourceModel(m_model);
    m_filtered->setRecursiveFilteringEnabled(true);
    m_filtered->setAutoAcceptChildRows(true);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);

    m_filter->setPlaceholderText(tr("Filter, e.g. weights"));
    m_filter->setAccessibleName(tr("Filter of the tensors"));
    giveHelp(m_filter, "tensors/filter");
    m_filter->setClearButtonEnabled(true);
    m_filterSign =
        helpWhenAsked(m_filter->addAction(QIcon(), QLineEdit::LeadingPosition), "tensors/filter");
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filtered->setFilterRole(TensorModel::pathRole);
        m_filtered->setFilterFixedString(text);
        if (!text.isEmpty()) {
            m_restoring = true;
            m_view->expandAll();
            m_restoring = false;
        } else {
            restore();
        }
    });

    m_view->setModel(m_filtered);
    m_view->setAccessibleName(tr("Tensors"));
    m_view->setUniformRowHeights(true);
    m_view->setIndentation(12);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setExpandsOnDoubleClick(false);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(TensorModel::Name, QHeaderView::Stretch);
    m_view->header()->setSectionResizeMode(TensorModel::Shape, QHeaderView::Fixed);
    m_view->header()->setSectionResizeMode(TensorModel::Range, QHeaderView::Fixed);
    m_view->header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->installEventFilter(this);
    giveHelp(m_view, "tensors/tree");
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) {
                const int tensor = tensorAt(index);
                if (!m_restoring && tensor >= 0)
                    Q_EMIT clicked({tensor, -1, -1});
            });
    connect(m_view, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        if (const int tensor = tensorAt(index); tensor >= 0)
            Q_EMIT clicked({tensor, -1, -1});
    });
    const auto open = [this](const QModelIndex& index) {
        const int tensor = tensorAt(index);
        if (tensor >= 0)
            Q_EMIT opened(tensor);
        else
            m_view->setExpanded(index.siblingAtColumn(0),
                                !m_view->isExpanded(index.siblingAtColumn(0)));
    };
    connect(m_view, &QTreeView::activated, this, open);
    connect(m_view, &QTreeView::collapsed, this, [this](const QModelIndex& index) {
        if (!m_restoring)
            m_collapsed.insert(index.data(TensorModel::pathRole).toString());
    });
    connect(m_view, &QTreeView::expanded, this, [this](const QModelIndex& index) {
        if (!m_restoring)
            m_collapsed.remove(index.data(TensorModel::pathRole).toString());
    });

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_filter);
    layout->addWidget(m_view, 1);
}

void TensorTree::fitColumns()
{
    const QFontMetrics metrics = m_view->fontMetrics();
    const int shape = metrics.horizontalAdvance(QStringLiteral("512 × 512")) + 18;
    const int range = metrics.horizontalAdvance(QStringLiteral("−12.3 to 12.3")) + 18;
    const int name = metrics.horizontalAdvance(QStringLiteral("projected_keys")) + 70;
    const int width = m_view->viewport()->width();
    m_view->setColumnWidth(TensorModel::Shape, shape);
    m_view->setColumnWidth(TensorModel::Range, range);
    // The tooltip has what there is no room for.
    m_view->setColumnHidden(TensorModel::Range, width < name + shape + range);
    m_view->setColumnHidden(TensorModel::Shape, width < name + shape - 20);
}

bool TensorTree::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_view
        && (event->type() == QEvent::Resize || event->type() == QEvent::FontChange))
        fitColumns();
    return QWidget::eventFilter(watched, event);
}

int TensorTree::tensorAt(const QModelIndex& viewIndex) const
{
    return m_model->tensorOf(m_filtered->mapToSource(viewIndex));
}

void TensorTree::setTrace(const TracePtr& trace)
{
    m_trace = trace;
    const QString chosen = m_view->currentIndex().data(TensorModel::pathRole).toString();
    bool reset = false;
    const auto connection =
        connect(m_model, &QAbstractItemModel::modelReset, this, [&reset] { reset = true; });
    m_restoring = true;
    m_model->setTrace(trace);
    m_restoring = false;
    disconnect(connection);
    if (!reset)
        return;
    restore();
    const QModelIndex again = m_filtered->mapFromSource(m_model->indexOf(chosen));
    if (!chosen.isEmpty() && again.isValid()) {
        m_restoring = true;
        m_view->setCurrentIndex(again);
        m_restoring = false;
    }
}

void TensorTree::restore()
{
    m_restoring = true;
    m_view->expandAll();
    for (const QString& path : std::as_const(m_collapsed))
        m_view->collapse(m_filtered->mapFromSource(m_model->indexOf(path)));
    m_restoring = false;
}

void TensorTree::setSelection(const CellRef& place)
{
    m_restoring = true;
    if (!place || !m_trace) {
        m_view->selectionModel()->clear();
    } else {
        const QModelIndex index = m_filtered->mapFromSource(m_model->indexOf(
            QString::fromStdString(m_trace->tensors[static_cast<std::size_t>(place.tensor)].path)));
        if (index.isValid() && index.row() != -1
            && m_view->currentIndex().siblingAtColumn(0) != index)
            m_view->setCurrentIndex(index);
    }
    m_restoring = false;
}

void TensorTree::setTheme(const Theme& theme)
{
    m_model->setTheme(theme);
    m_filterSign->setIcon(themedIcon(QStringLiteral("filter"), theme));
}

} // namespace regard
