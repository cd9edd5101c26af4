// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/shared/palettes.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

using Scale = Palette::Scale;

// Control points at equal steps, for the light theme and for the dark one. Their OKLab lightness
// (B. Ottosson, 2020) is linear in t, from zero to either end where there are two: equal
// differences of value look equally large, in grey and to colour-blind eyes as well. Hue and chroma
// come from a few anchors, interpolated in OKLab at the lightness that is wanted. Zero is close to
// the surface; the ends are equally far from it.
constexpr std::array table{
    // The hues of viridis (S. van der Walt and N. Smith, 2015).
    Palette{
        "viridis",
        QT_TRANSLATE_NOOP("Palette", "Viridis"),
        Scale::Sequential,
        true,
        {0xfbfbf2, 0xd3e4b9, 0x8ad3a4, 0x3cbaad, 0x0c98b1, 0x0573b6, 0x324ba7, 0x3a248b, 0x310a5c},
        {0x1c162d, 0x302069, 0x2f3b97, 0x0166a2, 0x088ba1, 0x29ada0, 0x5dcd97, 0xade56f, 0xf7f58a}},
    // Through 00204d, 414d6b, 7c7b78, bcaf6f (J. Nuñez, C. Anderton and R. Renslow,
    // PLOS ONE 13(7), 2018).
    Palette{
        "cividis",
        QT_TRANSLATE_NOOP("Palette", "Cividis"),
        Scale::Sequential,
        true,
        {0xfdfbee, 0xedde88, 0xcec078, 0xada373, 0x8a8677, 0x676b74, 0x46516c, 0x24395d, 0x00204d},
        {0x141d33, 0x29334d, 0x3f4b68, 0x5e6472, 0x807f78, 0xa29b74, 0xc5b76c, 0xe7d55b, 0xfff3a0}},
    // Through 51127c, b63679, fb8861, fcfdbf (S. van der Walt and N. Smith, 2015).
    Palette{
        "magma",
        QT_TRANSLATE_NOOP("Palette", "Magma"),
        Scale::Sequential,
        true,
        {0xfdfdf0, 0xffd39d, 0xfea174, 0xe9756b, 0xc84e76, 0x9d317b, 0x68207c, 0x3f0f61, 0x1f0833},
        {0x1d1629, 0x411763, 0x6d227c, 0xa0327b, 0xc94f76, 0xe9746b, 0xfe9f72, 0xffcf9a, 0xfcfdbf}},
    // Through the colours of Role::Weights.
    Palette{
        "violet",
        QT_TRANSLATE_NOOP("Palette", "Violet"),
        Scale::Sequential,
        true,
        {0xfbfaff, 0xe2d5fc, 0xc9b1f8, 0xb18cf3, 0x9a63ec, 0x7d46d1, 0x6227b3, 0x451886, 0x2a0a5c},
        {0x1d1a2b, 0x382168, 0x5526a0, 0x733dc4, 0x8f58e4, 0xa87df5, 0xc0a1ff, 0xd9c7ff, 0xf3ecff}},
    Palette{
        "grey",
        QT_TRANSLATE_NOOP("Palette", "Grey"),
        Scale::Sequential,
        true,
        {0xfafafb, 0xd9dadc, 0xbababd, 0x9b9c9f, 0x7d7f82, 0x616267, 0x46484c, 0x2c2e33, 0x15171c},
        {0x1c1e25, 0x32353b, 0x4b4d53, 0x64666c, 0x7f8187, 0x9b9da2, 0xb8b9be, 0xd6d7db, 0xf4f5f8}},
    Palette{
        "blue-orange",
        QT_TRANSLATE_NOOP("Palette", "Blue to orange"),
        Scale::Diverging,
        true,
        {0x0b4196, 0x3770ba, 0x719ed1, 0xb0cbe8, 0xf7f7f8, 0xe7c7a3, 0xd79559, 0xc2600a, 0x953b01},
        {0x8ed0ff, 0x4e9eec, 0x366eb8, 0x2b4570, 0x20222a, 0x5b3d2d, 0x9b5c33, 0xd78230, 0xfeb858}},
    // The following through colours of RdBu and PRGn (C. Brewer, colorbrewer2.org): blue 4393c3,
    // 2166ac; red d6604d, b2182b; purple c2a5cf, 9970ab, 762a83; green a6dba0, 5aae61, 1b7837.
    Palette{
        "blue-red",
        QT_TRANSLATE_NOOP("Palette", "Blue to red"),
        Scale::Diverging,
        true,
        {0x124a8c, 0x2e77b5, 0x62a6cd, 0xa8d0e4, 0xf7f7f7, 0xf8b89b, 0xe27c62, 0xc23d3a, 0x8c0f28},
        {0x74b8ee, 0x4392c3, 0x2166ac, 0x22426f, 0x20222a, 0x702730, 0xb82830, 0xda6552, 0xff9480}},
    Palette{
        "purple-green",
        QT_TRANSLATE_NOOP("Palette", "Purple to green"),
        Scale::Diverging,
        true,
        {0x6d2579, 0x8e5a9e, 0xb08dbf, 0xd7bfdd, 0xf7f7f7, 0xa5da9f, 0x63b368, 0x308843, 0x0d5c28},
        {0xd0a2e4, 0xa57bb8, 0x874c96, 0x5c2c68, 0x20222a, 0x1e522d, 0x27803e, 0x58ac5f, 0x8fd788}},
    Palette{
        "red-green",
        QT_TRANSLATE_NOOP("Palette", "Red to green"),
        Scale::Diverging,
        false,
        {0x8c0f28, 0xc23d3a, 0xe27c62, 0xf8b89b, 0xf7f7f7, 0xa5da9f, 0x63b368, 0x308843, 0x0d5c28},
        {0xff9480, 0xda6552, 0xb82830, 0x702730, 0x20222a, 0x1e522d, 0x27803e, 0x58ac5f, 0x8fd788}},
};

} // namespace

