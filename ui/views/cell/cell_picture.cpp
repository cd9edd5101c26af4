// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/cell/cell_picture.h"

#include "ui/views/cell/cell_text.h"
#include "ui/views/shared/mini_map.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

class Picture {
public:
    Picture(QPainter& painter, const CellState& state, const std::vector<CellSection>& sections,
            const CellLayout& layout)
        : m_painter(painter)
        , m_state(state)
        , m_sections(sections)
        , m_layout(layout)
        , m_metrics(state.font)
        , m_unit(state.unit())
    {
    }

    void draw()
    {
        m_painter.setFont(m_state.font);
        if (!m_layout.caption.isEmpty())
            write(m_layout.caption, stepCaption(m_state, m_state.placeOf(m_state.row)),
                  m_state.theme.textMuted());
        drawWords();
        for (const CellLayout::Title& title : m_layout.titles)
            write(title.rect, m_sections[title.section].title, m_state.theme.textMuted());
        for (const CellLayout::Row& place : m_layout.rows)
            drawRow(m_sections[place.section].rows[place.row], place);
        drawAxis();
        drawLines();
    }

private:
    void write(const QRectF& rect, const QString& text, const QColor& color,
               Qt::Alignment where = Qt::AlignLeft | Qt::AlignVCenter)
    {
        m_painter.setPen(color);
        m_painter.drawText(rect, static_cast<int>(where) | Qt::TextSingleLine,
                           m_metrics.elidedText(text, Qt::ElideRight, rect.width()));
    }

    void drawWords()
    {
        const Theme& theme = m_state.theme;
        m_painter.setRenderHint(QPainter::Antialiasing, true);
        for (const CellLayout::Word& word : m_layout.words) {
            const bool isShown = word.row == m_state.row;
            const bool isThere = m_state.isThere({m_state.shown()->states, word.row, -1});
            m_painter.setBrush(isThere ? theme.raised() : theme.notComputed());
            m_painter.setPen(isShown ? QPen(theme.accent(), 2) : QPen(theme.border(), 1));
            m_painter.drawRoundedRect(word.rect.adjusted(1, 1, -1, -1), 5, 5);
            m_painter.setPen(isThere || isShown ? theme.text() : theme.textMuted());
            m_painter.drawText(word.rect, Qt::AlignCenter | Qt::TextSingleLine, word.text);
        }
        m_painter.setRenderHint(QPainter::Antialiasing, false);
        if (m_layout.words.empty())
            return;
        const QRectF first = m_layout.words.front().rect;
        const QRectF last = m_layout.words.back().rect;
        if (m_layout.wordsBefore)
            write(QRectF(first.left() - 12, first.top(), 12, first.height()), QStringLiteral("‹"),
                  theme.textMuted());
        if (m_layout.wordsAfter)
            write(QRectF(last.right() + 4, last.top(), 12, last.height()), QStringLiteral("›"),
                  theme.textMuted());
    }

    void drawRow(const CellRow& row, const CellLayout::Row& place)
    {
        const Theme& theme = m_state.theme;
        const bool readable = place.whole.height() >= m_metrics.height() * 0.6;
        QFont small = m_state.font;
        if (place.whole.height() < m_metrics.height()) {
            small.setPointSizeF(std::max(
                6.0, m_state.font.pointSizeF() * place.whole.height() / m_metrics.height()));
            m_painter.setFont(small);
        }
        if (readable) {
            QFont bold = m_painter.font();
            bold.setBold(row.sign.size() == 1);
            m_painter.setFont(bold);
            write(QRectF(place.whole.left(), place.whole.top(), m_layout.signWidth - 6,
                         place.whole.height()),
                  row.sign, theme.text(), Qt::AlignRight | Qt::AlignVCenter);
            bold.setBold(false);
            m_painter.setFont(bold);
            QRectF label(place.whole.left() + m_layout.signWidth, place.whole.top(),
                         m_layout.labelWidth - 6, place.whole.height());
            write(label, row.label, theme.role(row.role));
        }
        m_painter.fillRect(place.bars, row.isThere ? theme.surface() : theme.notComputed());
        if (row.isThere)
            drawBars(row, place.bars);
        m_painter.setPen(row.isResult ? theme.textMuted() : theme.border());
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawRect(place.bars.adjusted(0, 0, -1, -1));
        if (row.isNow)
            outlineRect(m_painter, place.bars, theme.accent(), theme, 2);
        if (readable && m_layout.numberWidth > 0 && row.isThere && !row.isInput && m_unit >= 0)
            write(QRectF(place.bars.right() + 2, place.whole.top(), m_layout.numberWidth - 2,
                         place.whole.height()),
                  numberText(row.values[static_cast<std::size_t>(m_unit)], m_layout.digits),
                  theme.text(), Qt::AlignRight | Qt::AlignVCenter);
        m_painter.setFont(m_state.font);
    }

