// SPDX-License-Identifier: GPL-3.0-or-later
// How the tree of a beam search is painted, on screen and into files.
#include "ui/views/beam/beam_view.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

#include <qcustomplot.h>

namespace regard {

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
    if (node == m_current || node == m_pointed) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(node == m_current ? m_theme.selection() : m_theme.hover(), 2));
        painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 7, 7);
    }
    const CellRef cell = cellOf(node);
    if (cell && (cell == m_fixed || cell == m_hovered)) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(cell == m_fixed ? m_theme.selection() : m_theme.hover(), 2));
        painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 7, 7);
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

void BeamView::paintTree(QPainter& painter) const
{
    const Decoding& told = *decoding();
    painter.setRenderHint(QPainter::Antialiasing);
    const auto count = static_cast<int>(told.beam.size());
    // The text of what is pointed at, else clicked, on top of the others.
    const int shown = m_pointed >= 0 ? m_pointed : m_current;
    std::vector<bool> strong(told.beam.size(), false);
    for (int at = shown; at >= 0; at = told.beam[static_cast<std::size_t>(at)].parent)
        strong[static_cast<std::size_t>(at)] = true;
    for (const bool pass : {false, true})
        for (int node = 0; node < count; ++node) {
            const auto at = static_cast<std::size_t>(node);
            if (isDrawn(node) && pass == (strong[at] || (shown < 0 && isWritten(node))))
                paintLine(painter, node, pass);
        }
    painter.setPen(m_theme.border());
    painter.setBrush(m_theme.raised());
    painter.drawRoundedRect(m_layout.root, 5, 5);
    painter.setPen(m_theme.textMuted());
    QStringList given;
    for (int i = 0; i < told.forced; ++i)
        given << QString::fromStdString(m_trace->output[static_cast<std::size_t>(i)].text);
    painter.setFont(font());
    painter.drawText(m_layout.root, Qt::AlignCenter,
                     given.isEmpty() ? tr("start") : given.join(QLatin1Char(' ')));
    for (int node = 0; node < count; ++node)
        if (isDrawn(node))
            paintNode(painter, node);
}

void BeamView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.surface());
    if (decoding()) {
        painter.save();
        painter.setClipRect(QRectF(0, room(), width(), height() - room()));
        painter.translate(-m_scroll.x(), room() - m_scroll.y());
        paintTree(painter);
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
        if (decoding())
            paintTree(painter);
    };
    return take(format, paint);
}

} // namespace regard
