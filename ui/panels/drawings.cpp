// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/drawings.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

#include <array>
#include <utility>

namespace regard {

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Draws an SVG at whatever size is asked for, in another colour where disabled.
class SvgIconEngine : public QIconEngine {
public:
    SvgIconEngine(QByteArray normal, QByteArray disabled)
        : m_normal(std::move(normal))
        , m_disabled(std::move(disabled))
    {
    }

    void paint(QPainter* painter, const QRect& place, QIcon::Mode mode, QIcon::State) override
    {
        QSvgRenderer(mode == QIcon::Disabled ? m_disabled : m_normal).render(painter, place);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }
    QIconEngine* clone() const override { return new SvgIconEngine(*this); }

private:
    QByteArray m_normal;
    QByteArray m_disabled;
};

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
    return QIcon(new SvgIconEngine(inColor(theme.text()), inColor(faint)));
}

namespace {

QPixmap paletteSwatch(const Palette& palette, const Theme& theme, bool checked)
{
    constexpr int extent = 16;
    constexpr int density = 3;
    QPixmap pixmap(extent * density, extent * density);
    pixmap.setDevicePixelRatio(density);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    QLinearGradient gradient(0, 0, extent, 0);
    const double low = palette.scale == Palette::Scale::Diverging ? -1 : 0;
    constexpr int stops = 16;
    for (int i = 0; i <= stops; ++i) {
        const double part = static_cast<double>(i) / stops;
        gradient.setColorAt(part, QColor(palette.color(low + part * (1 - low), theme.isDark())));
    }
    painter.setPen(QPen(theme.border(), theme.line()));
    painter.setBrush(gradient);
    painter.drawRoundedRect(QRectF(0.5, 0.5, extent - 1, extent - 1), 3, 3);
    painter.setBrush(Qt::NoBrush);
    if (checked)
        for (const QPen& pen :
             {QPen(theme.surface(), theme.line(5)), QPen(theme.text(), theme.line(2))}) {
            painter.setPen(pen);
            painter.drawPolyline(QPolygonF({{3.5, 8.5}, {6.5, 11.5}, {12.5, 4.5}}));
        }
    return pixmap;
}

} // namespace

QIcon paletteIcon(const Palette& palette, const Theme& theme)
{
    QIcon icon;
    icon.addPixmap(paletteSwatch(palette, theme, false), QIcon::Normal, QIcon::Off);
    icon.addPixmap(paletteSwatch(palette, theme, true), QIcon::Normal, QIcon::On);
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
