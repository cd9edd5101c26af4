// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/formula.h"
#include "ui/views/flow/flow_attention_sizes.h"
#include "ui/views/flow/flow_text.h"

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

using Kind = FlowBox::Kind;

/// Lays the columns out from left to right and the lanes Q, K, V from top to bottom:
///
///           Q → scores → scaled → masked → weights → context → output
///   E+P=X → K ──┘ ┌──────────────────────────────────────┘
///           V ────┘   [heads] [attends to] [candidates]
///
/// K's rows turn up into the columns of the scores, V's rows run below the stages and turn
/// up into the context; concentric, so that no two ribbons cross.
class AttentionPlanner {
public:
    AttentionPlanner(const Trace& trace, const std::vector<FlowBlock>& blocks, int block, int head,
                     const QSizeF& size, const FlowType& type, bool navigator)
        : m_trace(trace)
        , m_blocks(blocks)
        , m_block(blocks[static_cast<std::size_t>(block)])
        , m_head(m_block.heads[static_cast<std::size_t>(head)])
        , m_w(size.width())
        , m_h(size.height())
        , m_s(type.scale)
        , m_navigator(navigator)
        , m_plan{size, type, {}, {}}
        , m_size(attentionSizes(trace, m_block, m_head, size, type))
    {
    }

    FlowPlan plan()
    {
        placeInputs();
        placeLanes();
        placeStages();
        placeCards();
        return std::move(m_plan);
    }

private:
    const TraceTensor& tensor(int index) const
    {
        return m_trace.tensors[static_cast<std::size_t>(index)];
    }
    int addBox(Kind kind, const QString& key, int index, const QRectF& rect,
               const QString& title = {})
    {
        FlowBox box{kind, key, index, rect, title};
        m_plan.boxes.push_back(box);
        return static_cast<int>(m_plan.boxes.size()) - 1;
    }
    FlowJoin& addJoin(const QString& key, int from, int to)
    {
        m_plan.joins.push_back({key, from, to});
        return m_plan.joins.back();
    }
    QRectF& rectOf(int box) { return m_plan.boxes[static_cast<std::size_t>(box)].rect; }

    qreal laneTop(int lane) const
    {
        if (lane == 0)
            return m_size.top + (m_size.topHeight - m_size.laneHeight) / 2;
        return m_size.top + m_size.topHeight + m_size.laneGap + m_size.header
            + (lane - 1) * (m_size.laneHeight + m_size.laneGap + m_size.header);
    }

    qreal heightFor(double rows) const
    {
        return std::max(std::min(m_size.laneHeight, rows * m_size.rowCap), 10.0);
    }

    /// Tokens, embedding + position = X; the middle of the picture's height.
    void placeInputs()
    {
        if (m_block.input < 0) {
            m_afterX = m_size.left;
            return;
        }
        const qreal bottom = laneTop(2) + m_size.laneHeight;
        const qreal top = m_size.top - m_size.header;
        qreal x = m_size.left + m_size.labels + 5;
        const double rows = static_cast<double>(tensor(m_block.input).value.rows());
        const qreal height =
            std::min(bottom - top - m_size.header, std::max(heightFor(rows), rows * 46 * m_s));
        const qreal y = (top + bottom + m_size.header - height) / 2;
        const auto column = [&](const QString& key, int index, qreal width, const QString& title) {
            const int box = addBox(Kind::Matrix, key, index, QRectF(x, y, width, height), title);
            x += width;
            return box;
        };
        addBox(Kind::Tokens, QStringLiteral("tokens"), m_block.input,
               QRectF(m_size.left, y, m_size.labels, height));
        if (m_size.part > 0) {
            const int embedding = column(QStringLiteral("embedding"), m_block.embedding,
                                         m_size.part, FlowWords::tr("E"));
            if (m_block.position >= 0) {
                x += m_size.sum;
                const int position = column(QStringLiteral("position"), m_block.position,
                                            m_size.part, FlowWords::tr("P"));
                m_plan.boxes[static_cast<std::size_t>(position)].sign = QStringLiteral("+");
            } else {
                addJoin(QStringLiteral("embedding>x"), embedding, embedding + 1);
            }
            x += m_size.sum;
        }
        m_input = column(QStringLiteral("x"), m_block.input, m_size.x, QStringLiteral("X"));
        if (m_size.part > 0 && m_block.position >= 0)
            m_plan.boxes[static_cast<std::size_t>(m_input)].sign = QStringLiteral("=");
        m_afterX = x;
    }

