// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/drawings.h"

#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

#include <array>

namespace regard {

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QPixmap drawn(const QByteArray& svg, int size)
{
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QSvgRenderer(svg).render(&painter);
    return pixmap;
}

} // namespace

QIcon themedIcon(const QString& name, const Theme& theme)
{
    const QByteArray svg = contentOf(QStringLiteral(":/icons/%1.svg").arg(name));
    if (svg.isEmpty())
        return {};
    const auto inColor = [&svg](const QColor& color) {
        return QByteArray(svg).replace("currentColor", color.name().toLatin1());
    };
    QColor faint = theme.textMuted();
    faint = QColor::fromRgbF((faint.redF() + theme.window().redF()) / 2,
                             (faint.greenF() + theme.window().greenF()) / 2,
                             (faint.blueF() + theme.window().blueF()) / 2);
    QIcon icon;
    for (const int size : {16, 20, 24, 32, 48, 64}) {
        icon.addPixmap(drawn(inColor(theme.text()), size), QIcon::Normal);
        icon.addPixmap(drawn(inColor(faint), size), QIcon::Disabled);
    }
    return icon;
}

QIcon programIcon()
{
    return QIcon(QStringLiteral(":/icons/regard.svg"));
}

QByteArray themedFormula(const QString& name, const Theme& theme)
{
    // The placeholders of resources/formulae/make.mjs.
    static constexpr std::array<std::pair<const char*, Role>, 11> placeholders{{
        {"#0000f1", Role::Query},
        {"#f10000", Role::Key},
        {"#00f100", Role::Value},
        {"#f100f1", Role::Scores},
        {"#a100f1", Role::Weights},
        {"#00f1f1", Role::Context},
        {"#f1f100", Role::State},
        {"#f1a100", Role::DecoderState},
        {"#a1a1f1", Role::Embedding},
        {"#f1a1a1", Role::Gate},
        {"#a1f1a1", Role::Probabilities},
    }};
    QByteArray svg = contentOf(QStringLiteral(":/formulae/%1.svg").arg(name));
    for (const auto& [placeholder, role] : placeholders)
        svg.replace(placeholder, theme.role(role).name().toLatin1());
    return svg.replace("currentColor", theme.text().name().toLatin1());
}

} // namespace regard
