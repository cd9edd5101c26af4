// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tape/tape.h"

#include <algorithm>
#include <functional>

namespace regard {

void Tape::reset()
{
    m_nodes.clear();
    if (m_arena.use_count() > 1)
        m_arena = std::make_shared<Arena>();
    else
        m_arena->reset();
    m_parameters = nullptr;
    m_parameterGradients = nullptr;
    m_parameterVars.clear();
}

void Tape::bind(const Parameters& parameters, Real* gradients)
{
    m_parameters = &parameters;
    m_parameterGradients = gradients;
    m_parameterVars.assign(parameters.layout().entries().size(), Var{});
}

Var Tape::parameter(ParameterId id)
{
    Var& known = m_parameterVars[static_cast<std::size_t>(id.index)];
    if (!known) {
        const ConstView value = (*m_parameters)[id];
        Node added;
        // Values are never written through a node, so the parameters stay untouched.
        added.value = {const_cast<Real*>(value.data), value.shape};
        added.needsGradient = m_parameterGradients != nullptr;
        if (m_parameterGradients)
            added.gradient = m_parameterGradients + m_parameters->layout().entry(id).offset;
        known = append(added);
    }
    return known;
}

bool Tape::owns(Var v) const
{
    if (!m_parameters)
        return true;
    const std::span<const Real> block = m_parameters->block();
    const Real* data = value(v).data;
    return std::less<>()(data, block.data()) || !std::less<>()(data, block.data() + block.size());
}

Var Tape::constant(ConstView value)
{
    View copy = allocate(value.shape);
    std::copy_n(value.data, value.shape.size(), copy.data);
    return adopt(copy);
}

Var Tape::input(ConstView value)
{
    const Var v = constant(value);
    node(v).needsGradient = true;
    return v;
}

Var Tape::adopt(View value)
{
    Node added;
    added.value = value;
    return append(added);
}

View Tape::gradient(Var v)
{
    Node& owner = node(v);
    if (!owner.gradient)
        owner.gradient = m_arena->zeros(owner.value.shape).data;
    return {owner.gradient, owner.value.shape};
}

bool Tape::anyNeedsGradient(std::initializer_list<Var> inputs) const
{
    return std::any_of(inputs.begin(), inputs.end(),
                       [this](Var v) { return v && node(v).needsGradient; });
}

void Tape::backward(Var loss, Real scale)
{
    assert(shape(loss).size() == 1);
    gradient(loss).data[0] += scale;
    for (std::int32_t index = loss.index; index >= 0; --index) {
        const Node current = node({index}); // backward functions may add gradients
        if (current.call && current.gradient)
            current.call(*this, current.closure, {current.gradient, current.value.shape});
    }
}

Var Tape::append(Node added)
{
    m_nodes.push_back(added);
    return {static_cast<std::int32_t>(m_nodes.size()) - 1};
}

} // namespace regard
