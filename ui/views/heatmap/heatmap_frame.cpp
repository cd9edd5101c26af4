// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap/heatmap_frame.h"

#include "ui/views/heatmap/heatmap_text.h"
#include "ui/views/shared/mini_map.h"
#include "ui/words/labels.h"
#include "ui/words/scope_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <optional>

namespace regard {

namespace {

/// Steps in which labels are left out: 1, 2, 5, 10 … for numbers, any for tokens.
Index labelStep(double cell, double needed, bool numbered)
{
    const auto step = std::max<Index>(1, static_cast<Index>(std::ceil(needed / cell)));
    if (!numbered)
        return step;
    for (Index power = 1;; power *= 10)
        for (const Index digit : {1, 2, 5})
            if (power * digit >= step)
                return power * digit;
}

/// The first of labels that count by one, as channels do; none if they do not.
std::optional<Index> firstNumber(const Axis& axis)
{
    if (!axis || axis->size() < 2)
        return std::nullopt;
    const auto number = [&](std::size_t i, bool& isNumber) {
        return QString::fromStdString((*axis)[i]).toLongLong(&isNumber);
    };
    bool isNumber = false;
    bool last = false;
    const Index first = number(0, isNumber);
    const Index end = number(axis->size() - 1, last);
    return isNumber && last && end - first + 1 == static_cast<Index>(axis->size())
        ? std::optional(first)
        : std::nullopt;
}

/// One row, or column, in so many has its label.
struct LabelSteps {
    Index rows = 1;
    Index columns = 1;
};

/// The number that counts from the first row or column on; tokens count from nowhere.
Index numberOfFirst(const Axis& axis)
{
    return axis ? firstNumber(axis).value_or(0) : 1;
}

/// The first of `from` and those behind it that has a label: round numbers are written.
Index firstLabelled(const Axis& axis, Index from, Index step)
{
    const Index number = from + numberOfFirst(axis);
    return from + (number + step - 1) / step * step - number;
}

/// Column labels lie level if each fits into its column.
bool levelColumns(const HeatmapState& state)
{
    const TraceTensor& tensor = *state.shown();
    return !tensor.columns || state.metrics.level
        || state.metrics.columnLabelLength + 6 <= state.place(0, 0).width();
}

LabelSteps labelSteps(const HeatmapState& state)
{
    const TraceTensor& tensor = *state.shown();
    const QRectF one = state.place(0, 0);
    const QFontMetricsF metrics(state.font);
    const double height = metrics.height();
    const double needed = !tensor.columns
        ? metrics.horizontalAdvance(QString::number(tensor.value.columns())) + 8
        : levelColumns(state) ? 1
                              : height * (state.metrics.steep ? 1.05 : 1.45);
    return {labelStep(one.height(), height * 0.95, !tensor.rows),
            labelStep(one.width(), needed, !tensor.columns || firstNumber(tensor.columns))};
}

/// Of tokens whose labels are thinned. Numbers left out of a row of numbers need no word.
LabelSteps thinned(const HeatmapState& state)
{
    const TraceTensor& tensor = *state.shown();
    const LabelSteps steps = labelSteps(state);
    return {!tensor.rows || firstNumber(tensor.rows) ? 1 : steps.rows,
            !tensor.columns || firstNumber(tensor.columns) ? 1 : steps.columns};
}

} // namespace

HeatmapFrame::HeatmapFrame(QCustomPlot* plot, const HeatmapState& state)
    : QCPLayerable(plot, QStringLiteral("axes"))
    , m_state(state)
{
}

void HeatmapFrame::applyDefaultAntialiasingHint(QCPPainter* painter) const
{
    painter->setAntialiasing(true);
}

void HeatmapFrame::draw(QCPPainter* painter)
{
    const QSize size = parentPlot()->viewport().size();
    const TraceTensor* tensor = m_state.shown();
    painter->setFont(m_state.font);
    if (!tensor) {
        painter->setPen(m_state.theme.textMuted());
        painter->drawText(
            QRect(QPoint(), size).marginsRemoved({24, 24, 24, 24}),
            Qt::AlignCenter | Qt::TextWordWrap,
            QCoreApplication::translate("HeatmapFrame",
                                        "Nothing to show yet.\nType above, or choose an example, "
                                        "to see how attention reads it."));
        return;
    }

    drawTitle(*painter);
    const LabelSteps steps = labelSteps(m_state);
    const auto [firstRow, lastRow] = m_state.visibleRows();
    for (Index row = firstLabelled(tensor->rows, firstRow, steps.rows); row <= lastRow;
         row += steps.rows)
        drawRowLabel(*painter, m_state, row, false);

    const auto [firstColumn, lastColumn] = m_state.visibleColumns();
    for (Index column = firstLabelled(tensor->columns, firstColumn, steps.columns);
         column <= lastColumn; column += steps.columns)
        drawColumnLabel(*painter, m_state, column, false);
    drawTicks(*painter);

    if (m_state.sums)
        drawSums(*painter);
    drawBar(*painter);
}

// A ruler beside thinned labels: long lines where there is one, short ones where there is room.
void HeatmapFrame::drawTicks(QCPPainter& painter) const
{
    constexpr double closest = 2.5;
    const QRectF map = m_state.axes->rect();
    const QRectF one = m_state.place(0, 0);
    const LabelSteps steps = thinned(m_state);
    painter.setPen(QPen(m_state.theme.textMuted(), m_state.theme.line()));
    const auto [firstRow, lastRow] = m_state.visibleRows();
    for (Index row = firstRow; steps.rows > 1 && row <= lastRow; ++row) {
        const double y = std::floor(m_state.place(row, 0).center().y());
        const bool labelled = row % steps.rows == 0;
        if ((labelled || one.height() >= closest) && y >= map.top() && y <= map.bottom())
            painter.drawLine(QLineF(map.left() - (labelled ? 6 : 3), y, map.left() - 1, y));
    }
    const auto [firstColumn, lastColumn] = m_state.visibleColumns();
    for (Index column = firstColumn; steps.columns > 1 && column <= lastColumn; ++column) {
        const double x = std::floor(m_state.place(0, column).center().x());
        const bool labelled = column % steps.columns == 0;
        if ((labelled || one.width() >= closest) && x >= map.left() && x <= map.right())
            painter.drawLine(QLineF(x, map.top() - (labelled ? 5 : 3), x, map.top() - 1));
    }
}

void HeatmapFrame::drawTitle(QCPPainter& painter) const
{
    const TraceTensor& tensor = *m_state.shown();
    const QFont font = heatmapTitleFont(m_state);
    const QFontMetrics title(font);
    const QFontMetrics label(m_state.font);
    const int width = parentPlot()->viewport().width() - 2 * m_state.metrics.padding
        - (m_state.exporting ? 0 : m_state.reserved);
    const QColor color = m_state.theme.role(tensor.role);
    const QRectF chip(m_state.metrics.padding, m_state.metrics.padding + title.height() * 0.22,
                      title.height() * 0.56, title.height() * 0.56);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(chip, 3, 3);
    painter.setBrush(Qt::NoBrush);

    const int indent = static_cast<int>(chip.width()) + 7;
    QString text = pathText(tensor.path);
    if (tensor.edited)
        text += QStringLiteral(" ") + QCoreApplication::translate("HeatmapFrame", "(edited)");
    const LabelSteps steps = thinned(m_state);
    const QString numbers =
        shapeAndRange(tensor, m_state.moment) + thinnedText(steps.rows, steps.columns);
    painter.setFont(font);
    painter.setPen(color);
    const QRect line(m_state.metrics.padding + indent, m_state.metrics.padding, width - indent,
                     title.height());
    const QString drawn = title.elidedText(text, Qt::ElideLeft, line.width());
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, drawn);

