// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/optimiser_kind.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace regard {

namespace {

constexpr std::array names{
    OptimiserName{OptimiserKind::Adam, "adam",
                  "by the mean of its gradients over the root of their mean square (Kingma & Ba "
                  "2015)"},
    OptimiserName{OptimiserKind::AdamW, "adamw",
                  "the same, and it shrinks by rate · weight decay (Loshchilov & Hutter 2019)"},
    OptimiserName{OptimiserKind::Momentum, "momentum",
                  "by rate · v with v = momentum · v + gradient (Polyak 1964)"},
    OptimiserName{OptimiserKind::Sgd, "sgd", "by rate · gradient"}};

} // namespace

std::span<const OptimiserName> optimiserNames()
{
    return names;
}

OptimiserKind optimiserKind(std::string_view name)
{
    const auto found = std::ranges::find(names, name, &OptimiserName::name);
    if (found == names.end())
        throw std::invalid_argument("no optimiser " + std::string(name));
    return found->kind;
}

} // namespace regard
