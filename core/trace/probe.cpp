// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/probe.h"

#include <algorithm>
#include <stdexcept>

namespace regard {

Recorder::Recorder(Tape& tape, std::vector<Edit> edits, std::stop_token stop)
    : m_tape(tape)
    , m_edits(std::move(edits))
    , m_stop(std::move(stop))
{
    // Room for the heads of one layer, so that small traces do not grow step by step.
    constexpr std::size_t usual = 96;
    m_trace.tensors.reserve(usual);
    m_rows.reserve(usual);
    m_indices.reserve(usual);
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

/// A new moment in the order of computation; its first tensor, made where there is none yet.
std::size_t Recorder::begin(std::string_view name, Role role, Index heads, bool hasHeads,
                            const Axis& columns)
{
    if (m_stop.stop_requested())
        throw Stopped{};
    Moment& moment = m_trace.moments.emplace_back();
    if (!m_scopes.empty())
        moment.scope = m_scopes.back();
    moment.name = name;
    moment.role = role;
    moment.step = m_step;
    moment.pieces.reserve(static_cast<std::size_t>(heads));

    m_key.clear();
    if (!m_scopes.empty())
        m_key.append(m_scopes.back()).append("/");
    const std::size_t prefix = m_key.size();
    m_key.append(name);
    const auto [known, added] = m_indices.try_emplace(m_key, m_trace.tensors.size());
    for (Index head = 0; added && head < heads; ++head) {
        TraceTensor& tensor = m_trace.tensors.emplace_back();
        tensor.path.assign(m_key, 0, prefix);
        if (hasHeads)
            tensor.path.append("head").append(std::to_string(head)).append("/");
        tensor.path.append(name);
        tensor.role = role;
        tensor.columns = columns;
        m_rows.emplace_back();
    }
    return known->second;
}

Var Recorder::record(Var value, std::string_view name, Role role, const Axis& rows,
                     const Axis& columns)
{
    const Shape shape = m_tape.shape(value);
    const bool hasHeads = shape.rank() == 4;
    const Index heads = hasHeads ? shape[1] : 1;
    const Index width = shape.columns();
    const Index height = heads == 0 ? 0 : shape.rows() / heads;
    const std::size_t first = begin(name, role, heads, hasHeads, columns);
    for (Index head = 0; head < heads; ++head) {
        const Piece piece = place(first + static_cast<std::size_t>(head), height, width, rows);
        value = applyEdits(value, head * height, piece);
        if (!m_tape.owns(value))
            value = m_tape.constant(m_tape.value(value));
        write(piece, {m_tape.value(value).data + head * height * width});
        m_trace.moments.back().pieces.push_back(piece);
    }
    return value;
}

void Recorder::recordDerived(Var source, std::string_view name, Role role, Real factor,
                             std::span<const ColumnRange> seen, const Axis& rows,
                             const Axis& columns)
{
    const Shape shape = m_tape.shape(source);
    const bool hasHeads = shape.rank() == 4;
    const Index heads = hasHeads ? shape[1] : 1;
    const Index width = shape.columns();
    const Index height = heads == 0 ? 0 : shape.rows() / heads;
    const std::size_t first = begin(name, role, heads, hasHeads, columns);
    for (Index head = 0; head < heads; ++head) {
        const Piece piece = place(first + static_cast<std::size_t>(head), height, width, rows);
        write(piece,
              {m_tape.value(source).data + head * height * width, true, factor,
               seen.empty() ? nullptr : seen.data() + head * height});
        m_trace.moments.back().pieces.push_back(piece);
    }
}

bool Recorder::edits(std::string_view name) const
{
    const std::string_view scope = m_scopes.empty() ? std::string_view() : m_scopes.back();
    return std::any_of(m_edits.begin(), m_edits.end(), [&](const Edit& edit) {
        const std::string_view path = edit.path;
        return path.starts_with(scope) && path.ends_with(name);
    });
}

/// The tensor grown by `height` rows, and where these rows begin.
Piece Recorder::place(std::size_t index, Index height, Index width, const Axis& rows)
{
    TraceTensor& tensor = m_trace.tensors[index];
    Rows& grown = m_rows[index];
    const bool isNew = tensor.rowMoments.empty();
    if (isNew) {
        grown.width = width;
        grown.axis = rows;
    } else if (grown.width != width) {
        throw std::logic_error("trace: " + tensor.path + " changes its width");
    }
    const Index first = static_cast<Index>(tensor.rowMoments.size());
    const int moment = static_cast<int>(m_trace.moments.size()) - 1;
    tensor.rowMoments.insert(tensor.rowMoments.end(), static_cast<std::size_t>(height), moment);
    if (!isNew && grown.axis) {
        grown.labels = *grown.axis;
        grown.axis = nullptr;
    }
    if (!isNew && rows)
        grown.labels.insert(grown.labels.end(), rows->begin(), rows->end());
    else if (!rows && m_step >= 0)
        grown.labels.insert(grown.labels.end(), static_cast<std::size_t>(height), m_stepLabel);
    return {static_cast<int>(index), first, height};
}

/// A value in which the edits that fall into the piece are made; the value itself if none do.
Var Recorder::applyEdits(Var value, Index firstRow, const Piece& piece)
{
    TraceTensor& tensor = m_trace.tensors[static_cast<std::size_t>(piece.tensor)];
    const Index width = m_rows[static_cast<std::size_t>(piece.tensor)].width;
    View changed;
    for (const Edit& edit : m_edits) {
        const Index row = edit.row - piece.firstRow;
        if (edit.path != tensor.path || row < 0 || row >= piece.rowCount || edit.column < 0
            || edit.column >= width)
            continue;
        if (!changed.data) {
            const ConstView before = m_tape.value(value);
            changed = m_tape.allocate(before.shape);
            std::copy_n(before.data, before.shape.size(), changed.data);
            tensor.edited = true;
        }
        changed.data[(firstRow + row) * width + edit.column] = edit.value;
    }
    return changed.data ? m_tape.adopt(changed) : value;
}

TraceValue Recorder::valueOf(const Source& source, Index height, Index width) const
{
    const TraceValue value(m_tape.memory(), source.data, height, width);
    return source.isDerived ? value.derived(source.factor, source.seen) : value;
}

void Recorder::write(const Piece& piece, const Source& source)
{
    Rows& rows = m_rows[static_cast<std::size_t>(piece.tensor)];
    const auto append = [&](const Source& from, Index height) {
        const TraceValue value = valueOf(from, height, rows.width);
        for (const Real number : value.values())
            rows.numbers.push_back(number);
    };
    if (piece.firstRow == 0) {
        rows.first = source;
        return;
    }
    if (rows.numbers.empty())
        append(rows.first, piece.firstRow);
    append(source, piece.rowCount);
}

Trace Recorder::take()
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        TraceTensor& tensor = m_trace.tensors[i];
        Rows& rows = m_rows[i];
        const Index height = static_cast<Index>(tensor.rowMoments.size());
        tensor.value = rows.numbers.empty()
            ? valueOf(rows.first, height, rows.width)
            : TraceValue(Tensor(Shape{height, rows.width}, std::move(rows.numbers)));
        if (rows.axis && rows.axis->size() == tensor.rowMoments.size())
            tensor.rows = std::move(rows.axis);
        else if (rows.labels.size() == tensor.rowMoments.size() && !rows.labels.empty())
            tensor.rows = makeAxis(std::move(rows.labels));
    }
    m_rows.clear();
    m_indices.clear();
    return std::move(m_trace);
}

} // namespace regard
