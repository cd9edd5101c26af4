// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_chips_item.h"
#include "ui/views/flow/flow_plan.h"
#include "ui/views/flow/flow_text.h"
#include "ui/views/flow/flow_tracks.h"

#include <algorithm>

namespace regard {

namespace {

using Kind = FlowBox::Kind;

/// From top to bottom: what is written, h̃ where attention stands behind the decoder, decoder
/// states; then, from the bottom up, what is read, its shares of the step's attention, encoder
/// states. The context of the step stands in the space between the two.
enum class Row { Output, Attentional, Decoder, Encoder, Shares, Input, Gap };

/// Places those rows, captions to their left, to their right the candidates of the step and the
/// weights of all steps.
class RecurrencePlanner {
public:
    RecurrencePlanner(const Trace& trace, const Recurrence& recurrence, int step,
                      const QSizeF& size, const FlowType& type)
        : m_trace(trace)
        , m_recurrence(recurrence)
        , m_step(step)
        , m_w(size.width())
        , m_h(size.height())
        , m_s(type.scale)
        , m_margin(std::clamp(m_w * 0.016, 8.0, 24.0))
        , m_gutter(std::clamp(m_w * 0.115, 74.0, 150.0))
        , m_gap(std::clamp(m_h * 0.02, 6.0, 20.0))
        , m_probabilities(trace.indexOf(Role::Probabilities))
        , m_attention(recurrence.weights >= 0)
        , m_side(m_probabilities >= 0 || m_attention ? std::clamp(m_w * 0.2, 118.0, 300.0) : 0)
        , m_way(recurrence.start >= 0 && recurrence.start == recurrence.backward ? 20 : 0)
        , m_columns{m_margin + m_gutter + m_way,
                    m_w - 2 * m_margin - m_gutter - m_way - (m_side > 0 ? m_side + 12 * m_s : 0)}
        , m_plan{size, type, {}, {}}
        , m_written(lineOf(recurrence.decoderStates))
        , m_read(lineOf(recurrence.states))
    {
        placeRows();
    }

    FlowPlan plan()
    {
        placeDecoder();
        placeEncoder();
        placeContext();
        placeCaptions();
        placeSide();
        return std::move(m_plan);
    }

private:
    /// A text and the states of its tokens: what is read, or what is written.
    struct Line {
        qreal pitch = 0; ///< distance between neighbours
        bool slanted = false; ///< words too wide to stand level
        FlowSpan columns;
    };

    const TraceTensor& tensor(int index) const
    {
        return m_trace.tensors[static_cast<std::size_t>(index)];
    }
    qreal count(int index) const
    {
        return std::max<qreal>(1, static_cast<qreal>(tensor(index).value.rows()));
    }

    Line lineOf(int states) const
    {
        const qreal reach = 36 * m_s; // of the last slanted word beyond its place
        const auto pitch = [&](qreal width) { return std::min(width / count(states), 120 * m_s); };
        const QStringList words = chipWords(m_trace, tensor(states));
        // Characters stand level where words have to slant, which is where they would be cut.
        const bool characters = std::all_of(words.begin(), words.end(), [](const QString& word) {
            return word.size() <= 2 || word.startsWith(QLatin1Char('<'));
        });
        const qreal level = pitch(m_columns.size);
        Line line;
        line.slanted =
            characters ? level < 15 * m_s : levelChips(words, level, m_plan.type).empty();
        const qreal width = m_columns.size - (line.slanted ? reach : 0);
        line.pitch = pitch(width);
        line.columns.size = line.pitch * count(states);
        line.columns.start = m_columns.start + (width - line.columns.size) / 2;
        return line;
    }

    void placeRows()
    {
        const qreal strips = std::clamp(m_h * 0.16, 44.0, 150.0);
        const auto words = [this](const Line& line) {
            return line.slanted ? 54 * m_s : m_plan.type.titleHeight() + 8 * m_s;
        };
        m_upper.add(Row::Output, words(m_written));
        m_upper.add(Row::Gap, m_gap);
        if (m_recurrence.attentional >= 0) {
            m_upper.add(Row::Attentional, strips * 0.55);
            m_upper.add(Row::Gap, std::max(m_gap, 30 * m_s));
        }
        m_upper.add(Row::Decoder, strips);
        m_upper.moveTo(m_margin);

        m_lower.add(Row::Encoder, strips);
        m_lower.add(Row::Gap, 4);
        m_lower.add(Row::Shares, m_attention ? std::clamp(m_h * 0.11, 36.0, 84.0) : 18 * m_s);
        m_lower.add(Row::Input, words(m_read));
        m_lower.moveTo(m_h - m_margin - m_lower.extent());
    }

    void addBox(Kind kind, const QString& key, int index, const Line& line, const FlowSpan& row)
    {
        FlowBox box{kind, key, index,
                    QRectF(line.columns.start, row.start, line.columns.size, row.size)};
        box.pitch = line.pitch;
        box.slanted = kind == Kind::Chips && line.slanted;
        m_plan.boxes.push_back(box);
    }

    void placeDecoder()
    {
        addBox(Kind::Chips, QStringLiteral("output"),
               m_probabilities >= 0 ? m_probabilities : m_recurrence.decoderStates, m_written,
               m_upper.at(Row::Output));
        if (m_recurrence.attentional >= 0)
            addBox(Kind::Strips, QStringLiteral("attentional"), m_recurrence.attentional, m_written,
                   m_upper.at(Row::Attentional));
        addBox(Kind::Strips, QStringLiteral("decoder"), m_recurrence.decoderStates, m_written,
               m_upper.at(Row::Decoder));
    }

