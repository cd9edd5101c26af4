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

Var Recorder::record(Var value, std::string_view name, Role role, const Axis& rows,
                     const Axis& columns)
{
    if (m_stop.stop_requested())
        throw Stopped{};
    const std::string scope = m_scopes.empty() ? "" : m_scopes.back();
    const Shape& shape = m_tape.shape(value);
    const bool hasHeads = shape.rank() == 4;
    const Index heads = hasHeads ? shape[1] : 1;
    const Index width = shape.columns();
    const Index height = heads == 0 ? 0 : shape.rows() / heads;

    m_trace.moments.push_back({scope, std::string(name), role, m_step, {}});
    const std::string prefix = scope.empty() ? "" : scope + "/";
    for (Index head = 0; head < heads; ++head) {
        std::string path = prefix;
        if (hasHeads)
            path += "head" + std::to_string(head) + "/";
        path += name;
        const Piece piece = place(std::move(path), role, height, width, rows, columns);
        value = applyEdits(value, head * height, piece);
        write(piece, m_tape.value(value).data + head * height * width, width);
        m_trace.moments.back().pieces.push_back(piece);
    }
    return value;
}

/// The tensor at the path, made or grown by `height` rows, and where these rows begin.
Piece Recorder::place(std::string path, Role role, Index height, Index width, const Axis& rows,
                      const Axis& columns)
{
    const auto [found, added] = m_indices.try_emplace(std::move(path), m_trace.tensors.size());
    if (added) {
        TraceTensor tensor;
        tensor.path = found->first;
        tensor.role = role;
        tensor.columns = columns;
        m_trace.tensors.push_back(std::move(tensor));
        m_rows.emplace_back();
        m_rows.back().width = width;
    }
    TraceTensor& tensor = m_trace.tensors[found->second];
    Rows& grown = m_rows[found->second];
    if (grown.width != width)
        throw std::logic_error("trace: " + tensor.path + " changes its width");
    const Index first = static_cast<Index>(tensor.rowMoments.size());
    const int moment = static_cast<int>(m_trace.moments.size()) - 1;
    tensor.rowMoments.insert(tensor.rowMoments.end(), static_cast<std::size_t>(height), moment);
    if (rows)
        grown.labels.insert(grown.labels.end(), rows->begin(), rows->end());
    else if (m_step >= 0)
        grown.labels.insert(grown.labels.end(), static_cast<std::size_t>(height), m_stepLabel);
    return {static_cast<int>(found->second), first, height};
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

void Recorder::write(const Piece& piece, const Real* values, Index width)
{
    Buffer& numbers = m_rows[static_cast<std::size_t>(piece.tensor)].numbers;
    numbers.insert(numbers.end(), values, values + piece.rowCount * width);
}

Trace Recorder::take()
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        TraceTensor& tensor = m_trace.tensors[i];
        Rows& rows = m_rows[i];
        const Index height = static_cast<Index>(tensor.rowMoments.size());
        tensor.value = Tensor(Shape{height, rows.width}, std::move(rows.numbers));
        if (rows.labels.size() == tensor.rowMoments.size() && !rows.labels.empty())
            tensor.rows = makeAxis(std::move(rows.labels));
    }
    m_rows.clear();
    m_indices.clear();
    return std::move(m_trace);
}

} // namespace regard
