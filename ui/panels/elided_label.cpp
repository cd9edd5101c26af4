// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/elided_label.h"

#include <QPainter>

#include <algorithm>

namespace regard {

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(text()) + 4, fontMetrics().height()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {fontMetrics().horizontalAdvance(QStringLiteral("mmmm")), fontMetrics().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QRect place = rect().adjusted(std::max(0, indent()), 0, 0, 0);
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, place.width());
    painter.drawText(place, static_cast<int>(alignment()), shown);
    // Rich text, as that breaks its lines.
    const QString tip =
        shown == text() ? QString() : QStringLiteral("<qt>%1</qt>").arg(text().toHtmlEscaped());
    if (tip != toolTip())
        setToolTip(tip);
}

} // namespace regard
