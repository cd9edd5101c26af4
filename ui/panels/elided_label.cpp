// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/elided_label.h"

#include <QPainter>
#include <QTextLayout>

#include <algorithm>

namespace regard {

void ElidedLabel::setLines(int lines)
{
    m_lines = lines;
    updateGeometry();
    update();
}

int ElidedLabel::textHeight() const
{
    return fontMetrics().height() + (m_lines - 1) * fontMetrics().lineSpacing();
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(text()) + 4, textHeight()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {fontMetrics().horizontalAdvance(QStringLiteral("mmmm")), textHeight()};
}

QStringList ElidedLabel::shownLines() const
{
    const int width = this->width() - std::max(0, indent());
    QTextLayout layout(text(), font());
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    QStringList lines;
    int start = 0;
    while (lines.size() < m_lines - 1 && start < text().size()) {
        QTextLine line = layout.createLine();
        line.setLineWidth(width);
        lines << text().mid(start, line.textLength()).trimmed();
        start += line.textLength();
    }
    layout.endLayout();
    if (start < text().size())
        lines << fontMetrics().elidedText(text().mid(start), Qt::ElideRight, width);
    return lines;
}

void ElidedLabel::setHelp(const QString& help)
{
    m_help = help;
    setToolTip(help);
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QRect place = rect().adjusted(std::max(0, indent()), 0, 0, 0);
    const QStringList lines = shownLines();
    if (m_lines > 1)
        place.setHeight(fontMetrics().height());
    for (const QString& line : lines) {
        painter.drawText(place, static_cast<int>(alignment()), line);
        place.translate(0, fontMetrics().lineSpacing());
    }
    // Rich text, as that breaks its lines.
    const bool whole = lines.isEmpty() || text().trimmed().endsWith(lines.last().trimmed());
    const QString tip = !m_help.isEmpty() ? m_help
        : whole                           ? QString()
                : QStringLiteral("<qt>%1</qt>").arg(text().toHtmlEscaped());
    if (tip != toolTip())
        setToolTip(tip);
}

} // namespace regard
