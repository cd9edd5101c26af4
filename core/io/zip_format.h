// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// Numbers of the zip format: PKWARE APPNOTE 6.3, section 4.3.
namespace regard::zip {

inline constexpr std::uint32_t localSignature = 0x04034b50;
inline constexpr std::uint32_t directorySignature = 0x02014b50;
inline constexpr std::uint32_t endSignature = 0x06054b50;
inline constexpr std::size_t localSize = 30;
inline constexpr std::size_t directorySize = 46;
inline constexpr std::size_t endSize = 22;
inline constexpr std::uint16_t methodStored = 0;
inline constexpr std::uint16_t methodDeflated = 8;

} // namespace regard::zip
