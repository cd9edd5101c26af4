// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/token_input.h"

#include "core/trace/cell_rules.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace regard {

namespace {

/// The sine or cosine of a place (counted from 0) for frequency m of the features.
double sinusoidCell(CellWork& work, Index m, bool concatenated)
{
    const auto width = static_cast<double>(work.width());
    const Index half = (work.width() + 1) / 2;
    const bool sine = concatenated ? work.column() < half : work.column() % 2 == 0;
    const double exponent = concatenated
        ? static_cast<double>(m) / std::max(static_cast<double>(half) - 1, 1.0)
        : 2 * static_cast<double>(m) / width;
    const double divisor = std::pow(10000.0, exponent);
    const auto place = static_cast<double>(work.row());
    work.stage("place, counted from 0", place);
    work.stage("÷ 10000 to the power of the feature", divisor);
    work.worked(sine ? "sin({} ∕ {})" : "cos({} ∕ {})", {{place, {}}, {divisor, {}}});
    return sine ? std::sin(place / divisor) : std::cos(place / divisor);
}

// x_i = e_i + p_i
constexpr Formula sumFormula{
    .name = "input",
    .line = "{0} + {1}",
    .spoken = "x i = embedding of token i + position i",
    .symbols = "*x *e *p i",
    .cell = sumCell,
};
// x_i = e_i
constexpr Formula aloneFormula{
    .name = "input_alone",
    .line = "{0}",
    .spoken = "x i = embedding of token i: no position is added",
    .symbols = "*x *e i",
    .cell = sameCell,
};

// x_i = E[token_i]
constexpr Formula embeddingFormula{
    .name = "embedding",
    .line = "E[token]",
    .spoken = "x of token i is row token i of the embedding table E",
    .symbols = "*x E i",
    .cell = [](CellWork& work) { return tableRow(work, work.id(work.row()), "E"); },
};

// p_{i,2m} = sin(i / 10000^{2m/d}), p_{i,2m+1} = cos of the same: Vaswani et al. 2017, section 3.5
constexpr Formula interleavedFormula{
    .name = "position",
    .line = "sines and cosines of the position",
    .spoken = "sines and cosines of the position, slower with each pair of features",
    .symbols = "p i m d",
    .cell = [](CellWork& work) { return sinusoidCell(work, work.column() / 2, false); },
};
// p_{i,m} = sin(i λ_m), p_{i,d/2+m} = cos(i λ_m), λ_m = 10000^{−m/(d/2−1)}: Tensor2Tensor
constexpr Formula concatenatedFormula{
    .name = "position_concatenated",
    .line = "sines, then cosines of the position",
    .spoken = "sines of the position in the first half of the features, cosines in the second",
    .symbols = "p i λ m d",
    .cell =
        [](CellWork& work) {
            const Index half = (work.width() + 1) / 2;
            return sinusoidCell(work, work.column() % half, true);
        },
};
// p_i = P[i]
constexpr Formula learnedFormula{
    .name = "position_learned",
    .line = "P[position]",
    .spoken = "position i is row i of a learnt table P",
    .symbols = "*p P i",
    .cell = [](CellWork& work) { return tableRow(work, work.row(), "P"); },
};

} // namespace

How embeddedFrom(Var table, std::span<const std::int32_t> ids)
{
    return How(embeddingFormula, {table}, {}, ids);
}

How embeddedFrom(Tape& tape, const Embedding& embedding, std::span<const std::int32_t> ids)
{
    return embeddedFrom(embedding.table(tape), ids);
}

TokenInput::TokenInput(ParameterLayout& layout, const std::string& prefix, Index vocabulary,
                       Index width, Index learnedPlaces)
    : m_embedding(layout, prefix + "embedding.", vocabulary, width)
{
    if (learnedPlaces > 0)
        m_positions.emplace(layout, prefix + "position.", learnedPlaces, width);
}

Places TokenInput::places(Tape& tape, Positions positions, Index time) const
{
    if (positions == Positions::None)
        return {};
    if (positions == Positions::Learned)
        return {m_positions.value()(tape, time), positions};
    const View table = tape.arena().zeros({time, m_embedding.width()});
    writeSinusoids(positions, table);
    return {tape.adopt(table), positions};
}

How TokenInput::told(Tape& tape, Positions kind) const
{
    switch (kind) {
    case Positions::Interleaved:
        return How(interleavedFormula);
    case Positions::Concatenated:
        return How(concatenatedFormula);
    case Positions::Learned:
        return How(learnedFormula, {m_positions.value().table(tape)});
    case Positions::None:
        break;
    }
    throw std::logic_error("positions");
}

Var TokenInput::operator()(Tape& tape, const Probe& probe, std::span<const std::int32_t> ids,
                           Index batch, const Places& places, const Axis& labels) const
{
    const Var x = probe.name(m_embedding(tape, ids, batch), "embedding", Role::Embedding,
                             embeddedFrom(tape, m_embedding, ids), labels);
    if (!places)
        return probe.name(x, "X", Role::Hidden, {aloneFormula, {x}}, labels);
    const Var p =
        probe.name(places.vectors, "position", Role::Position, told(tape, places.kind), labels);
    return probe.name(add(tape, x, p), "X", Role::Hidden, {sumFormula, {x, p}}, labels);
}

} // namespace regard