    /// The height of a value above the zero of a row, in pixels.
    static qreal heightOf(const CellRow& row, double value, const QRectF& bars)
    {
        const double part = std::isfinite(value) ? std::clamp(value / row.limit, -1.0, 1.0) : 0;
        return row.isUnit ? std::max(0.0, part) * bars.height() : part * bars.height() / 2;
    }

    void drawBars(const CellRow& row, const QRectF& bars)
    {
        const Theme& theme = m_state.theme;
        const qreal zero = row.isUnit ? bars.bottom() : bars.center().y();
        if (!row.isInput && m_unit >= 0) {
            const QRectF slot = CellLayout::barSlot(m_state, row, bars, m_unit);
            if (slot.right() > bars.left() && slot.left() < bars.right()) {
                QColor marked = theme.selection();
                marked.setAlphaF(0.16F);
                m_painter.fillRect(wide(slot).intersected(bars), marked);
            }
        }
        m_painter.fillRect(
            QRectF(bars.left(), std::round(zero) - (row.isUnit ? 1 : 0), bars.width(), 1),
            theme.grid());
        const double first = row.isInput ? 0 : std::floor(m_state.first);
        const double end = row.isInput ? static_cast<double>(row.values.size())
                                       : std::min(std::ceil(m_state.first + m_state.count),
                                                  static_cast<double>(row.values.size()));
        const qreal step = CellLayout::barSlot(m_state, row, bars, 0).width();
        if (step < 2)
            return drawDense(row, bars, zero);
        for (auto number = static_cast<Index>(first); number < static_cast<Index>(end); ++number) {
            const double value = row.values[static_cast<std::size_t>(number)];
            const QRectF slot = CellLayout::barSlot(m_state, row, bars, number);
            const qreal gap = step >= 4 ? std::min(3.0, step * 0.2) : 0.5;
            const qreal height = heightOf(row, value, bars);
            const QRectF bar(slot.left() + gap / 2, std::min(zero, zero - height), step - gap,
                             std::max(std::abs(height), 0.5));
            m_painter.fillRect(bar.intersected(bars), colorOf(row, number));
        }
    }

    /// More units than pixels: each column from the lowest of its numbers to the highest.
    void drawDense(const CellRow& row, const QRectF& bars, qreal zero)
    {
        const auto columns = static_cast<int>(bars.width());
        const double begin = row.isInput ? 0 : m_state.first;
        const double count = row.isInput ? static_cast<double>(row.values.size()) : m_state.count;
        for (int column = 0; column < columns; ++column) {
            const auto from = static_cast<std::size_t>(begin + count * column / columns);
            const auto to =
                std::min(std::max(from + 1,
                                  static_cast<std::size_t>(begin + count * (column + 1) / columns)),
                         row.values.size());
            qreal high = 0;
            qreal low = 0;
            for (std::size_t i = from; i < to; ++i) {
                const qreal height = heightOf(row, row.values[i], bars);
                high = std::max(high, height);
                low = std::min(low, height);
            }
            m_painter.fillRect(
                QRectF(bars.left() + column, zero - high, 1, std::max(high - low, 0.5)),
                m_state.theme.role(row.role));
        }
        if (!row.isInput && m_unit >= 0) {
            const QRectF slot = CellLayout::barSlot(m_state, row, bars, m_unit);
            const qreal height = heightOf(row, row.values[static_cast<std::size_t>(m_unit)], bars);
            m_painter.fillRect(QRectF(slot.left(), std::min(zero, zero - height), 2,
                                      std::max(std::abs(height), 1.0))
                                   .intersected(bars),
                               m_state.theme.text());
        }
    }

