// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_strip_items.h"

#include "ui/views/flow/flow_text.h"
#include "ui/views/shared/cell_picture.h"
#include "ui/views/shared/mini_map.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace regard {

Index FlowRowItem::count() const
{
    if (!tensor())
        return 0;
    return box().kind == FlowBox::Kind::Shares ? tensor()->value.columns() : tensor()->value.rows();
}

qreal FlowRowItem::pitch() const
{
    return rect().width() / static_cast<qreal>(std::max<Index>(1, count()));
}

qreal FlowRowItem::middle(Index row) const
{
    return rect().left() + (static_cast<qreal>(row) + 0.5) * pitch();
}

CellRef FlowRowItem::cellAt(const QPointF& point) const
{
    if (count() == 0 || !rect().contains(point))
        return {};
    const auto row = static_cast<Index>((point.x() - rect().left()) / pitch());
    return {box().tensor, std::clamp<Index>(row, 0, count() - 1), -1};
}

// --- strips --------------------------------------------------------------------------

FlowStripsItem::FlowStripsItem(const FlowState& state, const FlowBox& box) : FlowRowItem(state, box)
{
    setZValue(2);
}

void FlowStripsItem::refresh()
{
    m_parts.clear();
    const Recurrence& recurrence = state().recurrence;
    const auto take = [&](int index, RowOrder order) {
        if (const TraceTensor* found = state().tensor(index)) {
            // Where it shall be: it may still be on its way there.
            const qreal pixels = box().rect.height() * state().density;
            const QImage rows = state().image(index, QSize(qRound(pixels), 4096));
            m_parts.push_back({index, order, found->value.columns(),
                               rows.transformed(QTransform(0, 1, 1, 0, 0, 0))});
        }
    };
    if (box().tensor == recurrence.states && recurrence.forward >= 0 && recurrence.backward >= 0) {
        take(recurrence.forward, RowOrder::Forward);
        take(recurrence.backward, RowOrder::Backward);
    } else {
        take(box().tensor, RowOrder::Forward);
    }
    update();
}

QRectF FlowStripsItem::partRect(const QRectF& strip, std::size_t part) const
{
    const qreal height =
        strip.height() / static_cast<qreal>(std::max<std::size_t>(1, m_parts.size()));
    return {strip.left(), strip.top() + static_cast<qreal>(part) * height, strip.width(), height};
}

QRectF FlowStripsItem::stripRect(Index row) const
{
    const qreal width = std::clamp(pitch() * 0.5, std::min(1.0, pitch()), 30 * state().type.scale);
    return {middle(row) - width / 2, rect().top(), width, rect().height()};
}

void FlowStripsItem::joinArcs(FlowArcEnds& ends) const
{
    const Recurrence& recurrence = state().recurrence;
    (box().tensor == recurrence.states              ? ends.encoder
         : box().tensor == recurrence.decoderStates ? ends.decoder
                                                    : ends.attentional) = this;
}

std::vector<int> FlowStripsItem::tensorsShown() const
{
    std::vector<int> shown;
    for (const Part& part : m_parts)
        shown.push_back(part.tensor);
    return shown;
}

bool FlowStripsItem::holds(int tensor) const
{
    return tensor == box().tensor
        || std::any_of(m_parts.begin(), m_parts.end(),
                       [tensor](const Part& part) { return part.tensor == tensor; });
}

CellRef FlowStripsItem::cellAt(const QPointF& point) const
{
    const CellRef cell = FlowRowItem::cellAt(point);
    if (cell)
        for (std::size_t i = 0; i < m_parts.size(); ++i) {
            const QRectF part = partRect(stripRect(cell.row), i);
            if (part.contains(point))
                return {m_parts[i].tensor, cell.row,
                        placeAt(part, m_parts[i].columns, 1, point).row};
        }
    return cell;
}

// The rule of a direction: the state behind a token goes to the next one that is read.
void FlowStripsItem::paintArrow(QPainter& painter, Index row, std::size_t part) const
{
    const QRectF strip = partRect(stripRect(row), part);
    const qreal way = pitch() - strip.width();
    if (row + 1 >= count() || way < 8)
        return;
    const bool forward = m_parts[part].order == RowOrder::Forward;
    QColor ink = state().theme.role(tensor()->role);
    ink.setAlphaF(state().isComputed(m_parts[part].tensor, forward ? row + 1 : row) ? 0.75F
                                                                                    : 0.25F);
    const QPointF left(strip.right() + 3, strip.center().y());
    const QPointF right(strip.right() + way - 3, strip.center().y());
    const QPointF from = forward ? left : right;
    const QPointF to = forward ? right : left;
    const qreal side = forward ? 1 : -1;
    painter.setPen(QPen(ink, 1.6));
    painter.drawLine(from, to - QPointF(2 * side, 0));
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    const qreal tip = std::min(5.0, way * 0.25);
    const QPointF head[] = {to, to + QPointF(-tip * 1.4 * side, -tip * 0.8),
                            to + QPointF(-tip * 1.4 * side, tip * 0.8)};
    painter.drawPolygon(head, 3);
}

