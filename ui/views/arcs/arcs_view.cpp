// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/arcs/arcs_view.h"

#include "ui/session/newest_to.h"

#include "ui/views/arcs/arcs_picture.h"
#include "ui/views/arcs/arcs_text.h"
#include "ui/views/shared/cell_picture.h"
#include "ui/views/shared/give_help.h"
#include "ui/views/shared/mini_map.h"
#include "ui/views/shared/wrap_layout.h"
#include "ui/words/scope_text.h"

#include <QComboBox>
#include <QPainter>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

/// As many lines are drawn at once, more on the worker.
constexpr std::size_t atOnce = 300;

/// Whole pixels around lines.
QRect placeOf(const QRectF& lines)
{
    return lines.toAlignedRect().adjusted(0, 0, 0, 1);
}

} // namespace

ArcsView::ArcsView(QWidget* parent)
    : TraceView(parent)
    , m_worker(newestTo<LinesPicture>(
          this, [](ArcsView & view) -> auto& { return view.m_worker; },
          [this](Outcome<LinesPicture> outcome) {
              if (!outcome.result)
                  return;
              m_picture = std::move(*outcome.result);
              update();
          }))
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Arcs"));
    buildHeader();
    m_state.font = font();
    showHeader();
}

ArcsView::~ArcsView() = default;

void ArcsView::buildHeader()
{
    m_header = new QWidget(this);
    auto* row = new WrapLayout(6, 4, m_header);
    row->setContentsMargins(12, 6, 12, 0);
    const auto box = [&](const QString& name, const char* help) {
        auto* made = new QComboBox(m_header);
        made->setAccessibleName(name);
        giveHelp(made, help);
        made->setAccessibleDescription(made->toolTip());
        made->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        row->addWidget(made);
        return made;
    };
    m_attentions = box(tr("Attention"), "arcs/attention");
    m_heads = box(tr("Head"), "arcs/head");
    m_arrangement = box(tr("Arrangement"), "arcs/arrangement");
    m_arrangement->addItems({tr("Two columns"), tr("One line")});
    m_stretch = new QToolButton(m_header);
    m_stretch->setText(tr("Stretch"));
    m_stretch->setCheckable(true);
    giveHelp(m_stretch, "arcs/stretch");
    m_stretch->setAccessibleDescription(m_stretch->toolTip());
    row->addWidget(m_stretch);
    connect(m_stretch, &QToolButton::toggled, this, &ArcsView::setStretched);
    connect(m_attentions, &QComboBox::activated, this,
            [this](int index) { choosePlace(index, m_state.head); });
    connect(m_heads, &QComboBox::activated, this, [this](int index) {
        choosePlace(m_state.attention, index == m_heads->count() - 1 ? allHeads : index);
    });
    connect(m_arrangement, &QComboBox::activated, this,
            [this](int index) { setOneLine(index == 1); });
}

void ArcsView::showHeader()
{
    const Attention* shown = m_state.shown();
    m_header->setVisible(shown);
    m_attentions->clear();
    m_heads->clear();
    if (shown) {
        for (const Attention& attention : m_state.trace->attentions)
            m_attentions->addItem(attentionText(attention));
        for (int head = 0; head < shown->headCount(); ++head)
            m_heads->addItem(arcsHeadText(*shown, head));
        m_heads->addItem(arcsHeadText(*shown, allHeads));
        m_attentions->setCurrentIndex(m_state.attention);
        m_heads->setCurrentIndex(m_state.isMean() ? shown->headCount() : m_state.head);
        m_heads->setVisible(shown->headCount() > 1);
        m_arrangement->setVisible(m_state.canBeOneLine());
        m_arrangement->setCurrentIndex(m_state.isOneLine() ? 1 : 0);
    }
    placeHeader();
}

void ArcsView::placeHeader()
{
    // At once: the picture may be wanted before events come.
    m_header->layout()->invalidate();
    // In more lines where there is little room.
    m_header->setGeometry(0, 0, width(), m_header->layout()->heightForWidth(width()));
    m_header->layout()->activate();
}

