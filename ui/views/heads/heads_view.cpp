// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heads/heads_view.h"

#include "ui/session/newest_to.h"
#include "ui/views/heads/heads_text.h"
#include "ui/views/shared/give_help.h"
#include "ui/views/shared/mini_map.h"

#include <QComboBox>
#include <QLabel>
#include <QPainter>
#include <QPaintEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace regard {

namespace {

/// What is computed while the window waits; more goes to another thread.
constexpr double mostAtOnce = 1e6;

} // namespace

HeadsCanvas::HeadsCanvas(Paint paint, QWidget* parent) : QWidget(parent), m_paint(std::move(paint))
{
    setMouseTracking(true);
    setFocusPolicy(Qt::NoFocus);
}

void HeadsCanvas::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    m_paint(painter, event->rect());
}

HeadsView::HeadsView(QWidget* parent) : TraceView(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Heads"));
    m_state.font = font();
    build();
}

HeadsView::~HeadsView() = default;

void HeadsView::build()
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);

    m_header = new QWidget(this);
    auto* row = new QHBoxLayout(m_header);
    row->setContentsMargins(12, 8, 12, 2);
    const auto choice = [&](const QString& text, const char* name, const QStringList& choices) {
        auto* label = new QLabel(text, m_header);
        auto* box = new QComboBox(m_header);
        box->addItems(choices);
        box->setAccessibleName(text);
        giveHelp(box, name);
        box->setAccessibleDescription(box->toolTip());
        label->setBuddy(box);
        row->addWidget(label);
        row->addWidget(box);
        row->addSpacing(12);
        return box;
    };
    m_order = choice(tr("Order"), "heads/order",
                     {tr("As computed"), tr("By entropy"), tr("By distance")});
    m_merge =
        choice(tr("Merge"), "heads/merge", {tr("None"), tr("Mean"), tr("Largest"), tr("Rollout")});
    m_merge->setCurrentIndex(static_cast<int>(m_state.merge));
    row->addStretch();
    connect(m_order, &QComboBox::currentIndexChanged, this,
            [this](int index) { setOrder(static_cast<HeadsOrder>(index)); });
    connect(m_merge, &QComboBox::currentIndexChanged, this,
            [this](int index) { setMerge(static_cast<HeadsMerge>(index)); });
    layout->addWidget(m_header);

    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_grid = new HeadsCanvas(
        [this](QPainter& painter, const QRectF& clip) {
            painter.fillRect(clip, m_state.theme.surface());
            drawHeads(painter, m_state, m_layout, m_images, clip);
            if (m_state.focused) {
                painter.setRenderHint(QPainter::Antialiasing);
                painter.setPen(QPen(m_state.theme.accent(), m_state.theme.line(2)));
                painter.setBrush(Qt::NoBrush);
                const QRect seen(-m_grid->pos(), m_scroll->viewport()->size());
                painter.drawRoundedRect(QRectF(seen).adjusted(1, 1, -1, -1), 6, 6);
            }
        },
        this);
    m_scroll->setWidget(m_grid);
    m_grid->installEventFilter(this);
    connect(m_scroll->verticalScrollBar(), &QScrollBar::valueChanged, m_grid,
            qOverload<>(&QWidget::update));
    m_merged = new HeadsCanvas(
        [this](QPainter& painter, const QRectF& clip) {
            painter.fillRect(clip, m_state.theme.surface());
            drawMerged(painter, m_state, QRectF(m_merged->rect()), m_images);
        },
        this);
    m_merged->installEventFilter(this);
    m_body = new QBoxLayout(QBoxLayout::LeftToRight);
    m_body->setSpacing(0);
    m_body->addWidget(m_scroll, 3);
    m_body->addWidget(m_merged, 2);
    layout->addLayout(m_body, 1);
}

