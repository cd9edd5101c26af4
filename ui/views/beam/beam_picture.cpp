// SPDX-License-Identifier: GPL-3.0-or-later
// How the tree of a beam search is painted, on screen and into files.
#include "ui/views/beam/beam_view.h"

#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

#include <qcustomplot.h>

namespace regard {

namespace {

/// Lines between two columns and outlines reach so far beside a box.
constexpr double lineRoom = 60;

} // namespace

void BeamView::paintLine(QPainter& painter, int node, bool strong) const
{
    const int parent = decoding()->beam[static_cast<std::size_t>(node)].parent;
    const QRectF from =
        parent < 0 ? m_layout.root : m_layout.boxes[static_cast<std::size_t>(parent)];
    const QRectF to = m_layout.boxes[static_cast<std::size_t>(node)];
    const QPointF begin(from.right(), from.center().y());
    const QPointF end(to.left(), to.center().y());
    const double bend = (end.x() - begin.x()) / 2;
    QPainterPath path(begin);
    path.cubicTo(begin + QPointF(bend, 0), end - QPointF(bend, 0), end);
    const BeamNode& one = decoding()->beam[static_cast<std::size_t>(node)];
    const bool pruned = one.fate == BeamNode::Fate::Pruned;
    // As wide as the token is probable.
    QPen pen(strong       ? m_theme.accent()
                 : pruned ? m_theme.border()
                          : m_theme.role(Role::Probabilities),
             1 + (pruned ? 1 : 4) * one.probability);
    if (pruned)
        pen.setStyle(Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

void BeamView::paintNode(QPainter& painter, int node) const
{
    const BeamNode& one = decoding()->beam[static_cast<std::size_t>(node)];
    const QRectF box = m_layout.boxes[static_cast<std::size_t>(node)];
    const bool pruned = one.fate == BeamNode::Fate::Pruned;
    const bool written = isWritten(node);
    painter.setPen(QPen(written ? m_theme.accent() : m_theme.border(), written ? 2 : 1,
                        pruned ? Qt::DashLine : Qt::SolidLine));
    painter.setBrush(m_theme.raised());
    painter.drawRoundedRect(box, 5, 5);
    if (pruned) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(QBrush(m_theme.border(), Qt::BDiagPattern));
        painter.drawRoundedRect(box, 5, 5);
        painter.setBrush(m_theme.raised());
        painter.drawRoundedRect(box.adjusted(5, 4, -5, -4), 3, 3);
    }
    const QRectF inner = box.adjusted(4, 3, -4, -3);
    painter.setPen(pruned ? m_theme.textMuted() : m_theme.text());
    QFont bold = font();
    bold.setBold(written);
    painter.setFont(bold);
    painter.drawText(inner, Qt::AlignHCenter | Qt::AlignTop, QString::fromStdString(one.token));
    painter.setFont(font());
    painter.setPen(m_theme.textMuted());
    painter.drawText(inner, Qt::AlignHCenter | Qt::AlignBottom, beamNumber(one));
}

void BeamView::paintTree(QPainter& painter, const QRectF& seen) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    const auto count = static_cast<int>(decoding()->beam.size());
    const auto isSeen = [&](int node) {
        // By its column alone: its line may come from above or below all that is in sight.
        const QRectF box = m_layout.boxes[static_cast<std::size_t>(node)];
        return box.right() + lineRoom > seen.left() && box.left() - lineRoom < seen.right()
            && isDrawn(node);
    };
    // The text that is written stands out where no other is pointed at or chosen.
    const bool written = shownNode() < 0;
    for (const bool pass : {false, true})
        for (int node = 0; node < count; ++node)
            if (isSeen(node) && pass == (written && isWritten(node)))
                paintLine(painter, node, pass);
    painter.setPen(m_theme.border());
    painter.setBrush(m_theme.raised());
    painter.drawRoundedRect(m_layout.root, 5, 5);
    painter.setPen(m_theme.textMuted());
    QStringList given;
    for (int i = 0; i < decoding()->forced; ++i)
        given << QString::fromStdString(m_trace->output[static_cast<std::size_t>(i)].text);
    painter.setFont(font());
    painter.drawText(m_layout.root, Qt::AlignCenter,
                     given.isEmpty() ? tr("start") : given.join(QLatin1Char(' ')));
    for (int node = 0; node < count; ++node)
        if (isSeen(node))
            paintNode(painter, node);
}

void BeamView::paintMarks(QPainter& painter) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    const Decoding& told = *decoding();
    for (int at = shownNode(); at >= 0; at = told.beam[static_cast<std::size_t>(at)].parent)
        if (isDrawn(at))
            paintLine(painter, at, true);
    const auto outline = [&](int node, const QColor& color) {
        if (node < 0 || !isDrawn(node))
            return;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, 2));
        painter.drawRoundedRect(
            m_layout.boxes[static_cast<std::size_t>(node)].adjusted(-3, -3, 3, 3), 7, 7);
    };
    outline(m_pointed, m_theme.hover());
    outline(m_current, m_theme.selection());
    if (!m_fixed && !m_hovered)
        return;
    for (int node = told.written; node >= 0;
         node = told.beam[static_cast<std::size_t>(node)].parent) {
        const CellRef cell = cellOf(node);
        if (cell && (cell == m_fixed || cell == m_hovered))
            outline(node, cell == m_fixed ? m_theme.selection() : m_theme.hover());
    }
}