    painter.setFont(m_state.font);
    painter.setPen(m_state.theme.textMuted());
    if (m_state.metrics.subtitle) {
        // Below the buttons.
        const QRect below(line.left(), line.bottom() + 2,
                          line.width() + (m_state.exporting ? 0 : m_state.reserved),
                          label.height());
        painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter,
                         label.elidedText(numbers, Qt::ElideRight, below.width()));
        return;
    }
    const int used = title.horizontalAdvance(drawn) + 12;
    if (line.width() - used > label.horizontalAdvance(numbers))
        painter.drawText(line.adjusted(used, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, numbers);
}

void HeatmapFrame::drawSums(QCPPainter& painter) const
{
    const TraceTensor& tensor = *m_state.shown();
    const QRectF map = m_state.axes->rect();
    const QFontMetricsF metrics(m_state.font);
    const auto text = [&](double sum) {
        return cellText(
            sum,
            {.sequential = false,
             .limit = std::isfinite(sum) ? std::max(std::abs(sum), m_state.scale.limit) : 1});
    };
    painter.setFont(m_state.font);
    painter.setPen(m_state.theme.textMuted());
    painter.drawText(
        QRectF(map.right() + 8, map.top() - metrics.height() - 4, 60, metrics.height()),
        Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("Σ"));
    painter.drawText(QRectF(map.left() - 74, map.bottom() + 5, 60, metrics.height()),
                     Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("Σ"));
    painter.setPen(m_state.theme.text());

    const auto [firstRow, lastRow] = m_state.visibleRows();
    const QRectF one = m_state.place(0, 0);
    const Index rowStep = labelStep(one.height(), metrics.height() * 0.95, false);
    for (Index row = firstRow; row <= lastRow; row += rowStep) {
        const QRectF cell = m_state.place(row, 0);
        if (!isComputed(tensor, row, m_state.moment) || cell.center().y() < map.top()
            || cell.center().y() > map.bottom())
            continue;
        painter.drawText(
            QRectF(map.right() + 8, cell.center().y() - metrics.height() / 2, 90, metrics.height()),
            Qt::AlignLeft | Qt::AlignVCenter, text(rowSum(tensor, row)));
    }
    const auto [firstColumn, lastColumn] = m_state.visibleColumns();
    const Index columnStep =
        labelStep(one.width(), metrics.horizontalAdvance(QStringLiteral("−00.00")), false);
    for (Index column = firstColumn; column <= lastColumn; column += columnStep) {
        const QRectF cell = m_state.place(0, column);
        if (cell.center().x() < map.left() || cell.center().x() > map.right())
            continue;
        painter.drawText(QRectF(cell.center().x() - 60, map.bottom() + 5, 120, metrics.height()),
                         Qt::AlignCenter, text(columnSum(tensor, column, m_state.moment)));
    }
}

