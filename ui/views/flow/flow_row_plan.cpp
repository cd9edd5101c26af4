// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_row_plan.h"

#include "core/trace/graph.h"
#include "ui/views/flow/flow_text.h"
#include "ui/views/flow/flow_tracks.h"
#include "ui/words/formula_words.h"
#include "ui/words/labels.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

using Kind = FlowBox::Kind;

class RowPlanner {
public:
    RowPlanner(FlowPlan& plan, const Trace& trace, const std::vector<int>& tensors,
               const QRectF& area, bool again)
        : m_plan(plan)
        , m_trace(trace)
        , m_tensors(tensors)
        , m_area(area)
        , m_again(again)
        , m_type(plan.type)
        , m_s(plan.type.scale)
    {
    }

    void place()
    {
        for (std::size_t i = 0; i < m_tensors.size(); ++i)
            m_columns.push_back(columnOf(i));
        connect();
        measure();
        placeColumns();
        for (std::size_t i = 0; i < m_columns.size(); ++i)
            placeJoins(i);
    }

private:
    /// A map with what stands before it.
    struct Column {
        int tensor = -1;
        FlowMaking making{};
        QString sign{}; ///< of a statistic
        qreal labels = 0;
        qreal way = 0;
        qreal least = 0; ///< of the map
        qreal extent = 0;
        qreal width = 0;
        int from = -1; ///< the column whose ribbons lead here
        std::vector<int> below{}; ///< columns from which a line leads here
        int box = -1, sum = -1, part = -1; ///< indices into FlowPlan::boxes
    };

    const TraceTensor& tensor(int index) const
    {
        return m_trace.tensors[static_cast<std::size_t>(index)];
    }
    bool isStatistic(std::size_t i) const { return !m_columns[i].sign.isEmpty(); }

    Column columnOf(std::size_t i)
    {
        Column column;
        column.tensor = m_tensors[i];
        const TraceTensor& found = tensor(column.tensor);
        if (i > 0) {
            column.making = makingOf(m_trace, column.tensor);
            // Statistics stand right before what they are for.
            for (std::size_t next = i + 1; next < m_tensors.size(); ++next) {
                column.sign = signOfStatistic(m_trace, column.tensor, m_tensors[next]);
                if (!column.sign.isEmpty() || tensor(m_tensors[next]).value.columns() != 1)
                    break;
            }
        }
        const TraceTensor* before = i > 0 ? &tensor(m_tensors[i - 1]) : nullptr;
        if (found.rows && (!before || !before->rows || *before->rows != *found.rows)) {
            const QFontMetricsF labels(flowFont(m_type.title + 1));
            qreal widest = 0;
            const Index last = std::min<Index>(found.value.rows(), 64);
            for (Index row = 0; row < last; ++row)
                widest = std::max(widest, labels.horizontalAdvance(rowText(m_trace, found, row)));
            column.labels = std::clamp(widest + 14, 24.0, m_area.width() * 0.16);
        }
        return column;
    }

    void connect()
    {
        for (std::size_t i = 1; i < m_columns.size(); ++i) {
            Column& column = m_columns[i];
            if (isStatistic(i))
                continue;
            std::size_t before = i - 1;
            while (before > 0 && isStatistic(before))
                --before;
            std::vector<int> operands = operandsOf(m_trace, column.tensor);
            if (column.making.attention >= 0) // what the queries are made of
                operands.push_back(madeFrom(
                    m_trace,
                    m_trace.attentions[static_cast<std::size_t>(column.making.attention)].query));
            for (std::size_t other = 0; other < i; ++other) {
                const bool leads =
                    std::find(operands.begin(), operands.end(), m_columns[other].tensor)
                    != operands.end();
                if (!leads || isStatistic(other))
                    continue;
                if (other == before)
                    column.from = static_cast<int>(other);
                else
                    column.below.push_back(static_cast<int>(other));
            }
        }
    }

    qreal gap() const { return 9 * m_s * m_tight; }
    qreal parameterWidth() const { return 30 * m_s; }
    qreal functionWidth(const QString& name) const
    {
        return QFontMetricsF(flowFont(m_type.small, true)).horizontalAdvance(name) + 12;
    }

    qreal wayOf(const Column& column) const
    {
        if (!column.sign.isEmpty())
            return 19 * m_s;
        qreal way = 14 * m_s * m_tight;
        if (!column.making.function.isEmpty())
            way += functionWidth(column.making.function) + gap();
        if (m_parameters && !column.making.parameters.empty())
            way += parameterWidth() + gap();
        if (column.making.attention >= 0)
            way += 54 * m_s + gap();
        if (column.making.isSum)
            way += 20 * m_s + gap();
        return way;
    }

