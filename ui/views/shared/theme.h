// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"
#include "ui/views/shared/palettes.h"

#include <QColor>
#include <QFont>
#include <QPalette>

namespace regard {

/// Every colour on screen, by what it means. Nothing but this and its palettes names colours.
class Theme {
public:
    static Theme light();
    static Theme dark();

    bool isDark() const { return m_dark; }
    /// The same theme with other colours of numbers.
    Theme withPalettes(const Palettes& palettes) const;
    const Palettes& palettes() const { return m_palettes; }
    /// The same theme for a pale projector: text has a contrast of at least 7 on its ground, roles
    /// have stronger colours, lines are bolder.
    Theme forProjector(bool projector = true) const;
    bool isForProjector() const { return m_projector; }
    /// How wide a line is drawn that is `width` pixels wide elsewhere.
    double line(double width = 1) const;
    /// For QApplication::setPalette.
    QPalette palette() const;
    QString styleSheet() const;

    QColor window() const; ///< behind panels
    QColor surface() const; ///< the stage, cards, tables
    QColor raised() const; ///< chips, buttons
    QColor border() const;
    QColor grid() const; ///< hairlines between cells
    QColor text() const;
    QColor textMuted() const;
    QColor accent() const; ///< focus, the current moment
    QColor warning() const;
    QColor error() const;
    QColor notComputed() const; ///< cells whose moment has not come
    QColor masked() const; ///< hatching of −∞
    QColor selection() const; ///< outline of the fixed cell
    QColor hover() const; ///< outline of the previewed cell

    /// Query blue, key red, value green, scores and weights violet, context teal,
    /// states and embeddings neutral or their own; readable as text on surface().
    QColor role(Role role) const;

    /// The palettes' colours of values in [0, 1] and in [−1, 1], zero being close to surface().
    QRgb sequential(double t) const { return m_palettes.sequential->color(t, m_dark); }
    QRgb diverging(double t) const { return m_palettes.diverging->color(t, m_dark); }
    /// Text that can be read on a cell of that colour: of any colour, its contrast is at least 4.5.
    QColor textOn(QRgb background) const;

private:
    explicit Theme(bool dark) : m_dark(dark) { }
    QColor pick(QRgb light, QRgb dark, QRgb projectedLight, QRgb projectedDark) const;

    bool m_dark;
    bool m_projector = false;
    Palettes m_palettes;
};

/// The interface font with faces for Chinese (simplified first) and Japanese behind it.
QFont interfaceFont(int pointSize = 0);

/// How a tensor's numbers map to colours: [0, 1] for unit-range roles, otherwise
/// symmetric about zero by the largest finite magnitude.
struct ColorScale {
    bool sequential = false;
    double limit = 1; ///< largest magnitude of a diverging scale, end of a sequential one
    static ColorScale of(const TraceTensor& tensor);
    QRgb color(const Theme& theme, double value) const; ///< −∞ gives theme.masked()
    friend bool operator==(const ColorScale&, const ColorScale&) = default;
};

/// "0.88", "−1.25", "1.2e−5", "−∞": a number for a cell or a tooltip.
QString numberText(double value, int significantDigits = 3);

} // namespace regard
