// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_card_items.h"

#include "ui/views/flow/flow_text.h"
#include "ui/views/shared/cell_picture.h"
#include "ui/words/labels.h"
#include "ui/words/scope_text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace regard {

namespace {

void paintCard(QPainter& painter, const QRectF& rect, const Theme& theme)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.border(), theme.line()));
    painter.setBrush(theme.window());
    painter.drawRoundedRect(rect, 7, 7);
}

} // namespace

// --- heads ---------------------------------------------------------------------------

FlowHeadsItem::FlowHeadsItem(const FlowState& state, const FlowBox& box) : FlowItem(state, box)
{
    setZValue(4);
}

void FlowHeadsItem::refresh()
{
    m_thumbs.clear();
    if (state().block < static_cast<int>(state().blocks.size())) {
        for (const FlowHead& head : state().blocks[static_cast<std::size_t>(state().block)].heads)
            m_thumbs.push_back(state().image(head.lastStage(), thumbPixels));
    }
    update();
}

int FlowHeadsItem::shownTabs() const
{
    const int fit = static_cast<int>((rect().width() - 16) / (24 * state().type.scale));
    return std::clamp(fit, 1, std::max<int>(1, static_cast<int>(state().blocks.size())));
}

int FlowHeadsItem::firstTab() const
{
    const int count = static_cast<int>(state().blocks.size());
    return std::clamp(state().block - shownTabs() / 2, 0, std::max(0, count - shownTabs()));
}

QRectF FlowHeadsItem::tabRect(int block) const
{
    const qreal size = state().type.titleHeight() + 3;
    const qreal right = rect().right() - 8;
    const int place = block - firstTab();
    return {right - (shownTabs() - place) * (size + 3) + 3, rect().top() + 6, size, size};
}

QRectF FlowHeadsItem::thumbRect(int head) const
{
    const FlowHeadGrid grid(rect().size(), static_cast<int>(m_thumbs.size()), state().type);
    const qreal width = rect().width() - 16;
    const qreal pitch = std::min(width / grid.across, grid.side + 40 * state().type.scale);
    const qreal left = rect().left() + 8 + (width - pitch * grid.across) / 2;
    const int line = head / grid.across;
    return {left + (head % grid.across) * pitch + (pitch - grid.side) / 2,
            rect().top() + grid.header + line * (grid.side + grid.label + 4), grid.side, grid.side};
}

FlowChoice FlowHeadsItem::choiceAt(const QPointF& point) const
{
    for (int tab = firstTab(); tab < firstTab() + shownTabs(); ++tab) {
        if (state().blocks.size() > 1 && !state().navigator && tabRect(tab).contains(point))
            return {tab, -1};
    }
    for (int head = 0; head < static_cast<int>(m_thumbs.size()); ++head) {
        if (thumbRect(head).adjusted(-3, -3, 3, 3 + state().type.lineHeight()).contains(point))
            return {-1, head};
    }
    return {};
}

void FlowHeadsItem::paintHeads(QPainter& painter) const
{
    const Theme& theme = state().theme;
    const FlowType& type = state().type;
    paintCard(painter, rect(), theme);
    const int blocks = static_cast<int>(state().blocks.size());
    if (state().block >= blocks)
        return;
    const FlowBlock& block = state().blocks[static_cast<std::size_t>(state().block)];

    const bool tabs = blocks > 1 && !state().navigator;
    const QRectF line(rect().left() + 10, rect().top() + 6, rect().width() - 20,
                      type.titleHeight() + 3);
    painter.setFont(flowFont(type.title, true));
    painter.setPen(theme.text());
    const bool named =
        state().navigator && !state().pages[static_cast<std::size_t>(state().page)].group.isEmpty();
    const QString layer = named
        ? scopeText(block.scope)
        : FlowWords::tr("Layer %1 of %2").arg(state().block + 1).arg(blocks);
    const QString head =
        FlowWords::tr("Head %1 of %2").arg(state().head + 1).arg(block.heads.size());
    const qreal room = tabs ? tabRect(firstTab()).left() - line.left() - 6 : line.width();
    const auto write = [&](qreal y, const QString& text) {
        if (QFontMetricsF(painter.font()).horizontalAdvance(text) > room)
            painter.setFont(flowFont(type.small, true));
        painter.drawText(QRectF(line.left(), y, room, line.height()),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, room));
    };
    const FlowHeadGrid grid(rect().size(), static_cast<int>(m_thumbs.size()), type);
    if (grid.twoLines) {
        write(line.top(), layer);
        write(line.top() + type.titleHeight() + 2, head);
    } else {
        // How many there are is seen below too.
        const QString whole = layer + QStringLiteral("  ·  ") + head;
        const QString brief = (named ? layer : FlowWords::tr("Layer %1").arg(state().block + 1))
            + QStringLiteral("  ·  ") + FlowWords::tr("Head %1").arg(state().head + 1);
        const QFontMetricsF smallest(flowFont(type.small, true));
        write(line.top(), smallest.horizontalAdvance(whole) <= room ? whole : brief);
    }

    painter.setFont(flowFont(type.small, true));
    for (int tab = firstTab(); tabs && tab < firstTab() + shownTabs(); ++tab) {
        const bool chosen = tab == state().block;
        painter.setPen(Qt::NoPen);
        painter.setBrush(chosen ? theme.role(Role::Weights) : theme.raised());
        painter.drawRoundedRect(tabRect(tab), 4, 4);
        painter.setPen(chosen ? theme.surface() : theme.text());
        painter.drawText(tabRect(tab), Qt::AlignCenter, QString::number(tab + 1));
    }

    painter.setFont(flowFont(type.small));
    for (int i = 0; i < static_cast<int>(m_thumbs.size()); ++i) {
        const QRectF place = thumbRect(i);
        const bool chosen = i == state().head;
        drawCellPicture(painter, place, m_thumbs[static_cast<std::size_t>(i)]);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(chosen ? QPen(theme.role(Role::Weights), theme.line(2.4))
                              : QPen(theme.border(), theme.line()));
        painter.drawRoundedRect(place.adjusted(-1.5, -1.5, 1.5, 1.5), 2, 2);
        painter.setPen(chosen ? theme.text() : theme.textMuted());
        if (place.width() >= type.small)
            painter.drawText(QRectF(place.left() - 10, place.bottom() + 2, place.width() + 20,
                                    type.lineHeight()),
                             Qt::AlignCenter, QString::number(i + 1));
    }
}

void FlowHeadsItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    paintKept(*painter, [this](QPainter& still) { paintHeads(still); });
}

// --- lists ---------------------------------------------------------------------------

FlowListItem::FlowListItem(const FlowState& state, const FlowBox& box) : FlowItem(state, box)
{
    setZValue(4);
}

void FlowListItem::refresh()
{
    const TraceTensor* found = tensor();
    m_columns.clear();
    m_words.clear();
    m_row = box().kind == FlowBox::Kind::Attention ? state().attentionRow(box().tensor)
                                                   : state().candidateRow(box().tensor);
    if (found && m_row >= 0 && state().isComputed(box().tensor, m_row)) {
        m_columns.resize(static_cast<std::size_t>(found->value.columns()));
        std::iota(m_columns.begin(), m_columns.end(), Index{0});
        const auto count = std::min<std::size_t>(5, m_columns.size());
        std::partial_sort(m_columns.begin(), m_columns.begin() + static_cast<std::ptrdiff_t>(count),
                          m_columns.end(), [&](Index a, Index b) {
                              const Real x = found->value.at(m_row, a);
                              const Real y = found->value.at(m_row, b);
                              return x != y ? x > y : a < b;
                          });
        m_columns.resize(count);
        // A masked key is no choice.
        if (box().kind == FlowBox::Kind::Attention)
            std::erase_if(m_columns, [&](Index j) { return found->value.at(m_row, j) <= 0; });
        for (const Index column : m_columns)
            m_words.push_back({columnInWords(*state().trace, *found, column, state().shownMoment()),
                               columnOccurrence(*found, column)});
    }
    m_rowOccurrence = found && m_row >= 0 ? rowOccurrence(*found, m_row) : QString();
    update();
}

QStringList FlowListItem::words() const
{
    QStringList words;
    for (const Word& word : m_words)
        words << word.name + word.occurrence;
    return words;
}

std::size_t FlowListItem::lines() const
{
    const FlowType& type = state().type;
    const qreal room = rect().height() - 14 - type.titleHeight();
    const auto fit = static_cast<Index>(room / (type.lineHeight() * 1.35));
    return static_cast<std::size_t>(
        std::clamp<Index>(fit, 1, std::min<Index>(5, tensor()->value.columns())));
}

QRectF FlowListItem::lineRect(std::size_t line) const
{
    const FlowType& type = state().type;
    const qreal top = rect().top() + 9 + type.titleHeight();
    const qreal height = std::min((rect().bottom() - 5 - top) / static_cast<qreal>(lines()),
                                  type.lineHeight() * 1.6);
    return {rect().left() + 9, top + static_cast<qreal>(line) * height, rect().width() - 18,
            height};
}

CellRef FlowListItem::cellAt(const QPointF& point) const
{
    for (std::size_t line = 0; line < m_columns.size() && line < lines(); ++line) {
        if (lineRect(line).contains(point))
            return {box().tensor, m_row, m_columns[line]};
    }
    return {};
}

