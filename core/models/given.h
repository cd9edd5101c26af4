// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/cell_work.h"

namespace regard {

/// A cell of what goes into a computation: nothing computes it, it is given.
double givenCell(CellWork& work);

} // namespace regard
