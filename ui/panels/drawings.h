// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/shared/theme.h"

#include <QIcon>
#include <QString>

namespace regard {

/// A glyph of resources/icons in the theme's text colour, with a paler one for disabled
/// controls. `name` is the file's, without its ending. Sharp at any scale.
QIcon themedIcon(const QString& name, const Theme& theme);

/// A palette from its low end to its high one, with a tick where it is checked.
QIcon paletteIcon(const Palette& palette, const Theme& theme);

/// The program's own sign.
QIcon programIcon();

/// A formula of resources/formulae as SVG with the theme's colours in place of the roles'
/// placeholders; empty for a name that is not there.
QByteArray themedFormula(const QString& name, const Theme& theme);

} // namespace regard
