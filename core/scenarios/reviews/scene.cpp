// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/reviews/scene.h"

#include <cmath>

namespace regard {

namespace {

/// ā_j = Σ_i α_ij share_i
std::vector<double> attendedOf(ConstView weights, ConstView share)
{
    const Index places = weights.shape.columns();
    std::vector<double> attended(static_cast<std::size_t>(places));
    for (Index i = 0; i < places; ++i)
        for (Index j = 0; j < places; ++j)
            attended[static_cast<std::size_t>(j)] +=
                static_cast<double>(weights.at(i, j)) * static_cast<double>(share.data[i]);
    return attended;
}

/// (w₂ − w₁)·v_j
std::vector<double> saidBy(ConstView values, ConstView output)
{
    std::vector<double> said;
    for (Index j = 0; j < values.shape.rows(); ++j) {
        double sum = 0;
        for (Index k = 0; k < values.shape.columns(); ++k)
            sum += (static_cast<double>(output.at(1, k)) - static_cast<double>(output.at(0, k)))
                * static_cast<double>(values.at(j, k));
        said.push_back(sum);
    }
    return said;
}

} // namespace

VerdictScene sceneOf(Tape& tape, const ReviewModel& model, const ReviewModel::Averaged& averaged,
                     Var logits)
{
    VerdictScene scene;
    scene.weights = "weights";
    scene.logits = "logits";
    scene.probabilities = "probabilities";
    scene.attended = attendedOf(tape.value(averaged.weights), tape.value(averaged.share));
    scene.said = saidBy(tape.value(averaged.values), tape.value(model.outputWeight(tape)));
    const ConstView bias = tape.value(model.outputBias(tape));
    scene.bias = static_cast<double>(bias.data[1]) - static_cast<double>(bias.data[0]);
    double sum = scene.bias;
    double size = std::abs(scene.bias);
    for (std::size_t j = 0; j < scene.said.size(); ++j) {
        scene.shares.push_back(scene.attended[j] * scene.said[j]);
        sum += scene.shares.back();
        size += std::abs(scene.shares.back());
    }
    const ConstView named = tape.value(logits);
    const double left =
        static_cast<double>(named.data[1]) - static_cast<double>(named.data[0]) - sum;
    constexpr double rounding = 1e-4; // of numbers of 24 bits that are added up
    if (!(std::abs(left) <= rounding * (1 + size)))
        scene.changed = left;
    return scene;
}

} // namespace regard