void FlowStripsItem::paintStrips(QPainter& painter) const
{
    const Theme& theme = state().theme;
    const QColor role = theme.role(tensor()->role);
    const bool recurs = tensor()->role != Role::Hidden; // h̃ goes to its word, not to the next h̃
    for (Index row = 0; row < count(); ++row) {
        const QRectF strip = stripRect(row);
        for (std::size_t i = 0; i < m_parts.size(); ++i) {
            const Part& own = m_parts[i];
            const QRectF part = partRect(strip, i);
            const bool there = state().isComputed(own.tensor, row);
            painter.setRenderHint(QPainter::Antialiasing, false);
            painter.setOpacity(there ? 1 : 0.5);
            drawCellPicture(painter, part, own.image,
                            QRectF(static_cast<qreal>(row), 0, 1, own.image.height()));
            painter.setRenderHint(QPainter::Antialiasing, true);
            if (strip.width() >= 4) {
                painter.setBrush(Qt::NoBrush);
                QColor frame = role;
                frame.setAlphaF(there ? 0.8F : 0.5F);
                painter.setPen(QPen(frame, 1, there ? Qt::SolidLine : Qt::DashLine));
                painter.drawRect(part);
            }
            painter.setOpacity(1);
            if (state().isCurrent(own.tensor, row)) {
                QColor glow = theme.accent();
                glow.setAlphaF(0.25F);
                painter.setBrush(Qt::NoBrush);
                painter.setPen(QPen(glow, 6));
                painter.drawRect(part.adjusted(-2, -2, 2, 2));
                painter.setPen(QPen(theme.accent(), theme.line(2)));
                painter.drawRect(part.adjusted(-2, -2, 2, 2));
            }
            if (recurs)
                paintArrow(painter, row, i);
        }
    }
}

void FlowStripsItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    if (!tensor() || m_parts.empty())
        return;
    paintKept(*painter, [this](QPainter& still) { paintStrips(still); });
    const Theme& theme = state().theme;
    const bool encoder = box().tensor == state().recurrence.states;
    const Index mark = encoder ? state().focus.key : state().step();
    for (std::size_t i = 0; i < m_parts.size() && mark >= 0 && mark < count(); ++i)
        if (state().isComputed(m_parts[i].tensor, mark))
            outlineRect(*painter, partRect(stripRect(mark), i).adjusted(-1, -1, 1, 1),
                        theme.role(tensor()->role), theme, 2.2);
    for (const CellRef& cell : {state().hovered, state().fixed})
        for (std::size_t i = 0; i < m_parts.size(); ++i) {
            if (cell.tensor != m_parts[i].tensor || cell.row < 0 || cell.row >= count()
                || cell.column < 0)
                continue;
            const QRectF place = placeRect(partRect(stripRect(cell.row), i), m_parts[i].columns, 1,
                                           {cell.column, -1});
            outlineRect(*painter, place, theme.selection(), theme, 1.4);
        }
}

// --- shares --------------------------------------------------------------------------

FlowSharesItem::FlowSharesItem(const FlowState& state, const FlowBox& box) : FlowRowItem(state, box)
{
    setZValue(2);
}

CellRef FlowSharesItem::cellAt(const QPointF& point) const
{
    const CellRef found = FlowRowItem::cellAt(point);
    const Index step = state().step();
    return found && step >= 0 ? CellRef{box().tensor, step, found.row} : CellRef{};
}

void FlowSharesItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const Index step = state().step();
    if (!tensor() || !state().isComputed(box().tensor, step))
        return;
    const Theme& theme = state().theme;
    const FlowType& type = state().type;
    const QColor color = theme.role(Role::Weights);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(flowFont(type.small));
    const qreal room = rect().height() - type.lineHeight() - 4;
    const bool numbers = pitch() >= type.small * 2.9;
    Index largest = 0;
    for (Index j = 0; j < count(); ++j) {
        if (tensor()->value.at(step, j) > tensor()->value.at(step, largest))
            largest = j;
    }
    const bool current = state().isCurrent(box().tensor, step);
    for (Index j = 0; j < count(); ++j) {
        const double share = static_cast<double>(tensor()->value.at(step, j));
        const qreal width = std::clamp(pitch() * 0.34, 1.0, 22 * type.scale);
        const qreal height = std::max(1.0, room * std::clamp(share, 0.0, 1.0));
        const QRectF bar(middle(j) - width / 2, rect().bottom() - 2 - height, width, height);
        QColor ink = current ? theme.accent() : color;
        ink.setAlphaF(static_cast<float>(0.4 + 0.6 * std::clamp(share, 0.0, 1.0)));
        painter->setPen(Qt::NoPen);
        painter->setBrush(ink);
        painter->drawRoundedRect(bar, 2, 2);
        const bool marked = j == state().focus.key;
        if (marked) {
            painter->setPen(QPen(theme.selection(), theme.line(1.5)));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(bar.adjusted(-2, -2, 2, 2), 2, 2);
        }
        if (numbers || j == largest || marked) {
            painter->setPen(share >= 0.1 ? theme.text() : theme.textMuted());
            painter->drawText(
                QRectF(middle(j) - 40, bar.top() - type.lineHeight() - 1, 80, type.lineHeight()),
                Qt::AlignCenter, percentText(share));
        }
    }
}

QRectF FlowSharesItem::placeOf(const CellRef& cell) const
{
    if (cell.tensor != box().tensor || cell.row != state().step())
        return {};
    return cell.column < 0 ? rect()
                           : QRectF(middle(cell.column) - pitch() * 0.25, rect().top(),
                                    pitch() * 0.5, rect().height());
}

// --- one vector ----------------------------------------------------------------------

FlowVectorItem::FlowVectorItem(const FlowState& state, const FlowBox& box) : FlowItem(state, box)
{
    setZValue(3);
}

QMarginsF FlowVectorItem::margins() const
{
    return {30, 4, 30, state().type.titleHeight() + 6};
}

Index FlowVectorItem::row() const
{
    if (!tensor())
        return -1;
    const Index last = tensor()->value.rows() - 1;
    return tensor()->role == Role::Context ? std::min(state().step(), last) : last;
}

CellRef FlowVectorItem::cellAt(const QPointF& point) const
{
    if (!tensor() || row() < 0 || !rect().contains(point))
        return {};
    const MatrixPlace place = placeAt(rect(), 1, tensor()->value.columns(), point);
    return {box().tensor, row(), place.column};
}

QRectF FlowVectorItem::placeOf(const CellRef& cell) const
{
    if (cell.tensor != box().tensor || (cell.row >= 0 && cell.row != row()))
        return {};
    return cell.column < 0 ? rect()
                           : placeRect(rect(), 1, tensor()->value.columns(), {0, cell.column});
}

void FlowVectorItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    if (!tensor() || row() < 0)
        return;
    const Theme& theme = state().theme;
    const FlowType& type = state().type;
    const bool there = state().isComputed(box().tensor, row());
    const ColorScale scale = ColorScale::of(*tensor());
    const Index columns = tensor()->value.columns();
    QImage line(static_cast<int>(columns), 1, QImage::Format_RGB32);
    for (Index i = 0; i < columns; ++i)
        line.setPixel(static_cast<int>(i), 0,
                      there
                          ? state().color(scale, static_cast<double>(tensor()->value.at(row(), i)))
                          : theme.notComputed().rgb());
    drawCellPicture(*painter, rect(), line);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    const bool current = tensor()->role == Role::Context && state().isCurrent(box().tensor, row());
    const QColor color = current ? theme.accent() : theme.role(Role::Context);
    painter->setPen(QPen(color, current ? 2.4 : 1.6, there ? Qt::SolidLine : Qt::DashLine));
    painter->drawRoundedRect(rect().adjusted(-1, -1, 1, 1), 3, 3);
    const QFont font = flowFont(type.title, true);
    painter->setFont(font);
    const qreal width = mathWidth(font, box().title) + 12;
    const QRectF place(rect().center().x() - width / 2, rect().bottom() + 3, width,
                       type.titleHeight());
    QColor back = theme.surface();
    back.setAlphaF(0.85F);
    painter->setPen(Qt::NoPen);
    painter->setBrush(back);
    painter->drawRoundedRect(place, 4, 4);
    painter->setPen(theme.role(Role::Context));
    drawMath(*painter, place, Qt::AlignHCenter, box().title);
}

