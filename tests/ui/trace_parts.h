// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/random.h"
#include "core/trace/trace.h"

#include <cmath>
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
        , m_rows(makeAxis(words, TokensOf::Input))
    {
        std::size_t at = 0;
        for (const std::string& word : words) {
            m_trace->input.push_back({word, true, at, at + word.size()});
            at += word.size() + 1;
        }
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

    /// One attention from queries to keys in each head's scope.
    void heads(const std::string& scope, int count, const Axis& queries, const Axis& keys,
               Index features = 8)
    {
        const Index m = static_cast<Index>(queries->size());
        const Index n = static_cast<Index>(keys->size());
        for (int head = 0; head < count; ++head) {
            std::string path = scope;
            if (count > 1)
                path += (path.empty() ? "head" : "/head") + std::to_string(head);
            if (!path.empty())
                path += '/';
            const Tensor q = random(m, features, 1);
            const Tensor k = random(n, features, 1);
            const Tensor v = random(n, features, 1);
            const Tensor scores = product(q, transposed(k));
            place(path + "Q", Role::Query, q, queries);
            place(path + "K", Role::Key, k, keys);
            place(path + "V", Role::Value, v, keys);
            place(path + "scores", Role::Scores, scores, queries, keys);
            place(path + "scaled", Role::Scaled, scores, queries, keys);
            place(path + "masked", Role::Masked, scores, queries, keys);
            place(path + "weights", Role::Weights, softmax(scores), queries, keys);
            place(path + "context", Role::Context, product(softmax(scores), v), queries);
        }
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
