// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/tape.h"
#include "core/trace/trace.h"

#include <array>
#include <cassert>
#include <initializer_list>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// Tensors that were recorded without being a value on the tape: those of each head.
struct NamedTensors {
    std::int32_t first = -1; ///< index into Trace::tensors
    std::int32_t count = 0;
};

/// One thing that a value was computed from: a value that was named before (or a part of one with
/// the same numbers), a parameter, what was named without a value; Var{} for what is not there yet,
/// as the state before the first step. What a later step names in that place is taken up then, and
/// so is a value that gets its name only afterwards, as the state beside its cell; if it is another
/// one, it holds from that step's rows on.
struct HowOperand {
    HowOperand() = default;
    HowOperand(Var value) : var(value) { }
    HowOperand(NamedTensors named) : tensors(named) { }
    Var var;
    NamedTensors tensors;
};

/// A few values in place.
template <class T, std::size_t most> class Few {
public:
    Few(std::initializer_list<T> values)
    {
        for (const T& value : values)
            add(value);
    }
    void add(const T& value)
    {
        assert(m_count < most);
        m_values[m_count++] = value;
    }
    std::size_t size() const { return m_count; }
    const T* begin() const { return m_values.data(); }
    const T* end() const { return m_values.data() + m_count; }

private:
    std::array<T, most> m_values{};
    std::size_t m_count = 0;
};

/// How a value came about. `formula` lives as long as the program.
struct How {
    /// With operands and numbers in the formula's order, and for a formula that reads rows of a
    /// table which they are, one for each row of the value.
    How(const Formula& by, std::initializer_list<HowOperand> from = {},
        std::initializer_list<double> with = {}, std::span<const std::int32_t> rows = {})
        : formula(&by)
        , operands(from)
        , numbers(with)
        , ids(rows)
    {
    }
    const Formula* formula;
    Few<HowOperand, Source::mostOperands> operands;
    Few<double, Source::mostNumbers> numbers;
    std::span<const std::int32_t> ids;
};

/// The parts of a recurrent encoder and decoder, as they were named: see Recurrence. Var{} for what
/// is not there.
struct RecurrenceTold {
    Var states{}, forward{}, backward{};
    Var initial{}; ///< what the decoder starts from
    Var decoderStates{}, attentional{}, fed{};
    Var weights{}, context{};
    bool queriesCurrent = false;
};

/// Builds a Trace while a model computes. One recorder for one computation.
class Recorder {
public:
    Recorder(Tape& tape, std::vector<Edit> edits, std::stop_token stop);

    Var record(Var value, std::string_view name, Role role, const How& how, const Axis& rows,
               const Axis& columns);
    NamedTensors recordDerived(Var source, std::string_view name, Role role, const How& how,
                               const Derivation& derivation, const Axis& rows, const Axis& columns);
    NamedTensors recordProducts(Var queries, Var keys, std::string_view name, Role role,
                                const How& how, const Derivation& derivation, const Axis& rows,
                                const Axis& columns);
    void tellAttention(Var queries, Var keys, Var values, Var weights, Var context);
    void tellLayer(Var input, Var weights, Var output);
    void tellRecurrence(const RecurrenceTold& told);
    bool edits(std::string_view name) const;
    bool dropsResidual(std::string_view name);
    std::vector<Edit> numbersOf(std::string_view name) const;
    void push(std::string_view scope);
    void pop();
    void setStep(int step, std::string_view label);

    /// The finished record; the recorder is empty afterwards.
    Trace take();

private:
    /// Rows that came after the first ones: from then on all are put together.
    struct Growth {
        Buffer numbers;
        AxisLabels labels;
    };
    /// What one recording has the same for all heads.
    struct Recording {
        int tensor; ///< the first head's
        Index firstRow; ///< what its tensors had before
        Index heads, height, width;
        const Axis& rows;
    };

    Recording begin(std::string_view name, Role role, const Shape& shape, const Axis& rows,
                    const Axis& columns);
    std::size_t tensorsOf(const Moment& moment, Index heads, bool hasHeads, const Axis& columns);
    template <class ValueOf>
    void recordEach(const Recording& to, const Derivation& derivation, const ValueOf& valueOf);
    void tell(const Recording& to, const How& how);
    void tellOperand(const Recording& to, Index head, std::size_t place, const HowOperand& operand);
    SourceOperand operandOf(const HowOperand& operand) const;
    bool isNamed(Var value) const;
    void remember(Var value, const Recording& as);
    Piece place(const Recording& to, Index head);
    Growth& growthOf(std::size_t tensor);
    Var applyEdits(Var value, Index firstRow, const Piece& piece, Index width);
    /// What an edit of a whole tensor puts in its place, and how that came about.
    struct Instead {
        Var value;
        How how;
    };
    std::optional<Instead> instead(Var value, std::string_view path, const How& how);
    Var hideTokens(Var value, Role role, const Axis& columns);
    Var zeroHeads(Var value, const Recording& to);
    Var lastOf(std::string_view path) const;
    void meet(const Edit& edit);
    void write(const Piece& piece, TraceValue&& value);

