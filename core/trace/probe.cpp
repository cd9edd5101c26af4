// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/probe.h"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <utility>

namespace regard {

namespace {

/// The rows of one head.
Derivation ofHead(const Derivation& all, Index head, Index height)
{
    if (all.seen.empty())
        return all;
    return {all.factor,
            all.seen.subspan(static_cast<std::size_t>(head * height),
                             static_cast<std::size_t>(height))};
}

} // namespace

Recorder::Recorder(Tape& tape, std::vector<Edit> edits, std::stop_token stop)
    : m_tape(tape)
    , m_edits(std::move(edits))
    , m_stop(std::move(stop))
{
    m_tape.stopBy(m_stop);
    // Room for the heads of one layer, so that small traces do not grow step by step.
    constexpr std::size_t usual = 96;
    m_trace.tensors.reserve(usual);
    m_trace.moments.reserve(usual / 4);
    m_known.reserve(usual / 4);
}

void Recorder::push(std::string_view scope)
{
    m_scopes.push_back(m_scopes.empty() ? std::string(scope)
                                        : m_scopes.back() + "/" + std::string(scope));
}

void Recorder::pop()
{
    m_scopes.pop_back();
}

void Recorder::setStep(int step, std::string_view label)
{
    m_step = step;
    m_stepLabel = label;
}

/// A new moment in the order of computation.
Recorder::Recording Recorder::begin(std::string_view name, Role role, const Shape& shape,
                                    const Axis& rows, const Axis& columns)
{
    if (m_stop.stop_requested())
        throw Stopped{};
    const bool hasHeads = shape.rank() == 4;
    const Index heads = hasHeads ? shape[1] : 1;
    Moment& moment = m_trace.moments.emplace_back();
    if (!m_scopes.empty())
        moment.scope = m_scopes.back();
    moment.name = name;
    moment.role = role;
    moment.step = m_step;
    const std::size_t first = tensorsOf(moment, heads, hasHeads, columns);
    const Index height = hasHeads ? shape[0] * shape[2] : shape.rows();
    const Recording to{static_cast<int>(first),
                       heads == 0 ? 0
                                  : static_cast<Index>(m_trace.tensors[first].rowMoments.size()),
                       heads,
                       height,
                       shape.columns(),
                       rows};
    moment.pieces = {{to.tensor, to.firstRow, height}, static_cast<std::size_t>(heads)};
    return to;
}

/// The first of the tensors that a moment writes, made where there are none yet.
std::size_t Recorder::tensorsOf(const Moment& moment, Index heads, bool hasHeads,
                                const Axis& columns)
{
    constexpr std::hash<std::string_view> hashOf;
    const std::size_t hash =
        hashOf(moment.name) + (moment.scope.empty() ? 0 : 31 * hashOf(moment.scope));
    for (const Known& known : m_known) {
        const Moment& other = m_trace.moments[known.moment];
        if (known.hash == hash && other.name == moment.name && other.scope == moment.scope)
            return known.tensor;
    }
    const std::size_t first = m_trace.tensors.size();
    m_known.push_back({hash, m_trace.moments.size() - 1, first});
    std::string scope = moment.scope;
    if (!scope.empty())
        scope += '/';
    for (Index head = 0; head < heads; ++head) {
        TraceTensor& tensor = m_trace.tensors.emplace_back();
        tensor.path = scope;
        if (hasHeads)
            tensor.path.append("head").append(std::to_string(head)).append("/");
        tensor.path.append(moment.name);
        tensor.role = moment.role;
        tensor.columns = columns;
    }
    return first;
}

/// What an operand is in the trace.
SourceOperand Recorder::operandOf(const HowOperand& operand) const
{
    if (operand.tensors.count > 0)
        return {SourceOperand::Kind::Tensor, operand.tensors.first, operand.tensors.count};
    Var var = operand.var;
    if (!var)
        return {};
    if (const ParameterId parameter = m_tape.parameterOf(var); parameter.index >= 0)
        return {SourceOperand::Kind::Parameter, parameter.index, 1};
    while (var && !isNamed(var))
        var = m_tape.wholeOf(var);
    if (!var)
        return {};
    const NamedTensors& named = m_named[static_cast<std::size_t>(var.index)];
    return {SourceOperand::Kind::Tensor, named.first, named.count};
}

/// Says how what was recorded came about: at first all of it, later what was not there at first
/// and what is another one from these rows on.
void Recorder::tell(const Recording& to, const How& how)
{
    for (Index head = 0; head < to.heads; ++head) {
        Source& source = m_trace.tensors[static_cast<std::size_t>(to.tensor + head)].source;
        source.ids.insert(source.ids.end(), how.ids.begin(), how.ids.end());
        if (!source.formula) {
            source.formula = how.formula;
            source.head = static_cast<std::int32_t>(head);
            source.heads = static_cast<std::int32_t>(to.heads);
            source.operandCount = static_cast<std::uint8_t>(how.operands.size());
            source.numberCount = static_cast<std::uint8_t>(how.numbers.size());
            std::copy(how.numbers.begin(), how.numbers.end(), source.numbers.begin());
        }
        std::size_t i = 0;
        for (const HowOperand& operand : how.operands)
            tellOperand(to, head, i++, operand);
    }
}

void Recorder::tellOperand(const Recording& to, Index head, std::size_t place,
                           const HowOperand& operand)
{
    const auto tensor = static_cast<std::size_t>(to.tensor + head);
    Source& source = m_trace.tensors[tensor].source;
    const SourceOperand now = operandOf(operand);
    SourceOperand& first = source.operands[place];
    if (first.kind == SourceOperand::Kind::None) {
        first = now;
        if (now.kind == SourceOperand::Kind::None && operand.var)
            m_unnamed.push_back({tensor, place, operand.var});
    } else if (now.kind != SourceOperand::Kind::None
               && now != source.operandOf(place, to.firstRow)) {
        source.changes.push_back({to.firstRow, place, now});
    }
}

bool Recorder::isNamed(Var value) const
{
    const auto at = static_cast<std::size_t>(value.index);
    return at < m_named.size() && m_named[at].count > 0;
}

/// A value on the tape stands for what was recorded of it.
void Recorder::remember(Var value, const Recording& as)
{
    const auto at = static_cast<std::size_t>(value.index);
    if (m_named.size() <= at)
        m_named.resize(std::max(at + 1, 2 * m_named.size()));
    m_named[at] = {as.tensor, static_cast<std::int32_t>(as.heads)};
}

Var Recorder::record(Var value, std::string_view name, Role role, const How& how, const Axis& rows,
                     const Axis& columns)
{
    const Recording to = begin(name, role, m_tape.shape(value), rows, columns);
    if (m_edits.empty()) {
        tell(to, how);
    } else {
        const std::optional<Instead> other = instead(value, name, how);
        tell(to, other ? other->how : how);
        value = zeroHeads(hideTokens(other ? other->value : value, role, columns), to);
        for (Index head = 0; other && head < to.heads; ++head)
            m_trace.tensors[static_cast<std::size_t>(to.tensor + head)].edited = true;
    }
    // What has a name stays what that says: keys and values may be the same states.
    if (isNamed(value))
        value = m_tape.part(value, 0, m_tape.shape(value));
    remember(value, to);
    const Index size = to.height * to.width;
    for (Index head = 0; head < to.heads; ++head) {
        const Piece piece = place(to, head);
        if (!m_edits.empty())
            value = applyEdits(value, head * to.height, piece, to.width);
        if (!m_tape.owns(value))
            value = m_tape.constant(m_tape.value(value));
        write(piece,
              {m_tape.memory(), m_tape.value(value).data + head * size, to.height, to.width});
    }
    remember(value, to);
    return value;
}

/// What follows from the value of each head, which valueOf(head) gives.
template <class ValueOf>
void Recorder::recordEach(const Recording& to, const Derivation& derivation, const ValueOf& valueOf)
{
    for (Index head = 0; head < to.heads; ++head) {
        TraceValue value = valueOf(head);
        value.derive(ofHead(derivation, head, to.height));
        write(place(to, head), std::move(value));
    }
}

NamedTensors Recorder::recordDerived(Var source, std::string_view name, Role role, const How& how,
                                     const Derivation& derivation, const Axis& rows,
                                     const Axis& columns)
{
    const Recording to = begin(name, role, m_tape.shape(source), rows, columns);
    tell(to, how);
    const Real* numbers = m_tape.value(source).data;
    recordEach(to, derivation, [&](Index head) {
        return TraceValue(m_tape.memory(), numbers + head * to.height * to.width, to.height,
                          to.width);
    });
    return {to.tensor, static_cast<std::int32_t>(to.heads)};
}

NamedTensors Recorder::recordProducts(Var queries, Var keys, std::string_view name, Role role,
                                      const How& how, const Derivation& derivation,
                                      const Axis& rows, const Axis& columns)
{
    const ConstView q = m_tape.value(queries);
    const ConstView k = m_tape.value(keys);
    const Index count = k.shape[-2];
    const Index depth = q.shape.columns();
    const Recording to = begin(name, role, q.shape.withColumns(count), rows, columns);
    tell(to, how);
    recordEach(to, derivation, [&](Index head) {
        return TraceValue::products(m_tape.memory(), q.data + head * to.height * depth, to.height,
                                    k.data + head * count * depth, count, depth);
    });
    return {to.tensor, static_cast<std::int32_t>(to.heads)};
}

Recorder::Growth& Recorder::growthOf(std::size_t tensor)
{
    if (m_growth.size() <= tensor)
        m_growth.resize(m_trace.tensors.size());
    return m_growth[tensor];
}

/// The tensor of a head grown by the rows of a recording, and where these rows begin.
Piece Recorder::place(const Recording& to, Index head)
{
    const Piece piece{to.tensor + static_cast<int>(head), to.firstRow, to.height};
    const auto index = static_cast<std::size_t>(piece.tensor);
    TraceTensor& tensor = m_trace.tensors[index];
    const auto height = static_cast<std::size_t>(to.height);
    const int moment = static_cast<int>(m_trace.moments.size()) - 1;
    tensor.rowMoments.append(height, moment);
    tensor.rowOrder.append(height, moment);
    if (piece.firstRow == 0) {
        tensor.rows = to.rows;
    } else {
        if (tensor.value.columns() != to.width)
            throw std::logic_error("trace: " + tensor.path + " changes its width");
        AxisLabels& labels = growthOf(index).labels;
        if (tensor.rows)
            labels = *tensor.rows;
        tensor.rows = nullptr;
        if (to.rows)
            labels.names.insert(labels.names.end(), to.rows->begin(), to.rows->end());
    }
    if (!to.rows && m_step >= 0) {
        AxisLabels& labels = growthOf(index).labels;
        labels.kind = AxisKind::Steps;
        labels.names.insert(labels.names.end(), height, m_stepLabel);
    }
    return piece;
}

void Recorder::write(const Piece& piece, TraceValue&& value)
{
    TraceTensor& tensor = m_trace.tensors[static_cast<std::size_t>(piece.tensor)];
    if (piece.firstRow == 0) {
        tensor.value = std::move(value);
        return;
    }
    Buffer& numbers = growthOf(static_cast<std::size_t>(piece.tensor)).numbers;
    if (numbers.empty())
        numbers.assign(tensor.value.begin(), tensor.value.end());
    numbers.insert(numbers.end(), value.begin(), value.end());
}

Trace Recorder::take()
{
    for (const Unnamed& unnamed : m_unnamed) {
        SourceOperand& known = m_trace.tensors[unnamed.tensor].source.operands[unnamed.operand];
        if (known.kind == SourceOperand::Kind::None)
            known = operandOf(unnamed.value);
    }
    m_unnamed.clear();
    for (TraceTensor& tensor : m_trace.tensors)
        if (tensor.rows && tensor.rows->size() != tensor.rowMoments.size())
            tensor.rows = nullptr;
    for (std::size_t i = 0; i < m_growth.size(); ++i) {
        TraceTensor& tensor = m_trace.tensors[i];
        auto& [numbers, labels] = m_growth[i];
        const std::size_t height = tensor.rowMoments.size();
        if (!numbers.empty())
            tensor.value = Tensor(Shape{static_cast<Index>(height), tensor.value.columns()},
                                  std::move(numbers));
        if (labels.size() > 0 && labels.size() == height)
            tensor.rows = std::make_shared<const AxisLabels>(std::move(labels));
    }
    m_growth.clear();
    m_known.clear();
    return std::move(m_trace);
}

} // namespace regard
