// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/appearance.h"

#include <QApplication>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>

#include <algorithm>

namespace regard {

namespace {

constexpr double presenterScale = 1.6;
constexpr double projectorScale = 1.3; ///< without presenter mode: the panels are still there

bool isDark(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness()
        < palette.color(QPalette::WindowText).lightness();
}

} // namespace

Appearance::Appearance(QObject* parent)
    : QObject(parent)
    , m_pointSize(std::max(9, QApplication::font().pointSize()))
{
    // The same drawing on every desktop: the style sheet is made for Fusion.
    if (QApplication::style()->name().compare(QLatin1String("fusion"), Qt::CaseInsensitive) != 0
        && qApp->styleSheet().isEmpty())
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(QPalette());
    m_systemDark = isDark(QApplication::palette());
}

Theme Appearance::theme() const
{
    const bool dark = m_choice == Choice::System ? m_systemDark : m_choice == Choice::Dark;
    return (dark ? Theme::dark() : Theme::light())
        .withPalettes(m_palettes)
        .forProjector(m_projector);
}

void Appearance::choose(Choice choice)
{
    m_choice = choice;
    apply();
}

void Appearance::setPalettes(const Palettes& palettes)
{
    m_palettes = palettes;
    Q_EMIT changed(theme());
}

void Appearance::setLarge(bool large)
{
    m_large = large;
    apply();
}

void Appearance::setForProjector(bool projector)
{
    m_projector = projector;
    apply();
}

void Appearance::systemChanged()
{
    if (m_applying)
        return;
    m_applying = true;
    QApplication::setPalette(QPalette());
    m_systemDark = isDark(QApplication::palette());
    m_applying = false;
    apply();
}

void Appearance::apply()
{
    if (m_applying)
        return;
    m_applying = true;
    const Theme now = theme();
    const double scale = m_large ? presenterScale : m_projector ? projectorScale : 1;
    QApplication::setFont(interfaceFont(qRound(m_pointSize * scale)));
    QApplication::setPalette(now.palette());
    qApp->setStyleSheet(now.styleSheet());
    m_applying = false;
    Q_EMIT changed(now);
}

QString Appearance::nameOf(Choice choice)
{
    switch (choice) {
    case Choice::Light:
        return QStringLiteral("light");
    case Choice::Dark:
        return QStringLiteral("dark");
    case Choice::System:
        break;
    }
    return QStringLiteral("system");
}

Appearance::Choice Appearance::choiceOf(const QString& name)
{
    if (name == QLatin1String("light"))
        return Choice::Light;
    return name == QLatin1String("dark") ? Choice::Dark : Choice::System;
}

QStringList Appearance::namesOf(const Palettes& palettes)
{
    return {QLatin1String(palettes.sequential->id), QLatin1String(palettes.diverging->id)};
}

Palettes Appearance::palettesOf(const QStringList& names)
{
    Palettes chosen;
    for (const QString& name : names)
        if (const Palette* palette = paletteOf(name))
            chosen.choose(*palette);
    return chosen;
}

} // namespace regard