int BeamView::shownNode() const
{
    return m_pointed >= 0 ? m_pointed : m_current;
}

/// The tree is painted once while only what is pointed at changes, and at another moment the
/// columns alone that come or go with it.
void BeamView::paintKept(QPainter& painter, const QRectF& seen)
{
    if (painter.paintEngine()->type() != QPaintEngine::Raster) {
        paintTree(painter, seen);
        return;
    }
    const KeptKey key{m_scroll, size(), devicePixelRatioF(), shownNode() < 0};
    QRectF changed = seen;
    if (m_kept.isNull() || !(key == m_keptKey)) {
        m_kept = QPixmap((QSizeF(size()) * key.density).toSize());
        m_kept.setDevicePixelRatio(key.density);
        m_kept.fill(Qt::transparent);
    } else {
        const auto [from, to] = std::minmax(m_keptMoment, m_moment);
        QRectF boxes;
        for (std::size_t node = 0; node < m_ends.size(); ++node)
            if (m_ends[node] > from && m_ends[node] <= to)
                boxes |= m_layout.boxes[node];
        changed.setLeft(boxes.left() - lineRoom);
        changed.setRight(boxes.isEmpty() ? changed.left() : boxes.right() + 4);
        changed &= seen;
    }
    m_keptKey = key;
    m_keptMoment = m_moment;
    if (!changed.isEmpty()) {
        QPainter keeping(&m_kept);
        keeping.setFont(font());
        keeping.translate(-m_scroll.x(), room() - m_scroll.y());
        keeping.setClipRect(changed.toAlignedRect());
        keeping.setCompositionMode(QPainter::CompositionMode_Clear);
        keeping.fillRect(changed.toAlignedRect(), Qt::transparent);
        keeping.setCompositionMode(QPainter::CompositionMode_SourceOver);
        paintTree(keeping, changed);
    }
    painter.drawPixmap(m_scroll - QPointF(0, room()), m_kept);
}

void BeamView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.surface());
    if (decoding()) {
        painter.save();
        painter.setClipRect(QRectF(0, room(), width(), height() - room()));
        painter.translate(-m_scroll.x(), room() - m_scroll.y());
        const QRectF seen(m_scroll, QSizeF(width(), height() - room()));
        paintKept(painter, seen);
        paintMarks(painter);
        painter.restore();
    }
    painter.setFont(font());
    painter.setPen(m_theme.text());
    painter.drawText(QRectF(margin, 8, width() - 2 * margin, room() - 8), Qt::TextWordWrap,
                     caption());
    if (!hasFocus())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_theme.accent(), 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
}

bool BeamView::takePicture(const TakePicture& take, QString* /*error*/, double density)
{
    PictureFormat format;
    const QString title = caption();
    format.size = QSize(std::max(width(), static_cast<int>(std::ceil(m_layout.size.width()))), 0);
    const int wide = format.size.width() - 2 * margin;
    const int words =
        QFontMetrics(font()).boundingRect(0, 0, wide, 4000, Qt::TextWordWrap, title).height();
    format.size.setHeight(words + 20 + static_cast<int>(std::ceil(m_layout.size.height())));
    format.density = density;
    format.title = title;
    const auto paint = [&](QCPPainter& painter) {
        painter.fillRect(QRect(QPoint(), format.size), m_theme.surface());
        painter.setFont(font());
        painter.setPen(m_theme.text());
        painter.drawText(QRect(margin, 8, wide, words), Qt::TextWordWrap, title);
        painter.translate(0, words + 16);
        if (decoding()) {
            paintTree(painter, QRectF(QPointF(), m_layout.size));
            paintMarks(painter);
        }
    };
    return take(format, paint);
}

} // namespace regard