    Tape& m_tape;
    std::vector<Edit> m_edits;
    std::stop_token m_stop;
    std::vector<std::string> m_scopes;
    int m_step = -1;
    std::string m_stepLabel;
    Trace m_trace;
    std::vector<NamedTensors> m_named; ///< by value on the tape
    /// Operands that had no name when they were told of.
    struct Unnamed {
        std::size_t tensor = 0;
        std::size_t operand = 0;
        Var value;
    };
    std::vector<Unnamed> m_unnamed;
    std::vector<Growth> m_growth; ///< beside m_trace.tensors, as far as one of them grew
    /// The first moment of each scope and name by their hash, and its first tensor. A few dozen:
    /// looked through one by one.
    struct Known {
        std::size_t hash;
        std::size_t moment;
        std::size_t tensor;
    };
    std::vector<Known> m_known;
};

/// The one hook that models call. Without a recorder (training) it costs nothing.
class Probe {
public:
    Probe() = default;
    explicit Probe(Recorder& recorder) : m_recorder(&recorder) { }

    /// Labels an intermediate value with its formula and what it came from, records it, lets an
    /// edit replace it and notices a stop request (throws Stopped). The value is [rows × columns]
    /// with leading axes of extent 1, or [1 × heads × rows × columns], which is recorded as
    /// "head0/name", "head1/name" …; a path named again (a decoding step) is stacked below what it
    /// has. Returns the value to go on with.
    Var name(Var value, std::string_view name, Role role, const How& how,
             const Axis& rows = nullptr, const Axis& columns = nullptr) const
    {
        return m_recorder ? m_recorder->record(value, name, role, how, rows, columns) : value;
    }

    bool active() const { return m_recorder != nullptr; }

    /// Records what follows from an intermediate value by a factor and a mask (its ranges in the
    /// tape's arena) without computing it. An edit cannot replace it: ask edits() first.
    NamedTensors nameDerived(Var source, std::string_view name, Role role, const How& how,
                             const Derivation& derivation, const Axis& rows = nullptr,
                             const Axis& columns = nullptr) const
    {
        return m_recorder
            ? m_recorder->recordDerived(source, name, role, how, derivation, rows, columns)
            : NamedTensors{};
    }
    /// Records what follows from the products of queries and keys, which both lie in the tape's
    /// arena, without computing it.
    NamedTensors nameProducts(Var queries, Var keys, std::string_view name, Role role,
                              const How& how, const Derivation& derivation,
                              const Axis& rows = nullptr, const Axis& columns = nullptr) const
    {
        return m_recorder
            ? m_recorder->recordProducts(queries, keys, name, role, how, derivation, rows, columns)
            : NamedTensors{};
    }
    /// Says that what was named is one attention: its queries, keys, values (none where the weights
    /// are the result), weights and context (likewise).
    void attention(Var queries, Var keys, Var values, Var weights, Var context) const
    {
        if (m_recorder)
            m_recorder->tellAttention(queries, keys, values, weights, context);
    }
    /// Says what a layer reads, and what it makes of the attention with these weights and gives on.
    void layer(Var input, Var weights, Var output) const
    {
        if (m_recorder)
            m_recorder->tellLayer(input, weights, output);
    }
    /// Says that what was named is a recurrent encoder and decoder; once a step.
    void recurrence(const RecurrenceTold& told) const
    {
        if (m_recorder)
            m_recorder->tellRecurrence(told);
    }
    /// Whether an edit waits for a value of this name in the present scope.
    bool edits(std::string_view name) const { return m_recorder && m_recorder->edits(name); }
    /// Whether an edit leaves out the way around the sublayer that gives this name.
    bool dropsResidual(std::string_view name) const
    {
        return m_recorder && m_recorder->dropsResidual(name);
    }

    /// The numbers that are set in a tensor of this name in the present scope, for what computes
    /// rows from the rows before them.
    std::vector<Edit> numbersOf(std::string_view name) const
    {
        return m_recorder ? m_recorder->numbersOf(name) : std::vector<Edit>();
    }

    /// The step of decoding that all following names belong to, with the token it starts
    /// from as row label; −1 leaves decoding.
    void setStep(int step, std::string_view label = {}) const
    {
        if (m_recorder)
            m_recorder->setStep(step, label);
    }

    /// While it lives, paths begin with its name.
    class Scope {
    public:
        Scope(Recorder* recorder, std::string_view name) : m_recorder(recorder)
        {
            if (m_recorder)
                m_recorder->push(name);
        }
        ~Scope()
        {
            if (m_recorder)
                m_recorder->pop();
        }
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

    private:
        Recorder* m_recorder;
    };
    [[nodiscard]] Scope scope(std::string_view name) const { return {m_recorder, name}; }

private:
    Recorder* m_recorder = nullptr;
};

} // namespace regard
