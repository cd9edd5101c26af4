// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_note_item.h"

#include "ui/views/flow/flow_text.h"

#include <QFontMetricsF>
#include <QPainter>

namespace regard {

FlowNoteItem::FlowNoteItem(const FlowState& state, const FlowBox& box) : FlowItem(state, box)
{
    setZValue(3);
}

void FlowNoteItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    painter->setFont(flowFont(state().type.small));
    painter->setPen(state().theme.textMuted());
    painter->drawText(
        rect(), Qt::AlignCenter,
        QFontMetricsF(painter->font()).elidedText(box().title, Qt::ElideRight, rect().width()));
}

} // namespace regard
