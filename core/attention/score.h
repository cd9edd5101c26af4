// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/tape.h"
#include "core/trace/probe.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

class ScoreRows;

/// Extents a score function's parameters depend on.
struct ScoreExtents {
    Index query = 0; ///< features of a query
    Index key = 0; ///< features of a key
    Index hidden = 0; ///< width of the hidden layer of additive scores
    Index positions = 512; ///< most keys a score by location has rows for
};

/// One parameter of a score function.
struct ScoreParameter {
    std::string name; ///< "W_q.weight"
    Shape shape;
    Initial initial;
};

/// How well a key fits a query: one line of the table scoreFunctions(). A new function is
/// one file with these members and one line in scores.cpp.
struct ScoreFunction {
    std::string_view name; ///< "additive"
    std::string_view label; ///< "additive · vᵀ tanh(W_q q + W_k k)"
    std::string_view source; ///< the paper
    /// Its parameters, none by default.
    std::vector<ScoreParameter> (*parameters)(const ScoreExtents&) = nullptr;
    /// What of the score depends on the keys alone; the keys themselves by default. Computed
    /// once for a sentence. keys: [… × N × d].
    Var (*prepare)(Tape&, const Probe&, std::span<const Var> parameters, Var keys,
                   const Axis& labels) = nullptr;
    /// Scores [… × M × N] of queries [… × M × d] against prepared keys.
    Var (*score)(Tape&, const Probe&, std::span<const Var> parameters, Var queries, Var prepared,
                 const Axis& labels) = nullptr;
    /// The same scores a few rows at a time and without gradients, for attention in one pass; what
    /// it names, it names as `score` does. None: only `score`.
    const ScoreRows& (*rows)(Tape&, const Probe&, std::span<const Var> parameters, Var queries,
                             Var prepared, const Axis& labels) = nullptr;
    /// Queries and keys must have the same number of features.
    bool equalWidths = false;
    /// The score is the dot product of query and prepared key.
    bool isProduct = false;
    /// Factor on the scores for queries of d features; 1 by default.
    Real (*scale)(Index d) = nullptr;
};

/// All score functions in the order in which they are offered.
std::span<const ScoreFunction> scoreFunctions();

/// Throws std::invalid_argument with the known names.
const ScoreFunction& scoreFunctionOf(std::string_view name);

/// A score function with its place among a model's parameters.
class Score {
public:
    Score() = default;
    Score(ParameterLayout& layout, const std::string& prefix, const ScoreFunction& function,
          const ScoreExtents& extents);

    Var prepare(Tape& tape, const Probe& probe, Var keys, const Axis& labels) const;
    Var operator()(Tape& tape, const Probe& probe, Var queries, Var prepared,
                   const Axis& labels) const;
    const ScoreRows& rows(Tape& tape, const Probe& probe, Var queries, Var prepared,
                          const Axis& labels) const;
    Real scale(Index d) const { return m_function->scale ? m_function->scale(d) : Real(1); }
    const ScoreFunction& function() const { return *m_function; }

private:
    std::pmr::vector<Var> parameters(Tape& tape) const;

    const ScoreFunction* m_function = nullptr;
    std::vector<ParameterId> m_ids;
};

} // namespace regard
