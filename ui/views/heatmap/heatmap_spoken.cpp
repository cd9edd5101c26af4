// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap/heatmap_spoken.h"

#include "ui/views/heatmap/heatmap_text.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/words/labels.h"

#include <QAccessibleWidget>
#include <QHash>

#include <algorithm>

namespace regard {

namespace {

class SpokenMap;

/// A cell, for as long as the map is there: what it says is read when it is asked.
class SpokenCell : public QAccessibleInterface, public QAccessibleTableCellInterface {
public:
    SpokenCell(SpokenMap& map, int row, int column) : m_map(map), m_row(row), m_column(column) { }

    bool isValid() const override;
    QObject* object() const override { return nullptr; }
    QWindow* window() const override;
    QAccessibleInterface* parent() const override;
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QString text(QAccessible::Text part) const override;
    void setText(QAccessible::Text, const QString&) override { }
    QRect rect() const override;
    QAccessible::Role role() const override { return QAccessible::Cell; }
    QAccessible::State state() const override;
    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableCellInterface
            ? static_cast<QAccessibleTableCellInterface*>(this)
            : nullptr;
    }

    bool isSelected() const override;
    QList<QAccessibleInterface*> columnHeaderCells() const override { return {}; }
    QList<QAccessibleInterface*> rowHeaderCells() const override { return {}; }
    int columnIndex() const override { return m_column; }
    int rowIndex() const override { return m_row; }
    int columnExtent() const override { return 1; }
    int rowExtent() const override { return 1; }
    QAccessibleInterface* table() const override { return parent(); }

private:
    SpokenMap& m_map;
    int m_row;
    int m_column;
};

/// The map: its children are the cells, row by row, then its buttons.
class SpokenMap : public QAccessibleWidget, public QAccessibleTableInterface {
public:
    explicit SpokenMap(HeatmapView* view) : QAccessibleWidget(view, QAccessible::Table) { }
    ~SpokenMap() override
    {
        for (const QAccessible::Id cell : std::as_const(m_cells))
            QAccessible::deleteAccessibleInterface(cell);
    }

    HeatmapView& view() const { return *static_cast<HeatmapView*>(object()); }
    const TraceTensor* tensor() const { return view().state().shown(); }
    const Trace& trace() const { return *view().state().trace; }
    bool has(int row, int column) const
    {
        return row >= 0 && row < rowCount() && column >= 0 && column < columnCount();
    }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableInterface ? static_cast<QAccessibleTableInterface*>(this)
                                                   : QAccessibleWidget::interface_cast(type);
    }
    int childCount() const override
    {
        return rowCount() * columnCount() + QAccessibleWidget::childCount();
    }
    QAccessibleInterface* child(int index) const override
    {
        const int cells = rowCount() * columnCount();
        return index < cells ? cellAt(index / columnCount(), index % columnCount())
                             : QAccessibleWidget::child(index - cells);
    }
    int indexOfChild(const QAccessibleInterface* child) const override
    {
        if (const auto* cell = dynamic_cast<const SpokenCell*>(child))
            return cell->rowIndex() * columnCount() + cell->columnIndex();
        const int other = QAccessibleWidget::indexOfChild(child);
        return other < 0 ? -1 : rowCount() * columnCount() + other;
    }
    QAccessibleInterface* focusChild() const override
    {
        const CellRef& fixed = view().state().fixed;
        return view().hasFocus() && fixed.tensor == view().tensor() && fixed.isCell()
            ? cellAt(static_cast<int>(fixed.row), static_cast<int>(fixed.column))
            : QAccessibleWidget::focusChild();
    }

    QAccessibleInterface* caption() const override { return nullptr; }
    QAccessibleInterface* summary() const override { return nullptr; }
    QAccessibleInterface* cellAt(int row, int column) const override
    {
        if (!has(row, column))
            return nullptr;
        const std::pair place(row, column);
        if (const auto known = m_cells.constFind(place); known != m_cells.constEnd())
            return QAccessible::accessibleInterface(*known);
        auto* cell = new SpokenCell(const_cast<SpokenMap&>(*this), row, column);
        m_cells.insert(place, QAccessible::registerAccessibleInterface(cell));
        return cell;
    }
    int rowCount() const override
    {
        return tensor() ? static_cast<int>(tensor()->value.rows()) : 0;
    }
    int columnCount() const override
    {
        return tensor() ? static_cast<int>(tensor()->value.columns()) : 0;
    }
    QString rowDescription(int row) const override
    {
        return has(row, 0) ? rowInWords(trace(), *tensor(), row, view().state().moment) : QString();
    }
    QString columnDescription(int column) const override
    {
        return has(0, column) ? columnInWords(trace(), *tensor(), column, view().state().moment)
                              : QString();
    }

