// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/arcs/arcs_picture.h"
#include "ui/views/arcs/arcs_text.h"
#include "ui/views/arcs/arcs_view.h"
#include "ui/views/shared/picture_file.h"
#include "ui/words/scope_text.h"

#include <qcustomplot.h>

namespace regard {

bool ArcsView::takePicture(const TakePicture& take, QString* /*error*/, double density)
{
    ArcsState whole = m_state;
    whole.exporting = true;
    whole.hovered = {};
    whole.scroll = 0;
    whole.refocus();
    PictureFormat format;
    format.size = size().expandedTo({360, 280});
    format.density = density;
    const Attention* shown = whole.shown();
    if (shown) {
        const int length = static_cast<int>(wholeLength(whole, QRectF(QPointF(), format.size)));
        format.size = whole.isOneLine()
            ? QSize(std::max(format.size.width(), length), format.size.height())
            : QSize(format.size.width(), std::max(format.size.height(), length));
        format.title = attentionText(*shown);
    }
    const auto paint = [&](QCPPainter& painter) {
        const QRectF rect(QPointF(), format.size);
        painter.fillRect(rect, whole.theme.surface());
        if (!shown)
            return drawNothing(painter, whole, rect);
        const ArcsLayout layout = arcsLayout(whole, rect);
        drawArcs(painter, arcsLines(whole, layout), layout, bool(whole.focus));
        drawArcsWords(painter, whole, layout);
    };
    return take(format, paint);
}

} // namespace regard
