// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace regard {

/// Bytes of memory that this process can still take: what Linux holds to be available, less where
/// a control group or a limit on the address space (ulimit -v) allows less. The largest number
/// where nothing says.
std::uint64_t freeMemory();

/// "512 MB", "9.8 GB".
std::string memoryText(std::uint64_t bytes);

} // namespace regard
