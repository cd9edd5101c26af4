// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap/heatmap_text.h"

#include "ui/views/shared/mini_map.h"
#include "ui/words/labels.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace regard {

namespace {

class HeatmapText {
    Q_DECLARE_TR_FUNCTIONS(HeatmapText)
};

struct Largest {
    Index index = -1;
    double value = -std::numeric_limits<double>::infinity();
};

Largest largestOf(Index count, const std::function<double(Index)>& at)
{
    Largest best;
    for (Index i = 0; i < count; ++i)
        if (const double value = at(i); value > best.value)
            best = {i, value};
    return best;
}

QString exact(double value)
{
    return numberText(value, 7);
}

QString cellInWords(const Trace& trace, const TraceTensor& tensor, Index row, Index column,
                    int moment)
{
    const QString name = QString::fromUtf8(tensor.name());
    const QString place = tensor.columnLabel(column)
        ? HeatmapText::tr("%1[%2 → %3]")
        : HeatmapText::tr("%1[%2, %3]", "a feature: name, token, number");
    const QString head = place.arg(name, rowInWords(trace, tensor, row, moment),
                                   columnInWords(trace, tensor, column, moment));
    if (!isComputed(tensor, row, moment))
        return HeatmapText::tr("%1 is not computed yet").arg(head);
    const auto value = static_cast<double>(tensor.value.at(row, column));
    if (value == -HUGE_VAL)
        return HeatmapText::tr("%1 = −∞ (masked)").arg(head);
    return HeatmapText::tr("%1 = %2").arg(head, exact(value));
}

} // namespace

QString shapeAndRange(const TraceTensor& tensor, int moment)
{
    QString shape = QStringLiteral("%1 × %2").arg(tensor.value.rows()).arg(tensor.value.columns());
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (Index row = 0; row < tensor.value.rows(); ++row) {
        if (!isComputed(tensor, row, moment))
            continue;
        for (Index column = 0; column < tensor.value.columns(); ++column) {
            const auto value = static_cast<double>(tensor.value.at(row, column));
            if (std::isfinite(value)) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
        }
    }
    if (low > high)
        return shape;
    return HeatmapText::tr("%1, from %2 to %3", "shape, smallest and largest number")
        .arg(shape, numberText(low), numberText(high));
}

QString thinnedText(Index rows, Index columns)
{
    if (rows > 1 && columns > 1)
        return HeatmapText::tr(", 1 label for %1 rows, %2 columns").arg(rows).arg(columns);
    if (rows > 1)
        return HeatmapText::tr(", 1 label for %1 rows").arg(rows);
    return columns > 1 ? HeatmapText::tr(", 1 label for %1 columns").arg(columns) : QString();
}

QString placeInWords(const Trace& trace, const TraceTensor& tensor, Index row, Index column,
                     int moment)
{
    const Index rows = tensor.value.rows();
    const Index columns = tensor.value.columns();
    if (row >= rows || column >= columns || (row < 0 && column < 0))
        return {};
    if (row >= 0 && column >= 0)
        return cellInWords(trace, tensor, row, column, moment);
    if (row >= 0) {
        const QString head = HeatmapText::tr("row %1").arg(rowInWords(trace, tensor, row, moment));
        if (!isComputed(tensor, row, moment))
            return HeatmapText::tr("%1 is not computed yet").arg(head);
        const Largest best = largestOf(
            columns, [&](Index c) { return static_cast<double>(tensor.value.at(row, c)); });
        if (best.index < 0)
            return HeatmapText::tr("%1: nothing but −∞").arg(head);
        return HeatmapText::tr("%1: sum %2, largest %3 = %4")
            .arg(head, numberText(rowSum(tensor, row), 5),
                 columnInWords(trace, tensor, best.index, moment), exact(best.value));
    }
    QString head = HeatmapText::tr("column %1").arg(columnInWords(trace, tensor, column, moment));
    const Largest best = largestOf(rows, [&](Index r) {
        return isComputed(tensor, r, moment) ? static_cast<double>(tensor.value.at(r, column))
                                             : -HUGE_VAL;
    });
    if (best.index < 0)
        return head;
    return HeatmapText::tr("%1: sum %2, largest %3 = %4")
        .arg(head, numberText(columnSum(tensor, column, moment), 5),
             rowInWords(trace, tensor, best.index, moment), exact(best.value));
}

QString numberSpoken(const TraceTensor& tensor, Index row, Index column, int moment)
{
    if (!isComputed(tensor, row, moment))
        return HeatmapText::tr("not computed yet");
    const auto value = static_cast<double>(tensor.value.at(row, column));
    return value == -HUGE_VAL ? HeatmapText::tr("masked") : numberText(value);
}

QString cellSpoken(const Trace& trace, const TraceTensor& tensor, Index row, Index column,
                   int moment)
{
    return HeatmapText::tr("row %1, column %2, %3")
        .arg(rowInWords(trace, tensor, row, moment), columnInWords(trace, tensor, column, moment),
             numberSpoken(tensor, row, column, moment));
}

QString cellText(double value, const ColorScale& scale)
{
    if (!std::isfinite(value))
        return numberText(value);
    // Two decimals up to ten, then fewer: three digits at the end of the scale.
    int decimals = scale.limit >= 100 ? 0 : scale.limit >= 10 ? 1 : 2;
    if (scale.limit < 0.095)
        decimals = std::min(6, static_cast<int>(std::ceil(-std::log10(scale.limit))) + 1);
    QString text = QString::number(std::abs(value), 'f', decimals);
    const bool zero = std::none_of(text.cbegin(), text.cend(),
                                   [](QChar c) { return c.isDigit() && c != QLatin1Char('0'); });
    return value < 0 && !zero ? QStringLiteral("−") + text : text;
}

double rowSum(const TraceTensor& tensor, Index row)
{
    double sum = 0;
    for (Index column = 0; column < tensor.value.columns(); ++column)
        sum += static_cast<double>(tensor.value.at(row, column));
    return sum;
}

double columnSum(const TraceTensor& tensor, Index column, int moment)
{
    double sum = 0;
    for (Index row = 0; row < tensor.value.rows(); ++row)
        if (isComputed(tensor, row, moment))
            sum += static_cast<double>(tensor.value.at(row, column));
    return sum;
}

} // namespace regard
