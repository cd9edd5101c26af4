// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/formula.h"
#include "ui/views/flow/flow_attention_grid.h"
#include "ui/views/flow/flow_text.h"

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

using Kind = FlowBox::Kind;
using Column = AttentionColumn;

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
        , m_grid(attentionGrid(trace, m_block, m_head, size, type))
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

    /// A rectangle in a column.
    QRectF inColumn(Column column, const FlowSpan& rows, int nth = 0) const
    {
        const FlowSpan columns = m_grid.columns.at(column, nth);
        return {columns.start, rows.start, columns.size, rows.size};
    }

    qreal heightFor(double rows) const
    {
        return std::max(std::min(m_grid.laneHeight, rows * m_grid.rowCap), 10.0);
    }

    /// Tokens, embedding + position = X; the middle of the picture's height.
    void placeInputs()
    {
        if (m_block.input < 0)
            return;
        const qreal top = m_grid.rows.at(AttentionRow::Query).start;
        const qreal bottom = m_grid.rows.at(AttentionRow::Value).end();
        const double rows = static_cast<double>(tensor(m_block.input).value.rows());
        const qreal height = std::min(bottom - top, std::max(heightFor(rows), rows * 46 * m_s));
        const FlowSpan span{(top + bottom - height) / 2, height};
        const auto box = [&](Column column, const QString& key, int index, const QString& title,
                             const QString& sign = {}) {
            const int added = addBox(Kind::Matrix, key, index, inColumn(column, span), title);
            m_plan.boxes.back().sign = sign;
            return added;
        };
        QRectF tokens = inColumn(Column::Labels, span);
        tokens.setWidth(tokens.width() - 5);
        addBox(Kind::Tokens, QStringLiteral("tokens"), m_block.input, tokens);
        const bool parts = m_grid.has(Column::Embedding);
        const bool sum = m_grid.has(Column::Position);
        int embedding = -1;
        if (parts)
            embedding = box(Column::Embedding, QStringLiteral("embedding"), m_block.embedding,
                            FlowWords::tr("E"));
        if (sum)
            box(Column::Position, QStringLiteral("position"), m_block.position, FlowWords::tr("P"),
                QStringLiteral("+"));
        m_input = box(Column::X, QStringLiteral("x"), m_block.input, QStringLiteral("X"),
                      sum ? QStringLiteral("=") : QString());
        if (parts && !sum)
            addJoin(QStringLiteral("embedding>x"), embedding, m_input);
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
        const int stack = std::min<int>(3, static_cast<int>(m_block.heads.size()) - 1);
        const int indices[] = {m_head.query, m_head.key, m_head.value};
        const QString keys[] = {QStringLiteral("q"), QStringLiteral("k"), QStringLiteral("v")};
        for (int lane = 0; lane < 3; ++lane) {
            if (indices[lane] < 0)
                continue;
            const qreal height = heightFor(static_cast<double>(tensor(indices[lane]).value.rows()));
            const FlowSpan span{m_grid.lane(lane).middle() - height / 2, height};
            m_lanes[lane] =
                addBox(Kind::Matrix, keys[lane], indices[lane], inColumn(Column::Lane, span),
                       flowTitle(tensor(indices[lane]), isProjected(lane, indices[lane])));
            m_plan.boxes.back().name = flowName(tensor(indices[lane]));
            m_plan.boxes.back().stack = stack;
            if (m_block.input < 0 || (lane > 0 && m_block.apart))
                addBox(Kind::Tokens, keys[lane] + QStringLiteral(" tokens"), indices[lane],
                       inColumn(Column::Fan, span).adjusted(2, 0, -4, 0));
            if (isFromInput(lane))
                addJoin(QStringLiteral("x>") + keys[lane], m_input, m_lanes[lane]);
        }
    }

    void placeStages()
    {
        const FlowSpan row = m_grid.rows.at(AttentionRow::Query);
        const FlowSpan span{row.middle() - m_grid.stage.height() / 2, m_grid.stage.height()};
        const int stack = std::min<int>(3, static_cast<int>(m_block.heads.size()) - 1);
        int before = -1;
        for (int nth = 0; const int stage : m_head.stages) {
            const QString key = QStringLiteral("stage%1").arg(static_cast<int>(tensor(stage).role));
            const int box = addBox(Kind::Matrix, key, stage, inColumn(Column::Stage, span, nth++),
                                   flowTitle(tensor(stage)));
            m_plan.boxes.back().stack = stack;
            if (before >= 0) {
                addJoin(key + QStringLiteral("<"), before, box);
            } else {
                if (m_lanes[0] >= 0)
                    addJoin(QStringLiteral("q>s"), m_lanes[0], box);
                if (m_lanes[1] >= 0)
                    addJoin(QStringLiteral("k>s"), m_lanes[1], box).toSide = FlowSide::Bottom;
            }
            before = box;
        }
        m_scoresRight = m_grid.columns.at(Column::Stage).end();
        m_right = m_grid.columns.at(Column::ToContext).end();
        m_run = std::clamp(m_grid.keys * 3.0, 22 * m_s, std::min(52 * m_s, m_grid.laneHeight));
        m_runTop = std::max(span.end(), m_grid.lane(0).end()) + 16 * m_s;
        if (m_head.context < 0)
            return;
        const int context =
            addBox(Kind::Matrix, QStringLiteral("context"), m_head.context,
                   inColumn(Column::Context, span), flowTitle(tensor(m_head.context)));
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
        m_right = m_grid.columns.at(Column::Context).end();
        if (!m_grid.has(Column::Output))
            return;
        m_outputBox = addBox(Kind::Matrix, QStringLiteral("output"), m_block.output,
                             inColumn(Column::Output, span), FlowWords::tr("Output"));
        m_plan.boxes.back().lift = stack * flowStackStep;
        addJoin(QStringLiteral("c>o"), context, m_outputBox);
        if (const FlowSpan way = m_grid.columns.at(Column::ToOutput);
            !m_block.layer.empty() && way.size >= 13) {
            const qreal width = std::min(way.size - 3, 20 * m_s);
            const QRectF& output = rectOf(m_outputBox);
            addBox(Kind::Onward, QStringLiteral("onward"), m_block.output,
                   QRectF(way.middle() - width / 2, output.center().y() - width * 0.8, width,
                          width * 1.6));
        }
        m_right = m_grid.columns.at(Column::Output).end();
    }

    /// Cards in the corner that the ways leave free.
    void placeCards()
    {
        const qreal x = m_scoresRight + m_run + 26 * m_s;
        const qreal top = m_runTop + m_run + 16 * m_s;
        const qreal right = std::max(m_right, m_w - m_grid.margin);
        const qreal bottom = std::max(m_grid.lane(2).end(), m_h - m_grid.margin);
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
        double lines = candidates >= 0 ? 5 : std::min(5.0, m_grid.keys);
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
    AttentionGrid m_grid;
    qreal m_scoresRight = 0;
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