QRectF ArcsView::pictureRect() const
{
    return QRectF(rect()).adjusted(0, m_header->isHidden() ? 0 : m_header->height(), 0, 0);
}

ArcsLayout ArcsView::layoutNow() const
{
    return arcsLayout(m_state, pictureRect());
}

void ArcsView::setTrace(const TracePtr& trace)
{
    m_state.take(trace);
    m_told = m_state.fixed;
    m_state.hovered = {};
    m_pointed = {};
    takeWeights();
}

void ArcsView::takeWeights()
{
    ++m_weightsShown;
    const int head = m_state.head;
    m_state.weights = {};
    if (m_state.trace && m_state.attention >= 0) {
        const Attention& chosen =
            m_state.trace->attentions[static_cast<std::size_t>(m_state.attention)];
        m_state.head =
            chosen.headCount() == 1 ? 0 : std::clamp(head, allHeads, chosen.headCount() - 1);
        m_state.weights = ArcsWeights(*m_state.trace, m_state.attention, m_state.head);
    }
    const Index count = m_state.weights.isEmpty() ? 0 : m_state.weights.count(m_state.picked.side);
    const auto outside = [count](Index token) { return token >= count; };
    std::erase_if(m_state.picked.tokens, outside);
    m_state.picked.other = -1;
    m_state.measureNames();
    showHeader();
    refresh();
}

void ArcsView::choose(int attention, int head)
{
    if (!m_state.trace || m_state.trace->attentions.empty())
        return;
    const auto count = static_cast<int>(m_state.trace->attentions.size());
    m_state.attention = std::clamp(attention, 0, count - 1);
    m_state.head = head;
    m_pointed = {};
    takeWeights();
    Q_EMIT stopsChanged();
}

void ArcsView::choosePlace(int attention, int head)
{
    const bool same = attention == m_state.attention;
    if (!same)
        m_state.picked = {};
    const bool had = bool(m_state.picked);
    choose(attention, head);
    if (had || (!same && m_state.fixed))
        tell(m_state.picked ? m_state.cellOf({m_state.picked.side, m_state.picked.tokens.back()})
                            : CellRef());
}

void ArcsView::showTensor(int tensor)
{
    const Attention* of =
        m_state.trace && tensor >= 0 ? m_state.trace->attentionOf(tensor) : nullptr;
    if (!of)
        return;
    const int attention = static_cast<int>(of - m_state.trace->attentions.data());
    const int head = of->headOf(tensor);
    // The mean is about this head as well.
    const bool isShown =
        attention == m_state.attention && (m_state.isMean() || head == m_state.head);
    if (!isShown)
        choose(attention, head);
}

std::vector<int> ArcsView::stops() const
{
    return m_state.trace ? arcsStops(m_state) : std::vector<int>();
}

void ArcsView::setOneLine(bool oneLine)
{
    m_state.wantsOneLine = oneLine;
    m_state.scroll = 0;
    m_arrangement->setCurrentIndex(m_state.isOneLine() ? 1 : 0);
    refresh();
}

void ArcsView::setStretched(bool stretched)
{
    m_state.stretched = stretched;
    m_stretch->setChecked(stretched);
    refresh();
}

void ArcsView::setMoment(int moment)
{
    if (moment == m_state.moment)
        return;
    m_state.moment = moment;
    if (m_state.shown()) {
        const RowRange now = rowsOfMoment(*m_state.weights.tensor(), moment);
        if (now.count > 0 && now.count < m_state.weights.count(ArcsSide::Query))
            scrollTo({ArcsSide::Query, now.first});
    }
    refresh();
}

void ArcsView::setSelection(const CellRef& wholeFixed, const CellRef& wholeHovered)
{
    const CellRef fixed = m_state.padding.toFolded(wholeFixed);
    const CellRef hovered = m_state.padding.toFolded(wholeHovered);
    if (fixed == m_state.fixed && hovered == m_state.hovered)
        return;
    if (fixed != m_state.fixed && fixed != m_told) {
        m_state.picked = m_state.focusOf(fixed);
        m_anchor = m_state.picked ? m_state.picked.tokens.front() : -1;
        if (m_state.picked)
            scrollTo({m_state.picked.side, m_state.picked.tokens.front()});
    }
    m_told = fixed;
    m_state.fixed = fixed;
    m_state.hovered = hovered;
    refresh();
}

