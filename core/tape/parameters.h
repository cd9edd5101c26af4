// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/random.h"
#include "core/tensor/tensor.h"

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// How a parameter starts.
struct Initial {
    enum class Kind { Constant, Uniform, Normal };
    Kind kind = Kind::Constant;
    double scale = 0; ///< the constant, the half width, or the standard deviation
};

/// A parameter's number in its layout.
struct ParameterId {
    int index = -1;
};

/// Names, shapes and places of a model's parameters in one contiguous block.
/// Names and shapes are those of PyTorch's state_dict.
class ParameterLayout {
public:
    struct Entry {
        std::string name;
        Shape shape;
        Index offset = 0; ///< first number in the block; entries start on cache lines
        Initial initial;
        /// Only ever read through embed(), a few rows at a time.
        bool byRows = false;
    };

    ParameterId add(std::string name, const Shape& shape, Initial initial, bool byRows = false);

    const std::vector<Entry>& entries() const { return m_entries; }
    const Entry& entry(ParameterId id) const
    {
        return m_entries[static_cast<std::size_t>(id.index)];
    }
    /// −1 index if there is none of that name.
    ParameterId find(std::string_view name) const;
    /// Numbers in the block, padding between entries included.
    Index blockSize() const { return m_blockSize; }
    /// Trainable numbers, without padding.
    Index count() const;

private:
    std::vector<Entry> m_entries;
    Index m_blockSize = 0;
};

/// The numbers of a layout's parameters. Copying copies the block.
class Parameters {
public:
    Parameters() = default;
    /// All zero.
    explicit Parameters(std::shared_ptr<const ParameterLayout> layout);
    /// Drawn as the layout says; the same seed gives the same numbers. Throws Stopped within a row
    /// of a stop request.
    Parameters(std::shared_ptr<const ParameterLayout> layout, std::uint64_t seed,
               const std::stop_token& stop = {});

    const ParameterLayout& layout() const { return *m_layout; }
    const std::shared_ptr<const ParameterLayout>& sharedLayout() const { return m_layout; }
    /// Numbers to write; those of frozen parameters are no longer frozen then.
    View operator[](ParameterId id);
    ConstView operator[](ParameterId id) const;
    /// The whole block, padding (always zero) included.
    std::span<Real> block()
    {
        m_frozen = nullptr;
        return m_block;
    }
    std::span<const Real> block() const { return m_block; }

    /// Says that the numbers stay as they are, so that panelsOf() can keep what it makes of them.
    void freeze();
    /// A weight [outputs × inputs], transposed, as pack() brings it into order; made when first
    /// asked for. Null if the numbers are not frozen. Several threads may ask.
    const Real* panelsOf(ParameterId id) const;

private:
    struct Frozen;
    std::shared_ptr<const ParameterLayout> m_layout;
    Buffer m_block;
    std::shared_ptr<Frozen> m_frozen; ///< shared with copies, whose numbers are the same
};

} // namespace regard
