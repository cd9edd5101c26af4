// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tape/parameters.h"

#include "core/tensor/product.h"
#include "core/tensor/stopped.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <stdexcept>

namespace regard {

ParameterId ParameterLayout::add(std::string name, const Shape& shape, Initial initial, bool byRows)
{
    if (find(name).index >= 0)
        throw std::logic_error("parameter named twice: " + name);
    m_entries.push_back({std::move(name), shape, m_blockSize, initial, byRows});
    constexpr Index line = bufferAlignment / sizeof(Real);
    m_blockSize += (shape.size() + line - 1) / line * line;
    return {static_cast<int>(m_entries.size()) - 1};
}

ParameterId ParameterLayout::find(std::string_view name) const
{
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        if (m_entries[i].name == name)
            return {static_cast<int>(i)};
    return {};
}

Index ParameterLayout::count() const
{
    Index total = 0;
    for (const Entry& entry : m_entries)
        total += entry.shape.size();
    return total;
}

Parameters::Parameters(std::shared_ptr<const ParameterLayout> layout)
    : m_layout(std::move(layout))
    , m_block(static_cast<std::size_t>(m_layout->blockSize()))
{
}

Parameters::Parameters(std::shared_ptr<const ParameterLayout> layout, std::uint64_t seed,
                       const std::stop_token& stop)
    : Parameters(std::move(layout))
{
    std::uint64_t part = 0;
    for (const ParameterLayout::Entry& entry : m_layout->entries()) {
        // A generator for each entry: adding a parameter leaves the others as they were.
        Random random = Random::forPart(seed, part++);
        const Index width = std::max<Index>(1, entry.shape.columns());
        for (Index i = 0; i < entry.shape.size(); ++i) {
            if (i % width == 0 && stop.stop_requested())
                throw Stopped{};
            double value = entry.initial.scale;
            if (entry.initial.kind == Initial::Kind::Uniform)
                value = random.uniform(-entry.initial.scale, entry.initial.scale);
            else if (entry.initial.kind == Initial::Kind::Normal)
                value = random.normal() * entry.initial.scale;
            m_block[static_cast<std::size_t>(entry.offset + i)] = static_cast<Real>(value);
        }
    }
}

View Parameters::operator[](ParameterId id)
{
    m_frozen = nullptr;
    const ParameterLayout::Entry& entry = m_layout->entry(id);
    return {m_block.data() + entry.offset, entry.shape};
}

ConstView Parameters::operator[](ParameterId id) const
{
    const ParameterLayout::Entry& entry = m_layout->entry(id);
    return {m_block.data() + entry.offset, entry.shape};
}

struct Parameters::Frozen {
    explicit Frozen(std::size_t parameters) : panels(parameters), ready(parameters) { }

    std::mutex mutex; ///< of panels
    std::vector<Buffer> panels;
    std::vector<std::atomic<const Real*>> ready; ///< panels that are complete
};

void Parameters::freeze()
{
    m_frozen = std::make_shared<Frozen>(m_layout->entries().size());
}

const Real* Parameters::panelsOf(ParameterId id) const
{
    if (!m_frozen)
        return nullptr;
    const auto index = static_cast<std::size_t>(id.index);
    std::atomic<const Real*>& ready = m_frozen->ready[index];
    if (const Real* panels = ready.load(std::memory_order_acquire))
        return panels;
    const std::lock_guard lock(m_frozen->mutex);
    Buffer& panels = m_frozen->panels[index];
    if (panels.empty()) {
        const MatrixRef weight = MatrixRef((*this)[id]).t();
        panels.resize(static_cast<std::size_t>(packedSize(weight)));
        pack(weight, panels.data());
        ready.store(panels.data(), std::memory_order_release);
    }
    return panels.data();
}

} // namespace regard
