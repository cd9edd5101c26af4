// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sweep_table.h"

#include "core/scenarios/catalogue.h"
#include "core/trace/attention_statistics.h"

#include "ui/panels/sorted_table.h"
#include "ui/session/measured_figures.h"
#include "ui/views/shared/give_help.h"
#include "ui/words/labels.h"
#include "ui/words/output_text.h"
#include "ui/words/setting_text.h"

#include <QAbstractTableModel>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace regard {

namespace {

enum Column { Value, WeightBars, Output, Measured, Entropy, ParameterCount, Time, Columns };
constexpr int barsRole = Qt::UserRole + 2;

/// The weights of one row, a bar for each key.
struct Bars {
    std::vector<double> heights; ///< from 0 to 1
    QStringList keys;
    QString row;
};

} // namespace

class SweepModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setLines(const std::vector<SweepLine>& lines, const Place& place)
    {
        beginResetModel();
        m_rows.clear();
        for (const SweepLine& line : lines)
            m_rows.push_back(rowOf(line, place));
        endResetModel();
    }
    const SettingValue& valueAt(int row) const
    {
        return m_rows[static_cast<std::size_t>(row)].value;
    }

    int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : Columns;
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
            return {};
        switch (section) {
        case Value:
            return SweepTable::tr("Value");
        case WeightBars:
            return SweepTable::tr("Weights");
        case Output:
            return SweepTable::tr("Writes");
        case Measured:
            return SweepTable::tr("Measured");
        case Entropy:
            return SweepTable::tr("Entropy, bits");
        case ParameterCount:
            return SweepTable::tr("Parameters");
        default:
            return SweepTable::tr("ms");
        }
    }

    QVariant data(const QModelIndex& index, int role) const override
    {
        if (!index.isValid())
            return {};
        const Row& row = m_rows[static_cast<std::size_t>(index.row())];
        const auto column = static_cast<std::size_t>(index.column());
        if (role == Qt::DisplayRole)
            return row.text[column];
        if (role == sortRole)
            return row.key[column];
        if (role == Qt::ToolTipRole || (role == Qt::AccessibleTextRole && column == WeightBars))
            return row.help[column].isEmpty() ? row.text[column] : row.help[column];
        if (role == barsRole && column == WeightBars)
            return QVariant::fromValue(static_cast<const void*>(&row.bars));
        if (role == Qt::TextAlignmentRole && column >= Entropy)
            return QVariant(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    }

private:
    struct Row {
        SettingValue value;
        std::array<QString, Columns> text;
        std::array<QString, Columns> help;
        std::array<QVariant, Columns> key; ///< what is sorted by
        Bars bars;
    };

    static Row rowOf(const SweepLine& line, const Place& place)
    {
        Row row;
        row.value = line.value;
        row.text[Value] = settingInWords(line.value);
        row.key[Value] = row.text[Value];
        if (!line.explored.trace) {
            row.text[Output] = line.error;
            return row;
        }
        const Trace& trace = *line.explored.trace;
        const ScenarioSpec& spec = scenarioOf(trace.scenario);
        row.bars = barsOf(trace, place);
        for (std::size_t i = 0; i < row.bars.heights.size(); ++i)
            row.help[WeightBars] +=
                QStringLiteral("%1%2 → %3: %4")
                    .arg(i > 0 ? QStringLiteral("\n") : QString(), row.bars.row,
                         row.bars.keys[int(i)], numberText(row.bars.heights[i], 3));
        if (!row.bars.heights.empty())
            row.key[WeightBars] =
                *std::max_element(row.bars.heights.begin(), row.bars.heights.end());
        row.text[Output] = outputInWords(trace);
        row.key[Output] = row.text[Output];
        const Weights& weights = *line.explored.weights;
        QStringList figures;
        for (const MeasuredFigure& figure : measuredFigures(spec, trace, weights)) {
            if (figures.isEmpty())
                row.key[Measured] = figure.value;
            figures << QStringLiteral("%1 %2").arg(figure.label, numberText(figure.value, 3));
        }
        row.text[Measured] = spec.task && !weights.trained ? SweepTable::tr("untrained")
                                                           : figures.join(QStringLiteral(" · "));
        if (line.explored.entropy) {
            row.text[Entropy] = numberText(*line.explored.entropy, 3);
            row.key[Entropy] = *line.explored.entropy;
        }
        const auto count = static_cast<qlonglong>(weights.parameters.layout().count());
        row.text[ParameterCount] = count > 0 ? QLocale().toString(count) : QString();
        row.key[ParameterCount] = count;
        row.text[Time] = numberText(trace.seconds * 1000, 2);
        row.key[Time] = trace.seconds;
        return row;
    }

    static Bars barsOf(const Trace& trace, const Place& place)
    {
        CellRef cell = cellAt(trace, place);
        const bool weighs = cell && cell.row >= 0
            && trace.tensors[static_cast<std::size_t>(cell.tensor)].role == Role::Weights;
        if (!weighs) {
            const std::string& start = scenarioOf(trace.scenario).startTensor;
            int tensor = start.empty() ? -1 : trace.indexOf(start);
            if (tensor < 0 || trace.tensors[static_cast<std::size_t>(tensor)].role != Role::Weights)
                tensor = trace.indexOf(Role::Weights);
            cell = {tensor, 0, -1};
        }
        Bars bars;
        if (cell.tensor < 0)
            return bars;
        const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(cell.tensor)];
        if (cell.row >= tensor.value.rows())
            return bars;
        bars.row = rowText(trace, tensor, cell.row);
        for (Index column = 0; column < tensor.value.columns(); ++column) {
            bars.heights.push_back(static_cast<double>(tensor.value.at(cell.row, column)));
            bars.keys << columnText(trace, tensor, column);
        }
        return bars;
    }

    std::vector<Row> m_rows;
};

