// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/shared/theme.h"

namespace regard {

Theme Theme::light()
{
    return Theme(false);
}
Theme Theme::dark()
{
    return Theme(true);
}
Theme Theme::withPalettes(const Palettes& palettes) const
{
    Theme theme = *this;
    theme.m_palettes = palettes;
    return theme;
}

Theme Theme::forProjector(bool projector) const
{
    Theme theme = *this;
    theme.m_projector = projector;
    return theme;
}

QColor Theme::pick(QRgb light, QRgb dark, QRgb projectedLight, QRgb projectedDark) const
{
    return QColor::fromRgb(m_projector ? (m_dark ? projectedDark : projectedLight)
                                       : (m_dark ? dark : light));
}

double Theme::line(double width) const
{
    constexpr double bolder = 1.8;
    return m_projector ? bolder * width : width;
}

QColor Theme::window() const
{
    return pick(0xf2f3f8, 0x12151d, 0xffffff, 0x000000);
}
QColor Theme::surface() const
{
    return pick(0xffffff, 0x1b1f2a, 0xffffff, 0x0b0d12);
}
QColor Theme::raised() const
{
    return pick(0xe9ebf3, 0x2a3040, 0xececec, 0x1d2129);
}
QColor Theme::border() const
{
    return pick(0xd3d7e3, 0x3a4256, 0x4a4a4a, 0xc4c8d0);
}
QColor Theme::grid() const
{
    return pick(0xe3e6ee, 0x2c3242, 0x8c8c8c, 0x7c828e);
}
QColor Theme::text() const
{
    return pick(0x1a1f2e, 0xe9ecf4, 0x000000, 0xffffff);
}
QColor Theme::textMuted() const
{
    return pick(0x586079, 0xa3acc2, 0x2b2b2b, 0xdadde3);
}
QColor Theme::accent() const
{
    return pick(0xad4f06, 0xffb347, 0x7a2e00, 0xffc061);
}
QColor Theme::warning() const
{
    return pick(0x8f6200, 0xf2cf5b, 0x614000, 0xffe27a);
}
QColor Theme::error() const
{
    return pick(0xb3192b, 0xff8f8f, 0x8f0014, 0xffa3a3);
}
QColor Theme::notComputed() const
{
    return pick(0xeef0f5, 0x232836, 0xe4e6ea, 0x20242c);
}
QColor Theme::masked() const
{
    return pick(0xb4bbcc, 0x566079, 0x7d8494, 0x8d95a8);
}
QColor Theme::selection() const
{
    return pick(0x0c1020, 0xffffff, 0x000000, 0xffffff);
}
QColor Theme::hover() const
{
    return pick(0x6b7490, 0xa9b3cc, 0x3a3f4d, 0xd5d9e4);
}

QColor Theme::role(Role role) const
{
    switch (role) {
    case Role::Query:
        return pick(0x1a5fb4, 0x7ab4ff, 0x0a3f94, 0x7db7ff);
    case Role::Key:
        return pick(0xc01c28, 0xff8d8d, 0x96000f, 0xff8f8f);
    case Role::Value:
        return pick(0x1a7a37, 0x74d391, 0x005a1c, 0x52e383);
    case Role::Scores:
    case Role::Scaled:
    case Role::Masked:
        return pick(0x7d4bd6, 0xc9adff, 0x5a20b4, 0xd0b6ff);
    case Role::Weights:
        return pick(0x6529b8, 0xb792ff, 0x47099a, 0xc39dff);
    case Role::Context:
        return pick(0x08707f, 0x52d3c6, 0x00525f, 0x35e8d8);
    case Role::Embedding:
        return pick(0x535d77, 0xaeb8cf, 0x323c58, 0xc6d0e6);
    case Role::Position:
        return pick(0x6a6526, 0xd0c87c, 0x4c4700, 0xeadf6b);
    case Role::Hidden:
        return pick(0x5a616e, 0xb3bac7, 0x3b414c, 0xccd2dd);
    case Role::State:
        return pick(0x356a8c, 0x8fc5ea, 0x094a6e, 0x86cdff);
    case Role::DecoderState:
        return pick(0x875640, 0xe3b497, 0x68300f, 0xf7bd98);
    case Role::Gate:
        return pick(0x98397a, 0xf19fd3, 0x7c0c59, 0xffa3df);
    case Role::Logits:
        return pick(0x76621d, 0xdcc272, 0x574300, 0xf3d566);
    case Role::Probabilities:
        return pick(0x965600, 0xffb95c, 0x6d3b00, 0xffb847);
    }
    return textMuted();
}

} // namespace regard
