// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/tape.h"
#include "core/training/optimiser.h"

#include <atomic>
#include <memory>
#include <vector>

namespace regard {

/// Large tables that are read by rows (ParameterLayout::Entry::byRows), of an optimiser that rests
/// later (Optimiser::restsLater). A step of Adam moves every row, also those without a gradient;
/// here such rows stand still until they are read or asked for, and then make up all steps they
/// missed: the same bits, for a fraction of the memory traffic.
class RowTables : public RowKeeper {
public:
    /// Numbers from which on a table is worth it.
    static constexpr Index smallest = Index{1} << 16;

    /// Of the parameters in `block`, which `optimiser` moves and has brought up to date.
    RowTables(const ParameterLayout& layout, Optimiser& optimiser, Real* block);

    bool has(ParameterId table) const { return m_tables[index(table)].rows > 0; }

    /// Brings rows up to date. Threads that ask for the same row wait for each other.
    void prepare(ParameterId table, std::span<const std::int32_t> ids) override;
    /// Brings rows [first, end) up to date while nobody else is at them.
    void makeUp(ParameterId table, Index first, Index end);

    /// Rows [first, end) of a table and how many of them the gradient of this step touches.
    /// Parts that do not overlap may be worked on by several threads at once.
    struct Part {
        ParameterId table;
        Index first = 0;
        Index end = 0;
        Index touched = 0;
    };
    /// Adds a tape's gradient to `gradients`, which covers the whole block.
    void add(const Tape& tape, Real* gradients, Part& part);
    /// Σ of squares of the gradient.
    double squaredNorm(const Real* gradients, const Part& part) const;
    /// The step that was begun last, on the rows that are touched.
    void update(const Real* gradients, Real scale, const Part& part);

private:
    struct Table {
        Index rows = 0; ///< 0: not kept here
        Index width = 0;
        Index offset = 0;
        /// Steps that each row has made; −1: never touched, and moved by none; busy: being
        /// brought up to date.
        std::unique_ptr<std::atomic<std::int32_t>[]> age;
        /// The step whose gradient last touched each row.
        std::unique_ptr<std::int32_t[]> stamp;
        /// From a part's first place on: its rows that are touched.
        std::unique_ptr<std::int32_t[]> touched;
    };

    static std::size_t index(ParameterId table) { return static_cast<std::size_t>(table.index); }
    void makeUpRow(const Table& table, Index row, std::int32_t from);
    Index offsetOf(const Table& table, Index row) const { return table.offset + row * table.width; }

    Optimiser& m_optimiser;
    Real* m_block;
    std::vector<Table> m_tables; ///< by parameter
};

} // namespace regard
