// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/tape.h"
#include "core/trace/probe.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

class RowScorer; // core/kernels/row_scorer.h

/// Sizes that a score function's parameters depend on.
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

/// What scores are multiplied by before they are normalised, and how that is explained.
struct Scaling {
    Real (*factor)(Index d); ///< for queries of d features
    const Formula& formula; ///< {0} is the score; numbers: d
    const Formula& tempered; ///< the same over a temperature; numbers: d, τ
};
/// 1, 1/√d and 1/d.
extern const Scaling unscaled;
extern const Scaling overRootOfWidth;
extern const Scaling overWidth;

/// How well a key fits a query: one line of the table scoreFunctions(). A new function is
/// one file with these members and one line in score_functions.cpp.
struct ScoreFunction {
    /// How it is explained. Its operands are the queries and keys as it compares them (projected,
    /// if it projects them), then its parameters in order.
    Required<const Formula*> formula;
    std::string_view name{}; ///< "additive"
    std::string_view label{}; ///< "additive · vᵀ tanh(W_q q + W_k k)"
    std::string_view source{}; ///< the paper
    /// Its parameters, none by default.
    std::vector<ScoreParameter> (*parameters)(const ScoreExtents&) = nullptr;
    /// The part of the score that depends on the keys alone; by default the keys themselves.
    /// Computed once for a sentence. keys: [… × N × d].
    Var (*prepare)(Tape&, const Probe&, std::span<const Var> parameters, Var keys,
                   const Axis& labels) = nullptr;
    /// What prepare() gives is named "projected_keys".
    bool namesKeys = false;
    /// What every query needs of prepared keys and nobody looks at, computed once as well.
    /// [… × N × d] gives [… × N × d′]; what it expands has a name. None: the prepared keys
    /// themselves.
    Var (*expand)(Tape&, Var prepared) = nullptr;
    /// The same of the queries, computed for each of them. queries: [… × M × d].
    Var (*project)(Tape&, const Probe&, std::span<const Var> parameters, Var queries,
                   const Axis& labels) = nullptr;
    /// Scores [… × M × N] of projected queries [… × M × d] against prepared keys.
    Var (*score)(Tape&, std::span<const Var> parameters, Var queries, Var prepared) = nullptr;
    /// The same scores a few rows at a time and without gradients, for attention in one pass.
    /// None: only `score`.
    const RowScorer& (*rowScorer)(Tape&, std::span<const Var> parameters, Var queries,
                                  Var prepared) = nullptr;
    /// Whether queries and keys may differ in their number of features. If not, a Score for keys of
    /// another width is refused.
    bool anyWidths = false;
    /// The score is the dot product of query and prepared key.
    bool isProduct = false;
    const Scaling* scaling = &unscaled;
};

/// All score functions in the order in which they are offered.
std::span<const ScoreFunction> scoreFunctions();

/// Throws std::invalid_argument with the known names.
const ScoreFunction& scoreFunctionOf(std::string_view name);

/// A score function together with its parameters in a model's layout.
class Score {
public:
    Score() = default;
    /// Throws std::invalid_argument if the function needs equal widths and the extents are not.
    Score(ParameterLayout& layout, const std::string& prefix, const ScoreFunction& function,
          const ScoreExtents& extents);

    /// The same score with these values in place of its parameters, in their order.
    Score with(std::span<const Var> values) const;

    Var prepare(Tape& tape, const Probe& probe, Var keys, const Axis& labels) const;
    /// Prepared keys as scores are computed with them.
    Var expand(Tape& tape, Var prepared) const;
    /// The queries as the score compares them; named where it projects them.
    Var project(Tape& tape, const Probe& probe, Var queries, const Axis& labels) const;
    Var operator()(Tape& tape, Var queries, Var prepared) const;
    const RowScorer& rowScorer(Tape& tape, Var queries, Var prepared) const;
    /// How scores of these queries and keys, as a trace names them, are explained.
    How told(Tape& tape, Var queries, Var keys) const;
    const ScoreFunction& function() const { return *m_function; }

private:
    std::pmr::vector<Var> parameters(Tape& tape) const;

    const ScoreFunction* m_function = nullptr;
    std::vector<ParameterId> m_ids;
    std::vector<Var> m_values; ///< in their place, if any
};

} // namespace regard
