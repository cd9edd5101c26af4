// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// What an array holds: numbers, all little-endian, or a pickle of Python's objects.
enum class NpyType { Bool, Int32, Int64, Float32, Float64, Object };

/// Bytes of one number; 0 for objects.
std::size_t widthOf(NpyType type);

/// The header of an .npy file. Format: numpy.lib.format, versions 1.0 to 3.0: magic,
/// version, length and a Python literal {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3),
/// }.
struct NpyHeader {
    NpyType type{};
    bool fortranOrder = false;
    std::vector<std::int64_t> dimensions; ///< none negative, at most 8
    std::size_t size = 0; ///< bytes of the header with the magic
};

/// Throws std::invalid_argument with what is wrong and what to do.
NpyHeader parseNpyHeader(std::string_view bytes);

/// The header of a float32 array in C order, padded so that the numbers are aligned to 64.
std::string npyHeader(const std::vector<std::int64_t>& dimensions);

} // namespace regard
