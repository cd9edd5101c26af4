// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_motion.h"

#include "core/trace/explain.h"
#include "core/trace/graph.h"
#include "ui/views/flow/flow_making.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace regard {

namespace {

constexpr std::size_t mostFlights = 320;

/// Numbers that take part: a place of a drawn tensor, and how much of it comes in.
struct Contribution {
    CellRef place;
    double strength = 1;
};

class Choreographer {
public:
    Choreographer(const FlowState& state, const std::vector<const FlowItem*>& items)
        : m_state(state)
        , m_trace(*state.trace)
        , m_items(items)
    {
    }

    FlowMotion motion()
    {
        const Moment& moment = m_trace.moments[static_cast<std::size_t>(m_state.moment)];
        for (const Piece& piece : moment.pieces)
            add(piece);
        return std::move(m_motion);
    }

private:
    const TraceTensor& tensor(int index) const
    {
        return m_trace.tensors[static_cast<std::size_t>(index)];
    }

    QRectF placeOf(const CellRef& cell) const
    {
        for (const FlowItem* item : m_items)
            if (const QRectF place = item->placeOf(cell); !place.isEmpty())
                return place;
        return {};
    }

    /// The nearest tensor behind this one that is drawn, itself first; −1 for none. What lies
    /// between has its rows.
    int drawn(int index) const
    {
        for (int tried = 0; index >= 0 && tried < 4; ++tried) {
            if (!placeOf({index, -1, -1}).isEmpty() || !placeOf({index, 0, -1}).isEmpty())
                return index;
            index = madeFrom(m_trace, index);
        }
        return -1;
    }

    void add(const Piece& piece)
    {
        const TraceTensor& made = tensor(piece.tensor);
        const Index rows = std::min(piece.rowCount, made.value.rows() - piece.firstRow);
        const Index columns = made.value.columns();
        if (rows <= 0 || columns == 0 || placeOf({piece.tensor, piece.firstRow, -1}).isEmpty())
            return;
        const bool byCell = columns <= mostFlyingColumns && rows * columns <= mostFlyingCells;
        const Index runs = byCell ? rows * columns : std::min(rows, mostFlyingRows);
        const qreal share = std::max(0.35, 1.0 / static_cast<qreal>(runs));
        for (Index run = 0; run < runs; ++run) {
            const Index first = byCell ? run / columns : run * rows / runs;
            const Index last = byCell ? first : (run + 1) * rows / runs - 1;
            const CellRef cell{piece.tensor, piece.firstRow + first, byCell ? run % columns : -1};
            const QRectF to =
                placeOf(cell) | placeOf({piece.tensor, piece.firstRow + last, cell.column});
            if (to.isEmpty())
                continue;
            const qreal start =
                runs > 1 ? (1 - share) * static_cast<qreal>(run) / static_cast<qreal>(runs - 1) : 0;
            const std::size_t before = m_motion.flights.size();
            fly(cell, to, start, start + share);
            if (m_motion.flights.size() > before)
                m_motion.arrivals.push_back({to, start + share});
        }
    }

    void fly(const CellRef& made, const QRectF& to, qreal start, qreal end)
    {
        for (const Contribution& part : contributionsTo(made)) {
            const QRectF from = placeOf(part.place);
            if (from.isEmpty() || part.strength < 0.02 || m_motion.flights.size() >= mostFlights)
                continue;
            m_motion.flights.push_back({from, to, cellsOf(part.place),
                                        m_state.theme.role(tensor(part.place.tensor).role), start,
                                        end, std::clamp(part.strength, 0.0, 1.0)});
        }
    }