    int selectedCellCount() const override { return static_cast<int>(selectedCells().size()); }
    QList<QAccessibleInterface*> selectedCells() const override
    {
        const CellRef& fixed = view().state().fixed;
        QAccessibleInterface* cell = fixed.tensor == view().tensor()
            ? cellAt(static_cast<int>(fixed.row), static_cast<int>(fixed.column))
            : nullptr;
        return cell ? QList{cell} : QList<QAccessibleInterface*>();
    }
    QList<int> selectedRows() const override { return pickedPlaces(false); }
    QList<int> selectedColumns() const override { return pickedPlaces(true); }
    int selectedRowCount() const override { return static_cast<int>(selectedRows().size()); }
    int selectedColumnCount() const override { return static_cast<int>(selectedColumns().size()); }
    bool isRowSelected(int row) const override { return selectedRows().contains(row); }
    bool isColumnSelected(int column) const override { return selectedColumns().contains(column); }
    bool selectRow(int) override { return false; }
    bool selectColumn(int) override { return false; }
    bool unselectRow(int) override { return false; }
    bool unselectColumn(int) override { return false; }
    void modelChange(QAccessibleTableModelChangeEvent*) override { }

private:
    QList<int> pickedPlaces(bool columns) const
    {
        const PickedPlaces& picked = view().state().picked;
        QList<int> places;
        if (picked.columns == columns)
            for (const Index place : picked.places)
                places << static_cast<int>(place);
        return places;
    }

    mutable QHash<std::pair<int, int>, QAccessible::Id> m_cells;
};

bool SpokenCell::isValid() const
{
    return m_map.isValid() && m_map.has(m_row, m_column);
}

QWindow* SpokenCell::window() const
{
    return m_map.window();
}

QAccessibleInterface* SpokenCell::parent() const
{
    return &m_map;
}

QString SpokenCell::text(QAccessible::Text part) const
{
    if (!isValid())
        return {};
    const int moment = m_map.view().state().moment;
    if (part == QAccessible::Name)
        return cellSpoken(m_map.trace(), *m_map.tensor(), m_row, m_column, moment);
    if (part == QAccessible::Value)
        return numberSpoken(*m_map.tensor(), m_row, m_column, moment);
    return {};
}

QRect SpokenCell::rect() const
{
    if (!isValid())
        return {};
    const QRect place = m_map.view().placeRect(m_row, m_column).toAlignedRect();
    return {m_map.view().mapToGlobal(place.topLeft()), place.size()};
}

bool SpokenCell::isSelected() const
{
    const CellRef& fixed = m_map.view().state().fixed;
    return fixed.tensor == m_map.view().tensor() && fixed.row == m_row && fixed.column == m_column;
}

QAccessible::State SpokenCell::state() const
{
    QAccessible::State state;
    state.invalid = !isValid();
    if (state.invalid)
        return state;
    state.focusable = true;
    state.selectable = true;
    state.selected = isSelected();
    state.focused = isSelected() && m_map.view().hasFocus();
    state.invisible = !m_map.view().isVisible();
    return state;
}

QAccessibleInterface* makeSpoken(const QString& className, QObject* object)
{
    return className == QLatin1String("regard::HeatmapView")
        ? new SpokenMap(static_cast<HeatmapView*>(object))
        : nullptr;
}

} // namespace

void speakHeatmaps()
{
    static const bool once = [] {
        QAccessible::installFactory(makeSpoken);
        return true;
    }();
    (void)once;
}

void tellCell(HeatmapView& view)
{
    const CellRef& fixed = view.state().fixed;
    const TraceTensor* tensor = view.state().shown();
    if (!QAccessible::isActive() || !view.hasFocus() || !tensor || !fixed.isCell()
        || fixed.tensor != view.tensor())
        return;
    QAccessibleEvent moved(&view, QAccessible::Focus);
    moved.setChild(static_cast<int>(fixed.row * tensor->value.columns() + fixed.column));
    QAccessible::updateAccessibility(&moved);
}

} // namespace regard