    /// Q, K or V comes from the X that is shown.
    bool isFromInput(int lane) const { return m_input >= 0 && (lane == 0 || m_block.keyInput < 0); }
    /// And that by a matrix of its own.
    bool isProjected(int lane, int index) const
    {
        const auto operands = tensor(index).source.used();
        return isFromInput(lane)
            && std::any_of(operands.begin(), operands.end(), [](const SourceOperand& operand) {
                   return operand.kind == SourceOperand::Kind::Parameter;
               });
    }

    void placeLanes()
    {
        const qreal x = m_afterX + m_size.fan;
        const int stack = std::min<int>(3, static_cast<int>(m_block.heads.size()) - 1);
        const int indices[] = {m_head.query, m_head.key, m_head.value};
        const QString keys[] = {QStringLiteral("q"), QStringLiteral("k"), QStringLiteral("v")};
        for (int lane = 0; lane < 3; ++lane) {
            if (indices[lane] < 0)
                continue;
            const qreal height = heightFor(static_cast<double>(tensor(indices[lane]).value.rows()));
            const qreal y = laneTop(lane) + (m_size.laneHeight - height) / 2;
            m_lanes[lane] =
                addBox(Kind::Matrix, keys[lane], indices[lane], QRectF(x, y, m_size.lane, height),
                       flowTitle(tensor(indices[lane]), isProjected(lane, indices[lane])));
            m_plan.boxes.back().stack = stack;
            if (m_block.input < 0 || (lane > 0 && m_block.apart))
                addBox(Kind::Tokens, keys[lane] + QStringLiteral(" tokens"), indices[lane],
                       QRectF(x - m_size.fan + 2, y, m_size.fan - 6, height));
            if (isFromInput(lane))
                addJoin(QStringLiteral("x>") + keys[lane], m_input, m_lanes[lane]);
        }
        m_afterLanes = x + m_size.lane;
    }

    void placeStages()
    {
        qreal x = m_afterLanes + m_size.toScores;
        const qreal y = m_size.top + (m_size.topHeight - m_size.stage.height()) / 2;
        const int stack = std::min<int>(3, static_cast<int>(m_block.heads.size()) - 1);
        int before = -1;
        for (int stage : m_size.stages) {
            const QString key = QStringLiteral("stage%1").arg(static_cast<int>(tensor(stage).role));
            const int box = addBox(Kind::Matrix, key, stage, QRectF(QPointF(x, y), m_size.stage),
                                   flowTitle(tensor(stage)));
            m_plan.boxes.back().stack = stack;
            if (before >= 0) {
                addJoin(key + QStringLiteral("<"), before, box);
            } else {
                if (m_lanes[0] >= 0)
                    addJoin(QStringLiteral("q>s"), m_lanes[0], box);
                if (m_lanes[1] >= 0)
                    addJoin(QStringLiteral("k>s"), m_lanes[1], box).toSide = FlowSide::Bottom;
                m_scoresRight = x + m_size.stage.width();
            }
            before = box;
            x += m_size.stage.width() + m_size.step;
        }
        x += m_size.toContext - m_size.step;
        m_stageBottom = y + m_size.stage.height();
        m_run = std::clamp(m_size.keys * 3.0, 22 * m_s, std::min(52 * m_s, m_size.laneHeight));
        m_runTop = std::max(m_stageBottom, laneTop(0) + m_size.laneHeight) + 16 * m_s;
        if (m_head.context < 0)
            return;
        const qreal height = m_size.stage.height();
        const int context =
            addBox(Kind::Matrix, QStringLiteral("context"), m_head.context,
                   QRectF(x, y, m_size.context, height), flowTitle(tensor(m_head.context)));
        m_plan.boxes.back().stack = stack;
        addJoin(QStringLiteral("w>c"), before, context);
        if (m_lanes[2] >= 0) {
            FlowJoin& way = addJoin(QStringLiteral("v>c"), m_lanes[2], context);
            way.toSide = FlowSide::Bottom;
            way.riseX = m_scoresRight + 10 * m_s;
            way.runY = m_runTop;
            way.runHeight = m_run;
            way.weighted = true;
        }
        x += m_size.context;
        if (m_size.output > 0 && m_block.output >= 0) {
            x += m_size.toOutput;
            m_outputBox = addBox(Kind::Matrix, QStringLiteral("output"), m_block.output,
                                 QRectF(x, y, m_size.output, height), FlowWords::tr("Output"));
            m_plan.boxes.back().lift = stack * flowStackStep;
            addJoin(QStringLiteral("c>o"), context, m_outputBox);
            x += m_size.output;
        }
        m_right = x;
    }