    /// What its formula reads, where it is drawn.
    std::vector<Contribution> contributionsTo(const CellRef& made) const
    {
        const bool wholeRow = made.column < 0;
        const Explanation told =
            explain(m_trace, {made.tensor, made.row, std::max<Index>(made.column, 0)});
        std::vector<Contribution> parts;
        for (const int operand : operandsOf(m_trace, made.tensor)) {
            const int shown = drawn(operand);
            if (shown < 0 || shown == made.tensor)
                continue;
            const auto vector =
                std::find_if(told.operands.begin(), told.operands.end(), [&](const Operand& one) {
                    return one.place.tensor == operand && !told.terms.empty();
                });
            if (vector == told.operands.end() || vector->place.row >= 0) {
                const bool same = tensor(shown).value.rows() == tensor(made.tensor).value.rows();
                const Index row = vector != told.operands.end() ? vector->place.row
                    : same                                      ? made.row
                                                                : -1;
                const bool cell = !wholeRow && vector == told.operands.end()
                    && isByCell(operand, made.tensor, told);
                parts.push_back({{shown, row, cell ? made.column : -1}, 1});
                // A row of scores asks every key.
                if (wholeRow && vector != told.operands.end() && row != made.row
                    && tensor(made.tensor).role == Role::Scores) {
                    parts.pop_back();
                    addRows(parts, shown, wholeRow ? -1 : made.column, {});
                }
                continue;
            }
            addRows(parts, shown, wholeRow ? -1 : vector->place.column,
                    strengthsOf(told, wholeRow));
        }
        return parts;
    }

    /// The formula reads of the operand the same place alone, and nothing else of its row.
    bool isByCell(int operand, int made, const Explanation& told) const
    {
        if (tensor(operand).value.shape() != tensor(made).value.shape())
            return false;
        const std::vector<int> operands = operandsOf(m_trace, made);
        const bool hasStatistics = std::any_of(operands.begin(), operands.end(), [&](int other) {
            return !signOfStatistic(m_trace, other, made).isEmpty();
        });
        return std::none_of(told.stages.begin(), told.stages.end(), [&](const Stage& stage) {
            return stage.kind == Stage::Kind::Maximum || stage.kind == Stage::Kind::RowSum
                || stage.kind == Stage::Kind::Threshold
                || (!hasStatistics && stage.caption == "mean of the row");
        });
    }

    /// Of a sum over rows: how much each row brings in, of a whole row by its weight.
    static std::vector<double> strengthsOf(const Explanation& told, bool wholeRow)
    {
        std::vector<double> strengths;
        double most = 0;
        for (const Term& term : told.terms) {
            strengths.push_back(std::abs(wholeRow ? term.left : term.product));
            most = std::max(most, strengths.back());
        }
        for (double& strength : strengths)
            strength = most > 0 ? strength / most : 0;
        return strengths;
    }

    void addRows(std::vector<Contribution>& parts, int shown, Index column,
                 const std::vector<double>& strengths) const
    {
        const Index rows = tensor(shown).value.rows();
        for (Index row = 0; row < rows; ++row) {
            const auto at = static_cast<std::size_t>(row);
            parts.push_back({{shown, row, column}, at < strengths.size() ? strengths[at] : 1});
        }
        // Of many the strongest.
        constexpr std::size_t most = 16;
        if (parts.size() > most) {
            std::stable_sort(parts.begin(), parts.end(),
                             [](const auto& a, const auto& b) { return a.strength > b.strength; });
            parts.resize(most);
        }
    }

    QImage cellsOf(const CellRef& place)
    {
        QImage& all = m_images[place.tensor];
        if (all.isNull())
            all = m_state.image(place.tensor, QSize(64, 4096));
        if (place.row < 0)
            return all;
        if (place.column < 0)
            return all.copy(0, static_cast<int>(place.row), all.width(), 1);
        const Index columns = tensor(place.tensor).value.columns();
        return all.copy(static_cast<int>(place.column * all.width() / columns),
                        static_cast<int>(place.row), 1, 1);
    }

    const FlowState& m_state;
    const Trace& m_trace;
    const std::vector<const FlowItem*>& m_items;
    std::map<int, QImage> m_images;
    FlowMotion m_motion;
};

} // namespace

FlowMotion motionOf(const FlowState& state, const std::vector<const FlowItem*>& items)
{
    if (!state.trace || state.resting || state.moment < 0
        || state.moment >= static_cast<int>(state.trace->moments.size()))
        return {};
    return Choreographer(state, items).motion();
}

} // namespace regard
