// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/autoencoder_model.h"

#include "core/tape/operations.h"

#include <stdexcept>
#include <string>

namespace regard {

AttentionPlacement attentionPlacementOf(std::string_view name)
{
    if (name == "none")
        return {};
    if (name == "first")
        return {true, false};
    if (name == "second")
        return {false, true};
    if (name == "both")
        return {true, true};
    throw std::invalid_argument("unknown placement '" + std::string(name)
                                + "': use none, first, second or both");
}

AutoencoderModel::AutoencoderModel(ParameterLayout& layout, const AutoencoderOptions& options)
    : m_first(dense(layout, "encoder1.", options.input, options.wide))
    , m_second(dense(layout, "encoder2.", options.wide, options.code))
    , m_wideBias(layout.add("decoder1.bias", {options.wide}, {Initial::Kind::Constant, 0}))
    , m_outputBias(layout.add("decoder2.bias", {options.input}, {Initial::Kind::Constant, 0}))
{
    if (options.attention.first)
        m_firstBlock.emplace(layout, "attention1.", options.wide);
    if (options.attention.second)
        m_secondBlock.emplace(layout, "attention2.", options.code);
}

AutoencoderModel::Dense AutoencoderModel::dense(ParameterLayout& layout, const std::string& prefix,
                                                Index in, Index out, double gain)
{
    Initial wide = fanIn(in);
    wide.scale *= gain;
    return {layout.add(prefix + "weight", {out, in}, wide),
            layout.add(prefix + "bias", {out}, fanIn(in))};
}

Var AutoencoderModel::Dense::operator()(Tape& tape, Var x) const
{
    return linear(tape, x, tape.parameter(weight), tape.parameter(bias));
}

AutoencoderModel::Block::Block(ParameterLayout& layout, const std::string& prefix, Index width)
    : score(dense(layout, prefix + "score.", width, width))
    , output(dense(layout, prefix + "output.", width, width, static_cast<double>(width)))
{
}

// a = softmax(A h + b),  h′ = C (a ∗ h) + c
Var AutoencoderModel::Block::operator()(Tape& tape, const Probe& probe, Var h,
                                        const Axis& row) const
{
    const auto scope = probe.scope("attention");
    const Var scores = probe.name(score(tape, h), "scores", Role::Scores, row);
    const Var weights = probe.name(softmax(tape, scores), "weights", Role::Weights, row);
    const Var weighed = probe.name(times(tape, h, weights), "weighed", Role::Context, row);
    return probe.name(output(tape, weighed), "mixed", Role::Hidden, row);
}

// h = n(relu(W x + b)), then the block if there is one
Var AutoencoderModel::encode(Tape& tape, const Probe& probe, Var x, const Dense& dense,
                             const std::optional<Block>& block, const Control& control) const
{
    const Axis& row = control.row;
    Var h = probe.name(dense(tape, x), "dense", Role::Hidden, row);
    h = probe.name(relu(tape, h), "rectified", Role::Hidden, row);
    h = probe.name(normaliseRows(tape, h), "normalised", Role::Hidden, row);
    return block ? (*block)(tape, probe, h, row) : h;
}

Var AutoencoderModel::operator()(Tape& tape, const Probe& probe, Var x,
                                 const Control& control) const
{
    const Axis& row = control.row;
    x = probe.name(x, "spectrum", Role::Hidden, row, control.channels);
    if (control.noise > 0 && control.random) {
        x = dropout(tape, x, control.noise, control.random);
        x = probe.name(x, "noisy", Role::Hidden, row, control.channels);
    }
    Var h;
    {
        const auto scope = probe.scope("encoder1");
        h = encode(tape, probe, x, m_first, m_firstBlock, control);
    }
    {
        const auto scope = probe.scope("encoder2");
        h = encode(tape, probe, h, m_second, m_secondBlock, control);
    }
    h = probe.name(dropout(tape, h, control.dropout, control.random), "code", Role::Hidden, row);
    {
        const auto scope = probe.scope("decoder1");
        h = add(tape, product(tape, h, tape.parameter(m_second.weight)),
                tape.parameter(m_wideBias));
        h = probe.name(h, "dense", Role::Hidden, row);
        h = probe.name(relu(tape, h), "rectified", Role::Hidden, row);
    }
    const Var y =
        add(tape, product(tape, h, tape.parameter(m_first.weight)), tape.parameter(m_outputBias));
    return probe.name(y, "reconstruction", Role::Hidden, row, control.channels);
}

} // namespace regard
