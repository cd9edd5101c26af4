// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/self_attention/tally.h"

#include <algorithm>

namespace regard {

namespace {

std::size_t largest(const Real* row, Index size)
{
    return static_cast<std::size_t>(std::max_element(row, row + size) - row);
}

} // namespace

void PronounTally::add(std::span<const std::int32_t> ids, std::span<const int> antecedent,
                       std::span<const ConstView> weights, ConstView logits)
{
    const auto time = static_cast<Index>(ids.size());
    m_sentences += 1;
    m_heads.resize(weights.size());
    for (Index t = 0; t < time; ++t) {
        if (antecedent[static_cast<std::size_t>(t)] < 0)
            continue;
        const auto wanted = static_cast<std::size_t>(antecedent[static_cast<std::size_t>(t)]);
        m_pronouns += 1;
        for (std::size_t layer = 0; layer < weights.size(); ++layer) {
            const Index heads = weights[layer].shape[1];
            m_heads[layer].resize(static_cast<std::size_t>(heads));
            for (Index head = 0; head < heads; ++head)
                m_heads[layer][static_cast<std::size_t>(head)] +=
                    largest(weights[layer].data + (head * time + t) * time, time) == wanted;
        }
        const Index words = logits.shape.columns();
        m_predicted +=
            largest(logits.data + t * words, words) == static_cast<std::size_t>(ids[wanted]);
    }
}

PronounTally::Head PronounTally::best() const
{
    Head best;
    for (std::size_t layer = 0; layer < m_heads.size(); ++layer)
        for (std::size_t head = 0; head < m_heads[layer].size(); ++head)
            if (m_heads[layer][head] > m_heads[best.layer][best.head])
                best = {layer, head};
    return best;
}

std::vector<Figure> PronounTally::figures(Head best, const std::string& chosenOn) const
{
    std::vector<Figure> figures;
    if (m_pronouns > 0) {
        addShare(figures, "antecedent_best_head",
                 "Pronouns whose largest weight in the best head is the antecedent's",
                 m_heads[best.layer][best.head], m_pronouns);
        figures.push_back({"best_layer",
                           "Layer of the head that was best on " + chosenOn + ", counted from 0",
                           static_cast<double>(best.layer)});
        figures.push_back(
            {"best_head", "Its head, counted from 0", static_cast<double>(best.head)});
    }
    addShare(figures, "antecedent_predicted",
             "Pronouns for which the antecedent's word is predicted", m_predicted, m_pronouns);
    for (std::size_t layer = 0; layer < m_heads.size(); ++layer)
        for (std::size_t head = 0; head < m_heads[layer].size(); ++head)
            addShare(figures, "layer" + std::to_string(layer) + "_head" + std::to_string(head),
                     "… in layer " + std::to_string(layer) + ", head " + std::to_string(head)
                         + ", the antecedent's weight is largest",
                     m_heads[layer][head], m_pronouns);
    figures.push_back({"pronouns", "Pronouns", m_pronouns});
    figures.push_back({"sentences", "Sentences", m_sentences});
    return figures;
}

} // namespace regard
