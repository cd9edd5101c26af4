// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/told/teller.h"

namespace regard {

/// Turns to a view of the window and uses it: points at its places and clicks them, types its keys,
/// turns the wheel, drags, and chooses from its controls.
void useView(MainWindow& window, Teller& teller, int tab);

} // namespace regard
