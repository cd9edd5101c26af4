// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/mask.h"

#include "core/tensor/eigen.h"
#include "core/trace/cell_work.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>

namespace regard {

ColumnRange Mask::visible(Index batch, Index row, Index keys) const
{
    const Index valid = lengths.empty() ? keys : lengths[static_cast<std::size_t>(batch)];
    Index begin = 0;
    Index end = valid;
    switch (kind) {
    case Kind::None:
        break;
    case Kind::Causal:
        end = row + 1;
        break;
    case Kind::Window:
        begin = row - width / 2;
        end = begin + width;
        break;
    case Kind::History:
        begin = row - width + 1;
        end = row + 1;
        break;
    }
    end = std::clamp<Index>(end, 0, valid);
    return {std::clamp<Index>(begin, 0, end), end};
}

Mask::Kind maskKindOf(std::string_view name)
{
    if (name == "none")
        return Mask::Kind::None;
    if (name == "causal")
        return Mask::Kind::Causal;
    if (name == "window")
        return Mask::Kind::Window;
    if (name == "history")
        return Mask::Kind::History;
    throw std::invalid_argument("unknown mask '" + std::string(name)
                                + "': use none, causal, window or history");
}

namespace {

constexpr double hiddenScore = -std::numeric_limits<double>::infinity();

/// z, or −∞ where the key is hidden: by the formula, or beside it where some keys are hidden from
/// all (number 1).
double maskedCell(CellWork& work, bool hides)
{
    const double scaled = work.follow(0);
    const bool alsoOthers = work.number(1) > 0 && work.recorded() == hiddenScore;
    const bool byHand = work.isHiddenByHand();
    const bool hidden = hides || alsoOthers || byHand;
    const double masked = hidden ? hiddenScore : scaled;
    if (hidden)
        work.hide();
    work.worked(byHand       ? "{} is hidden by hand"
                    : hidden ? "{} is hidden by the mask"
                             : "{}",
                {{scaled, Role::Scaled}});
    work.stage(Stage::Kind::Masked, masked);
    return masked;
}

bool isOutside(CellWork& work, Mask::Kind kind)
{
    Mask mask;
    mask.kind = kind;
    mask.width = static_cast<Index>(work.number(0));
    const ColumnRange seen = mask.visible(0, work.row(), work.width());
    return work.column() < seen.begin || work.column() >= seen.end;
}

constexpr Formula unmaskedFormula{
    .name = "unmasked",
    .line = "{0}, no key hidden",
    .spoken = "masked i j = scaled i j: no key is hidden",
    .symbols = "m z i j",
    .cell = [](CellWork& work) { return maskedCell(work, false); },
};
// Which keys are hidden is given, not computed: the ends of shorter texts, what was chosen before.
constexpr Formula partlyFormula{
    .name = "masked_hidden",
    .line = "{0}, −∞ where a key is hidden",
    .spoken = "masked i j = scaled i j where key j may be seen, else −∞",
    .symbols = "m z i j",
    .cell = [](CellWork& work) { return maskedCell(work, false); },
};
constexpr Formula causalFormula{
    .name = "masked",
    .line = "{0}, −∞ for later keys",
    .spoken = "masked i j = scaled i j where j is not later than i, else −∞",
    .symbols = "m z i j",
    .cell = [](CellWork& work) { return maskedCell(work, isOutside(work, Mask::Kind::Causal)); },
};
constexpr Formula windowFormula{
    .name = "masked_window",
    .line = "{0}, −∞ outside the window",
    .spoken = "masked i j = scaled i j where key j lies in the window around i, else −∞",
    .symbols = "m z w i j",
    .cell = [](CellWork& work) { return maskedCell(work, isOutside(work, Mask::Kind::Window)); },
};
constexpr Formula historyFormula{
    .name = "masked_history",
    .line = "{0}, −∞ outside the last keys",
    .spoken = "masked i j = scaled i j where key j is one of the last w up to i, else −∞",
    .symbols = "m z w i j",
    .cell = [](CellWork& work) { return maskedCell(work, isOutside(work, Mask::Kind::History)); },
};

const Formula& formulaOf(Mask::Kind kind, bool hidesOthers)
{
    switch (kind) {
    case Mask::Kind::None:
        return hidesOthers ? partlyFormula : unmaskedFormula;
    case Mask::Kind::Causal:
        return causalFormula;
    case Mask::Kind::Window:
        return windowFormula;
    case Mask::Kind::History:
        return historyFormula;
    }
    throw std::logic_error("mask");
}

} // namespace

How maskTold(const Mask& mask, Index keys, HowOperand scaled)
{
    const bool hidesOthers = !mask.hiddenKeys.empty()
        || std::any_of(mask.lengths.begin(), mask.lengths.end(),
                       [keys](std::int32_t length) { return length < keys; });
    return How(formulaOf(mask.kind, hidesOthers), {scaled},
               {static_cast<double>(mask.width), hidesOthers ? 1.0 : 0.0});
}

std::span<const ColumnRange> seenKeys(Tape& tape, const Shape& scores, const Mask& mask)
{
    const Index keys = scores[-1];
    const Index queries = scores[-2];
    const Index rows = scores.rows();
    const Index rowsPerEntry = std::max<Index>(1, scores[0] == 0 ? 0 : rows / scores[0]);
    const auto ranges = tape.arena().array<ColumnRange>(static_cast<std::size_t>(rows));
    for (Index entry = 0; entry * rowsPerEntry < rows; ++entry) {
        const auto first = ranges.begin() + entry * rowsPerEntry;
        for (Index query = 0; query < queries; ++query)
            first[query] = mask.visible(entry, query, keys);
        for (Index head = queries; head < rowsPerEntry; head += queries)
            std::copy_n(first, queries, first + head);
    }
    return ranges;
}

Var applyMask(Tape& tape, Var scores, const Mask& mask)
{
    const ConstView in = tape.value(scores);
    const Index keys = in.shape.columns();
    const std::span<const ColumnRange> seen = seenKeys(tape, in.shape, mask);
    constexpr Real hidden = -std::numeric_limits<Real>::infinity();
    const View y = tape.allocate(in.shape);
    for (std::size_t row = 0; row < seen.size(); ++row) {
        const Real* from = in.data + static_cast<Index>(row) * keys;
        Real* to = y.data + static_cast<Index>(row) * keys;
        std::fill(to, to + seen[row].begin, hidden);
        std::copy(from + seen[row].begin, from + seen[row].end, to + seen[row].begin);
        std::fill(to + seen[row].end, to + keys, hidden);
    }
    if (!mask.hiddenKeys.empty()) {
        const Index rowsPerEntry = in.shape.rows() / in.shape[0];
        for (Index row = 0; row < in.shape.rows(); ++row)
            for (Index key = 0; key < keys; ++key)
                if (mask.hiddenKeys[static_cast<std::size_t>(row / rowsPerEntry * keys + key)])
                    y.data[row * keys + key] = hidden;
    }
    // What a hidden key gets is the constant −∞: normalisers send it no gradient.
    return tape.record(y, {scores}, [scores, seen, keys](Tape& t, ConstView gradient) {
        Real* sum = t.gradient(scores).data;
        for (std::size_t row = 0; row < seen.size(); ++row) {
            const Index first = static_cast<Index>(row) * keys + seen[row].begin;
            const Index count = seen[row].end - seen[row].begin;
            array(sum + first, count) += array(gradient.data + first, count);
        }
    });
}

} // namespace regard
