// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/self_attention/model.h"

namespace regard {

EncoderModel::EncoderModel(ParameterLayout& layout, const EncoderOptions& options)
    : m_input(layout, "", options.vocabulary, options.width)
{
    for (Index i = 0; i < options.layers; ++i)
        m_layers.emplace_back(layout, "encoder.layers." + std::to_string(i) + ".", options.width,
                              options.heads, options.feedForward, scoreFunctionOf(options.score));
    m_output = Linear(layout, "output.", options.width, options.vocabulary);
}

EncoderModel::Output EncoderModel::operator()(Tape& tape, const Probe& probe,
                                              const PaddedIds& tokens, Positions positions,
                                              AttendOptions options, const Axis& labels) const
{
    options.mask.lengths = tokens.lengths;
    const Places places = m_input.places(tape, positions, tokens.time);
    Var x = m_input(tape, probe, tokens.ids, tokens.batch, places, labels);
    x = dropout(tape, x, options.dropout, options.random);
    Output output{std::pmr::vector<Var>(&tape.arena()), {}, {}, {}};
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const auto scope = probe.scope("layer" + std::to_string(i));
        const MultiHeadAttention::Output layer = m_layers[i](tape, probe, x, options, labels);
        output.weights.push_back(layer.weights);
        output.lastMasked = layer.masked;
        x = layer.result;
    }
    output.states = x;
    output.logits = m_output(tape, x);
    return output;
}

} // namespace regard
