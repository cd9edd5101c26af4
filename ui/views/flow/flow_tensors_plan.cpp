// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_plan.h"
#include "ui/views/flow/flow_text.h"
#include "ui/words/labels.h"
#include "ui/words/scope_text.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

using Kind = FlowBox::Kind;

/// A length that grows with the number of features, but slower.
qreal extentOf(Index features)
{
    return 1 + std::log2(1 + static_cast<qreal>(features));
}

class TensorsPlanner {
public:
    TensorsPlanner(const Trace& trace, const std::vector<int>& tensors, const QSizeF& size,
                   const FlowType& type)
        : m_trace(trace)
        , m_tensors(tensors)
        , m_type(type)
        , m_plan{size, type, {}, {}}
        , m_room(QRectF(QPointF(0, 0), size).adjusted(margin, margin, -margin, -margin))
    {
    }

    FlowPlan plan()
    {
        if (m_tensors.empty())
            return std::move(m_plan);
        placeCandidates();
        const bool vectors = m_tensors.size() > 2
            && std::all_of(m_tensors.begin(), m_tensors.end(),
                           [&](int index) { return tensor(index).value.rows() == 1; });
        if (vectors)
            placeVectors();
        else
            placeMatrices();
        return std::move(m_plan);
    }

private:
    static constexpr qreal margin = 14;

    const TraceTensor& tensor(int index) const
    {
        return m_trace.tensors[static_cast<std::size_t>(index)];
    }
    /// With its folder where there are several: "Encoder1 · dense".
    QString titleOf(int index) const
    {
        const TraceTensor& found = tensor(index);
        if (found.scope().empty())
            return flowName(found);
        QString name = flowName(found);
        name[0] = name[0].toLower();
        return scopeText(found.scope()) + QStringLiteral(" · ") + name;
    }
    QString keyOf(int index) const { return QString::fromStdString(tensor(index).path); }

    /// The likeliest choices, at the right edge.
    void placeCandidates()
    {
        const auto probabilities = std::find_if(m_tensors.begin(), m_tensors.end(), [&](int index) {
            return tensor(index).role == Role::Probabilities;
        });
        if (probabilities == m_tensors.end() || m_room.width() < 420)
            return;
        const qreal width = std::clamp(m_room.width() * 0.24, 130.0, 280.0);
        const qreal height = m_type.titleHeight() + 5 * m_type.lineHeight() * 1.6 + 16;
        m_plan.boxes.push_back({Kind::Candidates, QStringLiteral("candidates"), *probabilities,
                                QRectF(m_room.right() - width, m_room.center().y() - height / 2,
                                       width, std::min(height, m_room.height()))});
        m_room.setRight(m_room.right() - width - 24 * m_type.scale);
    }

    void join(int from, int to, bool whole)
    {
        FlowJoin way{m_plan.boxes[static_cast<std::size_t>(to)].key + QStringLiteral("<"), from,
                     to};
        way.whole = whole;
        m_plan.joins.push_back(way);
    }

    /// One below the other, each as wide as its vector is long, captions to the left.
    void placeVectors()
    {
        const qreal count = static_cast<qreal>(m_tensors.size());
        // As wide as the longest name needs, so long as the strips have the larger part.
        const QFontMetricsF names(flowFont(m_type.title, true));
        qreal captions = 110;
        for (const int index : m_tensors)
            captions = std::max(captions, names.horizontalAdvance(titleOf(index)) + 14);
        captions = std::min(captions, m_room.width() * 0.44);
        const QRectF room = m_room.adjusted(captions, 0, 0, 0);
        const qreal pitch = std::min(room.height() / count, 92 * m_type.scale);
        const qreal height = std::clamp(pitch * 0.46, 10.0, 34 * m_type.scale);
        qreal longest = 0;
        for (const int index : m_tensors)
            longest = std::max(longest, extentOf(tensor(index).value.columns()));
        qreal y = room.center().y() - pitch * count / 2 + pitch / 2;
        int before = -1;
        for (const int index : m_tensors) {
            const qreal width =
                std::max(20.0, room.width() * extentOf(tensor(index).value.columns()) / longest);
            FlowBox strip{Kind::Matrix, keyOf(index), index,
                          QRectF(room.center().x() - width / 2, y - height / 2, width, height)};
            strip.room = -1; // its caption says it
            m_plan.boxes.push_back(strip);
            const int box = static_cast<int>(m_plan.boxes.size()) - 1;
            if (before >= 0) {
                join(before, box, true);
                FlowJoin& way = m_plan.joins.back();
                way.fromSide = FlowSide::Bottom;
                way.toSide = FlowSide::Top;
                way.funnel = true;
            }
            before = box;
            m_plan.boxes.push_back({Kind::Caption, keyOf(index) + QStringLiteral(" caption"), index,
                                    QRectF(m_room.left(), y - pitch / 2, captions - 12, pitch),
                                    titleOf(index)});
            y += pitch;
        }
    }

