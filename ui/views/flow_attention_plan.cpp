// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow_plan.h"

#include "core/trace/formula.h"
#include "ui/views/flow_text.h"

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
    {
    }

    FlowPlan plan()
    {
        measure();
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
    /// Share of the width, within bounds.
    qreal part(qreal percent, qreal low, qreal high) const
    {
        return std::clamp(m_w * percent / 100, low, high);
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

    /// The widths of the columns and the side of the square maps that remains.
    void measure()
    {
        const int lastStage = m_head.lastStage();
        m_rows = static_cast<double>(tensor(lastStage).value.rows());
        m_keys = static_cast<double>(tensor(lastStage).value.columns());
        for (int stage : {m_head.scores, m_head.scaled, m_head.masked, m_head.weights}) {
            if (stage >= 0)
                m_stages.push_back(stage);
        }
        m_margin = part(1.6, 12, 24);
        m_labels = part(9.5, 58, 130);
        m_x = part(4.2, 28, 72);
        m_fan = part(4.8, 28, 90);
        m_lane = part(7, 46, 120);
        m_toScores = part(3.2, 22, 60);
        m_step = part(1.7, 11, 34);
        m_toContext = part(3.4, 24, 64);
        m_context = part(5, 34, 90);
        m_output = m_block.output >= 0 ? part(4.2, 26, 72) : 0;
        m_toOutput = m_block.output >= 0 ? part(2.4, 14, 44) : 0;
        if (m_block.input < 0) {
            // Queries, keys and values as they are given: each with its tokens beside it.
            m_fan = m_labels;
            m_labels = m_x = 0;
        } else if (m_block.apart) {
            m_fan = std::max(m_fan, part(8, 50, 110));
        }
        const bool parts = m_block.embedding >= 0 && m_block.embedding != m_block.input;
        m_sum = parts ? part(1.7, 15, 30) : 0;
        m_part = parts ? part(2.9, 22, 52) : 0;

        const double count = static_cast<double>(m_stages.size());
        const auto side = [&] {
            const qreal sums = parts && m_part > 0 ? 2 * (m_part + m_sum) : 0;
            const qreal fixed = 2 * m_margin + m_labels + 5 + sums + m_x + m_fan + m_lane
                + m_toScores + (count - 1) * m_step + m_toContext + m_context + m_toOutput
                + m_output;
            return (m_w - fixed) / count;
        };
        constexpr qreal comfortable = 78;
        if (side() < comfortable)
            m_part = m_sum = 0;
        if (side() < 56)
            m_output = m_toOutput = 0;

        const FlowType& type = m_plan.type;
        m_header = type.headerHeight() + 6 * m_s;
        const qreal room = m_h - 2 * m_margin;
        m_laneGap = 8 * m_s;
        const double laneRows = std::max(m_rows, m_keys);
        // Few tokens are drawn larger.
        m_rowCap = std::clamp(140 / laneRows, 40.0, 58.0) * m_s;
        m_laneHeight = std::min((room - 3 * m_header - 2 * m_laneGap) / 3, laneRows * m_rowCap);
        m_laneHeight = std::max(m_laneHeight, 18.0);
        const qreal top =
            std::max(m_laneHeight, room - 2 * (m_laneHeight + m_laneGap) - 3 * m_header);
        const qreal cellWidth = std::min(std::max(side(), 30.0) / m_keys, 116 * m_s);
        const qreal cellHeight = std::min(top / m_rows, 116 * m_s);
        const qreal cell = std::min(cellWidth, cellHeight);
        // Cells are square unless there are many more of one than of the other.
        const bool square = m_rows <= 3 * m_keys && m_keys <= 3 * m_rows;
        const qreal stretch = square ? 1 : 4;
        m_stage =
            QSizeF(std::max(std::min(cellWidth, stretch * cell) * m_keys, 24.0),
                   std::max(std::min(cellHeight, stretch * cell) * m_rows, square ? 16.0 : 24.0));
        // What the squares leave of the width widens the ways between the columns.
        m_spare = std::max(0.0, (side() - m_stage.width()) * count);
        const qreal ways = m_fan + m_toScores + (count - 1) * m_step + m_toContext + m_toOutput;
        const qreal widen = 1 + std::min(1.6, m_spare * 0.8 / ways);
        m_fan *= widen;
        m_toScores *= widen;
        m_step *= widen;
        m_toContext *= widen;
        m_toOutput *= widen;

        m_topHeight = std::max(m_laneHeight, m_stage.height());
        const qreal total = m_topHeight + 2 * m_laneHeight + 3 * m_header;
        m_laneGap = std::clamp((room - total) / 2, m_laneGap, 60 * m_s);
        m_top = m_margin + std::max(0.0, (room - total - 2 * m_laneGap) / 2) + m_header;
        // A picture narrower than the stage stands in its middle.
        const qreal used = 2 * m_margin + m_labels + 5 + 2 * (m_part + m_sum) + m_x + m_fan + m_lane
            + m_toScores + count * m_stage.width() + (count - 1) * m_step + m_toContext + m_context
            + m_toOutput + m_output;
        m_left = m_margin + std::max(0.0, (m_w - used) / 2);
    }

    qreal laneTop(int lane) const
    {
        if (lane == 0)
            return m_top + (m_topHeight - m_laneHeight) / 2;
        return m_top + m_topHeight + m_laneGap + m_header
            + (lane - 1) * (m_laneHeight + m_laneGap + m_header);
    }

    qreal heightFor(double rows) const
    {
        return std::max(std::min(m_laneHeight, rows * m_rowCap), 10.0);
    }

    /// Tokens, embedding + position = X; the middle of the picture's height.
    void placeInputs()
    {
        if (m_block.input < 0) {
            m_afterX = m_left;
            return;
        }
        const qreal bottom = laneTop(2) + m_laneHeight;
        const qreal top = m_top - m_header;
        qreal x = m_left + m_labels + 5;
        const double rows = static_cast<double>(tensor(m_block.input).value.rows());
        const qreal height =
            std::min(bottom - top - m_header, std::max(heightFor(rows), rows * 46 * m_s));
        const qreal y = (top + bottom + m_header - height) / 2;
        const auto column = [&](const QString& key, int index, qreal width, const QString& title) {
            const int box = addBox(Kind::Matrix, key, index, QRectF(x, y, width, height), title);
            x += width;
            return box;
        };
        addBox(Kind::Tokens, QStringLiteral("tokens"), m_block.input,
               QRectF(m_left, y, m_labels, height));
        if (m_part > 0) {
            const int embedding =
                column(QStringLiteral("embedding"), m_block.embedding, m_part, FlowWords::tr("E"));
            if (m_block.position >= 0) {
                x += m_sum;
                const int position = column(QStringLiteral("position"), m_block.position, m_part,
                                            FlowWords::tr("P"));
                m_plan.boxes[static_cast<std::size_t>(position)].sign = QStringLiteral("+");
            } else {
                addJoin(QStringLiteral("embedding>x"), embedding, embedding + 1);
            }
            x += m_sum;
        }
        m_input = column(QStringLiteral("x"), m_block.input, m_x, QStringLiteral("X"));
        if (m_part > 0 && m_block.position >= 0)
            m_plan.boxes[static_cast<std::size_t>(m_input)].sign = QStringLiteral("=");
        m_afterX = x;
    }

    /// Q, K or V comes from the X that is shown.
    bool isFromInput(int lane) const { return m_input >= 0 && (lane == 0 || m_block.keyInput < 0); }
    /// And that by a matrix of its own.
    bool isProjected(int lane, int index) const
    {
        const FormulaId formula = formulaOf(m_trace, tensor(index));
        return isFromInput(lane)
            && (formula == FormulaId::Query || formula == FormulaId::Key
                || formula == FormulaId::Value || formula == FormulaId::CrossQuery);
    }

    void placeLanes()
    {
        const qreal x = m_afterX + m_fan;
        const int stack = std::min<int>(3, static_cast<int>(m_block.heads.size()) - 1);
        const int indices[] = {m_head.query, m_head.key, m_head.value};
        const QString keys[] = {QStringLiteral("q"), QStringLiteral("k"), QStringLiteral("v")};
        for (int lane = 0; lane < 3; ++lane) {
            if (indices[lane] < 0)
                continue;
            const qreal height = heightFor(static_cast<double>(tensor(indices[lane]).value.rows()));
            const qreal y = laneTop(lane) + (m_laneHeight - height) / 2;
            m_lanes[lane] =
                addBox(Kind::Matrix, keys[lane], indices[lane], QRectF(x, y, m_lane, height),
                       flowTitle(m_trace, tensor(indices[lane]), isProjected(lane, indices[lane])));
            m_plan.boxes.back().stack = stack;
            if (m_block.input < 0 || (lane > 0 && m_block.apart))
                addBox(Kind::Tokens, keys[lane] + QStringLiteral(" tokens"), indices[lane],
                       QRectF(x - m_fan + 2, y, m_fan - 6, height));
            if (isFromInput(lane))
                addJoin(QStringLiteral("x>") + keys[lane], m_input, m_lanes[lane]);
        }
        m_afterLanes = x + m_lane;
    }

    void placeStages()
    {
        qreal x = m_afterLanes + m_toScores;
        const qreal y = m_top + (m_topHeight - m_stage.height()) / 2;
        const int stack = std::min<int>(3, static_cast<int>(m_block.heads.size()) - 1);
        int before = -1;
        for (int stage : m_stages) {
            const QString key = QStringLiteral("stage%1").arg(static_cast<int>(tensor(stage).role));
            const int box = addBox(Kind::Matrix, key, stage, QRectF(QPointF(x, y), m_stage),
                                   flowTitle(m_trace, tensor(stage)));
            m_plan.boxes.back().stack = stack;
            if (before >= 0) {
                addJoin(key + QStringLiteral("<"), before, box);
            } else {
                if (m_lanes[0] >= 0)
                    addJoin(QStringLiteral("q>s"), m_lanes[0], box);
                if (m_lanes[1] >= 0)
                    addJoin(QStringLiteral("k>s"), m_lanes[1], box).toSide = FlowSide::Bottom;
                m_scoresRight = x + m_stage.width();
            }
            before = box;
            x += m_stage.width() + m_step;
        }
        x += m_toContext - m_step;
        m_stageBottom = y + m_stage.height();
        m_run = std::clamp(m_keys * 3.0, 22 * m_s, std::min(52 * m_s, m_laneHeight));
        m_runTop = std::max(m_stageBottom, laneTop(0) + m_laneHeight) + 16 * m_s;
        if (m_head.context < 0)
            return;
        const qreal height = m_stage.height();
        const int context =
            addBox(Kind::Matrix, QStringLiteral("context"), m_head.context,
                   QRectF(x, y, m_context, height), flowTitle(m_trace, tensor(m_head.context)));
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
        x += m_context;
        if (m_output > 0 && m_block.output >= 0) {
            x += m_toOutput;
            m_outputBox = addBox(Kind::Matrix, QStringLiteral("output"), m_block.output,
                                 QRectF(x, y, m_output, height), FlowWords::tr("Output"));
            m_plan.boxes.back().lift = stack;
            addJoin(QStringLiteral("c>o"), context, m_outputBox);
            x += m_output;
        }
        m_right = x;
    }

    /// Cards in the corner that the ways leave free.
    void placeCards()
    {
        const qreal x = m_scoresRight + m_run + 26 * m_s;
        const qreal top = m_runTop + m_run + 16 * m_s;
        const qreal right = std::max(m_right, m_w - m_margin);
        const qreal bottom = std::max(laneTop(2) + m_laneHeight, m_h - m_margin);
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
        double lines = candidates >= 0 ? 5 : std::min(5.0, m_keys);
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

    double m_rows = 1, m_keys = 1;
    std::vector<int> m_stages;
    qreal m_margin = 0, m_labels = 0, m_part = 0, m_sum = 0, m_x = 0, m_fan = 0, m_lane = 0;
    qreal m_toScores = 0, m_step = 0, m_toContext = 0, m_context = 0, m_toOutput = 0, m_output = 0;
    qreal m_rowCap = 0, m_header = 0, m_laneGap = 0, m_laneHeight = 0, m_topHeight = 0, m_top = 0,
          m_left = 0;
    qreal m_spare = 0, m_afterX = 0, m_afterLanes = 0, m_scoresRight = 0, m_stageBottom = 0;
    qreal m_run = 0, m_runTop = 0, m_right = 0;
    QSizeF m_stage;
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
