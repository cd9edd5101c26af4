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

namespace {
QColor pick(bool dark, QRgb onLight, QRgb onDark)
{
    return QColor::fromRgb(dark ? onDark : onLight);
}
} // namespace

QColor Theme::window() const
{
    return pick(m_dark, 0xf2f3f8, 0x12151d);
}
QColor Theme::surface() const
{
    return pick(m_dark, 0xffffff, 0x1b1f2a);
}
QColor Theme::raised() const
{
    return pick(m_dark, 0xe9ebf3, 0x2a3040);
}
QColor Theme::border() const
{
    return pick(m_dark, 0xd3d7e3, 0x3a4256);
}
QColor Theme::grid() const
{
    return pick(m_dark, 0xe3e6ee, 0x2c3242);
}
QColor Theme::text() const
{
    return pick(m_dark, 0x1a1f2e, 0xe9ecf4);
}
QColor Theme::textMuted() const
{
    return pick(m_dark, 0x586079, 0xa3acc2);
}
QColor Theme::accent() const
{
    return pick(m_dark, 0xad4f06, 0xffb347);
}
QColor Theme::warning() const
{
    return pick(m_dark, 0x8f6200, 0xf2cf5b);
}
QColor Theme::error() const
{
    return pick(m_dark, 0xb3192b, 0xff8f8f);
}
QColor Theme::notComputed() const
{
    return pick(m_dark, 0xeef0f5, 0x232836);
}
QColor Theme::masked() const
{
    return pick(m_dark, 0xb4bbcc, 0x566079);
}
QColor Theme::selection() const
{
    return pick(m_dark, 0x0c1020, 0xffffff);
}
QColor Theme::hover() const
{
    return pick(m_dark, 0x6b7490, 0xa9b3cc);
}

QColor Theme::role(Role role) const
{
    switch (role) {
    case Role::Query:
        return pick(m_dark, 0x1a5fb4, 0x7ab4ff);
    case Role::Key:
        return pick(m_dark, 0xc01c28, 0xff8d8d);
    case Role::Value:
        return pick(m_dark, 0x1a7a37, 0x74d391);
    case Role::Scores:
    case Role::Scaled:
    case Role::Masked:
        return pick(m_dark, 0x7d4bd6, 0xc9adff);
    case Role::Weights:
        return pick(m_dark, 0x6529b8, 0xb792ff);
    case Role::Context:
        return pick(m_dark, 0x08707f, 0x52d3c6);
    case Role::Embedding:
        return pick(m_dark, 0x535d77, 0xaeb8cf);
    case Role::Position:
        return pick(m_dark, 0x6a6526, 0xd0c87c);
    case Role::Hidden:
        return pick(m_dark, 0x5a616e, 0xb3bac7);
    case Role::State:
        return pick(m_dark, 0x356a8c, 0x8fc5ea);
    case Role::DecoderState:
        return pick(m_dark, 0x875640, 0xe3b497);
    case Role::Gate:
        return pick(m_dark, 0x98397a, 0xf19fd3);
    case Role::Logits:
        return pick(m_dark, 0x76621d, 0xdcc272);
    case Role::Probabilities:
        return pick(m_dark, 0x965600, 0xffb95c);
    }
    return textMuted();
}

} // namespace regard