void ArcsView::setTheme(const Theme& theme)
{
    m_state.theme = theme;
    refresh();
}

void ArcsView::refresh()
{
    m_state.refocus();
    describe();
    update();
}

void ArcsView::describe()
{
    setAccessibleDescription(m_state.shown() ? arcsStatus(m_state, layoutNow())
                                             : nothingText(m_state));
}

void ArcsView::fit()
{
    if (!m_state.shown())
        return;
    const ArcsLayout layout = layoutNow();
    const auto longest = static_cast<double>(std::max(layout.count[0], layout.count[1]));
    const bool all = layout.largestScroll <= 0;
    // A second time: every name again.
    m_state.pitch = all ? 0 : layout.viewLength() / longest;
    m_state.scroll = 0;
    update();
}

void ArcsView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_state.theme.surface());
    if (!m_state.shown()) {
        drawNothing(painter, m_state, rect());
        return;
    }
    const ArcsLayout layout = layoutNow();
    paintLines(painter, layout);
    drawArcsWords(painter, m_state, layout);
    if (m_state.focused)
        outlineRect(painter, QRectF(rect()).adjusted(2, 2, -2, -2), m_state.theme.accent(),
                    m_state.theme, 2);
}

void ArcsView::paintLines(QPainter& painter, const ArcsLayout& layout)
{
    const LinesKey key{layout.lines,
                       layout.pitch,
                       layout.begin,
                       m_state.moment,
                       m_state.focus,
                       m_state.theme.isDark(),
                       m_state.theme.isForProjector(),
                       m_weightsShown,
                       m_state.stretched,
                       devicePixelRatioF()};
    const bool isDrawn = m_picture.key == key && !m_picture.image.isNull();
    if (!isDrawn) {
        std::vector<ArcsLine> lines = arcsLines(m_state, layout);
        if (!m_animated || lines.size() <= atOnce || paintsVectorFile(painter)) {
            drawArcs(painter, lines, layout, bool(m_state.focus));
            return;
        }
        if (m_drawing != key)
            drawLater(key, std::move(lines), layout);
    }
    if (m_picture.image.isNull() || m_picture.key.weights != key.weights
        || m_picture.key.pitch != key.pitch || m_picture.key.rect != key.rect)
        return;
    const double moved = key.begin[0] - m_picture.key.begin[0];
    painter.save();
    painter.setClipRect(layout.lines.adjusted(0, 0, 0, 1));
    painter.drawImage(
        QPointF(placeOf(key.rect).topLeft())
            + (layout.oneLine ? QPointF(std::round(moved), 0) : QPointF(0, std::round(moved))),
        m_picture.image);
    painter.restore();
}

void ArcsView::drawLater(LinesKey key, std::vector<ArcsLine> lines, const ArcsLayout& layout)
{
    m_drawing = key;
    const bool points = bool(key.focus);
    m_worker.request([key = std::move(key), lines = std::move(lines), layout,
                      points](const std::stop_token& stop) {
        const QRect place = placeOf(key.rect);
        LinesPicture drawn{key,
                           QImage((QSizeF(place.size()) * key.density).toSize(),
                                  QImage::Format_ARGB32_Premultiplied)};
        drawn.image.setDevicePixelRatio(key.density);
        drawn.image.fill(Qt::transparent);
        QPainter painter(&drawn.image);
        painter.translate(-place.topLeft());
        drawArcs(painter, lines, layout, points, stop);
        return drawn;
    });
}

void ArcsView::resizeEvent(QResizeEvent* event)
{
    placeHeader();
    TraceView::resizeEvent(event);
}

void ArcsView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange && m_header) {
        m_state.font = font();
        m_state.measureNames();
        placeHeader();
        refresh();
    }
    TraceView::changeEvent(event);
}

QSize ArcsView::sizeHint() const
{
    return {720, 560};
}

QSize ArcsView::minimumSizeHint() const
{
    return {180, 140};
}

} // namespace regard
