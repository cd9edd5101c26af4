// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/autoencoder/corpus.h"

#include <span>
#include <string_view>

// A spectrum as a person types it: parts with "," ";" or line breaks between them, each
//
//   a substance   "benzene 0.5", "benzene" for an amount of 1
//   a peak        "1450 0.8 12": position in cm⁻¹, height, and width if it is not the usual one
//
// Capital letters count like small ones; the decimal point is a point.
namespace regard {

struct MixturePart {
    bool isPeak = false;
    Mixture::Share share; ///< of a substance
    Peak peak;
    std::size_t begin = 0; ///< bytes in the text
    std::size_t end = 0;
};

/// All parts in their order; none for white space. Throws std::invalid_argument for what is no
/// substance or number, and for amounts, positions, heights and widths out of range.
std::vector<MixturePart> readMixture(std::string_view text);

/// The peaks of all parts in their order, those of a substance times its amount.
std::vector<Peak> peaksOf(std::span<const MixturePart> parts);

/// The sum of peaks and background: spectrumChannels numbers.
std::vector<Real> spectrumOf(std::span<const Peak> peaks, const Background& background = {});

} // namespace regard
