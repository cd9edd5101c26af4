// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/state_work.h"

#include <cmath>

namespace regard {

namespace {

constexpr std::size_t at(StateOperand operand)
{
    return static_cast<std::size_t>(operand);
}

} // namespace

StateWork::StateWork(CellWork& work, Reading reading, bool ofCell)
    : m_work(work)
    , m_ofCell(ofCell)
    , m_before(work.row() + (reading == Reading::Onwards ? -1 : 1))
    , m_first(reading == Reading::Onwards ? m_before < 0
                                          : m_before >= work.rowsOf(at(StateOperand::Input)))
{
    for (const StateOperand part : {StateOperand::Input, StateOperand::InputBehind})
        if (work.has(at(part))) {
            const std::vector<double> values = work.rowOf(at(part), work.row()).values;
            m_input.insert(m_input.end(), values.begin(), values.end());
        }
    for (Index column = 0; column < work.width(); ++column)
        m_state.push_back(!m_first && m_ofCell
                              ? work.together(at(StateOperand::Beside), m_before, column)
                              : !m_first ? work.own(m_before, column)
                              : work.has(at(StateOperand::InitialState))
                              ? work.at(at(StateOperand::InitialState), 0, column)
                              : 0);
}

double StateWork::cellBefore() const
{
    const Index column = m_work.column();
    if (m_first)
        return m_work.has(at(StateOperand::InitialCell))
            ? m_work.at(at(StateOperand::InitialCell), 0, column)
            : 0;
    return m_ofCell ? m_work.own(m_before, column)
                    : m_work.together(at(StateOperand::Beside), m_before, column);
}

Index StateWork::rowOfGate(Index gate) const
{
    return gate * m_work.width() + m_work.column();
}

double StateWork::weight(StateOperand of, Index gate, std::size_t column) const
{
    return m_work.at(at(of), rowOfGate(gate), static_cast<Index>(column));
}

double StateWork::fromInput(Index gate) const
{
    double sum = m_work.at(at(StateOperand::InputBias), rowOfGate(gate));
    for (std::size_t i = 0; i < m_input.size(); ++i)
        sum += weight(StateOperand::InputWeight, gate, i) * m_input[i];
    return sum;
}

double StateWork::fromState(Index gate) const
{
    double sum = m_work.at(at(StateOperand::HiddenBias), rowOfGate(gate));
    for (std::size_t i = 0; i < m_state.size(); ++i)
        sum += weight(StateOperand::HiddenWeight, gate, i) * m_state[i];
    return sum;
}

double StateWork::gateSum(Index gate, std::string_view input, std::string_view state) const
{
    const double read = fromInput(gate);
    const double kept = fromState(gate);
    m_work.stage(input, read);
    m_work.stage(state, kept);
    return read + kept;
}

double StateWork::tellProducts(Index gate, std::string_view weights, double factor) const
{
    Operand left{{}, {}, "[x; h]", m_input};
    left.values.insert(left.values.end(), m_state.begin(), m_state.end());
    Operand right{{}, {}, weights, {}};
    for (std::size_t i = 0; i < m_input.size(); ++i)
        right.values.push_back(weight(StateOperand::InputWeight, gate, i));
    for (std::size_t i = 0; i < m_state.size(); ++i)
        right.values.push_back(factor * weight(StateOperand::HiddenWeight, gate, i));
    const double sum = m_work.products(std::move(left), std::move(right));
    for (const StateOperand part : {StateOperand::Input, StateOperand::InputBehind})
        if (m_work.has(at(part)))
            m_work.show(m_work.rowOf(at(part), m_work.row(), "x"));
    if (!m_first && !m_ofCell)
        m_work.show(m_work.ownRow(m_before, "h"));
    else if (m_first && m_work.has(at(StateOperand::InitialState)))
        m_work.show(m_work.rowOf(at(StateOperand::InitialState), 0, "h"));
    return sum;
}

double StateWork::biases(Index gate, double factor) const
{
    return m_work.at(at(StateOperand::InputBias), rowOfGate(gate))
        + factor * m_work.at(at(StateOperand::HiddenBias), rowOfGate(gate));
}

} // namespace regard
