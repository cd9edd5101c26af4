// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/arcs/arcs_picture.h"

#include "ui/views/arcs/arcs_text.h"
#include "ui/views/shared/mini_map.h"
#include "ui/words/scope_text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace regard {

namespace {

constexpr double gap = 8;

/// A rectangle as it is read: level, or turned so that text runs upwards.
struct Turned {
    Turned(QPainter& onto, const QRectF& rect, bool turned) : painter(onto), room(rect)
    {
        painter.save();
        if (!turned)
            return;
        painter.translate(rect.center());
        painter.rotate(-90);
        room = QRectF(-rect.height() / 2, -rect.width() / 2, rect.height(), rect.width());
    }
    ~Turned() { painter.restore(); }
    Turned(const Turned&) = delete;
    Turned& operator=(const Turned&) = delete;

    QPainter& painter;
    QRectF room;
};

class Words {
public:
    Words(QPainter& painter, const ArcsState& state, const ArcsLayout& layout)
        : m_painter(painter)
        , m_state(state)
        , m_layout(layout)
        , m_named(layout.namedOf(state.font))
        , m_now(rowsOfMoment(*state.weights.tensor(), state.moment))
    {
        if (state.focus)
            m_largest = *std::max_element(state.sums.begin(), state.sums.end());
    }

    void draw()
    {
        m_painter.save();
        m_painter.setFont(m_state.font);
        drawTexts();
        const QRectF clip = m_layout.oneLine
            ? m_layout.names[0].adjusted(-2, 0, 2, 2)
            : QRectF(0, m_layout.lines.top(), m_painter.device()->width(), m_layout.lines.height());
        m_painter.setClipRect(clip);
        if (!m_layout.oneLine)
            drawSide(ArcsSide::Query);
        drawSide(ArcsSide::Key);
        m_painter.restore();
    }

private:
    void drawTexts()
    {
        const QFontMetricsF metrics(m_state.font);
        const auto line = [&](const QRectF& rect, int flags, const QColor& ink,
                              const QString& text) {
            m_painter.setPen(ink);
            m_painter.drawText(rect, flags | Qt::AlignVCenter | Qt::TextSingleLine,
                               metrics.elidedText(text, Qt::ElideRight, rect.width()));
        };
        const Theme& theme = m_state.theme;
        if (m_state.exporting) {
            const Attention& shown = *m_state.shown();
            line(m_layout.title, Qt::AlignLeft, theme.text(),
                 shown.headCount() > 1 ? attentionText(shown) + QStringLiteral(" · ")
                         + arcsHeadText(shown, m_state.head)
                                       : attentionText(shown));
            if (!m_state.focus)
                line(m_layout.title, Qt::AlignRight, theme.textMuted(),
                     arcsDrawn(m_state, m_layout));
        }
        if (m_layout.oneLine) {
            line(m_layout.heading, Qt::AlignLeft, theme.role(Role::Key),
                 headingText(m_state, ArcsSide::Key));
        } else {
            const double middle = m_layout.lines.center().x();
            const QRectF& heading = m_layout.heading;
            line(QRectF(QPointF(heading.left(), heading.top()),
                        QPointF(std::min(m_layout.lines.left(), middle) - gap, heading.bottom())),
                 Qt::AlignRight, theme.role(Role::Query), headingText(m_state, ArcsSide::Query));
            line(
                QRectF(QPointF(m_layout.lines.right() + gap, heading.top()), heading.bottomRight()),
                Qt::AlignLeft, theme.role(Role::Key), headingText(m_state, ArcsSide::Key));
        }
        if (!m_state.exporting || m_state.focus)
            line(m_layout.status, m_layout.oneLine ? Qt::AlignLeft : Qt::AlignHCenter,
                 theme.textMuted(), arcsStatus(m_state, m_layout));
    }

    void drawSide(ArcsSide side)
    {
        const auto [first, last] = m_layout.visible(side);
        for (Index i = first; i < last; ++i)
            drawGround({side, i});
        for (Index i = first; i < last; ++i)
            if (i % m_named == m_named / 2 && !isNear({side, i}))
                drawName({side, i});
        for (Index i = first; i < last; ++i)
            if (isMarked({side, i}))
                drawMarked({side, i});
    }

    /// The row that the token has as a query, −1 if it is only a key.
    Index queryOf(const ArcsToken& token) const
    {
        return token.side == ArcsSide::Query || m_layout.oneLine ? token.index : -1;
    }
    bool isInFocus(const ArcsToken& token) const
    {
        return m_state.focus.has(token)
            || (m_layout.oneLine && m_state.focus.has({otherSide(token.side), token.index}));
    }
    bool isOther(const ArcsToken& token) const
    {
        return m_state.focus && token.index == m_state.focus.other
            && (m_layout.oneLine || token.side != m_state.focus.side);
    }
    bool isComputedNow(const ArcsToken& token) const
    {
        const Index query = queryOf(token);
        return !m_state.exporting && query >= m_now.first && query < m_now.first + m_now.count
            && m_now.count < m_layout.count[0];
    }
    bool isMarked(const ArcsToken& token) const
    {
        return isInFocus(token) || isOther(token) || isComputedNow(token);
    }
    /// Under a marked token that needs more room than there is.
    bool isNear(const ArcsToken& token) const
    {
        for (Index i = token.index - m_named + 1; m_named > 1 && i < token.index + m_named; ++i)
            if (i >= 0 && isMarked({token.side, i}))
                return true;
        return false;
    }
    bool hasNumber(const ArcsToken& token) const
    {
        return m_state.focus && (m_layout.oneLine || token.side != m_state.focus.side);
    }
    double numberOf(const ArcsToken& token) const
    {
        return m_state.sums[static_cast<std::size_t>(token.index)];
    }

