// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_pages_item.h"

#include "ui/views/flow/flow_text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cstdlib>

namespace regard {

namespace {

constexpr qreal gap = 4;
constexpr qreal groupGap = 14;

} // namespace

FlowPagesItem::FlowPagesItem(const FlowState& state, const FlowBox& box) : FlowItem(state, box)
{
    setZValue(4);
}

std::vector<FlowPagesItem::Tab> FlowPagesItem::listed(Detail detail) const
{
    const std::vector<FlowPage>& pages = state().pages;
    const int count = static_cast<int>(pages.size());
    const auto label = [&](int page) {
        const QString& whole = pages[static_cast<std::size_t>(page)].label;
        if (detail == Detail::Full)
            return whole;
        const QString names = QStringLiteral(" … ");
        return detail >= Detail::Short && whole.contains(names)
            ? whole.section(names, 0, 0) + names.chopped(1)
            : pages[static_cast<std::size_t>(page)].brief;
    };
    std::vector<Tab> tabs;
    for (int first = 0; first < count;) {
        int last = first;
        while (last + 1 < count
               && pages[static_cast<std::size_t>(last) + 1].group
                   == pages[static_cast<std::size_t>(first)].group)
            ++last;
        const auto isKept = [&](int page) {
            return detail != Detail::Condensed || page == first || page == last
                || std::abs(page - state().page) <= 1;
        };
        for (int page = first; page <= last; ++page) {
            const int from = page;
            while (!isKept(page))
                ++page;
            if (page - from == 1)
                tabs.push_back({from, label(from), {}});
            else if (page > from)
                tabs.push_back({from > state().page ? from : page - 1, QStringLiteral("…"), {}});
            tabs.push_back({page, label(page), {}});
        }
        first = last + 1;
    }
    return tabs;
}

std::vector<FlowPagesItem::Tab> FlowPagesItem::tabsFor(Detail detail) const
{
    const FlowType& type = state().type;
    const QFontMetricsF metrics(flowFont(type.small + 1, true));
    const QFontMetricsF names(flowFont(type.small));
    const qreal height = type.titleHeight() + 6;
    const qreal top = rect().top() + type.lineHeight() + 2;
    std::vector<Tab> tabs = listed(detail);
    qreal x = 0;
    qreal groupEnd = 0; // of the name above
    const QString* before = nullptr;
    for (Tab& tab : tabs) {
        const QString& group = state().pages[static_cast<std::size_t>(tab.page)].group;
        const bool starts = !before || *before != group;
        if (before)
            x += starts ? groupGap : gap;
        if (starts) {
            x = std::max(x, groupEnd);
            groupEnd = x + names.horizontalAdvance(group) + groupGap;
        }
        before = &group;
        const qreal width = std::max(metrics.horizontalAdvance(tab.text) + 14, height);
        tab.rect = QRectF(x, top, width, height);
        x += width;
    }
    return tabs;
}

std::vector<FlowPagesItem::Tab> FlowPagesItem::tabs() const
{
    std::vector<Tab> all;
    for (const Detail detail : {Detail::Full, Detail::Brief, Detail::Short, Detail::Condensed}) {
        all = tabsFor(detail);
        if (all.empty() || all.back().rect.right() <= rect().width())
            break;
    }
    return all.empty() ? all : aroundChosen(all);
}

std::vector<FlowPagesItem::Tab> FlowPagesItem::aroundChosen(const std::vector<Tab>& all) const
{
    const bool fit = all.back().rect.right() <= rect().width();
    const qreal arrow = fit ? 0 : all.front().rect.height();
    const qreal room = rect().width() - 2 * (arrow > 0 ? arrow + gap : 0);
    const auto chosen = std::find_if(all.begin(), all.end(),
                                     [&](const Tab& tab) { return tab.page == state().page; });
    auto first = chosen == all.end() ? 0 : static_cast<std::size_t>(chosen - all.begin());
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
        tab.rect.translate(shift + (rect().width() - room) / 2, 0);
    // What is beyond either end.
    const QRectF before = shown.front().rect;
    const QRectF behind = shown.back().rect;
    const QSizeF size(arrow, before.height());
    if (last + 1 < all.size())
        shown.push_back({all[last + 1].page, QStringLiteral("›"),
                         QRectF(behind.topRight() + QPointF(gap, 0), size)});
    if (first > 0)
        shown.insert(shown.begin(),
                     {all[first - 1].page, QStringLiteral("‹"),
                      QRectF(before.topLeft() - QPointF(gap + arrow, 0), size)});
    return shown;
}

int FlowPagesItem::pageAt(const QPointF& point) const
{
    for (const Tab& tab : tabs())
        if (tab.rect.adjusted(-gap / 2, -2, gap / 2, 2).contains(point))
            return tab.page;
    return -1;
}

void FlowPagesItem::paintPages(QPainter& painter) const
{
    const Theme& theme = state().theme;
    const FlowType& type = state().type;
    const std::vector<Tab> shown = tabs();
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const Tab& tab = shown[i];
        const FlowPage& page = state().pages[static_cast<std::size_t>(tab.page)];
        const bool chosen = tab.page == state().page;
        const bool starts = i == 0
            || state().pages[static_cast<std::size_t>(shown[i - 1].page)].group != page.group;
        if (starts && !page.group.isEmpty()) {
            painter.setFont(flowFont(type.small));
            painter.setPen(theme.textMuted());
            painter.drawText(
                QRectF(tab.rect.left() + 2, rect().top(), rect().width(), type.lineHeight()),
                Qt::AlignLeft | Qt::AlignVCenter, page.group);
        }
        if (i > 0) { // the order of computation
            painter.setPen(QPen(theme.border(), theme.line(1.4)));
            const qreal y = tab.rect.center().y();
            painter.drawLine(QPointF(shown[i - 1].rect.right(), y), QPointF(tab.rect.left(), y));
        }
        painter.setPen(chosen ? QPen(Qt::NoPen) : QPen(theme.border(), theme.line()));
        painter.setBrush(chosen ? theme.role(Role::Weights) : theme.raised());
        painter.drawRoundedRect(tab.rect, 5, 5);
        painter.setFont(flowFont(type.small + 1, chosen));
        painter.setPen(chosen ? theme.surface() : theme.text());
        painter.drawText(tab.rect, Qt::AlignCenter, tab.text);
    }
}

void FlowPagesItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    paintKept(*painter, [this](QPainter& still) { paintPages(still); });
}

} // namespace regard
