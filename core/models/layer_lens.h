// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace regard {

/// A word with what speaks for it.
struct LensWord {
    std::string token;
    double value = 0; ///< a probability, or what is added to its logit
};

/// What a model would write if it ended behind one of its layers (the "logit lens",
/// nostalgebraist 2020): the layer's output through the model's own last norm, where it has one,
/// and its own output projection, which were learnt for the last layer.
struct LensLayer {
    std::string path; ///< of the tensor that is read, "decoder/layer0/output"
    std::vector<LensWord> likeliest; ///< with their probabilities, the likeliest first
    double probability = 0; ///< of the word that was written
    int rank = 0; ///< of the word that was written among all, from 1
};

/// The words to whose logits a head adds most: its context through its part of W_O and the output
/// projection, as if no norm stood between.
struct LensHead {
    std::string path; ///< of the head's context, "decoder/layer0/cross/head1/context"
    std::vector<LensWord> promoted; ///< with what is added to their logits, the most first
};

/// Layers and heads of a decoder at one step, in the order of computation.
struct LayerLens {
    std::vector<LensLayer> layers;
    std::vector<LensHead> heads;
};

} // namespace regard
