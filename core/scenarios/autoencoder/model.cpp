// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/autoencoder/model.h"

#include "core/attention/normaliser.h"
#include "core/attention/projected.h"
#include "core/tape/operations.h"
#include "core/trace/cell_rules.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace regard {

namespace {

constexpr Real rowEpsilon = Real(1e-5); ///< beside the variance of a layer

/// Numbers that are set to zero are drawn: which ones the recorded numbers tell. Number: their
/// share.
double noisyCell(CellWork& work)
{
    const double x = work.at(0, work.row(), work.column());
    const double share = work.number(0);
    work.show(work.rowOf(0, work.row(), "x"));
    work.stage("share that is set to zero", share);
    if (work.recorded() == 0 && x != 0) {
        work.worked("{} · 0 ∕ (1 − {})", {{x, {}}, {share, {}}});
        return 0;
    }
    work.worked("{} · 1 ∕ (1 − {})", {{x, {}}, {share, {}}});
    return x / (1 - share);
}

// x̃ = x ⊙ b / (1 − p), b_i drawn: 0 with probability p, else 1
constexpr Formula noisyFormula{
    .name = "noisy",
    .line = "{0}, some numbers 0",
    .spoken = "x with a share p of the numbers, drawn at random, set to zero and the others "
              "divided by 1 − p",
    .symbols = "*x̃ *x ⊙ *b p b i",
    .cell = noisyCell,
};
// y = W x + b
constexpr Formula denseFormula{
    .name = "dense",
    .line = "W {0} + b",
    .spoken = "y = W times x + b",
    .symbols = "*y W *x *b",
    .cell = linearCell,
};
// y = Wᵀ x + b′, with the encoder's W
constexpr Formula tiedFormula{
    .name = "dense_tied",
    .line = "Wᵀ {0} + b′",
    .spoken = "y = W transposed times x + b′",
    .symbols = "*y W *x *b′",
    .cell =
        [](CellWork& work) {
            const double sum =
                work.products(work.rowOf(0, work.row()), work.columnOf(1, work.column()));
            return withBias(work, sum, 2, work.column());
        },
};
// h = max(y, 0)
constexpr Formula rectifiedFormula{
    .name = "rectified",
    .line = "max({0}, 0)",
    .spoken = "h = y, at least 0",
    .symbols = "*h *y",
    .cell =
        [](CellWork& work) {
            const double y = work.at(0, work.row(), work.column());
            work.show(work.rowOf(0, work.row(), "y"));
            work.worked("max({}, 0)", {{y, {}}});
            return std::max(y, 0.0);
        },
};
// ĥ = (h − μ) / √(σ² + ε) with the mean μ and the variance σ² of the layer's features
constexpr Formula normalisedFormula{
    .name = "mean_variance",
    .line = "({0} − mean) / deviation",
    .spoken = "h less its mean, divided by its deviation",
    .symbols = "*ĥ *h μ σ ε",
    .cell =
        [](CellWork& work) {
            Operand row = work.rowOf(0, work.row(), "h");
            const double own = work.at(0, work.row(), work.column());
            const RowScale scale = tellScale(work, row.values, rowEpsilon);
            work.show(std::move(row));
            work.worked("({} − {f}) ∕ {}", {{own, {}}, {scale.mean, {}}, {scale.deviation, {}}});
            return (own - scale.mean) / scale.deviation;
        },
};
// s = A h + b
constexpr Formula scoreFormula{
    .name = "score_features",
    .line = "A {0} + b",
    .spoken = "scores = A times h + b: one for each feature",
    .symbols = "*s A *h *b",
    .cell = linearCell,
};
// a_i = exp s_i / Σ_l exp s_l
const Formula weightFormula{
    .name = "weights_features",
    .line = "softmax({0})",
    .spoken = "weight of feature i = exp score i divided by the sum of exp over all features",
    .symbols = "a exp s i l",
    .cell = *softmaxFormula.cell,
};
// a ⊙ h
constexpr Formula weighedFormula{
    .name = "weighed",
    .line = "{0} ⊙ {1}",
    .spoken = "each feature of h times its weight",
    .symbols = "*a⊙*h *a ⊙ *h",
    .cell = productCell,
};
// h′ = C (a ⊙ h) + c
constexpr Formula mixedFormula{
    .name = "mixed",
    .line = "C {0} + c",
    .spoken = "C times the weighed features + c",
    .symbols = "*h′ C *a ⊙ *h *c",
    .cell = linearCell,
};
// z = h: dropout of the code is for training alone.
constexpr Formula codeFormula{
    .name = "code",
    .line = "{0}",
    .spoken = "z = h: noise is for training alone",
    .symbols = "*z *h",
    .cell = sameCell,
};

} // namespace

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

