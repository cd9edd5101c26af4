// SPDX-License-Identifier: GPL-3.0-or-later
// What a recorder puts in the place of what is computed.
#include "core/trace/edit_formulas.h"
#include "core/trace/probe.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace regard {

namespace {

std::string within(const std::vector<std::string>& scopes, std::string_view name)
{
    return scopes.empty() ? std::string(name) : scopes.back() + "/" + std::string(name);
}

/// Rows of weights that are alike where the masked scores are numbers.
void writeEven(ConstView masked, View weights)
{
    const Index width = masked.shape.columns();
    for (Index first = 0; first < masked.shape.size(); first += width) {
        const std::span row(masked.data + first, static_cast<std::size_t>(width));
        const auto seen =
            std::count_if(row.begin(), row.end(), [](Real x) { return !std::isinf(x); });
        for (Index column = 0; column < width; ++column)
            weights.data[first + column] = std::isinf(masked.data[first + column])
                ? Real(0)
                : Real(1) / static_cast<Real>(seen);
    }
}

} // namespace

bool Recorder::edits(std::string_view name) const
{
    const std::string_view scope = m_scopes.empty() ? std::string_view() : m_scopes.back();
    return std::any_of(m_edits.begin(), m_edits.end(), [&](const Edit& edit) {
        const std::string_view path = edit.path;
        if (edit.kind == EditKind::HideToken)
            return name == "masked";
        // What stands in the place of a whole tensor is made of those that were computed before it.
        return path.starts_with(scope) && (edit.kind != EditKind::Number || path.ends_with(name));
    });
}

bool Recorder::dropsResidual(std::string_view name)
{
    if (m_edits.empty())
        return false;
    const std::string path = within(m_scopes, name);
    for (const Edit& edit : m_edits)
        if (edit.kind == EditKind::NoResidual && edit.path == path) {
            meet(edit);
            return true;
        }
    return false;
}

std::vector<Edit> Recorder::numbersOf(std::string_view name) const
{
    std::vector<Edit> found;
    if (m_edits.empty())
        return found;
    const std::string path = within(m_scopes, name);
    std::copy_if(m_edits.begin(), m_edits.end(), std::back_inserter(found), [&](const Edit& edit) {
        return edit.kind == EditKind::Number && edit.path == path;
    });
    return found;
}

/// Notes that an edit met something, once.
void Recorder::meet(const Edit& edit)
{
    if (std::find(m_trace.edits.begin(), m_trace.edits.end(), edit) == m_trace.edits.end())
        m_trace.edits.push_back(edit);
}

/// The value that was named last by a path without head; none if it is not on the tape.
Var Recorder::lastOf(std::string_view path) const
{
    for (const Known& known : m_known) {
        const Moment& moment = m_trace.moments[known.moment];
        if ((moment.scope.empty() ? moment.name : moment.scope + "/" + moment.name) != path)
            continue;
        for (std::size_t i = m_named.size(); i-- > 0;)
            if (m_named[i].count > 0 && m_named[i].first == static_cast<std::int32_t>(known.tensor))
                return Var{static_cast<int>(i)};
    }
    return {};
}

std::optional<Recorder::Instead> Recorder::instead(Var value, std::string_view name, const How& how)
{
    const std::string path = within(m_scopes, name);
    for (const Edit& edit : m_edits) {
        if (edit.path != path)
            continue;
        const Shape shape = m_tape.shape(value);
        if (edit.kind == EditKind::Zero) {
            meet(edit);
            return Instead{m_tape.adopt(m_tape.arena().zeros(shape)), How(takenOutFormula)};
        }
        if (edit.kind == EditKind::PassOn) {
            const Var from = lastOf(edit.from);
            if (!from || m_tape.shape(from).size() != shape.size())
                continue;
            meet(edit);
            const View copy = m_tape.allocate(shape);
            std::copy_n(m_tape.value(from).data, shape.size(), copy.data);
            return Instead{m_tape.adopt(copy), How(passedOnFormula, {from})};
        }
        if (edit.kind == EditKind::Even) {
            const Var masked = how.operands.size() > 0 ? how.operands.begin()->var : Var{};
            if (!masked || m_tape.shape(masked).size() != shape.size())
                continue;
            meet(edit);
            const View even = m_tape.allocate(shape);
            writeEven(m_tape.value(masked), even);
            return Instead{m_tape.adopt(even), How(evenFormula, {masked})};
        }
    }
    return std::nullopt;
}

/// Masked scores without the tokens that are hidden by hand.
Var Recorder::hideTokens(Var value, Role role, const Axis& columns)
{
    if (role != Role::Masked || !columns || columns->of != TokensOf::Input)
        return value;
    View hidden;
    for (const Edit& edit : m_edits) {
        const Index column = edit.column - columns->first;
        const Shape shape = m_tape.shape(value);
        if (edit.kind != EditKind::HideToken || column < 0 || column >= shape.columns())
            continue;
        if (!hidden.data) {
            hidden = m_tape.allocate(shape);
            std::copy_n(m_tape.value(value).data, shape.size(), hidden.data);
        }
        for (Index at = column; at < shape.size(); at += shape.columns())
            hidden.data[at] = -std::numeric_limits<Real>::infinity();
        meet(edit);
    }
    return hidden.data ? m_tape.adopt(hidden) : value;
}

/// A value in which the heads that are taken out are 0.
Var Recorder::zeroHeads(Var value, const Recording& to)
{
    const Index size = to.height * to.width;
    View changed;
    for (Index head = 0; head < to.heads; ++head) {
        TraceTensor& tensor = m_trace.tensors[static_cast<std::size_t>(to.tensor + head)];
        for (const Edit& edit : m_edits) {
            if (edit.kind != EditKind::Zero || edit.path != tensor.path)
                continue;
            if (!changed.data) {
                changed = m_tape.allocate(m_tape.shape(value));
                std::copy_n(m_tape.value(value).data, to.heads * size, changed.data);
            }
            std::fill_n(changed.data + head * size, size, Real(0));
            tensor.edited = true;
            tensor.source.formula = &takenOutFormula;
            tensor.source.operandCount = 0;
            meet(edit);
        }
    }
    return changed.data ? m_tape.adopt(changed) : value;
}

/// A value in which the edits that fall into the piece are made; the value itself if none do.
Var Recorder::applyEdits(Var value, Index firstRow, const Piece& piece, Index width)
{
    TraceTensor& tensor = m_trace.tensors[static_cast<std::size_t>(piece.tensor)];
    View changed;
    for (const Edit& edit : m_edits) {
        const Index row = edit.row - piece.firstRow;
        if (edit.kind != EditKind::Number || edit.path != tensor.path || row < 0
            || row >= piece.rowCount || edit.column < 0 || edit.column >= width)
            continue;
        if (!changed.data) {
            const ConstView before = m_tape.value(value);
            changed = m_tape.allocate(before.shape);
            std::copy_n(before.data, before.shape.size(), changed.data);
            tensor.edited = true;
        }
        m_trace.edits.push_back(edit);
        changed.data[(firstRow + row) * width + edit.column] = edit.value;
    }
    return changed.data ? m_tape.adopt(changed) : value;
}

} // namespace regard
