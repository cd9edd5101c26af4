// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/sequence_task.h"

namespace regard {

/// Where in a question that is answered by yes or no the answer's first word should look.
struct DialogueReasons {
    std::vector<int> form, time, other; ///< places of tokens
};

/// Counts how a dialogue model decided between yes and no.
class DialogueTally {
public:
    /// vocabulary: the answers'.
    explicit DialogueTally(const Vocabulary& vocabulary);

    /// reasons: null where nobody knows them.
    void add(std::span<const std::int32_t> target, const SequenceModel::Decoded& decoded,
             const DialogueReasons* reasons);
    /// Those of which there is something to count.
    std::vector<Figure> figures() const;

private:
    std::int32_t m_yes;
    std::int32_t m_no;
    double m_decisions = 0; ///< answers that should begin with yes or no
    double m_right = 0;
    double m_looked = 0; ///< of the decisions those with weights and reasons
    double m_onForm = 0;
    double m_onTime = 0;
    double m_onOther = 0;
};

} // namespace regard
