// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heads/heads_view.h"
#include "ui/views/shared/picture_file.h"

#include <qcustomplot.h>

#include <algorithm>

namespace regard {

bool HeadsView::takePicture(const TakePicture& take, QString* error, double density)
{
    if (!m_state.trace) {
        if (error)
            *error = tr("There are no heads to save yet.");
        return false;
    }
    compute(true);
    const bool merged = m_state.showsMerged();
    const bool beside = width() >= height();
    // All maps, those too that are scrolled out of sight.
    const QSizeF whole = size();
    QSizeF room = whole;
    if (merged && beside)
        room.setWidth(std::floor(whole.width() * 3 / 5));
    else if (merged)
        room.setHeight(std::floor(whole.height() * 3 / 5));
    const HeadsLayout layout = arrangeHeads(m_state, room);
    QSizeF grid = layout.size.expandedTo(room);
    QRectF side;
    if (merged && beside)
        side = QRectF(room.width(), 0, whole.width() - room.width(), room.height());
    else if (merged)
        side = QRectF(0, 0, whole.width(), whole.height() - room.height());

    PictureFormat format;
    format.size = QSizeF(whole.width(), grid.height() + (beside ? 0 : side.height())).toSize();
    format.density = density;
    format.title = tr("Heads");
    HeadsImages images;
    const auto paint = [&](QCPPainter& painter) {
        painter.fillRect(QRectF(QPointF(), format.size), m_state.theme.surface());
        if (merged)
            drawMerged(painter, m_state, side, images, true);
        painter.translate(0, beside ? 0 : side.height());
        drawHeads(painter, m_state, layout, images, QRectF(QPointF(), grid), true);
    };
    return take(format, paint);
}

} // namespace regard
