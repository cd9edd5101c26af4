// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/layers.h"
#include "core/trace/probe.h"

#include <optional>
#include <string_view>

namespace regard {

/// Behind which encoder layers an attention block stands.
struct AttentionPlacement {
    bool first = false;
    bool second = false;
};

/// "none", "first", "second", "both". Throws std::invalid_argument for anything else.
AttentionPlacement attentionPlacementOf(std::string_view name);

struct AutoencoderOptions {
    Index input = 2693;
    Index wide = 256; ///< width of the first layer
    Index code = 128; ///< width of the second
    AttentionPlacement attention;
};

/// A denoising autoencoder (Vincent et al. 2008) whose decoder uses the encoder's weights,
/// transposed; n is mean–variance normalisation of each sample:
///
///   h₁ = n(relu(W₁ x̃ + b₁)),  h₂ = n(relu(W₂ h₁ + b₂)),  code = dropout(h₂)
///   d = relu(W₂ᵀ code + b₃),   y = W₁ᵀ d + b₄
///
/// x̃ is x with some inputs zero. An attention block behind a layer h of width m:
///
///   a = softmax(A h + b),  h′ = C (a ∗ h) + c
///
/// with A, C [m × m] and ∗ number by number. Parameters: "encoder1.", "encoder2." with "weight"
/// and "bias", "decoder1.bias", "decoder2.bias", and "attention1.score.", "attention1.output.",
/// "attention2." alike.
class AutoencoderModel {
public:
    AutoencoderModel() = default;
    AutoencoderModel(ParameterLayout& layout, const AutoencoderOptions& options);

    struct Control {
        Real noise = 0; ///< share of inputs set to zero
        Real dropout = 0; ///< of the code
        Random* random = nullptr;
        Axis channels; ///< names of the inputs
        Axis row; ///< name of the sample
    };

    /// x: [batch × input], which the caller has named. Result: what the model makes of it, [batch ×
    /// input].
    Var operator()(Tape& tape, const Probe& probe, Var x, const Control& control) const;

private:
    struct Dense {
        ParameterId weight, bias;
        /// W x + b
        Var operator()(Tape& tape, Var x) const;
        How told(Tape& tape, const Formula& formula, Var x) const;
    };
    /// Weights are drawn `gain` times as wide as PyTorch's Linear draws them.
    static Dense dense(ParameterLayout& layout, const std::string& prefix, Index in, Index out,
                       double gain = 1);
    /// Softmax of a dense layer, times the layer, then a dense layer. Softmax leaves a share of
    /// about 1 / width of each number, so the last weights begin `width` times as wide.
    struct Block {
        Block(ParameterLayout& layout, const std::string& prefix, Index width);
        Var operator()(Tape& tape, const Probe& probe, Var h, const Axis& row) const;
        Dense score, output;
    };
    Var encode(Tape& tape, const Probe& probe, Var x, const Dense& dense,
               const std::optional<Block>& block, const Control& control) const;
    /// Wᵀ x + b, named.
    Var decode(Tape& tape, const Probe& probe, Var x, const Dense& dense, std::string_view name,
               const Axis& row, const Axis& columns) const;

    Dense m_first, m_second;
    ParameterId m_wideBias, m_outputBias;
    std::optional<Block> m_firstBlock, m_secondBlock;
};

} // namespace regard