namespace {

/// Draws a row of weights as bars from the ground up.
class BarsDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    Theme theme = Theme::light();

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const auto* bars = static_cast<const Bars*>(index.data(barsRole).value<const void*>());
        if (!bars || bars->heights.empty())
            return;
        const QRectF area = QRectF(option.rect).adjusted(6, 3, -6, -3);
        const double pitch = area.width() / static_cast<double>(bars->heights.size());
        painter->setPen(QPen(theme.border(), theme.line()));
        painter->drawLine(area.bottomLeft(), area.bottomRight());
        for (std::size_t i = 0; i < bars->heights.size(); ++i) {
            const double height =
                std::clamp(std::isfinite(bars->heights[i]) ? bars->heights[i] : 0.0, 0.0, 1.0)
                * area.height();
            painter->fillRect(QRectF(area.left() + pitch * static_cast<double>(i),
                                     area.bottom() - height, std::max(1.0, pitch - 1), height),
                              theme.role(Role::Weights));
        }
    }
};

} // namespace

SweepTable::SweepTable(QWidget* parent)
    : QWidget(parent)
    , m_caption(new QLabel)
    , m_view(new QTableView)
    , m_model(new SweepModel(this))
    , m_sorted(showSorted(m_view, m_model, 14))
{
    m_view->setItemDelegateForColumn(WeightBars, new BarsDelegate(this));
    m_view->setAccessibleName(tr("All values"));
    helpWhenAsked(m_view, "sweep/table");
    m_caption->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_caption);
    layout->addWidget(m_view, 1);
    connect(m_view, &QTableView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT chosen(m_model->valueAt(m_sorted->mapToSource(index).row()));
    });
    connect(&m_sweep, &Sweep::swept, this, &SweepTable::fill);
}

void SweepTable::compute(const Exploration& exploration, const SettingSpec& setting)
{
    m_setting = setting;
    setWindowTitle(tr("%1: every value").arg(QString::fromStdString(setting.label)));
    m_sweep.request(exploration, setting);
}

void SweepTable::setPlace(const Place& place)
{
    if (place == m_place)
        return;
    m_place = place;
    if (!m_sweep.lines().empty())
        fill();
}

void SweepTable::fill()
{
    m_model->setLines(m_sweep.lines(), m_place);
    m_caption->setText(tr("The same input with every value. The bars are the weights of one row, "
                          "from 0 to 1: the selected one, else the first. Enter opens a pane."));
    // What no line has something in is left out.
    for (int column = 0; column < Columns; ++column) {
        bool any = column == WeightBars;
        for (int row = 0; row < m_model->rowCount() && !any; ++row)
            any = !m_model->index(row, column).data().toString().isEmpty();
        m_view->setColumnHidden(column, !any);
    }
    m_view->resizeColumnsToContents();
    m_view->setColumnWidth(WeightBars, 150);
    m_view->setColumnWidth(Output, std::min(m_view->columnWidth(Output), 320));
    Q_EMIT filled();
}

void SweepTable::setTheme(const Theme& theme)
{
    static_cast<BarsDelegate*>(m_view->itemDelegateForColumn(WeightBars))->theme = theme;
    m_view->viewport()->update();
}

} // namespace regard
