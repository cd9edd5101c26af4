// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tensor_table.h"

#include "ui/panels/drawings.h"
#include "ui/panels/elided_label.h"
#include "ui/panels/tensor_table_model.h"
#include "ui/views/shared/give_help.h"
#include "ui/views/shared/quiet_view.h"

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QVBoxLayout>

#include <algorithm>

namespace regard {

namespace {

/// Letters of a heading that have room.
constexpr int longestHeading = 24;
/// Beside the text of a cell.
constexpr int padding = 12;
/// Measuring the headings of more columns would be noticed.
constexpr int mostFitted = 2000;

/// Headings that end in "…" where their room does; Qt does not know of a style sheet's padding.
class Headings : public QHeaderView {
public:
    explicit Headings(Qt::Orientation orientation) : QHeaderView(orientation)
    {
        setSectionsClickable(true);
        setHighlightSections(true);
    }

protected:
    void initStyleOptionForIndex(QStyleOptionHeader* option, int section) const override
    {
        QHeaderView::initStyleOptionForIndex(option, section);
        QFont bold = font();
        bold.setBold(true);
        const int room = orientation() == Qt::Horizontal ? sectionSize(section) : width();
        const int around = sectionSizeFromContents(section).width()
            - QFontMetrics(bold).horizontalAdvance(option->text);
        option->text = QFontMetrics(bold).elidedText(option->text, Qt::ElideRight, room - around);
    }
};

} // namespace

TensorTable::TensorTable(QWidget* parent)
    : QWidget(parent)
    , m_model(new TensorTableModel(this))
    , m_view(new QuietView<QTableView>)
    , m_path(new ElidedLabel)
    , m_copy(new QToolButton)
{
    m_view->setHorizontalHeader(new Headings(Qt::Horizontal));
    m_view->setVerticalHeader(new Headings(Qt::Vertical));
    m_view->setModel(m_model);
    m_view->setAccessibleName(tr("Numbers of the tensor"));
    m_view->setSelectionMode(QAbstractItemView::ContiguousSelection);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->horizontalHeader()->setMinimumSectionSize(30);
    connect(m_model, &TensorTableModel::modelReset, this, &TensorTable::fitColumns);
    connect(m_model, &TensorTableModel::headerDataChanged, this,
            [this](Qt::Orientation orientation) {
                if (orientation == Qt::Horizontal)
                    fitColumns();
            });
    m_view->setTabKeyNavigation(false); // Tab leads on, the arrows move in the table
    connect(m_view, &QTableView::clicked, this, [this](const QModelIndex& index) {
        Q_EMIT clicked({m_tensor, index.row(), index.column()});
    });
    auto* copyAction = new QAction(tr("Copy"), m_view);
    helpWhenAsked(copyAction, "inspector/copy");
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut);
    connect(copyAction, &QAction::triggered, this, &TensorTable::copy);
    m_view->addAction(copyAction);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);

    m_copy->setText(tr("Copy numbers"));
    m_copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    giveHelp(m_copy, "inspector/copy");
    helpWhenAsked(m_view, "inspector/numbers");
    connect(m_copy, &QToolButton::clicked, this, &TensorTable::copy);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->addWidget(m_path);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_copy, 0, Qt::AlignLeft);
}

void TensorTable::setTheme(const Theme& theme)
{
    m_copy->setIcon(themedIcon(QStringLiteral("copy"), theme));
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, theme.textMuted());
    m_path->setPalette(muted);
}

void TensorTable::setPlace(const std::shared_ptr<const Trace>& trace, const CellRef& place)
{
    m_tensor = trace && place ? place.tensor : -1;
    m_model->setTensor(trace, m_tensor);
    m_copy->setEnabled(m_model->rowCount() > 0);
    m_path->setText(m_tensor < 0 ? QString()
                                 : QString::fromStdString(
                                     trace->tensors[static_cast<std::size_t>(m_tensor)].path));
    if (place.isCell() && m_view->selectionModel()->selectedIndexes().size() <= 1)
        m_view->setCurrentIndex(
            m_model->index(static_cast<int>(place.row), static_cast<int>(place.column)));
}

QString TensorTable::path() const
{
    return m_path->text();
}

void TensorTable::fitColumns()
{
    const QFontMetrics metrics = m_view->fontMetrics();
    const int number = metrics.horizontalAdvance(QStringLiteral("−0.000e−00")) + padding;
    const int widest = std::max(number, metrics.averageCharWidth() * longestHeading);
    m_view->verticalHeader()->setMaximumWidth(widest);
    QHeaderView* header = m_view->horizontalHeader();
    header->setDefaultSectionSize(number);
    for (int column = 0; column < std::min(m_model->columnCount(), mostFitted); ++column)
        header->resizeSection(column, std::clamp(header->sectionSizeHint(column), number, widest));
    // Headings take their room now: the view may go to a cell next.
    m_view->doItemsLayout();
}

void TensorTable::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitColumns();
}

void TensorTable::copy()
{
    if (m_model->rowCount() == 0)
        return;
    const QItemSelection selection = m_view->selectionModel()->selection();
    const bool some =
        !selection.isEmpty() && (selection.first().height() > 1 || selection.first().width() > 1);
    QGuiApplication::clipboard()->setText(
        some ? m_model->text(selection.first().top(), selection.first().bottom(),
                             selection.first().left(), selection.first().right())
             : m_model->text(0, m_model->rowCount() - 1, 0, m_model->columnCount() - 1));
}

} // namespace regard
