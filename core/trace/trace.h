// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/parameters.h"
#include "core/trace/axis.h"
#include "core/trace/pieces.h"
#include "core/trace/row_moments.h"
#include "core/trace/settings.h"
#include "core/trace/source.h"
#include "core/trace/structure.h"
#include "core/trace/trace_value.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// What a tensor means. The role sets its colour, its scale and how views find it.
enum class Role {
    Embedding, ///< token vectors, [tokens × features]
    Position, ///< position vectors, [tokens × features]
    Hidden, ///< any other vector by token: layer inputs and outputs
    Query, ///< [queries × features]
    Key, ///< [keys × features]
    Value, ///< [keys × features]
    Scores, ///< score(q, k) before any scaling, [queries × keys]
    Scaled, ///< scores times the scale and over the temperature
    Masked, ///< scaled scores, −∞ where a key may not be seen
    Weights, ///< normalised scores; each row sums to one (or is all zero)
    Context, ///< weights · V, [queries × features]
    State, ///< recurrent states of an encoder, [tokens × features]
    DecoderState, ///< recurrent states of a decoder, [steps × features]
    Gate, ///< gates and candidates of a recurrent cell
    Logits, ///< scores over a vocabulary, [rows × vocabulary]
    Probabilities, ///< softmax of the logits, [rows × vocabulary]
};

/// Stable lower-case name of a role, as written to trace files ("query", "decoder_state" …).
std::string_view roleName(Role role);

/// True for roles whose values lie in [0, 1] and are drawn on a sequential scale.
bool isUnitRange(Role role);

/// One named tensor of a computation, as a matrix: rows × columns.
/// What a decoder names once per step is stacked into one tensor, a row a step.
struct TraceTensor {
    std::string path; ///< "layer0/head1/scores"; unique in its trace
    Role role{};
    Axis rows; ///< null or value.rows() labels
    Axis columns; ///< null or value.columns() labels
    TraceValue value;
    RowMoments rowMoments; ///< indices into Trace::moments
    /// The order in which rows were computed, whatever moments tell of it: a row reads nothing that
    /// was computed after it.
    RowMoments rowOrder{};
    bool edited = false; ///< the person put something in the place of some or all of its numbers
    Source source{}; ///< the formula by which it came about, and from what

    /// The part of the path before the last '/', "" at top level.
    std::string_view scope() const;
    /// The part of the path after the last '/'.
    std::string_view name() const;
    const std::string* rowLabel(Index row) const;
    const std::string* columnLabel(Index column) const;
};

/// One operation in the order of computation: what it wrote. The heads of a layer
/// share a moment.
struct Moment {
    std::string scope; ///< "encoder/layer0", without the head
    std::string name; ///< "scores"
    Role role{};
    int step = -1; ///< decoding step, −1 outside decoding
    Pieces pieces;
};

/// What a person puts in the place of what is computed. Paths of whole tensors are those of one
/// head, "layer0/head1/context", or without the head of all, "layer0/context".
enum class EditKind {
    Number, ///< a number of a tensor
    HideToken, ///< no attention sees token `column` of the input: it is −∞ where it is masked
    Zero, ///< all numbers of a tensor are 0
    PassOn, ///< a tensor of all heads takes over the numbers of `from`, which was computed before
    Even, ///< each row of weights weighs all keys alike that are not masked
    NoResidual, ///< what a sublayer read is not added to what gives the tensor
    ReverseInput, ///< the tokens of the input are read in the reverse order
};

/// Stable name of a kind, as in session files: "number", "hide_token".
std::string_view editKindName(EditKind kind);

/// A change that a person made to a computation; all that follows is computed from it.
struct Edit {
    std::string path; ///< tensor in the trace
    Index row = 0; ///< row of the (stacked) tensor
    Index column = 0;
    Real value = 0;
    /// What row and column are called, where they are: so the number is found again while what was
    /// typed changes. "": by their numbers.
    std::string rowLabel{};
    std::string columnLabel{};
    EditKind kind = EditKind::Number;
    std::string from{};
    friend bool operator==(const Edit&, const Edit&) = default;
};

/// A token as the model saw it.
struct TraceToken {
    std::string text; ///< as typed (input) or as written by the model (output)
    bool known = true; ///< false: not in the vocabulary, the model saw <unk>
    std::size_t begin = 0; ///< byte range in the typed text; empty for outputs
    std::size_t end = 0;
    bool wrong = false; ///< an output that was checked and is not what was asked for
    bool given = false; ///< an output that was not left to the decoder
};

/// A place in a trace: a tensor, and in it a row, a column, a cell (both) or neither (−1).
struct CellRef {
    int tensor = -1;
    Index row = -1;
    Index column = -1;
    explicit operator bool() const { return tensor >= 0; }
    bool isCell() const { return tensor >= 0 && row >= 0 && column >= 0; }
    friend bool operator==(const CellRef&, const CellRef&) = default;
};

struct Scene;
struct Decoding;

/// How views arrange a trace.
enum class Layout {
    SelfAttention,
    EncoderDecoder,
    General, ///< tensors in the order of computation
};

/// The immutable record of one computation. Shared between threads as
/// shared_ptr<const Trace>; nothing in it changes once it is published.
struct Trace {
    std::string scenario; ///< catalogue id
    Layout layout{};
    Settings settings;
    std::vector<TraceToken> input;
    std::vector<TraceToken> output; ///< what was decoded; empty without a decoder
    std::vector<TraceTensor> tensors;
    std::vector<Moment> moments;
    std::vector<Attention> attentions; ///< in the order of computation
    Recurrence recurrence; ///< false without a recurrent encoder and decoder
    std::shared_ptr<const Scene> scene; ///< the picture in its own terms; null for none
    std::shared_ptr<const Decoding> decoding; ///< how the output was chosen; null without a decoder
    std::vector<std::string> notes; ///< limits applied and other things worth a word
    std::vector<Edit> edits; ///< those that met something in it
    /// What formulas read beside tensors; null where the trace was put together by hand.
    std::shared_ptr<const Parameters> parameters;
    /// What the computation costs beside this trace: seconds on the worker.
    double seconds = 0;
    std::size_t bytes = 0; ///< of memory that the computation keeps while its trace lives

    /// The token of the input or the output that a label names; −1 if it names none.
    int tokenAt(const Axis& axis, Index label, TokensOf of) const;
    /// The label that names a token, −1 if there is none.
    Index labelOf(const Axis& axis, TokensOf of, int token) const;

    /// The attention that a tensor is a stage of; null if it is of none.
    const Attention* attentionOf(int tensor) const;
    /// The tensor of the same name of another head of the same attention; `tensor` itself where it
    /// belongs to no head.
    int inHead(int tensor, int head) const;

    const TraceTensor* find(std::string_view path) const;
    /// Index of the tensor at a path, −1 if there is none.
    int indexOf(std::string_view path) const;
    /// Index of the first tensor of a role in a scope ("layer0/head1"), −1 if there is none.
    int indexOf(Role role, std::string_view scope) const;
    /// Index of the first tensor of a role anywhere, −1 if there is none.
    int indexOf(Role role) const;
    /// Number of decoding steps; 0 without a decoder.
    int steps() const;
    /// The last moment of a decoding step, after which its token is known; −1 if there is no such
    /// step. Steps follow each other in `moments`.
    int endOfStep(int step) const;
};

} // namespace regard