// --- captions ------------------------------------------------------------------------

CellRef FlowCaptionItem::cellAt(const QPointF& point) const
{
    return rect().contains(point) ? CellRef{box().tensor, -1, -1} : CellRef{};
}

qreal FlowCaptionItem::room() const
{
    return rect().width() + 6;
}

FlowCaptionItem::Lines FlowCaptionItem::lines() const
{
    const FlowType& type = state().type;
    const QString& name = box().title;
    Lines lines{flowFont(type.title, true), {}, type.titleHeight(), {}, 0, {}};
    const auto fits = [&](const QString& text) {
        return QFontMetricsF(lines.font).horizontalAdvance(text) <= room();
    };
    if (!fits(name))
        lines.font = flowFont(std::max(9, type.small), true);
    // A long name takes two lines where there is height for them. In a low place one line
    // follows, or none.
    qsizetype end = name.lastIndexOf(QLatin1Char(' '));
    while (end > 0 && !fits(name.left(end)))
        end = name.lastIndexOf(QLatin1Char(' '), end - 1);
    if (!fits(name) && end > 0
        && rect().height() >= 2 * type.titleHeight() + 2 * type.lineHeight()) {
        lines.name = {name.left(end), name.mid(end + 1)};
        lines.nameLine = type.lineHeight() + 1;
    } else {
        lines.name = {name};
    }
    const QFontMetricsF metrics(lines.font);
    for (QString& line : lines.name)
        line = metrics.elidedText(line, Qt::ElideMiddle, room());
    lines.below = {shapeText(*state().wholeTensor(box().tensor)),
                   rangeText(*tensor(), state().computedRows(box().tensor))};
    const auto height = [&] {
        return static_cast<qreal>(lines.name.size()) * lines.nameLine
            + static_cast<qreal>(lines.below.size()) * type.lineHeight();
    };
    if (height() > rect().height())
        lines.below = {lines.below.join(QStringLiteral("   "))};
    if (lines.below.size() == 1
        && QFontMetricsF(flowFont(type.small)).horizontalAdvance(lines.below.first()) > room())
        lines.below = {shapeText(*state().wholeTensor(box().tensor))};
    if (height() > rect().height())
        lines.below.clear();
    lines.top = rect().center().y() - height() / 2;

    // Behind the name, else behind the shape.
    const qreal mark = flowQuestionSize(type) + 3;
    const qreal nameEnd = metrics.horizontalAdvance(lines.name.last());
    const qreal nameBottom = lines.top + static_cast<qreal>(lines.name.size()) * lines.nameLine;
    const qreal shapeEnd = lines.below.isEmpty()
        ? room()
        : QFontMetricsF(flowFont(type.small)).horizontalAdvance(lines.below.first());
    if (nameEnd + mark > room() && shapeEnd + mark <= room())
        lines.mark = {shapeEnd + 3, nameBottom + type.lineHeight() / 2};
    else
        lines.mark = {std::min(nameEnd, room() - mark) + 3, nameBottom - lines.nameLine / 2};
    return lines;
}

QRectF FlowCaptionItem::questionRect() const
{
    if (!tensor() || !asksQuestion())
        return {};
    const QPointF mark = lines().mark;
    const qreal size = flowQuestionSize(state().type);
    return {rect().left() + mark.x(), mark.y() - size / 2, size, size};
}

void FlowCaptionItem::paintLines(QPainter& painter) const
{
    const Theme& theme = state().theme;
    const FlowType& type = state().type;
    const Lines lines = this->lines();
    qreal y = lines.top;
    const auto write = [&](const QString& line, qreal height) {
        painter.drawText(QRectF(rect().left(), y, room(), height), Qt::AlignLeft | Qt::AlignVCenter,
                         line);
        y += height;
    };
    painter.setFont(lines.font);
    painter.setPen(state().computedRows(box().tensor) > 0 ? theme.role(tensor()->role)
                                                          : theme.textMuted());
    for (const QString& line : lines.name)
        write(line, lines.nameLine);
    painter.setFont(flowFont(type.small));
    painter.setPen(theme.textMuted());
    for (const QString& line : lines.below)
        write(line, type.lineHeight());
    paintQuestion(painter, questionRect());
}

void FlowCaptionItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    if (!tensor())
        return;
    paintKept(*painter, [this](QPainter& still) { paintLines(still); });
}

} // namespace regard
