// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/shared/cell_picture.h"

#include <QImage>
#include <QPaintEngine>
#include <QPainter>

#include <algorithm>

namespace regard {

namespace {

constexpr int mostRectangles = 4096;
/// Viewers smooth an image whose pixels they draw less than so many times larger.
constexpr int enlargement = 4;
constexpr int mostPixels = 1 << 24;

bool sameRow(const QImage& cells, int a, int b)
{
    for (int x = 0; x < cells.width(); ++x)
        if (cells.pixel(x, a) != cells.pixel(x, b))
            return false;
    return true;
}

/// Runs of one colour as one rectangle. Each reaches under its neighbours to the right and
/// below, which are drawn later: no ground shows through between them.
void drawRectangles(QPainter& painter, const QRectF& target, const QImage& cells)
{
    const qreal width = target.width() / cells.width();
    const qreal height = target.height() / cells.height();
    painter.setRenderHint(QPainter::Antialiasing, false);
    int below = 0;
    for (int y = 0; y < cells.height(); y = below) {
        below = y + 1;
        while (below < cells.height() && sameRow(cells, y, below))
            ++below;
        for (int x = 0; x < cells.width();) {
            int end = x + 1;
            while (end < cells.width() && cells.pixel(end, y) == cells.pixel(x, y))
                ++end;
            const QRectF place(target.left() + x * width, target.top() + y * height,
                               (end - x + 0.5) * width, (below - y + 0.5) * height);
            painter.fillRect(place & target, QColor(cells.pixel(x, y)));
            x = end;
        }
    }
}

} // namespace

bool paintsVectorFile(const QPainter& painter)
{
    const QPaintEngine* engine = painter.paintEngine();
    return engine
        && (engine->type() == QPaintEngine::SVG || engine->type() == QPaintEngine::Pdf
            || engine->type() == QPaintEngine::Picture);
}

void drawCellPicture(QPainter& painter, const QRectF& target, const QImage& cells,
                     const QRectF& source, bool smooth)
{
    if (cells.isNull() || target.isEmpty() || source.isEmpty())
        return;
    painter.save();
    if (paintsVectorFile(painter)) {
        // The SVG writer draws the whole image whatever part is asked for.
        QImage part = cells.copy(source.toRect());
        if (part.width() * part.height() <= mostRectangles) {
            drawRectangles(painter, target, part);
        } else {
            if (part.width() * part.height() * enlargement * enlargement <= mostPixels)
                part = part.scaled(part.size() * enlargement);
            painter.setRenderHint(QPainter::LosslessImageRendering);
            painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
            painter.drawImage(target, part);
        }
    } else {
        painter.setRenderHint(QPainter::SmoothPixmapTransform, smooth);
        painter.drawImage(target, cells, source);
    }
    painter.restore();
}

void drawCellPicture(QPainter& painter, const QRectF& target, const QImage& cells)
{
    drawCellPicture(painter, target, cells, QRectF(cells.rect()));
}

} // namespace regard