    void drawGround(const ArcsToken& token)
    {
        if (!hasNumber(token) || m_largest <= 0)
            return;
        QColor ground = m_state.theme.role(Role::Weights);
        ground.setAlphaF(static_cast<float>(std::min(1.0, numberOf(token)) * 0.45));
        m_painter.fillRect(m_layout.tokenRect(token).adjusted(0.5, 0.5, -0.5, -0.5), ground);
    }

    void drawName(const ArcsToken& token) { drawName(token, nameRect(token)); }

    /// Over the neighbours that have no name.
    QRectF nameRect(const ArcsToken& token) const
    {
        QRectF rect = m_layout.tokenRect(token);
        const double more = (namedPitch(m_state.font) - m_layout.pitch) / 2;
        if (m_named > 1 && m_layout.oneLine)
            rect.adjust(-more, 0, more, 0);
        else if (m_named > 1)
            rect.adjust(0, -more, 0, more);
        return rect;
    }

    void drawName(const ArcsToken& token, const QRectF& rect)
    {
        const Theme& theme = m_state.theme;
        const QFontMetricsF metrics(m_state.font);
        const Index query = queryOf(token);
        const bool reached =
            query < 0 || isComputed(*m_state.weights.tensor(), query, m_state.moment);
        const Turned turned(m_painter, rect, m_layout.turned);
        QRectF room = turned.room;
        const bool toRight =
            m_layout.turned || (!m_layout.oneLine && token.side == ArcsSide::Query);
        const bool stacked = m_layout.oneLine && !m_layout.turned;
        QRectF number;
        QRectF name;
        int flags = Qt::AlignVCenter | Qt::TextSingleLine;
        if (stacked) {
            name = room.adjusted(4, 2, -4, -room.height() / 2 + 1);
            number = room.adjusted(0, room.height() / 2 + 1, 0, -2);
        } else {
            room.adjust(gap, 0, -gap, 0);
            name = toRight ? room.adjusted(m_layout.numberWidth, 0, 0, 0)
                           : room.adjusted(0, 0, -m_layout.numberWidth, 0);
            number = toRight ? QRectF(room.left(), room.top(), m_layout.numberWidth, room.height())
                             : QRectF(room.right() - m_layout.numberWidth, room.top(),
                                      m_layout.numberWidth, room.height());
        }
        flags |= stacked ? Qt::AlignHCenter : toRight ? Qt::AlignRight : Qt::AlignLeft;
        m_painter.setPen(reached ? theme.text() : theme.textMuted());
        m_painter.drawText(
            name, flags,
            metrics.elidedText(m_state.name(token), Qt::ElideRight, std::max(0.0, name.width())));
        if (!hasNumber(token))
            return;
        m_painter.setPen(theme.role(Role::Weights));
        m_painter.drawText(number,
                           Qt::AlignVCenter | Qt::TextSingleLine
                               | (stacked       ? Qt::AlignHCenter
                                      : toRight ? Qt::AlignLeft
                                                : Qt::AlignRight),
                           arcsNumber(numberOf(token), m_largest));
    }

    /// With a ground and an outline, over its neighbours where they lie close.
    void drawMarked(const ArcsToken& token)
    {
        const Theme& theme = m_state.theme;
        const QRectF rect = nameRect(token);
        if (m_named > 1) {
            m_painter.fillRect(rect, theme.surface());
            drawName(token, rect);
        }
        const bool fixed = m_state.picked.has(token)
            || (m_layout.oneLine && m_state.picked.has({otherSide(token.side), token.index}));
        const QColor color = isInFocus(token) && fixed ? theme.selection()
            : isInFocus(token) || isOther(token)       ? theme.hover()
                                                       : theme.accent();
        outlineRect(m_painter, rect.adjusted(2, 1, -2, -1), color, theme, 2);
    }

    QPainter& m_painter;
    const ArcsState& m_state;
    const ArcsLayout& m_layout;
    Index m_named = 1;
    RowRange m_now;
    double m_largest = 0;
};

} // namespace

void drawArcsWords(QPainter& painter, const ArcsState& state, const ArcsLayout& layout)
{
    Words(painter, state, layout).draw();
}

void drawNothing(QPainter& painter, const ArcsState& state, const QRectF& rect)
{
    painter.setFont(state.font);
    painter.setPen(state.theme.textMuted());
    painter.drawText(rect.adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap,
                     nothingText(state));
}

} // namespace regard