void HeadsView::setTrace(const TracePtr& trace)
{
    std::string path;
    if (const int shown = shownTensor(); shown >= 0)
        path = m_state.trace->tensors[static_cast<std::size_t>(shown)].path;
    m_state.trace = trace;
    m_state.maps = trace ? headsOf(*trace) : std::vector<HeadsMap>();
    m_state.current = m_state.maps.empty() ? -1 : 0;
    for (std::size_t i = 0; i < m_state.maps.size(); ++i)
        if (m_state.tensor(m_state.maps[i]).path == path)
            m_state.current = static_cast<int>(i);
    // What is pointed at is told anew: it is of another trace.
    m_state.fixed = {};
    m_state.hovered = {};
    m_previewed = {};
    m_images.clear();
    compute();
    arrange();
}

void HeadsView::compute(bool atOnce)
{
    HeadsRequest wanted = m_state.request();
    if (wanted == m_state.numbers.request && m_state.numbers.trace == wanted.trace) {
        if (m_job)
            m_job->cancel();
        return;
    }
    if (atOnce || effortOf(wanted, m_state.numbers) <= mostAtOnce) {
        if (m_job)
            m_job->cancel();
        take(computeHeads(wanted, m_state.numbers, {}));
        return;
    }
    if (!m_job)
        m_job = std::make_unique<LatestJob<HeadsNumbers>>(newestTo<HeadsNumbers>(
            this, [](HeadsView & view) -> auto& { return *view.m_job; },
            [this](Outcome<HeadsNumbers> outcome) {
                if (!outcome.result)
                    return;
                take(std::move(*outcome.result));
                arrange();
            }));
    m_job->request([wanted = std::move(wanted), before = m_state.numbers](
                       const std::stop_token& stop) { return computeHeads(wanted, before, stop); });
}

void HeadsView::take(HeadsNumbers numbers)
{
    m_state.numbers = std::move(numbers);
    m_images.forgetMerged();
    describe();
}

void HeadsView::arrange()
{
    m_header->setVisible(m_state.canMerge());
    const QList<QLabel*> labels = m_header->findChildren<QLabel*>();
    for (QLabel* label : labels)
        label->show();
    if (m_header->sizeHint().width() > width())
        for (QLabel* label : labels)
            label->hide(); // the choices keep their room
    m_merged->setVisible(m_state.showsMerged());
    const bool beside = width() >= height();
    m_body->setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::BottomToTop);
    layout()->activate();

    const QSize room = m_scroll->maximumViewportSize();
    m_layout = arrangeHeads(m_state, room);
    if (m_layout.size.height() > room.height())
        m_layout = arrangeHeads(
            m_state,
            QSizeF(room.width() - style()->pixelMetric(QStyle::PM_ScrollBarExtent), room.height()));
    m_grid->resize(m_layout.size.toSize().expandedTo({0, room.height()}));
    m_layout.size = m_grid->size();
    repaintAll();
}

void HeadsView::repaintAll()
{
    m_grid->update();
    m_merged->update();
}

void HeadsView::setMoment(int moment)
{
    if (moment == m_state.moment)
        return;
    m_state.moment = moment;
    describe();
    if (m_state.order == HeadsOrder::AsComputed)
        repaintAll();
    else
        arrange();
    followMoment();
}

void HeadsView::followMoment()
{
    const QRectF seen(-m_grid->pos(), m_scroll->viewport()->size());
    int first = -1;
    for (const HeadsPlace& place : m_layout.places) {
        const HeadsMap& map = m_state.maps[static_cast<std::size_t>(place.map)];
        if (rowsOfMoment(m_state.tensor(map), m_state.moment).count == 0)
            continue;
        if (seen.contains(place.whole))
            return;
        if (first < 0)
            first = place.map;
    }
    bringIntoView(first);
}

void HeadsView::setSelection(const CellRef& fixed, const CellRef& hovered)
{
    if (fixed == m_state.fixed && hovered == m_state.hovered)
        return;
    const bool moved = fixed != m_state.fixed;
    m_state.fixed = fixed;
    m_state.hovered = hovered;
    if (moved)
        showTensor(fixed.tensor);
    describe();
    repaintAll();
}