Index nextLabelled(const HeatmapState& state, bool columns, Index from)
{
    const LabelSteps steps = labelSteps(state);
    const TraceTensor& tensor = *state.shown();
    return firstLabelled(columns ? tensor.columns : tensor.rows, from,
                         columns ? steps.columns : steps.rows);
}

QRectF heatmapBar(const HeatmapState& state)
{
    const QRectF map = state.axes->rect();
    if (state.metrics.barWidth == 0)
        return {};
    return {map.right() + state.metrics.sumWidth + 14, map.top(), 10,
            std::min(map.height(), 280.0)};
}

void HeatmapFrame::drawBar(QCPPainter& painter) const
{
    const QRectF bar = heatmapBar(m_state);
    if (bar.isEmpty())
        return;
    const ColorScale& scale = m_state.scale;
    const double low = scale.sequential ? 0 : -scale.limit;
    QLinearGradient gradient(bar.bottomLeft(), bar.topLeft());
    constexpr int stops = 32;
    for (int i = 0; i <= stops; ++i) {
        const double t = static_cast<double>(i) / stops;
        gradient.setColorAt(t, QColor(scale.color(m_state.theme, low + t * (scale.limit - low))));
    }
    painter.setPen(QPen(m_state.theme.border(), m_state.theme.line()));
    painter.setBrush(gradient);
    painter.drawRoundedRect(bar, 3, 3);
    painter.setBrush(Qt::NoBrush);

    painter.setFont(m_state.font);
    painter.setPen(m_state.theme.textMuted());
    const double height = QFontMetricsF(m_state.font).height();
    const int ticks = bar.height() < 3 * height ? 1 : 2;
    for (int i = 0; i <= ticks; ++i) {
        const double t = static_cast<double>(i) / ticks;
        const double y = std::clamp(bar.bottom() - t * bar.height(), bar.top() + height * 0.4,
                                    bar.bottom() - height * 0.4);
        painter.drawText(QRectF(bar.right() + 5, y - height / 2, 90, height),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         numberText(low + t * (scale.limit - low), 2));
    }
}

