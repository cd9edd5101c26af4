// SPDX-License-Identifier: GPL-3.0-or-later
// What a recurrent encoder–decoder computes of many texts at once, which nobody looks at.
#include "core/models/seq2seq.h"

#include "core/text/vocabulary.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace regard {

namespace {

Var rowsOf(Tape& tape, Var x, Index first, Index count)
{
    const Index width = tape.shape(x).columns();
    return tape.part(x, first * width, {count, width});
}

/// The likeliest token of a row of scores.
std::int32_t likeliest(ConstView scores, std::size_t row)
{
    const Index width = scores.shape.columns();
    const Real* const first = scores.data + static_cast<Index>(row) * width;
    return static_cast<std::int32_t>(std::max_element(first, first + width) - first);
}

/// Puts the likeliest token in place of the right one with a probability of 1 − teacherForcing.
void feedBack(ConstView scores, const Draws& draws, std::span<std::int32_t> next)
{
    for (std::size_t b = 0; b < next.size(); ++b)
        if (!draws.random->chance(static_cast<double>(draws.teacherForcing)))
            next[b] = likeliest(scores, b);
}

} // namespace

Var Seq2Seq::project(Tape& tape, std::span<const std::int32_t> previous, const Draws& draws) const
{
    const auto count = static_cast<Index>(previous.size());
    Var embedded = m_targetEmbedding(tape, previous, count);
    embedded = reshape(tape, embedded, {count, m_options.embedding});
    embedded = dropout(tape, embedded, draws.dropout, draws.random);
    return m_decoder.project(tape, embedded, joinedWidth());
}

Seq2Seq::Encoded Seq2Seq::leadingOf(Tape& tape, const Encoded& encoded, Index count) const
{
    Encoded part = encoded;
    if (hasAttention()) {
        part.memory.prepared = leading(tape, encoded.memory.prepared, count);
        part.memory.values = leading(tape, encoded.memory.values, count);
    } else {
        part.context = leading(tape, encoded.context, count);
    }
    part.lengths = encoded.lengths.first(static_cast<std::size_t>(count));
    return part;
}

Seq2Seq::State Seq2Seq::leadingOf(Tape& tape, const State& state, Index count) const
{
    State part;
    for (const Var layer : state.layers)
        part.layers.add(leading(tape, layer, count));
    if (state.fed)
        part.fed = leading(tape, state.fed, count);
    return part;
}

Seq2Seq::State Seq2Seq::follow(Tape& tape, const State& state,
                               std::span<const std::int32_t> entries) const
{
    const auto taken = [&](Var x) {
        const Index width = tape.shape(x).columns();
        return embed(tape, x, entries, {static_cast<Index>(entries.size()), width});
    };
    State part;
    for (const Var layer : state.layers)
        part.layers.add(taken(layer));
    if (state.fed)
        part.fed = taken(state.fed);
    return part;
}

LossSum Seq2Seq::loss(Tape& tape, std::span<const std::vector<std::int32_t>* const> sources,
                      std::span<const std::vector<std::int32_t>* const> targets,
                      const Draws& draws) const
{
    const Probe silent;
    Arena& arena = tape.arena();
    // Longest target first: those that still go on are the first sentences of the batch.
    const auto order = arena.array<std::size_t>(targets.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(targets[b]->size(), a) < std::pair(targets[a]->size(), b);
    });
    const auto from = arena.array<const std::vector<std::int32_t>*>(order.size());
    const auto to = arena.array<const std::vector<std::int32_t>*>(order.size());
    std::size_t tokens = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        from[i] = sources[order[i]];
        to[i] = targets[order[i]];
        tokens += to[i]->size() + 1;
    }
    // What each step reads and what it is to write, one step below the other.
    const auto previous = arena.array<std::int32_t>(tokens);
    const auto wanted = arena.array<std::int32_t>(tokens);
    const std::size_t steps = to.front()->size() + 1;
    const auto going = arena.array<Index>(steps); // sentences at each step
    std::size_t row = 0;
    for (std::size_t t = 0; t < steps; ++t) {
        std::size_t b = 0;
        for (; b < to.size() && t <= to[b]->size(); ++b, ++row) {
            previous[row] = t == 0 ? Vocabulary::begin : (*to[b])[t - 1];
            wanted[row] = t == to[b]->size() ? Vocabulary::end : (*to[b])[t];
        }
        going[t] = static_cast<Index>(b);
    }
    Encoded encoded = encode(tape, silent, PaddedIds::of(from, 0, &arena), draws);
    // What is known beforehand of the decoder's input, and what is scored, is computed for all
    // steps in one product.
    const bool forced = !draws.random || draws.teacherForcing >= 1;
    const Var projected = forced ? project(tape, previous, draws) : Var{};
    State state = encoded.state;
    const auto outputs = arena.array<Var>(steps); // features; if not forced, their logits
    Index first = 0;
    for (std::size_t t = 0; t < steps; ++t) {
        const Index count = going[t];
        if (t > 0 && count < going[t - 1]) {
            encoded = leadingOf(tape, encoded, count);
            state = leadingOf(tape, state, count);
        }
        const auto read =
            previous.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
        const Var own = forced ? rowsOf(tape, projected, first, count) : project(tape, read, draws);
        const Step next = advance(tape, silent, encoded, own, {}, state, draws);
        state = next.state;
        outputs[t] = next.features;
        first += count;
        if (forced)
            continue;
        outputs[t] = logits(tape, dropout(tape, next.features, draws.dropout, draws.random));
        if (t + 1 < steps)
            feedBack(tape.value(outputs[t]), draws,
                     previous.subspan(static_cast<std::size_t>(first),
                                      static_cast<std::size_t>(going[t + 1])));
    }
    const Var all = joinRows(tape, outputs);
    const Var scores = forced ? logits(tape, dropout(tape, all, draws.dropout, draws.random)) : all;
    return {crossEntropy(tape, scores, wanted), static_cast<double>(tokens), 0};
}

std::vector<Seq2Seq::Decoded>
Seq2Seq::decode(Tape& tape, std::span<const std::vector<std::int32_t>* const> sources,
                Index limit) const
{
    const Probe silent;
    const PaddedIds source = PaddedIds::of(sources);
    const Encoded encoded = encode(tape, silent, source, {});
    State state = encoded.state;
    std::vector<Decoded> results(sources.size());
    std::vector<Buffer> weights(sources.size());
    std::vector<bool> ended(sources.size(), false);
    std::vector<std::int32_t> previous(sources.size(), Vocabulary::begin);
    for (Index t = 0; t < limit && std::count(ended.begin(), ended.end(), false) > 0; ++t) {
        Step next = step(tape, silent, encoded, previous, state, {});
        state = next.state;
        const ConstView scores = tape.value(logits(tape, next.features));
        for (std::size_t b = 0; b < sources.size(); ++b) {
            previous[b] = likeliest(scores, b);
            if (previous[b] == Vocabulary::end)
                ended[b] = true;
            if (ended[b])
                continue;
            results[b].tokens.push_back(previous[b]);
            if (next.weights) {
                const Real* values =
                    tape.value(next.weights).data + static_cast<Index>(b) * source.time;
                weights[b].insert(weights[b].end(), values, values + source.lengths[b]);
            }
        }
    }
    if (hasAttention())
        for (std::size_t b = 0; b < sources.size(); ++b)
            results[b].weights =
                Tensor({static_cast<Index>(results[b].tokens.size()), source.lengths[b]},
                       std::move(weights[b]));
    return results;
}

} // namespace regard