    /// Cards in the corner that the ways leave free.
    void placeCards()
    {
        const qreal x = m_scoresRight + m_run + 26 * m_s;
        const qreal top = m_runTop + m_run + 16 * m_s;
        const qreal right = std::max(m_right, m_w - m_size.margin);
        const qreal bottom = std::max(laneTop(2) + m_size.laneHeight, m_h - m_size.margin);
        const QRectF room(QPointF(x, top), QPointF(right, bottom));
        const FlowType& type = m_plan.type;
        const qreal gap = 10 * m_s;
        if (room.width() < 90 || room.height() < 60)
            return;
        const int candidates = candidatesOfQueries();
        const bool heads = (m_blocks.size() > 1 && !m_navigator) || m_block.heads.size() > 1;
        const auto listOf = [&](double lines) {
            return type.titleHeight() + lines * type.lineHeight() * 1.6 + 16;
        };
        double lines = candidates >= 0 ? 5 : std::min(5.0, m_size.keys);
        const bool sideBySide = room.height() < listOf(3) + gap + 84 * m_s;
        // Thumbnails that one can tell apart come before a long list.
        const int count = static_cast<int>(m_block.heads.size());
        const auto thumbnail = [&] {
            const QSizeF card(room.width(), room.height() - listOf(lines) - gap);
            return FlowHeadGrid(card, count, type).side;
        };
        while (heads && !sideBySide && lines > 3 && thumbnail() < 52 * m_s)
            --lines;
        const qreal listHeight = listOf(lines);

        QRectF lists = room;
        if (heads) {
            QRectF card = room;
            if (sideBySide) {
                card.setWidth(room.width() * (candidates >= 0 ? 0.5 : 0.55) - gap / 2);
                lists.setLeft(card.right() + gap);
            } else {
                card.setTop(room.top() + listHeight + gap);
            }
            card.setHeight(FlowHeadGrid(card.size(), count, type).height());
            addBox(Kind::Heads, QStringLiteral("heads"), m_head.lastStage(), card);
        }
        lists.setHeight(std::min(lists.height(), listHeight));
        const bool both =
            candidates >= 0 && m_head.weights >= 0 && lists.width() >= 190 * std::min(m_s, 1.0);
        const qreal width =
            both ? (lists.width() - gap) / 2 : std::min(lists.width(), heads ? m_w : 420 * m_s);
        if (m_head.weights >= 0 && (both || candidates < 0))
            addBox(Kind::Attention, QStringLiteral("attention"), m_head.weights,
                   QRectF(lists.left(), lists.top(), width, lists.height()));
        if (candidates >= 0) {
            const int card =
                addBox(Kind::Candidates, QStringLiteral("candidates"), candidates,
                       QRectF(lists.right() - width, lists.top(), width, lists.height()));
            if (m_outputBox >= 0 && !sideBySide) {
                FlowJoin& way = addJoin(QStringLiteral("o>p"), m_outputBox, card);
                way.fromSide = FlowSide::Bottom;
                way.toSide = FlowSide::Top;
                way.whole = true;
            }
        }
    }

    /// Probabilities of the tokens that query, or of all of them together; −1 for none.
    int candidatesOfQueries() const
    {
        const int found = m_trace.indexOf(Role::Probabilities);
        if (found < 0 || tensor(found).value.rows() == 1)
            return found;
        const TraceTensor& weights = tensor(m_head.lastStage());
        const Axis& rows = tensor(found).rows;
        if (tensor(found).value.rows() != weights.value.rows())
            return -1;
        return !rows || !weights.rows || *rows == *weights.rows ? found : -1;
    }

    const Trace& m_trace;
    const std::vector<FlowBlock>& m_blocks;
    const FlowBlock& m_block;
    const FlowHead& m_head;
    qreal m_w, m_h, m_s;
    bool m_navigator; ///< pages are chosen above the picture
    FlowPlan m_plan;
    AttentionSizes m_size;
    qreal m_afterX = 0, m_afterLanes = 0, m_scoresRight = 0, m_stageBottom = 0;
    qreal m_run = 0, m_runTop = 0, m_right = 0;
    int m_input = -1;
    int m_outputBox = -1;
    int m_lanes[3] = {-1, -1, -1};
};

} // namespace

FlowPlan planAttention(const Trace& trace, const std::vector<FlowBlock>& blocks, int block,
                       int head, const QSizeF& size, const FlowType& type, bool navigator)
{
    return AttentionPlanner(trace, blocks, block, head, size, type, navigator).plan();
}

} // namespace regard
