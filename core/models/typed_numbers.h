// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/probe.h"

namespace regard {

/// How numbers came about that go in as a person typed them.
How typedNumbers();

} // namespace regard
