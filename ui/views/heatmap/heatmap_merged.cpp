// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap/heatmap_merged.h"

#include "ui/views/shared/mini_map.h"
#include "ui/words/labels.h"

#include <QCoreApplication>

#include <cmath>
#include <limits>
#include <numeric>

namespace regard {

namespace {

struct MergedText {
    Q_DECLARE_TR_FUNCTIONS(MergedText)
};

/// The numbers of one place that can be added up.
struct Part {
    double sum = 0;
    Index count = 0;
    void add(double value, HeatmapMerged& merged)
    {
        if (std::isfinite(value)) {
            sum += value;
            ++count;
        } else {
            (value == -HUGE_VAL ? merged.masked : merged.unbounded) = true;
        }
    }
};

} // namespace

HeatmapMerged mergedOf(const TraceTensor& tensor, const PickedPlaces& picked, int moment)
{
    HeatmapMerged merged;
    const Index count = picked.columns ? tensor.value.rows() : tensor.value.columns();
    std::vector<Part> parts(static_cast<std::size_t>(count));
    if (picked.columns) {
        for (Index row = 0; row < count; ++row)
            if (isComputed(tensor, row, moment))
                for (const Index column : picked.places)
                    parts[static_cast<std::size_t>(row)].add(
                        static_cast<double>(tensor.value.at(row, column)), merged);
    } else {
        for (const Index row : picked.places) {
            if (!isComputed(tensor, row, moment)) {
                ++merged.notComputed;
                continue;
            }
            ++merged.rows;
            for (Index column = 0; column < count; ++column)
                parts[static_cast<std::size_t>(column)].add(
                    static_cast<double>(tensor.value.at(row, column)), merged);
        }
    }
    for (const Part& part : parts)
        merged.numbers.push_back(part.count == 0      ? std::numeric_limits<double>::quiet_NaN()
                                     : picked.columns ? part.sum
                                                      : part.sum / static_cast<double>(part.count));
    return merged;
}

void followPicked(PickedPlaces& picked, const TraceTensor* from, const TraceTensor* to)
{
    if (from && to && from->path == to->path) {
        followLabels(picked.places, picked.columns ? from->columns : from->rows,
                     picked.columns ? to->columns : to->rows);
        const Index count = picked.columns ? to->value.columns() : to->value.rows();
        std::erase_if(picked.places, [count](Index place) { return place >= count; });
    }
    if (!from || !to || from->path != to->path || !picked.areSeveral())
        picked = {};
}

QString mergedName(const TraceTensor& tensor, const PickedPlaces& picked,
                   const HeatmapMerged& merged)
{
    const auto count = static_cast<Index>(picked.places.size());
    if (!picked.columns && merged.rows == 0)
        return MergedText::tr("%1 rows, not computed yet").arg(count);
    QStringList parts{picked.columns         ? MergedText::tr("sum of %1 columns").arg(count)
                          : merged.rows == 1 ? MergedText::tr("1 of %1 rows").arg(count)
                                             : MergedText::tr("mean of %1 rows").arg(merged.rows)};
    if (merged.notComputed > 0)
        parts << MergedText::tr("%1 not computed yet").arg(merged.notComputed);
    if (merged.masked)
        parts << MergedText::tr("−∞ left out");
    if (merged.unbounded)
        parts << MergedText::tr("without what is no finite number");
    const bool shares = tensor.role == Role::Weights || tensor.role == Role::Probabilities;
    if (shares && !picked.columns && merged.rows > 1)
        parts << MergedText::tr("adds up to %1")
                     .arg(numberText(
                         std::accumulate(merged.numbers.begin(), merged.numbers.end(), 0.0), 4));
    return parts.join(QStringLiteral(", "));
}

QString mergedInWords(const Trace& trace, const TraceTensor& tensor, const PickedPlaces& picked,
                      const HeatmapMerged& merged, int moment, Index at)
{
    const auto placed = [&](Index place, bool column) {
        return column ? columnInWords(trace, tensor, place, moment)
                      : rowInWords(trace, tensor, place, moment);
    };
    const QString name = mergedName(tensor, picked, merged);
    const QString names = namesInWords(picked.places.size(), [&](std::size_t i) {
        return placed(picked.places[i], picked.columns);
    });
    Index shown = at;
    for (std::size_t i = 0; at < 0 && i < merged.numbers.size(); ++i)
        if (std::isfinite(merged.numbers[i])
            && (shown < 0 || merged.numbers[i] > merged.numbers[static_cast<std::size_t>(shown)]))
            shown = static_cast<Index>(i);
    if (shown < 0)
        return MergedText::tr("%1: %2").arg(name, names);
    const QString other = QStringLiteral("“%1”").arg(placed(shown, !picked.columns));
    const double number = merged.numbers[static_cast<std::size_t>(shown)];
    const QString said = !std::isfinite(number)
        ? MergedText::tr("%1, nothing at %2").arg(name, other)
        : (at >= 0 ? MergedText::tr("%1, at %2: %3") : MergedText::tr("%1, largest at %2: %3"))
              .arg(name, other, numberText(number, 7));
    return (picked.columns ? MergedText::tr("%1; columns %2") : MergedText::tr("%1; rows %2"))
        .arg(said, names);
}

} // namespace regard
