// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/normaliser.h"

#include "core/tape/operations.h"

#include <array>
#include <stdexcept>
#include <string>

namespace regard {

std::span<const Normaliser> normalisers()
{
    static constexpr std::array<Normaliser, 4> table{{
        {"softmax", "softmax · exp(s) / Σ exp(s)", "Bridle 1990", softmax},
        {"sparsemax", "sparsemax · the nearest point of the simplex", "Martins & Astudillo 2016",
         sparsemax},
        {"sigmoid", "sigmoid · 1 / (1 + exp(−s)), each key by itself", "", sigmoid, false},
        {"hardmax", "hardmax · 1 for the best key, 0 for the others", "", hardmax},
    }};
    return table;
}

const Normaliser& normaliserOf(std::string_view name)
{
    std::string known;
    for (const Normaliser& normaliser : normalisers()) {
        if (normaliser.name == name)
            return normaliser;
        known += (known.empty() ? "" : ", ") + std::string(normaliser.name);
    }
    throw std::invalid_argument("unknown normaliser '" + std::string(name) + "': use one of "
                                + known);
}

} // namespace regard
