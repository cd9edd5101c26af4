// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <QString>

#include <cstddef>

namespace regard {

/// What a trace came to, token after token: words with blanks between them, characters without.
QString outputInWords(const Trace& trace);

/// "34 MB" of memory that a computation keeps; nothing below 8 MB, which nobody needs to know.
QString memoryText(std::size_t bytes);

} // namespace regard
