// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scene/table_picture.h"

#include "ui/views/scene/scene_words.h"
#include "ui/views/shared/give_help.h"
#include "ui/views/shared/quiet_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableWidget>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

constexpr int weightRole = Qt::UserRole + 1; ///< a weight, 0 … 1
constexpr int inkRole = Qt::UserRole + 2;

/// A weight as a bar below its number, over the whole width of its cell.
class WeightDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QVariant weight = index.data(weightRole);
        if (!weight.isValid())
            return;
        const QRectF cell = QRectF(option.rect).adjusted(3, 0, -4, -2);
        constexpr qreal height = 4;
        painter->fillRect(
            QRectF(cell.left(), cell.bottom() - height, cell.width() * weight.toDouble(), height),
            index.data(inkRole).value<QColor>());
    }
};

} // namespace

TablePicture::TablePicture(QWidget* parent)
    : ScenePicture(parent)
    , m_table(new QuietView<QTableWidget>)
{
    m_table->setItemDelegate(new WeightDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectItems);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setStretchLastSection(true);
    // Tab goes on to the next control; arrow keys go from cell to cell.
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(tr("Points and queries"));
    giveHelp(m_table, "table/points");
    m_table->installEventFilter(this);
    const auto button = [](const QString& text, const char* name) {
        auto* made = new QToolButton;
        made->setText(text);
        giveHelp(made, name);
        made->setAccessibleDescription(made->toolTip());
        return made;
    };
    m_add = button(tr("Add a point"), "table/add");
    m_ask = button(tr("Ask"), "table/ask");
    m_remove = button(tr("Delete the row"), "table/remove");
    connect(m_add, &QToolButton::clicked, this, [this] { add(false); });
    connect(m_ask, &QToolButton::clicked, this, [this] { add(true); });
    connect(m_remove, &QToolButton::clicked, this, &TablePicture::remove);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(8, 0, 8, 4);
    for (QToolButton* each : {m_add, m_ask, m_remove})
        buttons->addWidget(each);
    buttons->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->addWidget(m_table, 1);
    layout->addLayout(buttons);
    connect(m_table, &QTableWidget::cellChanged, this, &TablePicture::typed);
    connect(m_table, &QTableWidget::currentCellChanged, this,
            [this](int row, int, int before, int) {
                if (!m_filling && row >= 0 && row != before)
                    selectRow(row);
            });
}

const TableScene& TablePicture::scene() const
{
    return std::get<TableScene>(m_state.scene()->kind);
}

void TablePicture::put(int row, int column, const QString& text, bool editable, bool changed)
{
    QTableWidgetItem* item = m_table->item(row, column);
    if (!item) {
        item = new QTableWidgetItem;
        m_table->setItem(row, column, item);
    }
    item->setText(text);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable
                   | (editable ? Qt::ItemIsEditable : Qt::NoItemFlags));
    item->setForeground(editable ? m_state.theme.text() : m_state.theme.textMuted());
    QFont font = m_table->font();
    font.setBold(changed);
    item->setFont(font);
    item->setData(weightRole, {});
}

void TablePicture::fillPoint(int row)
{
    const TableScene& of = scene();
    const auto at = static_cast<std::size_t>(row);
    const int value = static_cast<int>(of.features.size());
    for (int column = 0; column < value; ++column)
        put(row, column, SceneState::number(of.points[at][static_cast<std::size_t>(column)]), true);
    put(row, value, SceneState::number(of.values[at]), true);
    const TraceTensor* weights = m_state.tensor(of.weights);
    if (m_query < 0 || !m_state.isComputed(weights, m_query)) {
        put(row, value + 1, {}, false);
        return;
    }
    const auto weight = static_cast<double>(weights->value.at(m_query, row));
    put(row, value + 1, SceneState::number(weight), false,
        m_state.isChanged(*weights, m_query, row));
    QTableWidgetItem* item = m_table->item(row, value + 1);
    item->setForeground(m_state.theme.text());
    if (std::isfinite(weight)) {
        item->setData(weightRole, std::clamp(weight, 0.0, 1.0));
        item->setData(inkRole, m_state.theme.role(Role::Weights));
    }
}

void TablePicture::fillQuery(int query)
{
    const TableScene& of = scene();
    const int row = static_cast<int>(of.points.size()) + query;
    const auto at = static_cast<std::size_t>(query);
    const int value = static_cast<int>(of.features.size());
    for (int column = 0; column < value; ++column)
        put(row, column, SceneState::number(of.queries[at][static_cast<std::size_t>(column)]),
            of.typedQueries[at] >= 0);
    const TraceTensor* told = m_state.tensor(of.told);
    const bool computed = m_state.isComputed(told, query);
    put(row, value,
        computed ? tr("→ %1").arg(SceneState::number(static_cast<double>(told->value.at(query, 0))))
                 : QStringLiteral("?"),
        false, computed && m_state.isChanged(*told, query, 0));
    m_table->item(row, value)->setForeground(m_state.theme.role(Role::Context));
    put(row, value + 1, query == m_query ? tr("◆ for this query") : QString(), false);
}

