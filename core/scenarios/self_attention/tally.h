// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/task.h"

namespace regard {

/// Counts pronouns: by layer and head those whose largest weight lies on the antecedent, and those
/// for which the antecedent's word is predicted.
class PronounTally {
public:
    struct Head {
        std::size_t layer = 0;
        std::size_t head = 0;
    };

    /// One sentence. antecedent: by token the place of what it stands for, −1 if it is no pronoun;
    /// weights: by layer, [1 × heads × tokens × tokens]; logits: [1 × tokens × vocabulary].
    void add(std::span<const std::int32_t> ids, std::span<const int> antecedent,
             std::span<const ConstView> weights, ConstView logits);
    /// The head that finds most antecedents, the first of several.
    Head best() const;
    /// `best` was chosen on what `chosenOn` says: "training sentences". Without pronouns there are
    /// only counts.
    std::vector<Figure> figures(Head best, const std::string& chosenOn) const;

private:
    std::vector<std::vector<double>> m_heads; ///< by layer and head
    double m_predicted = 0;
    double m_pronouns = 0;
    double m_sentences = 0;
};

} // namespace regard
