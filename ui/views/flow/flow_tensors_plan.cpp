// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/graph.h"
#include "ui/views/flow/flow_plan.h"
#include "ui/views/flow/flow_row_plan.h"
#include "ui/views/flow/flow_text.h"
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

    void placeMatrices()
    {
        // What a norm takes its mean of stands before it, from the page that it is on.
        const int before = m_tensors.size() > 1 ? madeFrom(m_trace, m_tensors.front()) : -1;
        const bool startsWithMean =
            before >= 0 && std::any_of(m_tensors.begin() + 1, m_tensors.end(), [&](int index) {
                return !signOfStatistic(m_trace, m_tensors.front(), index).isEmpty();
            });
        std::vector<int> all = m_tensors;
        if (startsWithMean)
            all.insert(all.begin(), before);
        placeRow(m_plan, m_trace, all, m_room, startsWithMean);
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
        const qreal beside = 16 * m_type.scale; // for ways around the vectors between
        const QRectF room = m_room.adjusted(captions, 0, -beside, 0);
        const qreal pitch = std::min(room.height() / count, 92 * m_type.scale);
        const qreal height = std::clamp(pitch * 0.46, 10.0, 34 * m_type.scale);
        qreal longest = 0;
        for (const int index : m_tensors)
            longest = std::max(longest, extentOf(tensor(index).value.columns()));
        qreal y = room.center().y() - pitch * count / 2 + pitch / 2;
        int before = -1;
        std::vector<int> boxes;
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
            joinOperands(index, boxes, box, beside);
            boxes.push_back(box);
            before = box;
            m_plan.boxes.push_back({Kind::Caption, keyOf(index) + QStringLiteral(" caption"), index,
                                    QRectF(m_room.left(), y - pitch / 2, captions - 12, pitch),
                                    titleOf(index)});
            y += pitch;
        }
    }

    /// A vector also comes from one that does not stand directly above it.
    void joinOperands(int index, const std::vector<int>& above, int box, qreal beside)
    {
        const auto operands = tensor(index).source.used();
        for (std::size_t i = 0; i + 1 < above.size(); ++i) {
            const int from = above[i];
            const int source = m_plan.boxes[static_cast<std::size_t>(from)].tensor;
            if (std::none_of(operands.begin(), operands.end(), [&](const SourceOperand& operand) {
                    return operand.kind == SourceOperand::Kind::Tensor && operand.first == source;
                }))
                continue;
            qreal right = 0;
            for (std::size_t between = i; between < above.size(); ++between)
                right = std::max(
                    right, m_plan.boxes[static_cast<std::size_t>(above[between])].rect.right());
            FlowJoin way{m_plan.boxes[static_cast<std::size_t>(box)].key + QStringLiteral("<")
                             + m_plan.boxes[static_cast<std::size_t>(from)].key,
                         from, box, FlowSide::Right, FlowSide::Right};
            way.riseX = std::max(right, m_plan.boxes[static_cast<std::size_t>(box)].rect.right())
                + beside * 0.6;
            way.whole = true;
            m_plan.joins.push_back(way);
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