void TablePicture::draw(const SceneState& state)
{
    m_state = state;
    const TableScene& of = scene();
    m_filling = true;
    if (const int shown = queryOf(state, of, state.shown()); shown >= 0)
        m_query = shown;
    m_query =
        std::clamp(m_query, of.queries.empty() ? -1 : 0, static_cast<int>(of.queries.size()) - 1);
    const int points = static_cast<int>(of.points.size());
    const int queries = static_cast<int>(of.queries.size());
    m_table->setColumnCount(static_cast<int>(of.features.size()) + 2);
    m_table->setRowCount(points + queries);
    QStringList titles;
    for (const SceneAxis& feature : of.features)
        titles << axisText(feature);
    titles << axisText(of.value) << tr("weight");
    m_table->setHorizontalHeaderLabels(titles);
    QStringList names;
    for (int i = 0; i < points; ++i)
        names << tr("point %1").arg(i + 1);
    for (int i = 0; i < queries; ++i)
        names << tr("query %1").arg(i + 1);
    m_table->setVerticalHeaderLabels(names);
    for (int i = 0; i < points; ++i)
        fillPoint(i);
    for (int i = 0; i < queries; ++i)
        fillQuery(i);
    const CellRef& fixed = state.fixed;
    const TraceTensor* tensor =
        fixed ? &state.trace->tensors[static_cast<std::size_t>(fixed.tensor)] : nullptr;
    int row = -1;
    if (tensor && tensor->path == of.weights && fixed.column >= 0)
        row = static_cast<int>(fixed.column);
    else if (queryOf(state, of, fixed) >= 0)
        row = points + static_cast<int>(fixed.row);
    if (row != m_table->currentRow())
        m_table->setCurrentCell(row, row < 0 ? -1 : std::max(0, m_table->currentColumn()));
    m_filling = false;
}

void TablePicture::selectRow(int row)
{
    const TableScene& of = scene();
    const int points = static_cast<int>(of.points.size());
    Q_EMIT clicked(row < points ? CellRef{m_state.trace->indexOf(of.weights), m_query, row}
                                : CellRef{m_state.trace->indexOf(of.told), row - points, 0});
}

void TablePicture::typed(int row, int column)
{
    if (m_filling)
        return;
    const TableScene& of = scene();
    QString text = m_table->item(row, column)->text().trimmed();
    bool known = false;
    const double number = text.replace(QChar(0x2212), QLatin1Char('-'))
                              .replace(QLatin1Char(','), QLatin1Char('.'))
                              .toDouble(&known);
    const auto points = static_cast<int>(of.points.size());
    const bool asks = row >= points;
    const auto at = static_cast<std::size_t>(asks ? row - points : row);
    if (!known || !std::isfinite(number) || std::abs(number) > 1e9) {
        draw(SceneState(m_state)); // what was there
        return;
    }
    PointEdit edit{PointEdit::Kind::Move, asks ? of.typedQueries[at] : of.typedPoints[at],
                   asks ? of.queries[at] : of.points[at], asks};
    if (!asks)
        edit.numbers.push_back(of.values[at]);
    edit.numbers[static_cast<std::size_t>(column)] = number;
    Q_EMIT pointChanged(TypedPoints(of.typed), edit);
}

void TablePicture::add(bool asks)
{
    const TableScene& of = scene();
    const auto points = of.points.size();
    const auto row = static_cast<std::size_t>(std::max(0, m_table->currentRow()));
    PointEdit edit{PointEdit::Kind::Add, -1,
                   row < points ? of.points[row] : of.queries[row - points], asks};
    if (!asks)
        edit.numbers.push_back(row < points ? of.values[row] : 0);
    Q_EMIT pointChanged(TypedPoints(of.typed), edit);
}

void TablePicture::remove()
{
    const TableScene& of = scene();
    const int row = m_table->currentRow();
    const auto points = static_cast<int>(of.points.size());
    if (row < 0)
        return;
    const int typed = row < points ? of.typedPoints[static_cast<std::size_t>(row)]
                                   : of.typedQueries[static_cast<std::size_t>(row - points)];
    if (typed >= 0)
        Q_EMIT pointChanged(TypedPoints(of.typed), {PointEdit::Kind::Remove, typed, {}, false});
}

bool TablePicture::takeKey(const QKeyEvent& event)
{
    switch (event.key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
        m_table->setFocus(Qt::OtherFocusReason);
        m_table->setCurrentCell(std::max(0, m_table->currentRow()), 0);
        return true;
    case Qt::Key_Insert:
        add(event.modifiers() & Qt::ShiftModifier);
        return true;
    case Qt::Key_Delete:
        remove();
        return true;
    default:
        return false;
    }
}

bool TablePicture::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if ((key.key() == Qt::Key_Insert || key.key() == Qt::Key_Delete) && takeKey(key))
            return true;
    }
    return ScenePicture::eventFilter(watched, event);
}

QString TablePicture::caption(const SceneState& state) const
{
    const auto& of = std::get<TableScene>(state.scene()->kind);
    const QString text =
        tr("Each point votes with its value, the nearer to the query the louder: the "
           "bars are its weights.");
    return text + errorText(of);
}

QString TablePicture::described(const SceneState& state) const
{
    const auto& of = std::get<TableScene>(state.scene()->kind);
    QStringList parts;
    for (int i = 0; i < static_cast<int>(of.queries.size()); ++i)
        parts << queryText(state, of, i);
    parts << tr("%1 points, a row each").arg(of.points.size());
    return parts.join(QStringLiteral(". "));
}

std::vector<int> TablePicture::stops(const SceneState& state) const
{
    const auto& of = std::get<TableScene>(state.scene()->kind);
    return momentsOf(*state.trace, {of.weights, of.told});
}

void TablePicture::paintTo(QPainter& painter, const QSize& /*size*/)
{
    render(&painter, QPoint(), QRegion(), QWidget::DrawChildren);
}

} // namespace regard
