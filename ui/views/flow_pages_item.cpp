// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow_pages_item.h"

#include "ui/views/flow_text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace regard {

namespace {

constexpr qreal gap = 4;
constexpr qreal groupGap = 14;

/// "Layer 2 · cross" as "2 · cross".
QString briefly(const QString& label)
{
    QString text = label;
    text.remove(FlowWords::tr("Layer %1").arg(QString()));
    return text;
}

} // namespace

FlowPagesItem::FlowPagesItem(const FlowState& state, const FlowBox& box) : FlowItem(state, box)
{
    setZValue(4);
}

std::vector<FlowPagesItem::Tab> FlowPagesItem::tabsFor(bool brief) const
{
    const FlowType& type = state().type;
    const QFontMetricsF metrics(flowFont(type.small + 1, true));
    const QFontMetricsF names(flowFont(type.small));
    const qreal height = type.titleHeight() + 6;
    const qreal top = rect().top() + type.lineHeight() + 2;
    std::vector<Tab> tabs;
    qreal x = 0;
    qreal groupEnd = 0; // of the name above
    for (int page = 0; page < static_cast<int>(state().pages.size()); ++page) {
        const FlowPage& shown = state().pages[static_cast<std::size_t>(page)];
        const QString text = brief ? briefly(shown.label) : shown.label;
        const bool starts =
            page == 0 || state().pages[static_cast<std::size_t>(page - 1)].group != shown.group;
        if (page > 0)
            x += starts ? groupGap : gap;
        if (starts) {
            x = std::max(x, groupEnd);
            groupEnd = x + names.horizontalAdvance(shown.group) + groupGap;
        }
        const qreal width = std::max(metrics.horizontalAdvance(text) + 14, height);
        tabs.push_back({page, text, QRectF(x, top, width, height)});
        x += width;
    }
    return tabs;
}

std::vector<FlowPagesItem::Tab> FlowPagesItem::tabs() const
{
    std::vector<Tab> all = tabsFor(false);
    if (!all.empty() && all.back().rect.right() > rect().width())
        all = tabsFor(true);
    if (all.empty())
        return all;
    // Those around the chosen one that fit.
    const qreal room = rect().width();
    auto first = static_cast<std::size_t>(std::clamp(state().page, 0, int(all.size()) - 1));
    std::size_t last = first;
    const auto extent = [&](std::size_t from, std::size_t to) {
        return all[to].rect.right() - all[from].rect.left();
    };
    for (bool grew = true; grew;) {
        grew = false;
        if (last + 1 < all.size() && extent(first, last + 1) <= room) {
            ++last;
            grew = true;
        }
        if (first > 0 && extent(first - 1, last) <= room) {
            --first;
            grew = true;
        }
    }
    std::vector<Tab> shown(all.begin() + static_cast<std::ptrdiff_t>(first),
                           all.begin() + static_cast<std::ptrdiff_t>(last) + 1);
    const qreal shift =
        rect().left() - shown.front().rect.left() + std::max(0.0, (room - extent(first, last)) / 2);
    for (Tab& tab : shown)
        tab.rect.translate(shift, 0);
    return shown;
}

int FlowPagesItem::pageAt(const QPointF& point) const
{
    for (const Tab& tab : tabs())
        if (tab.rect.adjusted(-gap / 2, -2, gap / 2, 2).contains(point))
            return tab.page;
    return -1;
}

void FlowPagesItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const Theme& theme = state().theme;
    const FlowType& type = state().type;
    const std::vector<Tab> shown = tabs();
    painter->setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const Tab& tab = shown[i];
        const FlowPage& page = state().pages[static_cast<std::size_t>(tab.page)];
        const bool chosen = tab.page == state().page;
        const bool starts = i == 0
            || state().pages[static_cast<std::size_t>(shown[i - 1].page)].group != page.group;
        if (starts && !page.group.isEmpty()) {
            painter->setFont(flowFont(type.small));
            painter->setPen(theme.textMuted());
            painter->drawText(
                QRectF(tab.rect.left() + 2, rect().top(), rect().width(), type.lineHeight()),
                Qt::AlignLeft | Qt::AlignVCenter, page.group);
        }
        if (i > 0) { // the order of computation
            painter->setPen(QPen(theme.border(), 1.4));
            const qreal y = tab.rect.center().y();
            painter->drawLine(QPointF(shown[i - 1].rect.right(), y), QPointF(tab.rect.left(), y));
        }
        painter->setPen(chosen ? QPen(Qt::NoPen) : QPen(theme.border(), 1));
        painter->setBrush(chosen ? theme.role(Role::Weights) : theme.raised());
        painter->drawRoundedRect(tab.rect, 5, 5);
        painter->setFont(flowFont(type.small + 1, chosen));
        painter->setPen(chosen ? theme.surface() : theme.text());
        painter->drawText(tab.rect, Qt::AlignCenter, tab.text);
    }
}

} // namespace regard