    /// Side by side; rows are named where they are others than those of the map before.
    void placeMatrices()
    {
        const QFontMetricsF metrics(flowFont(m_type.title, true));
        const QFontMetricsF labels(flowFont(m_type.title + 1));
        struct Column {
            qreal labels = 0;
            qreal least = 0; ///< of the map
            qreal extent = 0;
        };
        std::vector<Column> columns;
        qreal fixed = 0;
        qreal extents = 0;
        const TraceTensor* before = nullptr;
        for (const int index : m_tensors) {
            const TraceTensor& found = tensor(index);
            Column column;
            if (found.rows && (!before || !before->rows || *before->rows != *found.rows)) {
                qreal widest = 0;
                const Index last = std::min<Index>(found.value.rows(), 64);
                for (Index row = 0; row < last; ++row)
                    widest =
                        std::max(widest, labels.horizontalAdvance(rowText(m_trace, found, row)));
                column.labels = std::clamp(widest + 14, 24.0, m_room.width() * 0.16);
            }
            const qreal title = metrics.horizontalAdvance(flowTitle(found));
            column.least = std::clamp(title * 0.8, 30.0, 90 * m_type.scale);
            column.extent = extentOf(found.value.columns());
            fixed += column.labels + column.least;
            extents += column.extent;
            columns.push_back(column);
            before = &found;
        }
        const qreal count = static_cast<qreal>(m_tensors.size());
        const qreal ways = std::clamp((m_room.width() - fixed) / (2 * count), 10.0, 54.0);
        const qreal spare = std::max(0.0, m_room.width() - fixed - ways * (count - 1));
        const qreal header = m_type.headerHeight() + 6;
        std::vector<qreal> widths;
        qreal used = ways * (count - 1);
        for (const Column& column : columns) {
            widths.push_back(
                std::min(column.least + spare * column.extent / extents, 240 * m_type.scale));
            used += column.labels + widths.back();
        }
        // What does not fit is drawn narrower.
        const qreal shrink = std::min(1.0, m_room.width() / used);
        qreal x = m_room.left() + std::max(0.0, (m_room.width() - used) / 2);
        int last = -1;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const TraceTensor& found = tensor(m_tensors[i]);
            const qreal most = m_room.height() - header;
            const qreal rows = static_cast<qreal>(found.value.rows());
            const qreal height = std::clamp(rows * 34 * m_type.scale, std::min(26.0, most), most);
            const qreal y = m_room.center().y() + header / 2 - height / 2;
            if (columns[i].labels > 0)
                m_plan.boxes.push_back(
                    {Kind::Tokens, keyOf(m_tensors[i]) + QStringLiteral(" tokens"), m_tensors[i],
                     QRectF(x, y, (columns[i].labels - 4) * shrink, height)});
            x += columns[i].labels * shrink;
            m_plan.boxes.push_back({Kind::Matrix, keyOf(m_tensors[i]), m_tensors[i],
                                    QRectF(x, y, widths[i] * shrink, height), flowTitle(found)});
            const int box = static_cast<int>(m_plan.boxes.size()) - 1;
            if (last >= 0)
                join(last, box, tensor(m_tensors[i - 1]).value.rows() != found.value.rows());
            last = box;
            x += (widths[i] + ways) * shrink;
        }
    }

    const Trace& m_trace;
    const std::vector<int>& m_tensors;
    const FlowType& m_type;
    FlowPlan m_plan;
    QRectF m_room;
};

} // namespace

FlowPlan planTensors(const Trace& trace, const std::vector<int>& tensors, const QSizeF& size,
                     const FlowType& type)
{
    return TensorsPlanner(trace, tensors, size, type).plan();
}

} // namespace regard
