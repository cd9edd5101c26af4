// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_item.h"

#include "ui/views/flow/flow_caption_item.h"
#include "ui/views/flow/flow_card_items.h"
#include "ui/views/flow/flow_chips_item.h"
#include "ui/views/flow/flow_column_words_item.h"
#include "ui/views/flow/flow_glyph_items.h"
#include "ui/views/flow/flow_map_item.h"
#include "ui/views/flow/flow_note_item.h"
#include "ui/views/flow/flow_pages_item.h"
#include "ui/views/flow/flow_prose.h"
#include "ui/views/flow/flow_step_items.h"
#include "ui/views/flow/flow_strip_items.h"
#include "ui/views/flow/flow_text.h"
#include "ui/views/flow/flow_tokens_item.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>

namespace regard {

void FlowItem::place(const FlowBox& box)
{
    m_from = m_rect;
    if (box == m_box)
        return;
    prepareGeometryChange();
    m_box = box;
    m_kept = {};
}

void FlowItem::setProgress(qreal progress)
{
    m_progress = progress;
    const QRectF& to = m_box.rect;
    const auto between = [&](qreal a, qreal b) { return a + (b - a) * progress; };
    const QRectF rect = progress >= 1
        ? to // and not where it came from and the difference add up to
        : QRectF(between(m_from.x(), to.x()), between(m_from.y(), to.y()),
                 between(m_from.width(), to.width()), between(m_from.height(), to.height()));
    if (rect != m_rect) {
        prepareGeometryChange();
        m_rect = rect;
        update();
    }
}

void FlowItem::renew()
{
    m_kept = {};
    m_hasProse = m_state.trace && proseOf(*m_state.trace, m_box.tensor);
    refresh();
    m_shownRows = rowsShown();
}

std::vector<char> FlowItem::rowsShown() const
{
    std::vector<char> shown;
    for (const int index : tensorsShown()) {
        const TraceTensor* found = m_state.tensor(index);
        for (Index row = 0; found && row < found->value.rows(); ++row) {
            shown.push_back(static_cast<char>(m_state.isComputed(index, row)));
            shown.push_back(static_cast<char>(m_state.isCurrent(index, row)));
        }
    }
    return shown;
}

void FlowItem::renewForMoment()
{
    if (m_shownRows.empty() || rowsShown() != m_shownRows)
        renew();
    else
        refocus();
}

void FlowItem::paintKept(QPainter& painter, const std::function<void(QPainter&)>& still)
{
    constexpr int mostPixels = 4'000'000; // of an item that is enlarged a lot
    const QTransform place = painter.deviceTransform();
    const QRect pixels = place.mapRect(boundingRect()).toAlignedRect();
    const bool raster = painter.paintEngine()->type() == QPaintEngine::Raster;
    if (!raster || m_progress < 1 || place.type() > QTransform::TxScale || pixels.isEmpty()
        || pixels.width() > mostPixels / pixels.height()) {
        still(painter);
        return;
    }
    const QTransform at = place * QTransform::fromTranslate(-pixels.x(), -pixels.y());
    if (m_kept.size() != pixels.size() || at != m_keptAt) {
        m_kept = QPixmap(pixels.size());
        m_kept.fill(Qt::transparent);
        m_keptAt = at;
        QPainter keeping(&m_kept);
        keeping.setTransform(at);
        keeping.setRenderHints(painter.renderHints());
        still(keeping);
    }
    painter.save();
    painter.resetTransform();
    const QTransform device = painter.deviceTransform();
    m_kept.setDevicePixelRatio(device.m11());
    painter.drawPixmap(device.inverted().map(QPointF(pixels.topLeft())), m_kept);
    painter.restore();
}

void FlowItem::paintQuestion(QPainter& painter, const QRectF& place) const
{
    if (place.isNull())
        return;
    const Theme& theme = state().theme;
    const bool open = state().asked == box().key;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(open ? theme.accent() : theme.border(), 1));
    painter.setBrush(open ? theme.accent() : theme.raised());
    painter.drawEllipse(place.adjusted(0.5, 0.5, -0.5, -0.5));
    painter.setFont(flowFont(std::max(8, qRound(place.height() * 0.72)), true));
    painter.setPen(open ? theme.surface() : theme.textMuted());
    painter.drawText(place, Qt::AlignCenter, QStringLiteral("?"));
}

QRectF FlowItem::boundingRect() const
{
    return m_rect.marginsAdded(margins());
}

std::unique_ptr<FlowItem> makeFlowItem(const FlowState& state, const FlowBox& box)
{
    switch (box.kind) {
    case FlowBox::Kind::Matrix:
        return std::make_unique<FlowMapItem>(state, box);
    case FlowBox::Kind::Tokens:
        return std::make_unique<FlowTokensItem>(state, box);
    case FlowBox::Kind::Heads:
        return std::make_unique<FlowHeadsItem>(state, box);
    case FlowBox::Kind::Attention:
    case FlowBox::Kind::Candidates:
        return std::make_unique<FlowListItem>(state, box);
    case FlowBox::Kind::Chips:
        return std::make_unique<FlowChipsItem>(state, box);
    case FlowBox::Kind::Strips:
        return std::make_unique<FlowStripsItem>(state, box);
    case FlowBox::Kind::Shares:
        return std::make_unique<FlowSharesItem>(state, box);
    case FlowBox::Kind::Vector:
        return std::make_unique<FlowVectorItem>(state, box);
    case FlowBox::Kind::Caption:
        return std::make_unique<FlowCaptionItem>(state, box);
    case FlowBox::Kind::Pages:
        return std::make_unique<FlowPagesItem>(state, box);
    case FlowBox::Kind::ColumnWords:
        return std::make_unique<FlowColumnWordsItem>(state, box);
    case FlowBox::Kind::Note:
        return std::make_unique<FlowNoteItem>(state, box);
    case FlowBox::Kind::Sum:
    case FlowBox::Kind::Function:
        return std::make_unique<FlowSignItem>(state, box);
    case FlowBox::Kind::Parameter:
        return std::make_unique<FlowParameterItem>(state, box);
    case FlowBox::Kind::Part:
        return std::make_unique<FlowPartItem>(state, box);
    case FlowBox::Kind::Onward:
        return std::make_unique<FlowOnwardItem>(state, box);
    }
    return nullptr;
}

} // namespace regard
