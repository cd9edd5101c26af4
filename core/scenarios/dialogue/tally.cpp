// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/dialogue/tally.h"

namespace regard {

namespace {

/// The sum of the first row of weights over some of its columns.
double weightOn(const std::vector<int>& tokens, const Tensor& weights)
{
    double sum = 0;
    for (const int token : tokens)
        sum += static_cast<double>(weights.at(0, token));
    return sum;
}

} // namespace

DialogueTally::DialogueTally(const Vocabulary& vocabulary)
    : m_yes(vocabulary.idOf("yes"))
    , m_no(vocabulary.idOf("no"))
{
}

void DialogueTally::add(std::span<const std::int32_t> target, const SequenceModel::Decoded& decoded,
                        const DialogueReasons* reasons)
{
    if (target.empty() || (target.front() != m_yes && target.front() != m_no))
        return;
    m_decisions += 1;
    m_right += !decoded.tokens.empty() && decoded.tokens.front() == target.front();
    if (decoded.weights.empty() || decoded.tokens.empty() || !reasons || reasons->form.empty())
        return;
    const Tensor& first = decoded.weights.front();
    m_looked += 1;
    m_onForm += weightOn(reasons->form, first);
    m_onTime += weightOn(reasons->time, first);
    m_onOther += weightOn(reasons->other, first);
}

std::vector<Figure> DialogueTally::figures() const
{
    std::vector<Figure> figures;
    if (m_decisions > 0)
        figures.push_back({"yes_no", "First word right, of answers that begin with yes or no",
                           m_right / m_decisions});
    if (m_looked > 0) {
        figures.push_back({"weight_on_form",
                           "Weight of the first word of these answers on the words that ask "
                           "(\u201care you\u201d), right or wrong",
                           m_onForm / m_looked});
        figures.push_back({"weight_on_time", "… on the time", m_onTime / m_looked});
        figures.push_back(
            {"weight_on_other_reasons", "… on the other words that decide", m_onOther / m_looked});
    }
    if (m_decisions > 0)
        figures.push_back({"decisions", "Answers that begin with yes or no", m_decisions});
    return figures;
}

} // namespace regard
