// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace regard {

/// The keys of the window; not modal.
void showShortcuts(QWidget* parent);
/// Version, libraries and licence; not modal.
void showAbout(QWidget* parent);

} // namespace regard
