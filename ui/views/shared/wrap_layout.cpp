// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/shared/wrap_layout.h"

#include <QWidget>

#include <algorithm>

namespace regard {

WrapLayout::WrapLayout(int horizontalSpacing, int verticalSpacing, QWidget* parent)
    : QLayout(parent)
    , m_horizontalSpacing(horizontalSpacing)
    , m_verticalSpacing(verticalSpacing)
{
    setContentsMargins(0, 0, 0, 0);
}

WrapLayout::~WrapLayout()
{
    qDeleteAll(m_items);
}

void WrapLayout::addItem(QLayoutItem* item)
{
    m_items.append(item);
    invalidate();
}

QLayoutItem* WrapLayout::takeAt(int index)
{
    if (index < 0 || index >= m_items.size())
        return nullptr;
    invalidate();
    return m_items.takeAt(index);
}

QSize WrapLayout::sizeHint() const
{
    QSize size;
    for (const QLayoutItem* item : m_items) {
        const QSize hint = item->sizeHint();
        size.rwidth() += hint.width() + (size.width() > 0 ? m_horizontalSpacing : 0);
        size.setHeight(std::max(size.height(), hint.height()));
    }
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

QSize WrapLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem* item : m_items)
        size = size.expandedTo(item->minimumSize());
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

void WrapLayout::setGeometry(const QRect& rectangle)
{
    QLayout::setGeometry(rectangle);
    arrange(rectangle, true);
}

int WrapLayout::arrange(const QRect& rectangle, bool apply) const
{
    const QRect area = rectangle.marginsRemoved(contentsMargins());
    int x = area.x();
    int y = area.y();
    int lineStart = 0;
    int lineHeight = 0;
    QList<QRect> places;
    // Items of a line are centred on its height.
    const auto endLine = [&](int end) {
        for (int i = lineStart; apply && i < end; ++i) {
            QRect place = places[i];
            place.moveTop(y + (lineHeight - place.height()) / 2);
            m_items[i]->setGeometry(place);
        }
        lineStart = end;
    };
    for (int i = 0; i < m_items.size(); ++i) {
        QSize size = m_items[i]->isEmpty() ? QSize() : m_items[i]->sizeHint();
        size.setWidth(std::min(size.width(), std::max(area.width(), 0)));
        if (x > area.x() && x + size.width() > area.x() + area.width()) {
            endLine(i);
            x = area.x();
            y += lineHeight + m_verticalSpacing;
            lineHeight = 0;
        }
        places.append({QPoint(x, y), size});
        if (size.width() > 0)
            x += size.width() + m_horizontalSpacing;
        lineHeight = std::max(lineHeight, size.height());
    }
    endLine(static_cast<int>(m_items.size()));
    return y + lineHeight - rectangle.y() + contentsMargins().bottom();
}

} // namespace regard