    void placeEncoder()
    {
        addBox(Kind::Chips, QStringLiteral("input"), m_recurrence.states, m_read,
               m_lower.at(Row::Input));
        addBox(Kind::Strips, QStringLiteral("encoder"), m_recurrence.states, m_read,
               m_lower.at(Row::Encoder));
        if (m_attention)
            addBox(Kind::Shares, QStringLiteral("shares"), m_recurrence.weights, m_read,
                   m_lower.at(Row::Shares));
    }

    /// The context stands below its step; the fixed one in the middle. Without one, weights are
    /// the answer.
    void placeContext()
    {
        const bool known = m_recurrence.context >= 0;
        if (!known && m_attention)
            return;
        const qreal width = std::min(150 * m_s, m_columns.size * 0.4);
        const qreal middle = m_attention
            ? m_written.columns.start + m_written.pitch * (std::max(0, m_step) + 0.5)
            : m_columns.middle();
        const FlowSpan row = contextRow();
        m_plan.boxes.push_back(
            {Kind::Vector, QStringLiteral("context"),
             known ? m_recurrence.context : m_recurrence.states,
             QRectF(std::clamp(middle - width / 2, m_columns.start, m_columns.end() - width),
                    row.start, width, row.size),
             m_attention ? FlowWords::tr("C′ = Σ α_i h_i") : FlowWords::tr("C (fixed)")});
    }

    FlowSpan contextRow() const
    {
        const qreal above = m_upper.at(Row::Decoder).end();
        const qreal below = m_lower.at(Row::Encoder).start;
        return {above + (below - above) * (m_attention ? 0.34 : 0.46), 15 * m_s};
    }

    void placeCaptions()
    {
        const auto caption = [&](const QString& key, int index, const FlowSpan& row) {
            m_plan.boxes.push_back({Kind::Caption, key, index,
                                    QRectF(m_margin, row.start, m_gutter - 10 * m_s, row.size),
                                    flowName(tensor(index))});
        };
        caption(QStringLiteral("decoder caption"), m_recurrence.decoderStates,
                m_upper.at(Row::Decoder));
        caption(QStringLiteral("encoder caption"), m_recurrence.states, m_lower.at(Row::Encoder));
        if (m_recurrence.attentional >= 0)
            caption(QStringLiteral("attentional caption"), m_recurrence.attentional,
                    m_upper.at(Row::Attentional));
        if (m_recurrence.context >= 0) {
            const FlowSpan row = contextRow();
            caption(QStringLiteral("context caption"), m_recurrence.context,
                    {row.start - 20 * m_s, row.size + 40 * m_s});
        }
    }

    void placeSide()
    {
        const FlowType& type = m_plan.type;
        const qreal left = m_w - m_margin - m_side;
        qreal top = m_margin;
        if (m_probabilities >= 0) {
            const qreal height = type.titleHeight() + 5 * type.lineHeight() * 1.6 + 16;
            m_plan.boxes.push_back({Kind::Candidates, QStringLiteral("candidates"), m_probabilities,
                                    QRectF(left, top, m_side, height)});
            top += height + m_gap;
        }
        if (m_attention)
            placeAlignment(left, top);
    }

    /// The alignment as it grows, a row a step, with its words.
    void placeAlignment(qreal left, qreal top)
    {
        const int weights = m_recurrence.weights;
        const qreal rowWords = std::clamp(m_side * 0.37, 36.0, 84.0);
        const qreal columnWords = std::clamp(m_side * 0.27, 34.0, 60.0);
        const qreal beyond = columnWords * 0.5; // the last of the slanted words
        const qreal room = m_side - rowWords - beyond;
        top += m_plan.type.headerHeight() + columnWords + m_gap;
        const qreal rows = count(weights);
        const qreal columns = static_cast<qreal>(tensor(weights).value.columns());
        const qreal height = (m_h - m_margin - top) / rows;
        const qreal cell = std::min({room / columns, height, 44 * m_s});
        const qreal width = std::max(cell * columns, std::min(room, 24.0));
        // Where columns are narrow a row is still as high as its word.
        const qreal row = std::max(cell, std::min(height, m_plan.type.lineHeight()));
        const QRectF cells(left + rowWords + (room - width) / 2, top, width,
                           std::max(row * rows, 16.0));
        m_plan.boxes.push_back(
            {Kind::Tokens, QStringLiteral("alignment rows"), weights,
             QRectF(cells.left() - rowWords - 2, top, rowWords, cells.height())});
        m_plan.boxes.push_back({Kind::ColumnWords, QStringLiteral("alignment columns"), weights,
                                QRectF(cells.left(), top - columnWords, width, columnWords)});
        FlowBox map{Kind::Matrix, QStringLiteral("alignment"), weights, cells,
                    flowTitle(tensor(weights))};
        map.lift = columnWords;
        m_plan.boxes.push_back(map);
    }

    const Trace& m_trace;
    const Recurrence& m_recurrence;
    int m_step;
    qreal m_w, m_h, m_s;
    qreal m_margin, m_gutter, m_gap;
    int m_probabilities;
    bool m_attention;
    qreal m_side; ///< width of what stands at the right
    qreal m_way; ///< width beside the captions for s₀'s way from the encoder's first state
    FlowSpan m_columns; ///< of states and words
    FlowPlan m_plan;
    Line m_written, m_read;
    FlowTracks<Row> m_upper, m_lower;
};

} // namespace

FlowPlan planRecurrence(const Trace& trace, const Recurrence& recurrence, int step,
                        const QSizeF& size, const FlowType& type)
{
    return RecurrencePlanner(trace, recurrence, step, size, type).plan();
}

} // namespace regard