    /// Widths of maps and ways. What does not fit gives up its parameters, then its gaps.
    void measure()
    {
        const auto fixed = [&] {
            qreal width = 0;
            for (std::size_t i = 0; i < m_columns.size(); ++i) {
                Column& column = m_columns[i];
                column.way = i > 0 ? wayOf(column) : 0;
                width += column.labels + column.way + column.least;
            }
            return width;
        };
        qreal extents = 0;
        qreal smallest = 0;
        for (Column& column : m_columns) {
            const bool statistic = !column.sign.isEmpty();
            column.least = statistic ? 9 * m_s : 24 * m_s;
            // Twice as many features are half as wide again.
            column.extent = statistic
                ? 0
                : std::sqrt(static_cast<qreal>(tensor(column.tensor).value.columns()));
            extents += column.extent;
            if (!statistic && (smallest == 0 || column.extent < smallest))
                smallest = column.extent;
        }
        qreal width = fixed();
        for (const auto& yields : {&RowPlanner::yieldGaps, &RowPlanner::yieldParameters}) {
            if (width > m_area.width()) {
                (this->*yields)();
                width = fixed();
            }
        }
        // What the ways leave, but for some air between the titles.
        qreal rest = m_area.width() * 0.96;
        for (const Column& column : m_columns)
            rest -= column.labels + column.way + (column.extent > 0 ? 0 : column.least);
        const qreal unit = extents > 0 ? std::max(0.0, rest * 0.8) / extents : 0;
        const qreal most = smallest > 0 ? 110 * m_s / smallest : 0;
        qreal used = 0;
        for (Column& column : m_columns) {
            column.width = column.extent > 0
                ? std::clamp(std::min(unit, most) * column.extent, column.least, 220 * m_s)
                : column.least;
            used += column.labels + column.way + column.width;
        }
        // The rest of the room widens the ways; what does not fit is drawn narrower.
        const qreal count = static_cast<qreal>(std::max<std::size_t>(1, m_columns.size() - 1));
        const qreal wider = std::clamp((m_area.width() - used) / count, 0.0, 40 * m_s);
        for (std::size_t i = 1; i < m_columns.size(); ++i) {
            if (isStatistic(i))
                continue;
            m_columns[i].way += wider;
            used += wider;
        }
        m_shrink = std::min(1.0, m_area.width() / used);
        m_left = m_area.left() + std::max(0.0, (m_area.width() - used) / 2);
    }
    void yieldGaps() { m_tight = 0.5; }
    void yieldParameters() { m_parameters = false; }

    bool hasLines() const
    {
        return std::any_of(m_columns.begin(), m_columns.end(),
                           [](const Column& column) { return !column.below.empty(); });
    }

