// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/tape.h"
#include "core/trace/trace.h"

#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace regard {

/// A number that a person set: it replaces what was computed at that place, and all
/// that follows is computed from it.
struct Edit {
    std::string path; ///< tensor in the trace
    Index row = 0; ///< row of the (stacked) tensor
    Index column = 0;
    Real value = 0;
    friend bool operator==(const Edit&, const Edit&) = default;
};

/// Thrown out of a computation whose stop was asked for. Not an error.
struct Stopped { };

/// Builds a Trace while a model computes. One recorder for one computation.
class Recorder {
public:
    Recorder(Tape& tape, std::vector<Edit> edits, std::stop_token stop);

    Var record(Var value, std::string_view name, Role role, const Axis& rows, const Axis& columns);
    void recordDerived(Var source, std::string_view name, Role role, Real factor,
                       std::span<const ColumnRange> seen, const Axis& rows, const Axis& columns);
    bool edits(std::string_view name) const;
    void push(std::string_view scope);
    void pop();
    void setStep(int step, std::string_view label);

    /// The finished record; the recorder is empty afterwards.
    Trace take();

private:
    /// What a tensor's numbers are: those at `data`, or what TraceValue derives from them.
    struct Source {
        const Real* data = nullptr;
        bool isDerived = false;
        Real factor = 1;
        const ColumnRange* seen = nullptr;
    };
    /// Rows of a tensor as they come in: the first ones stay where they are, more of them are
    /// put together.
    struct Rows {
        Index width = 0;
        Source first;
        Buffer numbers;
        Axis axis; ///< labels of the first rows
        std::vector<std::string> labels; ///< of all rows, once there are more
    };

    std::size_t begin(std::string_view name, Role role, Index heads, bool hasHeads,
                      const Axis& columns);
    Piece place(std::size_t index, Index height, Index width, const Axis& rows);
    Var applyEdits(Var value, Index firstRow, const Piece& piece);
    void write(const Piece& piece, const Source& source);
    TraceValue valueOf(const Source& source, Index height, Index width) const;

    Tape& m_tape;
    std::vector<Edit> m_edits;
    std::stop_token m_stop;
    std::vector<std::string> m_scopes;
    int m_step = -1;
    std::string m_stepLabel;
    Trace m_trace;
    std::vector<Rows> m_rows; ///< beside m_trace.tensors
    /// Index of the first head's tensor by scope and name.
    std::unordered_map<std::string, std::size_t> m_indices;
    std::string m_key; ///< the scope and name being recorded
};

/// The one hook that models call. Without a recorder (training) it costs nothing.
class Probe {
public:
    Probe() = default;
    explicit Probe(Recorder& recorder) : m_recorder(&recorder) { }

    /// Labels an intermediate value, records it, lets an edit replace it and notices a
    /// stop request (throws Stopped). The value is [rows × columns] with leading axes of
    /// extent 1, or [1 × heads × rows × columns], which is recorded as "head0/name",
    /// "head1/name" …; a path named again (a decoding step) is stacked below what it has.
    /// Returns the value to go on with.
    Var name(Var value, std::string_view name, Role role, const Axis& rows = nullptr,
             const Axis& columns = nullptr) const
    {
        return m_recorder ? m_recorder->record(value, name, role, rows, columns) : value;
    }

    bool active() const { return m_recorder != nullptr; }

    /// Records what follows from an intermediate value by a factor and a mask (a range of seen
    /// columns for each of its rows, in the tape's arena; none: all are seen) without computing
    /// it: what is not seen is −∞. An edit cannot replace it: ask edits() first.
    void nameDerived(Var source, std::string_view name, Role role, Real factor,
                     std::span<const ColumnRange> seen, const Axis& rows = nullptr,
                     const Axis& columns = nullptr) const
    {
        if (m_recorder)
            m_recorder->recordDerived(source, name, role, factor, seen, rows, columns);
    }
    /// Whether an edit waits for a value of this name in the present scope.
    bool edits(std::string_view name) const { return m_recorder && m_recorder->edits(name); }

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
