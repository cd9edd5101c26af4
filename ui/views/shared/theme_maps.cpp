// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/shared/theme.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

/// Relative luminance as in WCAG 2.1.
double luminance(QRgb color)
{
    const auto linear = [](int channel) {
        const double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(qRed(color)) + 0.7152 * linear(qGreen(color))
        + 0.0722 * linear(qBlue(color));
}

// Black and white: on a colour between, one of two weaker ones would have less than 4.5.
constexpr QRgb ink = 0xff000000;
constexpr QRgb paper = 0xffffffff;

} // namespace

QColor Theme::textOn(QRgb background) const
{
    const double back = luminance(background) + 0.05;
    const double onPaper = (luminance(paper) + 0.05) / back;
    const double onInk = back / (luminance(ink) + 0.05);
    return QColor::fromRgb(onInk >= onPaper ? ink : paper);
}

ColorScale ColorScale::of(const TraceTensor& tensor)
{
    if (isUnitRange(tensor.role))
        return {.sequential = true, .limit = 1};
    const auto limit = static_cast<double>(tensor.value.extent().magnitude());
    return {.sequential = false, .limit = limit > 0 ? limit : 1};
}

QRgb ColorScale::color(const Theme& theme, double value) const
{
    if (value == -HUGE_VAL || std::isnan(value))
        return theme.masked().rgb();
    return sequential ? theme.sequential(value / limit) : theme.diverging(value / limit);
}

QString numberText(double value, int significantDigits)
{
    if (std::isnan(value))
        return QCoreApplication::translate("regard::numberText", "not a number");
    const QString sign = std::signbit(value) && value != 0 ? QStringLiteral("−") : QString();
    if (std::isinf(value))
        return sign + QStringLiteral("∞");
    if (value == 0)
        return QStringLiteral("0");

    const int digits = std::max(1, significantDigits);
    // The exponent after rounding: 0.9996 is 1.00 in three digits.
    const QString scientific = QString::number(std::abs(value), 'e', digits - 1);
    const auto e = scientific.indexOf(QLatin1Char('e'));
    const int exponent = scientific.mid(e + 1).toInt();
    const auto trimmed = [](QString text) {
        if (text.contains(QLatin1Char('.'))) {
            while (text.endsWith(QLatin1Char('0')))
                text.chop(1);
            if (text.endsWith(QLatin1Char('.')))
                text.chop(1);
        }
        return text;
    };
    if (exponent >= -3 && exponent < std::max(5, digits))
        return sign
            + trimmed(QString::number(std::abs(value), 'f', std::max(0, digits - 1 - exponent)));
    return sign + trimmed(scientific.left(e)) + QLatin1Char('e')
        + (exponent < 0 ? QStringLiteral("−") : QString()) + QString::number(std::abs(exponent));
}

} // namespace regard
