// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/autoencoder/corpus.h"

#include "core/data/sentences.h"
#include "core/tensor/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace regard {

namespace {

constexpr std::uint64_t heldOutOneIn = 5;

/// The spectrum of amount 1 of each substance.
const std::vector<std::vector<Real>>& pureSpectra()
{
    static const std::vector<std::vector<Real>> spectra = [] {
        std::vector<std::vector<Real>> result;
        for (const Substance& substance : substances()) {
            result.emplace_back(spectrumChannels);
            for (const Peak& peak : substance.peaks)
                addPeak(peak, result.back());
        }
        return result;
    }();
    return spectra;
}

Mixture drawMixture(Random& random)
{
    std::vector<std::size_t> order(substances().size());
    std::iota(order.begin(), order.end(), 0);
    random.shuffle(std::span(order));
    order.resize(2 + random.below(3));
    std::sort(order.begin(), order.end());
    Mixture mixture;
    double sum = 0;
    for (std::size_t substance : order) {
        mixture.shares.push_back({substance, random.uniform(0.1, 1)});
        sum += mixture.shares.back().amount;
    }
    const double whole = random.uniform(0.6, 1.4);
    for (Mixture::Share& share : mixture.shares)
        share.amount *= whole / sum;
    mixture.background = {random.uniform(0, 0.1), random.uniform(-0.05, 0.05),
                          random.uniform(0, 0.2), random.uniform(0.2, 0.8)};
    return mixture;
}

} // namespace

const std::vector<Substance>& substances()
{
    static const std::vector<Substance> table{
        {"water", {{1600, 0.5, 30}}},
        {"methanol",
         {{1030, 0.9}, {1060, 0.3}, {1350, 0.2}, {1450, 0.4}, {2840, 1}, {2960, 0.8}, {3000, 0.4}}},
        {"acetone",
         {{530, 0.2}, {780, 0.9}, {1220, 0.3}, {1360, 0.2}, {1430, 0.4}, {1730, 0.6}, {2940, 1}}},
        {"acetonitrile",
         {{920, 0.6}, {1390, 0.3}, {1450, 0.2}, {2270, 0.9}, {2950, 1}, {3010, 0.4}}},
        {"chloroform", {{680, 1}, {770, 0.4}, {1220, 0.3}, {3030, 0.6}}},
        {"dichloromethane",
         {{720, 1}, {900, 0.2}, {1150, 0.2}, {1270, 0.1}, {3000, 0.7}, {3040, 0.3}}},
        {"benzene", {{610, 0.3}, {990, 1}, {1180, 0.3}, {1600, 0.2}, {3060, 0.7}}},
        {"tetrachloromethane", {{460, 1}, {780, 0.4}}},
        {"carbon disulfide", {{660, 1, 8}, {1540, 0.2}}},
        {"formaldehyde",
         {{1170, 0.2}, {1250, 0.3}, {1500, 0.4}, {1750, 0.8}, {2780, 1}, {2840, 0.6}}},
        {"ethylene", {{830, 0.2}, {1020, 0.3}, {1340, 0.9}, {1440, 0.2}, {1620, 0.8}, {3030, 0.9}}},
        {"methane", {{1310, 0.2}, {1530, 0.3}, {2920, 1, 6}, {3020, 0.5}}},
    };
    return table;
}

std::string Mixture::combination() const
{
    std::string text;
    for (const Share& share : shares)
        text += (text.empty() ? "" : " + ") + substances()[share.substance].name;
    return text;
}

void addPeak(const Peak& peak, std::span<Real> spectrum)
{
    for (std::size_t i = 0; i < spectrum.size(); ++i) {
        const double off = (firstWavenumber + static_cast<double>(i) - peak.position) / peak.width;
        spectrum[i] += static_cast<Real>(peak.height / (1 + off * off));
    }
}

void addMixture(const Mixture& mixture, std::span<Real> spectrum)
{
    for (const Mixture::Share& share : mixture.shares) {
        const std::vector<Real>& pure = pureSpectra()[share.substance];
        const Real amount = static_cast<Real>(share.amount);
        for (std::size_t i = 0; i < spectrum.size(); ++i)
            spectrum[i] += amount * pure[i];
    }
    const Background& b = mixture.background;
    for (std::size_t i = 0; i < spectrum.size(); ++i) {
        const double x = static_cast<double>(i) / static_cast<double>(spectrumChannels - 1);
        const double off = (x - b.middle) / 0.3;
        const double hump = b.hump > 0 ? b.hump * std::exp(-off * off) : 0;
        spectrum[i] += static_cast<Real>(b.offset + b.slope * x + hump);
    }
}

SpectraCorpus makeSpectraCorpus(std::uint64_t seed, std::size_t train, std::size_t heldOut)
{
    const auto draw = [](Random random, std::size_t count, bool wantHeldOut) {
        std::vector<Mixture> mixtures;
        while (mixtures.size() < count) {
            Mixture mixture = drawMixture(random);
            if (isHeldOut(mixture.combination(), heldOutOneIn) == wantHeldOut)
                mixtures.push_back(std::move(mixture));
        }
        return mixtures;
    };
    return {draw(Random::forPart(seed, 0), train, false),
            draw(Random::forPart(seed, 1), heldOut, true)};
}

} // namespace regard
