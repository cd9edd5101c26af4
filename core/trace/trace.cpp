// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/trace.h"

#include <algorithm>

namespace regard {

namespace {

template <class Predicate>
int indexWhere(const std::vector<TraceTensor>& tensors, Predicate predicate)
{
    const auto found = std::find_if(tensors.begin(), tensors.end(), predicate);
    return found == tensors.end() ? -1 : static_cast<int>(found - tensors.begin());
}

const std::string* labelAt(const Axis& axis, Index index)
{
    if (!axis || index < 0 || index >= static_cast<Index>(axis->size()))
        return nullptr;
    return &(*axis)[static_cast<std::size_t>(index)];
}

} // namespace

std::string_view editKindName(EditKind kind)
{
    switch (kind) {
    case EditKind::Number:
        return "number";
    case EditKind::HideToken:
        return "hide_token";
    case EditKind::Zero:
        return "zero";
    case EditKind::PassOn:
        return "pass_on";
    case EditKind::Even:
        return "even";
    case EditKind::NoResidual:
        return "no_residual";
    case EditKind::ReverseInput:
        return "reverse_input";
    }
    return "";
}

std::string_view roleName(Role role)
{
    switch (role) {
    case Role::Embedding:
        return "embedding";
    case Role::Position:
        return "position";
    case Role::Hidden:
        return "hidden";
    case Role::Query:
        return "query";
    case Role::Key:
        return "key";
    case Role::Value:
        return "value";
    case Role::Scores:
        return "scores";
    case Role::Scaled:
        return "scaled";
    case Role::Masked:
        return "masked";
    case Role::Weights:
        return "weights";
    case Role::Context:
        return "context";
    case Role::State:
        return "state";
    case Role::DecoderState:
        return "decoder_state";
    case Role::Gate:
        return "gate";
    case Role::Logits:
        return "logits";
    case Role::Probabilities:
        return "probabilities";
    }
    return "";
}

bool isUnitRange(Role role)
{
    return role == Role::Weights || role == Role::Probabilities;
}

std::string_view TraceTensor::scope() const
{
    const std::string_view whole = path;
    const auto slash = whole.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : whole.substr(0, slash);
}

std::string_view TraceTensor::name() const
{
    const std::string_view whole = path;
    const auto slash = whole.rfind('/');
    return slash == std::string_view::npos ? whole : whole.substr(slash + 1);
}

const std::string* TraceTensor::rowLabel(Index row) const
{
    return labelAt(rows, row);
}

const std::string* TraceTensor::columnLabel(Index column) const
{
    return labelAt(columns, column);
}

int Trace::tokenAt(const Axis& axis, Index label, TokensOf of) const
{
    if (!axis || axis->of != of || label < 0 || label >= static_cast<Index>(axis->size()))
        return -1;
    const Index token = label + axis->first;
    const auto count = static_cast<Index>(of == TokensOf::Input ? input.size() : output.size());
    return token >= 0 && token < count ? static_cast<int>(token) : -1;
}

Index Trace::labelOf(const Axis& axis, TokensOf of, int token) const
{
    const Index label = axis ? Index{token} - axis->first : -1;
    return token >= 0 && tokenAt(axis, label, of) == token ? label : -1;
}

int Attention::headOf(int tensor) const
{
    for (const auto stage : stages)
        if (const int first = this->*stage;
            first >= 0 && tensor >= first && tensor < first + headCount())
            return tensor - first;
    return -1;
}

const Attention* Trace::attentionOf(int tensor) const
{
    for (const Attention& attention : attentions)
        if (attention.headOf(tensor) >= 0)
            return &attention;
    return nullptr;
}

int Trace::inHead(int tensor, int head) const
{
    const Source& source = tensors[static_cast<std::size_t>(tensor)].source;
    return source.heads > 1 && head >= 0 && head < source.heads ? tensor - source.head + head
                                                                : tensor;
}

const TraceTensor* Trace::find(std::string_view path) const
{
    const int index = indexOf(path);
    return index < 0 ? nullptr : &tensors[static_cast<std::size_t>(index)];
}

int Trace::indexOf(std::string_view path) const
{
    return indexWhere(tensors, [&](const TraceTensor& tensor) { return tensor.path == path; });
}

int Trace::indexOf(Role role, std::string_view scope) const
{
    return indexWhere(tensors, [&](const TraceTensor& tensor) {
        return tensor.role == role && tensor.scope() == scope;
    });
}

int Trace::indexOf(Role role) const
{
    return indexWhere(tensors, [&](const TraceTensor& tensor) { return tensor.role == role; });
}

int Trace::steps() const
{
    int last = -1;
    for (const Moment& moment : moments)
        last = std::max(last, moment.step);
    return last + 1;
}

int Trace::endOfStep(int step) const
{
    const auto after =
        std::upper_bound(moments.begin(), moments.end(), step,
                         [](int wanted, const Moment& moment) { return wanted < moment.step; });
    const int last = static_cast<int>(after - moments.begin()) - 1;
    return last >= 0 && moments[static_cast<std::size_t>(last)].step == step ? last : -1;
}

} // namespace regard
