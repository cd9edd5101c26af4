// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>

#include <array>
#include <span>

namespace regard {

/// The colours of numbers: a line of the table palettes(). The menu, `render --palette` and tests
/// iterate over it.
struct Palette {
    enum class Scale {
        Sequential, ///< of values from 0 to 1
        Diverging, ///< of values from −1 to 1 about zero
    };
    const char* id; ///< "blue-orange"
    const char* title; ///< translated in the context "Palette": "Blue to orange"
    Scale scale;
    /// Without red, green or blue cones values of different size, or sign, still differ clearly.
    bool colorBlindSafe;
    std::array<QRgb, 9> light; ///< at equal steps, in the light theme
    std::array<QRgb, 9> dark;

    /// The colour of a value, those beyond the ends as the ends, not a number as zero.
    QRgb color(double t, bool onDark) const;
};

/// Each scale's default first, then those that are safe for the colour-blind.
std::span<const Palette> palettes();
/// Null if there is none of this id.
const Palette* paletteOf(const QString& id);
QString titleOf(const Palette& palette);

/// The palettes in use, one of each scale; the defaults at first.
struct Palettes {
    const Palette* sequential;
    const Palette* diverging;

    Palettes();
    /// In the place of the one of its scale.
    void choose(const Palette& palette);
    bool has(const Palette& palette) const;
    friend bool operator==(const Palettes&, const Palettes&) = default;
};

} // namespace regard