    void placeColumns()
    {
        const qreal header = m_type.headerHeight() + 6;
        const qreal under = hasLines() ? 26 * m_s : 0;
        const qreal most = std::max(18.0, m_area.height() - header - under);
        qreal x = m_left;
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            Column& column = m_columns[i];
            const TraceTensor& found = tensor(column.tensor);
            const qreal rows = static_cast<qreal>(found.value.rows());
            const qreal height = std::clamp(rows * 34 * m_s, std::min(26.0, most), most);
            const qreal y = m_area.top() + header + (most - height) / 2;
            const QString key = QString::fromStdString(found.path)
                + (m_again && i == 0 ? QStringLiteral(" again") : QString());
            const FlowSpan way{x, column.way * m_shrink};
            x = way.end();
            if (column.labels > 0)
                addBox({Kind::Tokens, key + QStringLiteral(" tokens"), column.tensor,
                        QRectF(x, y, (column.labels - 4) * m_shrink, height)});
            x += column.labels * m_shrink;
            FlowBox map{
                Kind::Matrix, key, column.tensor, QRectF(x, y, column.width * m_shrink, height),
                isStatistic(i) && found.source.formula ? symbolsOf(found.source.formula).value(0)
                                                       : flowTitle(found)};
            map.sign = signAt(i);
            column.box = addBox(map);
            if (i > 0 && !isStatistic(i))
                placeWay(column, key, way, map.rect);
            x += map.rect.width();
        }
    }

    /// "− μ / σ =": the sign of a statistic, and = before what it is for.
    QString signAt(std::size_t i) const
    {
        if (isStatistic(i))
            return m_columns[i].sign;
        return i > 0 && isStatistic(i - 1) ? QStringLiteral("=") : QString();
    }

    int addBox(const FlowBox& box)
    {
        m_plan.boxes.push_back(box);
        return static_cast<int>(m_plan.boxes.size()) - 1;
    }

    /// What its formula does, from left to right before a map.
    void placeWay(Column& column, const QString& key, const FlowSpan& way, const QRectF& map)
    {
        const FlowMaking& making = column.making;
        const qreal middle = map.center().y();
        std::vector<std::pair<FlowBox, qreal>> marks; // with their widths
        const auto mark = [&](Kind kind, const QString& suffix, qreal width, qreal height) {
            FlowBox box{kind, key + suffix, column.tensor,
                        QRectF(0, middle - height / 2, width * m_shrink, height)};
            marks.emplace_back(box, width * m_shrink);
            return marks.size() - 1;
        };
        if (making.attention >= 0) {
            const std::size_t at = mark(Kind::Part, QStringLiteral(" part"), 54 * m_s,
                                        std::clamp(map.height() * 0.7, 26 * m_s, 64 * m_s));
            const Attention& part = m_trace.attentions[static_cast<std::size_t>(making.attention)];
            marks[at].first.tensor = part.context;
            marks[at].first.part = making.attention;
        }
        if (!making.function.isEmpty()) {
            const std::size_t at = mark(Kind::Function, QStringLiteral(" function"),
                                        functionWidth(making.function), m_type.titleHeight() + 4);
            marks[at].first.title = making.function;
        }
        const std::size_t parameters = marks.size();
        if (m_parameters && !making.parameters.empty())
            mark(Kind::Parameter, {}, parameterWidth(), 0);
        if (making.isSum)
            mark(Kind::Sum, QStringLiteral(" sum"), 20 * m_s, 20 * m_s);
        qreal used = 0;
        for (const auto& [box, width] : marks)
            used += width;
        const qreal space = (way.size - used) / static_cast<qreal>(marks.size() + 1);
        qreal x = way.start + space;
        for (std::size_t i = 0; i < marks.size(); ++i) {
            auto& [box, width] = marks[i];
            box.rect.moveLeft(x);
            x += width + space;
            if (m_parameters && i == parameters && box.kind == Kind::Parameter) {
                placeParameters(column, key, box.rect, map);
                continue;
            }
            const int added = addBox(box);
            if (box.kind == Kind::Sum)
                column.sum = added;
            if (box.kind == Kind::Part)
                column.part = added;
        }
    }

    /// One below the other, each with its letter.
    void placeParameters(const Column& column, const QString& key, const QRectF& at,
                         const QRectF& map)
    {
        const auto heightOf = [&](const FlowParameter& parameter) {
            const Shape& shape = m_trace.parameters->layout().entry({parameter.index}).shape;
            return shape.rank() > 1 ? 26 * m_s : 6 * m_s;
        };
        const qreal label = m_type.lineHeight();
        qreal height = 0;
        for (const FlowParameter& parameter : column.making.parameters)
            height += heightOf(parameter) + label + 3;
        qreal y = std::max(map.top() - label * 0.3, map.center().y() - height / 2);
        int number = 0;
        for (const FlowParameter& parameter : column.making.parameters) {
            FlowBox box{
                Kind::Parameter, key + QStringLiteral(" parameter%1").arg(number++), column.tensor,
                QRectF(at.left(), y + label, at.width(), heightOf(parameter)), parameter.label};
            box.part = parameter.index;
            addBox(box);
            y += heightOf(parameter) + label + 3;
        }
    }

    void placeJoins(std::size_t i)
    {
        Column& column = m_columns[i];
        const auto boxOf = [&](int index) {
            return m_columns[static_cast<std::size_t>(index)].box;
        };
        const auto rowsOf = [&](int index) {
            return tensor(m_columns[static_cast<std::size_t>(index)].tensor).value.rows();
        };
        const QString key = m_plan.boxes[static_cast<std::size_t>(column.box)].key;
        if (column.from >= 0) {
            int from = boxOf(column.from);
            const bool whole = rowsOf(column.from) != tensor(column.tensor).value.rows();
            if (column.part >= 0) {
                m_plan.joins.push_back({key + QStringLiteral("<part"), from, column.part});
                from = column.part;
            }
            FlowJoin way{key + QStringLiteral("<"), from, column.box};
            way.whole = whole;
            m_plan.joins.push_back(way);
        } else if (column.part >= 0) {
            m_plan.joins.push_back({key + QStringLiteral("<"), column.part, column.box});
        }
        for (const int other : column.below) {
            FlowJoin way{key + QStringLiteral("<below%1").arg(other), boxOf(other),
                         column.sum >= 0 ? column.sum : column.box};
            qreal lowest = 0;
            for (int at = other; at <= static_cast<int>(i); ++at)
                lowest = std::max(lowest,
                                  m_plan.boxes[static_cast<std::size_t>(boxOf(at))].rect.bottom());
            for (const FlowBox& box : m_plan.boxes)
                if (box.kind == Kind::Parameter
                    && box.rect.left()
                        > m_plan.boxes[static_cast<std::size_t>(boxOf(other))].rect.right()
                    && box.rect.right()
                        < m_plan.boxes[static_cast<std::size_t>(column.box)].rect.left()
                    && m_area.contains(box.rect.center()))
                    lowest = std::max(lowest, box.rect.bottom());
            way.whole = true;
            way.fromSide = FlowSide::Bottom;
            way.toSide = FlowSide::Bottom;
            way.runY = lowest + (10 + 7 * (m_lines++ % 2)) * m_s;
            m_plan.joins.push_back(way);
        }
    }

    FlowPlan& m_plan;
    const Trace& m_trace;
    const std::vector<int>& m_tensors;
    QRectF m_area;
    bool m_again;
    const FlowType& m_type;
    qreal m_s;
    std::vector<Column> m_columns;
    bool m_parameters = true;
    qreal m_tight = 1; ///< of the gaps
    qreal m_shrink = 1;
    qreal m_left = 0;
    int m_lines = 0;
};

} // namespace

void placeRow(FlowPlan& plan, const Trace& trace, const std::vector<int>& tensors,
              const QRectF& area, bool again)
{
    if (!tensors.empty())
        RowPlanner(plan, trace, tensors, area, again).place();
}

} // namespace regard
