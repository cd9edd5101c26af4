// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/entity_network/sentence_encoder.h"

#include "core/attention/token_input.h"
#include "core/tape/operations.h"
#include "core/trace/cell_rules.h"

#include <numeric>

namespace regard {

namespace {

/// Σ over the words of a sentence.
double sumOfWordsCell(CellWork& work)
{
    Operand words = work.columnOf(0, work.column(), "f ⊙ e");
    double sum = 0;
    for (const double word : words.values)
        sum += word;
    work.show(std::move(words));
    work.stage("sum over the words", sum);
    work.worked("{}", {{sum, {}}});
    return sum;
}

// f_i = F[i]
constexpr Formula maskFormula{
    .name = "word_mask",
    .line = "F[place]",
    .spoken = "mask i is row i of a learnt table F",
    .symbols = "*f F i",
    .cell = [](CellWork& work) { return tableRow(work, work.row(), "F"); },
};
// f_i ⊙ e_i
constexpr Formula maskedWordFormula{
    .name = "masked_word",
    .line = "{0} ⊙ {1}",
    .spoken = "mask i times embedding i",
    .symbols = "*f⊙*e *f ⊙ *e i",
    .cell = productCell,
};
// s = Σ_i f_i ⊙ e_i, of each sentence its own words
constexpr Formula sentenceFormula{
    .name = "sentence",
    .line = "sum of the masked words",
    .spoken = "s = the sum over the words of mask i times embedding i",
    .symbols = "*s *f ⊙ *e i",
    .cell = sumOfWordsCell,
};
// q = Σ_i f_i ⊙ e_i
constexpr Formula questionFormula{
    .name = "question",
    .line = "sum of the masked words",
    .spoken = "query = the sum over the words of mask i times embedding i",
    .symbols = "*q *f ⊙ *e i",
    .cell = sumOfWordsCell,
};

/// [rows × 1 × columns], one where the column is below the row's length.
Var ones(Tape& tape, std::span<const std::int32_t> lengths, Index columns)
{
    const auto rows = static_cast<Index>(lengths.size());
    const View view = tape.allocate({rows, 1, columns});
    for (Index row = 0; row < rows; ++row)
        for (Index column = 0; column < columns; ++column)
            view.data[row * columns + column] =
                column < lengths[static_cast<std::size_t>(row)] ? 1 : 0;
    return tape.adopt(view);
}

} // namespace

SentenceEncoder::SentenceEncoder(ParameterLayout& layout, Index vocabulary, Index places,
                                 Index width)
    : m_width(width)
    , m_embedding(layout.add("embedding.weight", {vocabulary, width}, {Initial::Kind::Normal, 0.1}))
    , m_masks(layout.add("mask.weight", {places, width}, {Initial::Kind::Constant, 1}))
{
}

SentenceEncoder::Encoded SentenceEncoder::operator()(Tape& tape, const Probe& probe,
                                                     std::span<const std::int32_t> words,
                                                     std::span<const std::int32_t> lengths,
                                                     Index places, const Axis& labels) const
{
    // s = Σ fᵢ ⊙ eᵢ
    const auto count = static_cast<Index>(lengths.size());
    const Index width = m_width;
    const Var table = tape.parameter(m_embedding);
    Var embedded = embed(tape, table, words, {count, places, width});
    embedded =
        probe.name(embedded, "embedding", Role::Embedding, embeddedFrom(table, words), labels);
    const auto all = tape.arena().array<std::int32_t>(static_cast<std::size_t>(places));
    std::iota(all.begin(), all.end(), 0);
    const Var masks =
        probe.name(embed(tape, tape.parameter(m_masks), all, {places, width}), "masks",
                   Role::Position, {maskFormula, {tape.parameter(m_masks)}}, labels);
    const Var masked = probe.name(times(tape, embedded, masks), "masked_words", Role::Hidden,
                                  {maskedWordFormula, {masks, embedded}}, labels);
    return {reshape(tape, product(tape, ones(tape, lengths, places), masked), {count, width}),
            masked};
}

How SentenceEncoder::sentenceTold(Var words)
{
    return How(sentenceFormula, {words});
}

How SentenceEncoder::questionTold(Var words)
{
    return How(questionFormula, {words});
}

} // namespace regard
