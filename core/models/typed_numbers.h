// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/probe.h"

namespace regard {

/// How numbers are explained that are used as a person typed them.
How typedNumbers();

} // namespace regard
