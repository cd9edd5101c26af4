// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/score.h"

#include <stdexcept>

namespace regard {

const ScoreFunction& scoreFunctionOf(std::string_view name)
{
    std::string known;
    for (const ScoreFunction& function : scoreFunctions()) {
        if (function.name == name)
            return function;
        known += (known.empty() ? "" : ", ") + std::string(function.name);
    }
    throw std::invalid_argument("unknown score '" + std::string(name) + "': use one of " + known);
}

Score::Score(ParameterLayout& layout, const std::string& prefix, const ScoreFunction& function,
             const ScoreExtents& extents)
    : m_function(&function)
{
    if (!function.anyWidths && extents.query != extents.key)
        throw std::invalid_argument("the score " + std::string(function.name)
                                    + " compares queries and keys of equal width, but these have "
                                    + std::to_string(extents.query) + " and "
                                    + std::to_string(extents.key) + " features");
    if (!function.parameters)
        return;
    for (const ScoreParameter& parameter : function.parameters(extents))
        m_ids.push_back(layout.add(prefix + parameter.name, parameter.shape, parameter.initial));
}

Score Score::with(std::span<const Var> values) const
{
    Score score = *this;
    score.m_values.assign(values.begin(), values.end());
    return score;
}

std::pmr::vector<Var> Score::parameters(Tape& tape) const
{
    std::pmr::vector<Var> vars(m_values.begin(), m_values.end(), &tape.arena());
    if (!vars.empty())
        return vars;
    for (ParameterId id : m_ids)
        vars.push_back(tape.parameter(id));
    return vars;
}

Var Score::prepare(Tape& tape, const Probe& probe, Var keys, const Axis& labels) const
{
    return m_function->prepare ? m_function->prepare(tape, probe, parameters(tape), keys, labels)
                               : keys;
}

Var Score::expand(Tape& tape, Var prepared) const
{
    return m_function->expand ? m_function->expand(tape, prepared) : prepared;
}

Var Score::project(Tape& tape, const Probe& probe, Var queries, const Axis& labels) const
{
    return m_function->project ? m_function->project(tape, probe, parameters(tape), queries, labels)
                               : queries;
}

Var Score::operator()(Tape& tape, Var queries, Var prepared) const
{
    return m_function->score(tape, parameters(tape), queries, prepared);
}

const RowScorer& Score::rowScorer(Tape& tape, Var queries, Var prepared) const
{
    return m_function->rowScorer(tape, parameters(tape), queries, prepared);
}

How Score::told(Tape& tape, Var queries, Var keys) const
{
    How how(**m_function->formula, {queries, keys});
    for (const Var parameter : parameters(tape))
        how.operands.add(parameter);
    return how;
}

} // namespace regard
