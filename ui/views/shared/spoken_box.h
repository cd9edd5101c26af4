// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace regard {

/// From now on every QComboBox tells screen readers its accessible name as its name and what is
/// chosen as its value. Qt's own interface tells what is chosen as both on Linux, and nobody hears
/// what the box is. Once is enough.
void nameComboBoxes();

} // namespace regard
