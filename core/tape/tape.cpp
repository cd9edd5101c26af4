// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tape/tape.h"

#include "core/tensor/update.h"

#include <algorithm>
#include <functional>
#include <tuple>

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
    m_differentiated = false;
    m_keeper = nullptr;
    m_stop = {};
    m_parameterVars.clear();
    m_products.clear();
    m_rowTerms.clear();
}

void Tape::settle()
{
    m_nodes.reserve(2 * m_nodes.size());
    m_products.reserve(2 * m_products.capacity());
    m_rowTerms.reserve(2 * m_rowTerms.size());
    if (m_arena.use_count() == 1)
        m_arena->settle();
    reset();
}

void Tape::bind(const Parameters& parameters, Real* gradients)
{
    m_parameters = &parameters;
    m_parameterGradients = gradients;
    m_differentiated = gradients != nullptr;
    m_parameterVars.assign(parameters.layout().entries().size(), Var{});
}

void Tape::bindForTraining(const Parameters& parameters, RowKeeper* keeper)
{
    bind(parameters);
    m_differentiated = true;
    m_keeper = keeper;
}

Var Tape::parameter(ParameterId id)
{
    Var& known = m_parameterVars[static_cast<std::size_t>(id.index)];
    if (!known) {
        const ConstView value = (*m_parameters)[id];
        Node& added = append();
        // Values are never written through a node, so the parameters stay untouched.
        added.value = {const_cast<Real*>(value.data), value.shape};
        added.needsGradient = m_differentiated;
        added.parameter = id.index;
        known = last();
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
    append().value = value;
    return last();
}

Var Tape::part(Var x, Index first, const Shape& shape)
{
    assert(first + shape.size() <= node(x).value.shape.size());
    Node& added = append();
    const Node& whole = node(x);
    added.value = {whole.value.data + first, shape};
    added.needsGradient = whole.needsGradient;
    added.origin = x;
    return last();
}

View Tape::gradient(Var v)
{
    const Node& asked = node(v);
    if (asked.origin) {
        const Index first = asked.value.data - node(asked.origin).value.data;
        return {gradient(asked.origin).data + first, asked.value.shape};
    }
    Node& owner = node(v);
    if (!owner.gradient)
        owner.gradient = m_arena->zeros(owner.value.shape).data;
    return {owner.gradient, owner.value.shape};
}

void Tape::addGradient(Var v, View added)
{
    Node& owner = node(v);
    if (!owner.origin && !owner.gradient)
        owner.gradient = added.data;
    else
        regard::addTo(gradient(v).data, added.data, added.shape.size());
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
        if (!current.call || !current.gradient)
            continue;
        throwIfStopped();
        current.call(*this, current.closure, {current.gradient, current.value.shape});
    }
    joinProducts();
    if (!m_parameterGradients)
        return;
    const std::vector<ParameterLayout::Entry>& entries = m_parameters->layout().entries();
    for (std::size_t i = 0; i < entries.size(); ++i)
        addTo(m_parameterGradients + entries[i].offset, {static_cast<int>(i)}, 0,
              entries[i].shape.rows());
}

void Tape::addProduct(Var weight, MatrixRef slopes, MatrixRef inputs, Index column)
{
    const Node& target = node(weight);
    if (target.parameter >= 0)
        m_products.push_back({target.parameter, static_cast<std::int32_t>(m_products.size()),
                              column, slopes, inputs});
    else
        multiplyAdd(slopes.t(), inputs, gradient(weight).data + column,
                    target.value.shape.columns());
}

void Tape::addRows(Var table, std::span<const std::int32_t> ids, const Real* rows)
{
    const Node& target = node(table);
    if (target.parameter >= 0) {
        m_rowTerms.push_back({target.parameter, ids, rows});
        return;
    }
    const Index width = target.value.shape.columns();
    Real* sum = gradient(table).data;
    for (std::size_t i = 0; i < ids.size(); ++i)
        regard::addTo(sum + ids[i] * width, rows + static_cast<Index>(i) * width, width);
}

void Tape::addTo(Real* sum, ParameterId id, Index first, Index end) const
{
    const Var v = m_parameterVars[static_cast<std::size_t>(id.index)];
    if (!v)
        return;
    const Index width = node(v).value.shape.columns();
    if (node(v).gradient)
        regard::addTo(sum, node(v).gradient + first * width, (end - first) * width);
    for (const ProductTerm& term : m_products)
        if (term.parameter == id.index)
            multiplyAdd(MatrixRef(term.slopes.data + first, term.slopes.rows, end - first,
                                  term.slopes.stride)
                            .t(),
                        term.inputs, sum + term.column, width);
    for (const RowTerm& term : m_rowTerms)
        if (term.parameter == id.index)
            for (std::size_t i = 0; i < term.ids.size(); ++i)
                if (term.ids[i] >= first && term.ids[i] < end)
                    regard::addTo(sum + (term.ids[i] - first) * width,
                                  term.rows + static_cast<Index>(i) * width, width);
}

void Tape::joinProducts()
{
    const auto key = [](const ProductTerm& term) {
        return std::tuple(term.parameter, term.column, term.inputs.columns, term.order);
    };
    std::sort(m_products.begin(), m_products.end(),
              [&](const ProductTerm& a, const ProductTerm& b) { return key(a) < key(b); });
    std::size_t kept = 0;
    for (std::size_t first = 0; first < m_products.size();) {
        std::size_t end = first + 1;
        const ProductTerm head = m_products[first];
        while (end < m_products.size() && m_products[end].parameter == head.parameter
               && m_products[end].column == head.column
               && m_products[end].inputs.columns == head.inputs.columns)
            ++end;
        ProductTerm all = head;
        throwIfStopped();
        if (end - first > 1) {
            const std::span terms(m_products.data() + first, end - first);
            all.slopes = joined(terms, &ProductTerm::slopes);
            all.inputs = joined(terms, &ProductTerm::inputs);
        }
        m_products[kept++] = all;
        first = end;
    }
    m_products.resize(kept);
}

MatrixRef Tape::joined(std::span<const ProductTerm> terms, MatrixRef ProductTerm::*part)
{
    Index rows = 0;
    for (const ProductTerm& term : terms)
        rows += (term.*part).rows;
    const Index width = (terms.front().*part).columns;
    const View all = m_arena->tensor({rows, width});
    Real* to = all.data;
    for (const ProductTerm& term : terms)
        for (Index row = 0; row < (term.*part).rows; ++row, to += width)
            std::copy_n((term.*part).data + row * (term.*part).stride, width, to);
    return all;
}

} // namespace regard
