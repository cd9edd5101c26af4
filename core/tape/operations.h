// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/tape.h"

#include <cstdint>
#include <span>

// The operations of the tape. Each appends one node; forward and backward stand side by
// side in the sources. Spans of numbers given to an operation are copied where its
// backward pass needs them.

namespace regard {

/// a + b. `b` has a's shape or the shape of a's last axes, and is then added to each of
/// the leading ones.
Var add(Tape& tape, Var a, Var b);
/// a · b element by element. `b` has a's shape or the shape of a's last axes.
Var times(Tape& tape, Var a, Var b);
Var scale(Tape& tape, Var x, Real factor);
Var sin(Tape& tape, Var x);
Var cos(Tape& tape, Var x);
Var tanh(Tape& tape, Var x);
/// 1 / (1 + exp(−x)); −∞ gives zero.
Var sigmoid(Tape& tape, Var x);
Var relu(Tape& tape, Var x);
/// x where it is positive, slope · x elsewhere; slope: [1]. He et al. 2015.
Var prelu(Tape& tape, Var x, Var slope);
/// Each row of x times a number of its own. x: [… × features]; factors: one for each row.
Var scaleRows(Tape& tape, Var x, Var factors);

/// x · weightᵀ + bias. x: [… × in], weight: [out × in] as in PyTorch's Linear, bias: [out]
/// or none. Result: [… × out]. With fewer features in x than the weight has columns, its columns
/// from `column` on are taken.
Var linear(Tape& tape, Var x, Var weight, Var bias = {}, Index column = 0);
/// a · b for each of the leading axes. a: [… × m × k], b: [… × k × n]. Result: [… × m × n].
Var product(Tape& tape, Var a, Var b);
/// a · bᵀ for each of the leading axes. a: [… × m × k], b: [… × n × k]. Result: [… × m × n].
Var productTransposed(Tape& tape, Var a, Var b);
/// aᵀ · b. a: [k × m], b: [k × n]. Result: [m × n].
Var transposedProduct(Tape& tape, Var a, Var b);

/// The same numbers under another shape of the same size; nothing is copied.
Var reshape(Tape& tape, Var x, const Shape& shape);
/// The first `count` entries of the first axis; nothing is copied.
Var leading(Tape& tape, Var x, Index count);
/// Both side by side along the last axis.
Var concatenate(Tape& tape, Var a, Var b);
/// Columns [first, first + count) of the last axis.
Var columns(Tape& tape, Var x, Index first, Index count);
/// Entries [first, first + count) of a vector, or these rows of a matrix.
Var slice(Tape& tape, Var x, Index first, Index count);
/// b below a. a: [batch × heads × m × d], b: [batch × heads × n × d].
/// Result: [batch × heads × (m + n) × d].
Var stackRows(Tape& tape, Var a, Var b);
/// Columns [first, first + width) of x, cut into heads. x: [batch × time × …]. Result:
/// [batch × heads × time × width/heads].
Var splitHeads(Tape& tape, Var x, Index first, Index width, Index heads);
/// The heads side by side. x: [batch × heads × time × features]. Result:
/// [batch × time × heads·features].
Var joinHeads(Tape& tape, Var x);
/// Row `index[b]` of each batch entry. x: [batch × time × features]. Result: [batch × features].
/// A negative index gives zeros.
Var pickTime(Tape& tape, Var x, std::span<const std::int32_t> index);
/// Step t of every batch entry. x: [batch × time × features]. Result: [batch × features].
Var timeStep(Tape& tape, Var x, Index t);
/// All rows of all parts, one below the other. parts: [… × features]. Result: [rows × features].
Var joinRows(Tape& tape, std::span<const Var> parts);
/// [batch × features] values, one for each step, joined to [batch × steps × features].
Var stackTime(Tape& tape, std::span<const Var> steps);

/// Rows of a table. table: [count × features]. Result: [ids × features], or
/// `shape` (whose last axis is features).
Var embed(Tape& tape, Var table, std::span<const std::int32_t> ids, const Shape& shape);

/// exp(x) / Σ exp(x) over the last axis. −∞ gets zero; a row of nothing but −∞ gives zeros.
Var softmax(Tape& tape, Var x);
/// The point of the probability simplex nearest to x over the last axis: max(x − τ, 0) with τ
/// such that it sums to one. −∞ gets zero. Martins & Astudillo 2016, algorithm 1.
Var sparsemax(Tape& tape, Var x);
/// 1 for the largest number of the last axis (the first of equals), 0 for all others; a row of
/// nothing but −∞ gives zeros. Has no gradient.
Var hardmax(Tape& tape, Var x);
/// x / ‖x‖ over the last axis; a row of zeros stays as it is.
Var unitRows(Tape& tape, Var x);
constexpr Real layerNormEpsilon = Real(1e-5);
/// (x − mean) / √(variance + epsilon) · gain + offset over the last axis; gain, offset:
/// [features]. Ba et al. 2016.
Var layerNorm(Tape& tape, Var x, Var gain, Var offset, Real epsilon = layerNormEpsilon);
/// Mean–variance normalisation, without parameters: (x − mean) / √(variance + epsilon) over the
/// last axis.
Var normaliseRows(Tape& tape, Var x, Real epsilon = Real(1e-5));
/// x with each number zero with `probability`, the others divided by 1 − probability;
/// x itself without a generator.
Var dropout(Tape& tape, Var x, Real probability, Random* random);

/// Σ over rows of −log softmax(logits)[target]. logits: [… × classes]; targets: one for
/// each row, negative ones are left out. Result: a scalar.
Var crossEntropy(Tape& tape, Var logits, std::span<const std::int32_t> targets);
/// Σ (x − target)² of all numbers. `target` has x's shape, and no gradient. Result: a scalar.
Var squaredError(Tape& tape, Var x, Var target);
/// Σ of all numbers. Result: a scalar.
Var sum(Tape& tape, Var x);

} // namespace regard