QRgb Palette::color(double t, bool onDark) const
{
    const std::array<QRgb, 9>& points = onDark ? dark : light;
    const double part = std::isnan(t) ? 0 : t;
    const double place = std::clamp(scale == Scale::Diverging ? (part + 1) / 2 : part, 0.0, 1.0)
        * static_cast<double>(points.size() - 1);
    const auto low = std::min(static_cast<std::size_t>(place), points.size() - 2);
    const double beyond = place - static_cast<double>(low);
    const auto mix = [&](int (*channel)(QRgb)) {
        return static_cast<int>(
            std::lround(channel(points[low]) * (1 - beyond) + channel(points[low + 1]) * beyond));
    };
    return qRgb(mix(qRed), mix(qGreen), mix(qBlue));
}

std::span<const Palette> palettes()
{
    return table;
}

const Palette* paletteOf(const QString& id)
{
    const auto found = std::find_if(table.begin(), table.end(), [&](const Palette& palette) {
        return id == QLatin1String(palette.id);
    });
    return found == table.end() ? nullptr : &*found;
}

QString titleOf(const Palette& palette)
{
    return QCoreApplication::translate("Palette", palette.title);
}

namespace {

const Palette* firstOf(Scale scale)
{
    return std::find_if(table.begin(), table.end(),
                        [scale](const Palette& palette) { return palette.scale == scale; });
}

} // namespace

Palettes::Palettes() : sequential(firstOf(Scale::Sequential)), diverging(firstOf(Scale::Diverging))
{
}

void Palettes::choose(const Palette& palette)
{
    (palette.scale == Scale::Sequential ? sequential : diverging) = &palette;
}

bool Palettes::has(const Palette& palette) const
{
    return &palette == sequential || &palette == diverging;
}

} // namespace regard
