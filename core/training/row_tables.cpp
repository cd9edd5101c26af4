// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/row_tables.h"

#include <algorithm>
#include <thread>

namespace regard {

namespace {

constexpr std::int32_t never = -1;
constexpr std::int32_t busy = -2;

} // namespace

RowTables::RowTables(const ParameterLayout& layout, Optimiser& optimiser, Real* block)
    : m_optimiser(optimiser)
    , m_block(block)
    , m_tables(layout.entries().size())
{
    for (std::size_t i = 0; i < m_tables.size(); ++i) {
        const ParameterLayout::Entry& entry = layout.entries()[i];
        if (!optimiser.restsLater() || !entry.byRows || entry.shape.size() < smallest)
            continue;
        Table& table = m_tables[i];
        table.rows = entry.shape.rows();
        table.width = entry.shape.columns();
        table.offset = entry.offset;
        const auto rows = static_cast<std::size_t>(table.rows);
        table.age = std::make_unique<std::atomic<std::int32_t>[]>(rows);
        for (std::size_t row = 0; row < rows; ++row)
            table.age[row].store(optimiser.steps() > 0 ? optimiser.steps() : never,
                                 std::memory_order_relaxed);
        table.stamp = std::make_unique<std::int32_t[]>(rows);
        table.touched = std::make_unique<std::int32_t[]>(rows);
    }
}

void RowTables::prepare(ParameterId id, std::span<const std::int32_t> ids)
{
    const Table& table = m_tables[index(id)];
    if (table.rows == 0)
        return;
    const std::int32_t now = m_optimiser.steps();
    for (const std::int32_t row : ids) {
        std::atomic<std::int32_t>& age = table.age[static_cast<std::size_t>(row)];
        std::int32_t made = age.load(std::memory_order_acquire);
        while (made != now && made != never) {
            if (made != busy && age.compare_exchange_weak(made, busy, std::memory_order_acquire)) {
                makeUpRow(table, row, made);
                age.store(now, std::memory_order_release);
                break;
            }
            if (made == busy)
                std::this_thread::yield();
            made = age.load(std::memory_order_acquire);
        }
    }
}

void RowTables::makeUp(ParameterId id, Index first, Index end)
{
    const Table& table = m_tables[index(id)];
    for (Index row = first; row < end; ++row) {
        std::atomic<std::int32_t>& age = table.age[static_cast<std::size_t>(row)];
        const std::int32_t made = age.load(std::memory_order_relaxed);
        if (made == never || made == m_optimiser.steps())
            continue;
        makeUpRow(table, row, made);
        age.store(m_optimiser.steps(), std::memory_order_relaxed);
    }
}

void RowTables::makeUpRow(const Table& table, Index row, std::int32_t from)
{
    m_optimiser.rest(m_block, offsetOf(table, row), table.width, from, m_optimiser.steps());
}

void RowTables::add(const Tape& tape, Real* gradients, Part& part)
{
    const Table& table = m_tables[index(part.table)];
    std::int32_t* touched = table.touched.get() + part.first;
    const std::int32_t step = m_optimiser.steps() + 1;
    for (const Tape::RowTerm& term : tape.rowTerms()) {
        if (term.parameter != part.table.index)
            continue;
        const Real* from = term.rows;
        for (std::size_t i = 0; i < term.ids.size(); ++i, from += table.width) {
            const std::int32_t row = term.ids[i];
            if (row < part.first || row >= part.end)
                continue;
            Real* sum = gradients + offsetOf(table, row);
            if (table.stamp[static_cast<std::size_t>(row)] != step) {
                table.stamp[static_cast<std::size_t>(row)] = step;
                touched[part.touched++] = row;
                std::copy_n(from, table.width, sum);
            } else {
                addTo(sum, from, table.width);
            }
        }
    }
}

double RowTables::squaredNorm(const Real* gradients, const Part& part) const
{
    const Table& table = m_tables[index(part.table)];
    double total = 0;
    for (Index i = part.first; i < part.first + part.touched; ++i)
        total += regard::squaredNorm(
            gradients + offsetOf(table, table.touched[static_cast<std::size_t>(i)]), table.width);
    return total;
}

void RowTables::update(const Real* gradients, Real scale, const Part& part)
{
    const Table& table = m_tables[index(part.table)];
    for (Index i = part.first; i < part.first + part.touched; ++i) {
        const std::int32_t row = table.touched[static_cast<std::size_t>(i)];
        m_optimiser.update(m_block, gradients, offsetOf(table, row), table.width, scale);
        table.age[static_cast<std::size_t>(row)].store(m_optimiser.steps(),
                                                       std::memory_order_relaxed);
    }
}

} // namespace regard
