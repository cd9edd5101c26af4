// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <QString>

namespace regard {

/// What a trace came to, token after token: words with blanks between them, characters without.
QString outputInWords(const Trace& trace);

} // namespace regard