void HeadsView::describe()
{
    QString text = nothingText(m_state);
    if (const int map = m_state.mapOf(m_state.fixed.tensor); map >= 0) {
        QStringList parts{mapInWords(m_state, m_state.maps[static_cast<std::size_t>(map)])};
        parts << entropyText(m_state, map) << distanceText(m_state, map);
        parts.removeAll(QString());
        text = parts.join(QStringLiteral(", "));
    }
    setAccessibleDescription(text);
}

void HeadsView::setTheme(const Theme& theme)
{
    m_state.theme = theme;
    m_images.clear();
    repaintAll();
}

void HeadsView::showTensor(int tensor)
{
    const int map = m_state.mapOf(tensor);
    if (map < 0)
        return;
    m_state.current = map;
    compute();
    bringIntoView(map);
    repaintAll();
}

int HeadsView::shownTensor() const
{
    return m_state.current < 0 ? -1
                               : m_state.maps[static_cast<std::size_t>(m_state.current)].tensor;
}

std::vector<int> HeadsView::stops() const
{
    if (m_state.maps.empty())
        return {};
    std::vector<int> moments{0}; // nothing of them yet
    for (const HeadsMap& map : m_state.maps) {
        const RowMoments& rows = m_state.tensor(map).rowMoments;
        moments.insert(moments.end(), rows.begin(), rows.end());
    }
    std::sort(moments.begin(), moments.end());
    moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
    return moments;
}

void HeadsView::setOrder(HeadsOrder order)
{
    m_order->setCurrentIndex(static_cast<int>(order));
    if (order == m_state.order)
        return;
    m_state.order = order;
    arrange();
}

void HeadsView::setMerge(HeadsMerge merge)
{
    m_merge->setCurrentIndex(static_cast<int>(merge));
    if (merge == m_state.merge)
        return;
    m_state.merge = merge;
    compute();
    arrange();
}

void HeadsView::setChosen(int map, bool chosen)
{
    const std::string& path = m_state.tensor(m_state.maps[static_cast<std::size_t>(map)]).path;
    if (chosen)
        m_state.leftOut.erase(path);
    else
        m_state.leftOut.insert(path);
    compute();
    repaintAll();
}

void HeadsView::toggle(int map)
{
    if (m_state.showsMerged())
        setChosen(map, !m_state.isChosen(m_state.maps[static_cast<std::size_t>(map)]));
}

const HeadsPlace* HeadsView::placeOf(int map) const
{
    for (const HeadsPlace& place : m_layout.places)
        if (place.map == map)
            return &place;
    return nullptr;
}

void HeadsView::bringIntoView(int map)
{
    const HeadsPlace* place = placeOf(map);
    if (!place || m_layout.places.size() < 2)
        return;
    const QPointF centre = place->whole.center();
    m_scroll->ensureVisible(qRound(centre.x()), qRound(centre.y()),
                            qRound(place->whole.width() / 2 + 12),
                            qRound(place->whole.height() / 2 + 12));
}

QRectF HeadsView::pictureRect(int map) const
{
    const HeadsPlace* place = placeOf(map);
    return place ? place->picture.translated(m_grid->mapTo(this, QPoint())) : QRectF();
}

QRectF HeadsView::checkRect(int map) const
{
    const HeadsPlace* place = placeOf(map);
    return place ? place->check.translated(m_grid->mapTo(this, QPoint())) : QRectF();
}

QRectF HeadsView::mergedRect() const
{
    if (!m_state.showsMerged())
        return {};
    return mergedPlace(m_state, QRectF(m_merged->rect()))
        .picture.translated(m_merged->mapTo(this, QPoint()));
}

void HeadsView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange && m_grid) {
        m_state.font = font();
        arrange();
    }
    TraceView::changeEvent(event);
}

void HeadsView::resizeEvent(QResizeEvent* event)
{
    TraceView::resizeEvent(event);
    arrange();
}

} // namespace regard