namespace {

void drawLabel(QPainter& painter, const HeatmapState& state, QRectF box, int alignment,
               const QString& text, bool emphasised, bool unknown)
{
    QFont font = state.font;
    font.setBold(emphasised);
    const QFontMetricsF metrics(font);
    const QString drawn =
        metrics.elidedText(text, unknown ? Qt::ElideMiddle : Qt::ElideRight, box.width());
    if (emphasised) {
        QRectF ground = metrics.boundingRect(box, alignment, drawn);
        painter.setPen(Qt::NoPen);
        painter.setBrush(state.theme.raised());
        painter.drawRoundedRect(ground.adjusted(-4, 0, 4, 0), 4, 4);
        painter.setBrush(Qt::NoBrush);
    }
    painter.setFont(font);
    painter.setPen(unknown ? state.theme.warning() : state.theme.text());
    painter.drawText(box, alignment, drawn);
}

} // namespace

void drawRowLabel(QPainter& painter, const HeatmapState& state, Index row, bool emphasised)
{
    const QRectF map = state.axes->rect();
    const double y = state.place(row, 0).center().y();
    if (y < map.top() - 1 || y > map.bottom() + 1)
        return;
    const double height = QFontMetricsF(state.font).height();
    const double width = state.metrics.rowLabelWidth + 2;
    const QRectF box(map.left() - 7 - width, y - height / 2, width, height);
    if (emphasised)
        painter.fillRect(box, state.theme.surface());
    drawLabel(painter, state, box, Qt::AlignRight | Qt::AlignVCenter,
              rowText(*state.trace, *state.shown(), row, state.moment), emphasised,
              isUnknown(*state.trace, state.shown()->rows, row));
}

void drawColumnLabel(QPainter& painter, const HeatmapState& state, Index column, bool emphasised)
{
    const QRectF map = state.axes->rect();
    const QRectF cell = state.place(0, column);
    const double x = cell.center().x();
    if (x < map.left() - 1 || x > map.right() + 1)
        return;
    const double height = QFontMetricsF(state.font).height();
    const QString text = columnText(*state.trace, *state.shown(), column, state.moment);
    const bool unknown = isUnknown(*state.trace, state.shown()->columns, column);
    if (levelColumns(state)) {
        const double width = std::max(cell.width(), 60.0);
        drawLabel(painter, state, QRectF(x - width / 2, map.top() - height - 4, width, height),
                  Qt::AlignCenter, text, emphasised, unknown);
        return;
    }
    painter.save();
    painter.translate(x, map.top() - 5);
    painter.rotate(state.metrics.steep ? -90 : -45);
    drawLabel(painter, state,
              QRectF(state.metrics.steep ? 0 : height * 0.2, -height / 2,
                     state.metrics.columnLabelLength * (emphasised ? 1.12 : 1.0) + 2, height),
              Qt::AlignLeft | Qt::AlignVCenter, text, emphasised, unknown);
    painter.restore();
}

} // namespace regard