QStringList FlowListItem::titles() const
{
    if (!tensor())
        return {};
    const QString row = m_row < 0
        ? QString()
        : rowInWords(*state().trace, *tensor(), m_row, state().shownMoment()) + m_rowOccurrence;
    // Without "(unknown)", which the colour of the words beside X says too.
    const QString plain = m_row >= 0 && isUnknown(*state().trace, tensor()->rows, m_row)
        ? QString::fromStdString(*tensor()->rowLabel(m_row)) + m_rowOccurrence
        : row;
    if (box().kind == FlowBox::Kind::Attention)
        return m_row < 0 ? QStringList(FlowWords::tr("attends to"))
                         : QStringList{FlowWords::tr("“%1” attends to").arg(row),
                                       FlowWords::tr("“%1” →").arg(row), row, plain};
    if (state().recurrence)
        return {FlowWords::tr("Next · step %1 of %2").arg(m_row + 1).arg(tensor()->value.rows()),
                FlowWords::tr("Step %1").arg(m_row + 1)};
    if (m_row < 0 || tensor()->value.rows() == 1)
        return {FlowWords::tr("Output")};
    return {FlowWords::tr("Output at “%1”").arg(row), FlowWords::tr("Output: “%1”").arg(row),
            FlowWords::tr("Output")};
}

void FlowListItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const Theme& theme = state().theme;
    const FlowType& type = state().type;
    paintCard(*painter, rect(), theme);
    if (!tensor())
        return;
    const QRectF line(rect().left() + 9, rect().top() + 5, rect().width() - 18, type.titleHeight());
    QFont font;
    QString title;
    // Large if it fits, else smaller, else shorter.
    for (const QString& wording : titles()) {
        title = wording;
        font = flowFont(type.title, true);
        if (QFontMetricsF(font).horizontalAdvance(title) > line.width())
            font = flowFont(type.small, true);
        if (QFontMetricsF(font).horizontalAdvance(title) <= line.width())
            break;
    }
    painter->setFont(font);
    const QColor color = theme.role(tensor()->role);
    painter->setPen(m_columns.empty() ? theme.textMuted() : color);
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetricsF(font).elidedText(title, Qt::ElideMiddle, line.width()));

    painter->setFont(flowFont(type.small + (type.scale > 1 ? 1 : 0)));
    const QFontMetricsF metrics(painter->font());
    qreal number = metrics.horizontalAdvance(QStringLiteral("<1 % "));
    for (const Index column : m_columns)
        number = std::max(number,
                          metrics.horizontalAdvance(percentText(tensor()->value.at(m_row, column))
                                                    + QLatin1Char(' ')));
    // In a narrow card the bar lies behind the words.
    const bool narrow = rect().width() < 170 * type.scale;
    const qreal label =
        narrow ? rect().width() - 18 - number : std::min(rect().width() * 0.36, 110 * type.scale);
    // Not yet computed: the empty tracks.
    for (std::size_t i = 0; m_columns.empty() && i < lines(); ++i) {
        const QRectF place = lineRect(i);
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.notComputed());
        painter->drawRoundedRect(
            place.adjusted(0, place.height() * 0.22, 0, place.height() * -0.22), 2, 2);
    }
    const CellRef& shown = state().hovered ? state().hovered : state().fixed;
    for (std::size_t i = 0; i < m_columns.size() && i < lines(); ++i) {
        const QRectF place = lineRect(i);
        const double share = static_cast<double>(tensor()->value.at(m_row, m_columns[i]));
        const bool marked =
            shown.tensor == box().tensor && shown.row == m_row && shown.column == m_columns[i];
        const QRectF track = narrow
            ? place.adjusted(-3, place.height() * 0.1, 3, -place.height() * 0.1)
            : QRectF(place.left() + label, place.center().y() - place.height() * 0.28,
                     place.width() - label - number, place.height() * 0.56);
        painter->setPen(Qt::NoPen);
        painter->setBrush(narrow ? theme.window() : theme.raised());
        painter->drawRoundedRect(track, 2, 2);
        QRectF bar = track;
        bar.setWidth(std::max(1.5, track.width() * std::clamp(share, 0.0, 1.0)));
        QColor ink = color;
        ink.setAlphaF(narrow ? 0.28F : 1.0F);
        painter->setBrush(ink);
        painter->drawRoundedRect(bar, 2, 2);
        painter->setPen(theme.text());
        const QString percent = percentText(share);
        const qreal room =
            narrow ? place.width() - metrics.horizontalAdvance(percent) - 4 : label - 6;
        auto [name, occurrence] = m_words[i];
        const qreal forName = room - metrics.horizontalAdvance(occurrence);
        if (metrics.horizontalAdvance(name) > forName
            && isUnknown(*state().trace, tensor()->columns, m_columns[i]))
            name = QString::fromStdString(*tensor()->columnLabel(m_columns[i]));
        painter->drawText(QRectF(place.left(), place.top(), room, place.height()),
                          Qt::AlignLeft | Qt::AlignVCenter,
                          metrics.elidedText(name, Qt::ElideRight, forName) + occurrence);
        if (marked) {
            painter->setPen(QPen(theme.selection(), theme.line(1.5)));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(track.adjusted(-2, -2, 2, 2), 3, 3);
        }
        painter->setPen(narrow ? theme.text() : theme.textMuted());
        painter->drawText(QRectF(place.right() - number, place.top(), number, place.height()),
                          Qt::AlignRight | Qt::AlignVCenter, percent);
    }
}

} // namespace regard