How AutoencoderModel::Dense::told(Tape& tape, const Formula& formula, Var x) const
{
    return How(formula, {x, tape.parameter(weight), tape.parameter(bias)});
}

// a = softmax(A h + b),  h′ = C (a ∗ h) + c
Var AutoencoderModel::Block::operator()(Tape& tape, const Probe& probe, Var h,
                                        const Axis& row) const
{
    const auto scope = probe.scope("attention");
    const Var scores =
        probe.name(score(tape, h), "scores", Role::Scores, score.told(tape, scoreFormula, h), row);
    const Var weights =
        probe.name(softmax(tape, scores), "weights", Role::Weights, {weightFormula, {scores}}, row);
    const Var weighed = probe.name(times(tape, h, weights), "weighed", Role::Context,
                                   {weighedFormula, {weights, h}}, row);
    return probe.name(output(tape, weighed), "mixed", Role::Hidden,
                      output.told(tape, mixedFormula, weighed), row);
}

// h = n(relu(W x + b)), then the block if there is one
Var AutoencoderModel::encode(Tape& tape, const Probe& probe, Var x, const Dense& dense,
                             const std::optional<Block>& block, const Control& control) const
{
    const Axis& row = control.row;
    Var h =
        probe.name(dense(tape, x), "dense", Role::Hidden, dense.told(tape, denseFormula, x), row);
    h = probe.name(relu(tape, h), "rectified", Role::Hidden, {rectifiedFormula, {h}}, row);
    h = probe.name(normaliseRows(tape, h, rowEpsilon), "normalised", Role::Hidden,
                   {normalisedFormula, {h}}, row);
    return block ? (*block)(tape, probe, h, row) : h;
}

Var AutoencoderModel::decode(Tape& tape, const Probe& probe, Var x, const Dense& dense,
                             std::string_view name, const Axis& row, const Axis& columns) const
{
    const Var weight = tape.parameter(dense.weight);
    const Var bias = tape.parameter(dense.bias);
    return probe.name(add(tape, product(tape, x, weight), bias), name, Role::Hidden,
                      {tiedFormula, {x, weight, bias}}, row, columns);
}

Var AutoencoderModel::operator()(Tape& tape, const Probe& probe, Var x,
                                 const Control& control) const
{
    const Axis& row = control.row;
    if (control.noise > 0 && control.random) {
        const Var noisy = dropout(tape, x, control.noise, control.random);
        x = probe.name(noisy, "noisy", Role::Hidden,
                       {noisyFormula, {x}, {static_cast<double>(control.noise)}}, row,
                       control.channels);
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
    h = probe.name(dropout(tape, h, control.dropout, control.random), "code", Role::Hidden,
                   {codeFormula, {h}}, row);
    {
        const auto scope = probe.scope("decoder1");
        h = decode(tape, probe, h, {m_second.weight, m_wideBias}, "dense", row, nullptr);
        h = probe.name(relu(tape, h), "rectified", Role::Hidden, {rectifiedFormula, {h}}, row);
    }
    return decode(tape, probe, h, {m_first.weight, m_outputBias}, "reconstruction", row,
                  control.channels);
}

} // namespace regard