    QColor colorOf(const CellRow& row, Index number) const
    {
        const bool isSet = row.term.value == StepTerm::Value::State && !row.isInput
            && m_state.isSetByHand(static_cast<std::size_t>(number));
        if (isSet)
            return m_state.theme.warning();
        return !row.isInput && number == m_unit ? m_state.theme.text()
                                                : m_state.theme.role(row.role);
    }

    /// Wide enough to be seen.
    static QRectF wide(const QRectF& slot)
    {
        const qreal more = std::max(0.0, (5 - slot.width()) / 2);
        return slot.adjusted(-more, 0, more, 0);
    }

    void drawAxis()
    {
        if (m_layout.axis.isEmpty())
            return;
        const auto first = static_cast<Index>(std::floor(m_state.first));
        const auto last = std::min(
            m_state.units() - 1, static_cast<Index>(std::ceil(m_state.first + m_state.count)) - 1);
        const CellRow units{{}, {}, {}, 1, false, true, false, false, false, Role::State, {}, {}};
        const QString unit = QString::number(m_unit + 1);
        const QRectF slot = CellLayout::barSlot(m_state, units, m_layout.axis, m_unit);
        const qreal width = m_metrics.horizontalAdvance(unit) + 4;
        const QRectF own(std::clamp(slot.center().x() - width / 2, m_layout.axis.left(),
                                    std::max(m_layout.axis.left(), m_layout.axis.right() - width)),
                         m_layout.axis.top(), width, m_layout.axis.height());
        const bool isSeen = m_unit >= first && m_unit <= last;
        const auto end = [&](Index number, Qt::Alignment where) {
            const QString text = QString::number(number + 1);
            QRectF rect = m_layout.axis;
            rect.setWidth(m_metrics.horizontalAdvance(text) + 2);
            if (where & Qt::AlignRight)
                rect.moveRight(m_layout.axis.right());
            if (!isSeen || !rect.intersects(own))
                write(rect, text, m_state.theme.textMuted(), where | Qt::AlignVCenter);
        };
        end(first, Qt::AlignLeft);
        end(last, Qt::AlignRight);
        if (isSeen)
            write(own, unit, m_state.theme.text(), Qt::AlignCenter);
    }

    void drawLines()
    {
        const Theme& theme = m_state.theme;
        QFont bold = m_state.font;
        bold.setBold(true);
        m_painter.setFont(bold);
        for (const CellLayout::Line& line : m_layout.lines) {
            write(line.rect, line.symbols, line.isNow ? theme.accent() : theme.textMuted());
            m_painter.setPen(line.isNow ? theme.accent() : theme.text());
            // One that may take several lines begins at the first of them.
            const Qt::Alignment down = line.indent > 0 ? Qt::AlignVCenter : Qt::AlignTop;
            m_painter.drawText(line.rect.adjusted(line.indent, 0, 0, 0),
                               static_cast<int>(Qt::AlignLeft | down) | Qt::TextWordWrap,
                               line.text);
            m_painter.setFont(m_state.font); // the first is the unit's name
        }
    }

    QPainter& m_painter;
    const CellState& m_state;
    const std::vector<CellSection>& m_sections;
    const CellLayout& m_layout;
    QFontMetricsF m_metrics;
    Index m_unit;
};

} // namespace

void drawCell(QPainter& painter, const CellState& state, const std::vector<CellSection>& sections,
              const CellLayout& layout)
{
    Picture(painter, state, sections, layout).draw();
}

void drawNoCell(QPainter& painter, const CellState& state, const QRectF& rect)
{
    painter.setFont(state.font);
    painter.setPen(state.theme.textMuted());
    painter.drawText(rect.adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap,
                     cellDescription(state));
}

} // namespace regard
