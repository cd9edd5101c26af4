// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/ablations.h"

#include "core/trace/layer_parts.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace regard {

namespace {

const TraceTensor& tensorAt(const Trace& trace, int index)
{
    return trace.tensors[static_cast<std::size_t>(index)];
}

/// Its path for all heads.
std::string pathOf(const Trace& trace, int index)
{
    const TraceTensor& tensor = tensorAt(trace, index);
    const Moment& moment = trace.moments[static_cast<std::size_t>(tensor.rowMoments.front())];
    return moment.scope.empty() ? moment.name : moment.scope + "/" + moment.name;
}

Edit whole(EditKind kind, std::string path, std::string from = {})
{
    Edit edit;
    edit.kind = kind;
    edit.path = std::move(path);
    edit.from = std::move(from);
    return edit;
}

bool isRecorded(const Trace& trace, int index)
{
    return index >= 0 && !tensorAt(trace, index).rowMoments.empty();
}

/// Whether a number of one tensor differs from that of another of its shape.
bool differ(const Trace& trace, int left, int right)
{
    const TraceValue& a = tensorAt(trace, left).value;
    const TraceValue& b = tensorAt(trace, right).value;
    if (a.size() != b.size())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i] != b[i])
            return true;
    return false;
}

bool differAnywhere(const Trace& trace, const Attention& attention, int Attention::*left,
                    int Attention::*right)
{
    for (int head = 0; head < attention.headCount(); ++head)
        if (isRecorded(trace, attention.*left) && isRecorded(trace, attention.*right)
            && differ(trace, attention.mapOf(left, head), attention.mapOf(right, head)))
            return true;
    return false;
}

/// Whether the input is a text: its words can be read in another order.
bool readsWords(const Trace& trace)
{
    return std::any_of(trace.tensors.begin(), trace.tensors.end(), [](const TraceTensor& tensor) {
        return tensor.rows && tensor.rows->kind == AxisKind::InputTokens;
    });
}

/// Whether some query sees several keys, so that there is something to choose.
bool hasChoice(const Trace& trace, const Attention& attention)
{
    return isRecorded(trace, attention.masked) && isRecorded(trace, attention.weights)
        && tensorAt(trace, attention.weights).value.columns() > 1;
}

void addOfAttention(const Trace& trace, int index, std::vector<Ablation>& all)
{
    const Attention& attention = trace.attentions[static_cast<std::size_t>(index)];
    const auto add = [&](Ablated part, Edit edit, int head = -1) {
        all.push_back({part, index, head, {std::move(edit)}});
    };
    if (differAnywhere(trace, attention, &Attention::scores, &Attention::scaled))
        add(Ablated::Scale,
            whole(EditKind::PassOn, pathOf(trace, attention.scaled),
                  pathOf(trace, attention.scores)));
    if (differAnywhere(trace, attention, &Attention::scaled, &Attention::masked))
        add(Ablated::Mask,
            whole(EditKind::PassOn, pathOf(trace, attention.masked),
                  pathOf(trace, attention.scaled)));
    if (hasChoice(trace, attention))
        add(Ablated::Choice, whole(EditKind::Even, pathOf(trace, attention.weights)));
    if (!isRecorded(trace, attention.context))
        return;
    add(Ablated::Attention, whole(EditKind::Zero, pathOf(trace, attention.context)));
    for (int head = 0; attention.headCount() > 1 && head < attention.headCount(); ++head)
        add(Ablated::Head,
            whole(EditKind::Zero, tensorAt(trace, attention.mapOf(&Attention::context, head)).path),
            head);
}

void addOfLayer(const Trace& trace, int index, std::vector<Ablation>& all)
{
    const Attention& attention = trace.attentions[static_cast<std::size_t>(index)];
    if (!isRecorded(trace, attention.input) || !isRecorded(trace, attention.output))
        return;
    Ablation residual{Ablated::Residual, index, -1, {}};
    for (const int part : partsAround(trace, attention))
        residual.edits.push_back(whole(EditKind::NoResidual, pathOf(trace, part)));
    if (!residual.edits.empty())
        all.push_back(std::move(residual));
    all.push_back({Ablated::Layer,
                   index,
                   -1,
                   {whole(EditKind::PassOn, pathOf(trace, attention.output),
                          pathOf(trace, attention.input))}});
}

} // namespace

std::vector<Ablation> ablationsOf(const Trace& trace)
{
    std::vector<Ablation> all;
    for (int i = 0; i < static_cast<int>(trace.attentions.size()); ++i)
        addOfAttention(trace, i, all);
    for (int i = 0; i < static_cast<int>(trace.attentions.size()); ++i)
        addOfLayer(trace, i, all);
    Ablation positions{Ablated::Positions, -1, -1, {}};
    for (int i = 0; i < static_cast<int>(trace.tensors.size()); ++i)
        if (tensorAt(trace, i).role == Role::Position && isRecorded(trace, i))
            positions.edits.push_back(whole(EditKind::Zero, pathOf(trace, i)));
    if (!positions.edits.empty())
        all.push_back(std::move(positions));
    if (isRecorded(trace, trace.recurrence.fed))
        all.push_back({Ablated::Feeding,
                       -1,
                       -1,
                       {whole(EditKind::Zero, pathOf(trace, trace.recurrence.fed))}});
    if (trace.layout == Layout::EncoderDecoder && trace.input.size() > 1 && readsWords(trace))
        all.push_back({Ablated::Order, -1, -1, {whole(EditKind::ReverseInput, {})}});
    return all;
}

bool canHideTokens(const Trace& trace)
{
    return std::any_of(trace.tensors.begin(), trace.tensors.end(), [](const TraceTensor& tensor) {
        return tensor.role == Role::Masked && tensor.columns
            && tensor.columns->of == TokensOf::Input;
    });
}

std::vector<int> hiddenTokens(const Trace& trace)
{
    std::vector<int> tokens;
    for (const Edit& edit : trace.edits)
        if (edit.kind == EditKind::HideToken)
            tokens.push_back(static_cast<int>(edit.column));
    return tokens;
}

Edit hideToken(const Trace& trace, int token)
{
    Edit edit;
    edit.kind = EditKind::HideToken;
    edit.column = token;
    edit.columnLabel = trace.input[static_cast<std::size_t>(token)].text;
    return edit;
}

} // namespace regard
