// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/random.h"
#include "core/trace/trace.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

namespace regard {

/// A trace that grows tensor by tensor, and the arithmetic for it.
class TraceParts {
protected:
    TraceParts(const std::vector<std::string>& words, unsigned seed)
        : m_trace(std::make_shared<Trace>())
        , m_random(seed)
        , m_rows(makeAxis(words, AxisKind::InputTokens, TokensOf::Input, 0, paddingOf(words)))
    {
        std::size_t at = 0;
        for (const std::string& word : words) {
            m_trace->input.push_back({word, true, at, at + word.size()});
            at += word.size() + 1;
        }
    }

    /// "<pad>" before the first word.
    static AxisRun paddingOf(const std::vector<std::string>& words)
    {
        const auto first = std::find_if(words.begin(), words.end(),
                                        [](const std::string& word) { return word != "<pad>"; });
        return {0, static_cast<Index>(first - words.begin())};
    }

    Tensor random(Index rows, Index columns, double spread)
    {
        Tensor tensor({rows, columns});
        for (Real& value : tensor.values())
            value = static_cast<Real>(m_random.normal() * spread);
        return tensor;
    }

    static Tensor product(const Tensor& a, const Tensor& b)
    {
        Tensor c({a.rows(), b.columns()});
        for (Index i = 0; i < a.rows(); ++i)
            for (Index j = 0; j < b.columns(); ++j)
                for (Index k = 0; k < a.columns(); ++k)
                    c.at(i, j) += a.at(i, k) * b.at(k, j);
        return c;
    }

    static Tensor transposed(const Tensor& a)
    {
        Tensor b({a.columns(), a.rows()});
        for (Index i = 0; i < a.rows(); ++i)
            for (Index j = 0; j < a.columns(); ++j)
                b.at(j, i) = a.at(i, j);
        return b;
    }

    static Tensor softmax(const Tensor& scores)
    {
        Tensor weights = scores;
        for (Index i = 0; i < scores.rows(); ++i) {
            Real largest = -INFINITY;
            for (Index j = 0; j < scores.columns(); ++j)
                largest = std::max(largest, scores.at(i, j));
            Real sum = 0;
            for (Index j = 0; j < scores.columns(); ++j)
                sum += weights.at(i, j) = std::exp(scores.at(i, j) - largest);
            for (Index j = 0; j < scores.columns(); ++j)
                weights.at(i, j) /= sum;
        }
        return weights;
    }

    void add(const std::string& path, Role role, const Tensor& value, const Axis& columns,
             int moment)
    {
        m_trace->tensors.push_back({path, role, m_rows, columns, value,
                                    RowMoments(static_cast<std::size_t>(value.rows()), moment)});
        Pieces& pieces = m_trace->moments[static_cast<std::size_t>(moment)].pieces;
        const Piece own{static_cast<int>(m_trace->tensors.size()) - 1, 0, value.rows()};
        pieces = {pieces.empty() ? own : pieces.front(), pieces.size() + 1};
    }

    /// A moment of its own.
    void place(const std::string& path, Role role, const Tensor& value, const Axis& rows,
               const Axis& columns = nullptr)
    {
        name(path, role, value, columns);
        m_trace->tensors.back().rows = rows;
    }

    int indexOf(const std::string& path) const { return m_trace->indexOf(path); }

    /// Says what a tensor was computed from.
    void from(int tensor, std::initializer_list<SourceOperand> operands, int head = 0,
              int heads = 1)
    {
        Source& source = m_trace->tensors[static_cast<std::size_t>(tensor)].source;
        source.operandCount = static_cast<std::uint8_t>(operands.size());
        std::copy(operands.begin(), operands.end(), source.operands.begin());
        source.head = head;
        source.heads = heads;
    }
    static SourceOperand operand(int tensor, int count = 1)
    {
        return tensor < 0 ? SourceOperand{}
                          : SourceOperand{SourceOperand::Kind::Tensor, tensor, count};
    }

