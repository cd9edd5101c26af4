// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/shared/theme.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace regard {

namespace {

// Control points at equal steps. Their OKLab lightness is linear in t, so equal
// differences of value look equally large, in grey and to colour-blind eyes as well; hue
// runs over yellow, green, teal and blue to violet. The low end meets the surface.
constexpr std::array<QRgb, 9> sequentialLight = {0xfbfbf2, 0xd3e4b9, 0x8ad3a4, 0x3cbaad, 0x0c98b1,
                                                 0x0573b6, 0x324ba7, 0x3a248b, 0x310a5c};
constexpr std::array<QRgb, 9> sequentialDark = {0x1c162d, 0x302069, 0x2f3b97, 0x0166a2, 0x088ba1,
                                                0x29ada0, 0x5dcd97, 0xade56f, 0xf7f58a};
// Blue below zero, orange above, equally far from the surface at the same magnitude.
constexpr std::array<QRgb, 9> divergingLight = {0x0b4196, 0x3770ba, 0x719ed1, 0xb0cbe8, 0xf7f7f8,
                                                0xe7c7a3, 0xd79559, 0xc2600a, 0x953b01};
constexpr std::array<QRgb, 9> divergingDark = {0x8ed0ff, 0x4e9eec, 0x366eb8, 0x2b4570, 0x20222a,
                                               0x5b3d2d, 0x9b5c33, 0xd78230, 0xfeb858};

QRgb interpolate(std::span<const QRgb> points, double t)
{
    const double place = std::clamp(t, 0.0, 1.0) * static_cast<double>(points.size() - 1);
    const auto low = std::min(static_cast<std::size_t>(place), points.size() - 2);
    const double part = place - static_cast<double>(low);
    const auto mix = [&](int (*channel)(QRgb)) {
        return static_cast<int>(
            std::lround(channel(points[low]) * (1 - part) + channel(points[low + 1]) * part));
    };
    return qRgb(mix(qRed), mix(qGreen), mix(qBlue));
}

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

constexpr QRgb ink = 0xff10131d;
constexpr QRgb paper = 0xffffffff;

} // namespace

QRgb Theme::sequential(double t) const
{
    return interpolate(m_dark ? sequentialDark : sequentialLight, std::isnan(t) ? 0 : t);
}

QRgb Theme::diverging(double t) const
{
    return interpolate(m_dark ? divergingDark : divergingLight, std::isnan(t) ? 0.5 : (t + 1) / 2);
}

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
