// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/real.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

// Spectra of mixtures: what an autoencoder of 2,693 inputs reads here, a channel for each
// wavenumber from 400 to 3,092 cm⁻¹.
namespace regard {

inline constexpr std::size_t spectrumChannels = 2693;
inline constexpr int firstWavenumber = 400; ///< of channel 0, in cm⁻¹
inline constexpr int lastWavenumber = firstWavenumber + static_cast<int>(spectrumChannels) - 1;
inline constexpr double usualWidth = 12; ///< of a peak, cm⁻¹ from its middle to half its height

/// A peak: height / (1 + ((wavenumber − position) / width)²).
struct Peak {
    double position = 0; ///< cm⁻¹
    double height = 1;
    double width = usualWidth;
};

struct Substance {
    std::string name;
    std::vector<Peak> peaks;
};

/// The substances that can be mixed. Positions are the fundamental frequencies between 400 and
/// 3,092 cm⁻¹ in T. Shimanouchi, Tables of Molecular Vibrational Frequencies, NSRDS-NBS 39
/// (1972), to the nearest ten; heights and widths are chosen for the picture.
const std::vector<Substance>& substances();

/// What light scatters beside the substances: offset + slope · x + hump · exp(−((x − middle) /
/// 0.3)²) with x from 0 to 1 over the channels.
struct Background {
    double offset = 0;
    double slope = 0;
    double hump = 0;
    double middle = 0.5;
};

struct Mixture {
    struct Share {
        std::size_t substance = 0; ///< index into substances()
        double amount = 0;
    };
    std::vector<Share> shares;
    Background background;
    /// Names of the substances in order, joined by " + ".
    std::string combination() const;
};

/// Adds to a spectrum of spectrumChannels numbers.
void addMixture(const Mixture& mixture, std::span<Real> spectrum);
void addPeak(const Peak& peak, std::span<Real> spectrum);

/// Mixtures of two to four substances in amounts that add up to 0.6 to 1.4.
struct SpectraCorpus {
    std::vector<Mixture> train;
    std::vector<Mixture> heldOut; ///< of combinations that never occur in training
};

/// The same seed gives the same mixtures everywhere.
SpectraCorpus makeSpectraCorpus(std::uint64_t seed, std::size_t train, std::size_t heldOut);

} // namespace regard