    /// Says that eight stages of some heads, or seven without a mask, are an attention: the first
    /// tensor, and what queries and keys were made from.
    Attention& attends(const std::string& scope, int heads, int first, bool masked, int input,
                       int keyInput)
    {
        Attention& told = m_trace->attentions.emplace_back();
        told.scope = scope;
        told.heads = makeHeads(heads);
        told.isSelf = input >= 0 && input == keyInput;
        int next = first;
        for (const auto stage : Attention::stages)
            if (masked || stage != &Attention::masked) {
                told.*stage = next;
                next += heads;
            }
        for (int head = 0; head < heads; ++head) {
            const auto say = [&](int stage, std::initializer_list<SourceOperand> operands) {
                if (stage >= 0)
                    from(stage + head, operands, head, heads);
            };
            const auto all = [&](int stage) { return operand(stage, heads); };
            say(told.query, {operand(input)});
            say(told.key, {operand(keyInput)});
            say(told.value, {operand(keyInput)});
            say(told.scores, {all(told.query), all(told.key)});
            say(told.scaled, {all(told.scores)});
            say(told.masked, {all(told.scaled)});
            say(told.weights, {all(masked ? told.masked : told.scaled)});
            say(told.context, {all(told.weights), all(told.value)});
        }
        return told;
    }

    /// One attention from queries to keys in each head's scope, of vectors named before or of none.
    Attention& heads(const std::string& scope, int count, const Axis& queries, const Axis& keys,
                     const std::string& input = {}, const std::string& keyInput = {},
                     Index features = 8)
    {
        const Index m = static_cast<Index>(queries->size());
        const Index n = static_cast<Index>(keys->size());
        struct Head {
            std::string path;
            Tensor q, k, v, scores;
        };
        std::vector<Head> all;
        for (int head = 0; head < count; ++head) {
            Head& made = all.emplace_back();
            made.path = scope;
            if (count > 1)
                made.path += (made.path.empty() ? "head" : "/head") + std::to_string(head);
            if (!made.path.empty())
                made.path += '/';
            made.q = random(m, features, 1);
            made.k = random(n, features, 1);
            made.v = random(n, features, 1);
            made.scores = product(made.q, transposed(made.k));
        }
        const auto each = [&](const char* name, Role role, const Axis& rows, const Axis& columns,
                              const auto& valueOf) {
            for (const Head& head : all)
                place(head.path + name, role, valueOf(head), rows, columns);
        };
        const auto scores = [](const Head& head) { return head.scores; };
        const int first = static_cast<int>(m_trace->tensors.size());
        each("Q", Role::Query, queries, nullptr, [](const Head& head) { return head.q; });
        each("K", Role::Key, keys, nullptr, [](const Head& head) { return head.k; });
        each("V", Role::Value, keys, nullptr, [](const Head& head) { return head.v; });
        each("scores", Role::Scores, queries, keys, scores);
        each("scaled", Role::Scaled, queries, keys, scores);
        each("masked", Role::Masked, queries, keys, scores);
        each("weights", Role::Weights, queries, keys,
             [](const Head& head) { return softmax(head.scores); });
        each("context", Role::Context, queries, nullptr,
             [](const Head& head) { return product(softmax(head.scores), head.v); });
        return attends(scope, count, first, true, input.empty() ? -1 : indexOf(input),
                       keyInput.empty() ? -1 : indexOf(keyInput));
    }

    void name(const std::string& path, Role role, const Tensor& value,
              const Axis& columns = nullptr)
    {
        m_trace->moments.push_back({"", path, role, -1, {}});
        add(path, role, value, columns, static_cast<int>(m_trace->moments.size()) - 1);
    }

    void stack(const std::string& path, Role role, const Tensor& all, Index row, int step,
               const Axis& rows, const Axis& columns = nullptr)
    {
        m_trace->moments.push_back({"decoder", path, role, step, {}});
        int index = m_trace->indexOf(path);
        if (index < 0) {
            m_trace->tensors.push_back({path, role, rows, columns, all, {}});
            index = static_cast<int>(m_trace->tensors.size()) - 1;
        }
        const int moment = static_cast<int>(m_trace->moments.size()) - 1;
        m_trace->tensors[static_cast<std::size_t>(index)].rowMoments.append(1, moment);
        m_trace->moments.back().pieces = {{index, row, 1}, 1};
    }

    std::shared_ptr<Trace> m_trace;
    Random m_random;
    Axis m_rows;
};

} // namespace regard
