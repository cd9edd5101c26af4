// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scene/scene_view.h"

#include "ui/views/scene/aligned_picture.h"
#include "ui/views/scene/curve_picture.h"
#include "ui/views/scene/order_picture.h"
#include "ui/views/scene/plane_picture.h"
#include "ui/views/scene/series_picture.h"
#include "ui/views/scene/spectrum_picture.h"
#include "ui/views/scene/story_picture.h"
#include "ui/views/scene/table_picture.h"
#include "ui/views/scene/verdict_picture.h"
#include "ui/views/shared/picture_file.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include <qcustomplot.h>

namespace regard {

namespace {

constexpr int margin = 12;

/// Which picture draws which kind of scene.
struct PictureOf {
    ScenePicture* operator()(const AlignedScene&) const { return new AlignedPicture; }
    ScenePicture* operator()(const CurveScene&) const { return new CurvePicture; }
    ScenePicture* operator()(const OrderScene&) const { return new OrderPicture; }
    ScenePicture* operator()(const PlaneScene&) const { return new PlanePicture; }
    ScenePicture* operator()(const SeriesScene&) const { return new SeriesPicture; }
    ScenePicture* operator()(const SpectrumScene&) const { return new SpectrumPicture; }
    ScenePicture* operator()(const StoryScene&) const { return new StoryPicture; }
    ScenePicture* operator()(const TableScene&) const { return new TablePicture; }
    ScenePicture* operator()(const VerdictScene&) const { return new VerdictPicture; }
};

} // namespace

SceneView::SceneView(QWidget* parent)
    : TraceView(parent)
    , m_layout(new QVBoxLayout(this))
    , m_caption(new QLabel)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Scene"));
    m_layout->setContentsMargins(4, 6, 4, 4);
    m_layout->setSpacing(2);
    m_caption->setWordWrap(true);
    m_caption->setTextFormat(Qt::PlainText);
    m_caption->setContentsMargins(margin - 4, 2, margin - 4, 0);
    m_layout->addWidget(m_caption);
    m_layout->addStretch(0);
    refresh();
}

void SceneView::choosePicture()
{
    const Scene* scene = m_state.scene();
    if (m_picture && scene && scene->kind.index() == m_kind)
        return;
    delete m_picture;
    m_picture = nullptr;
    if (!scene)
        return;
    m_kind = scene->kind.index();
    m_picture = std::visit(PictureOf{}, scene->kind);
    m_picture->setFont(font());
    m_layout->insertWidget(1, m_picture, 1);
    connect(m_picture, &ScenePicture::hovered, this, &SceneView::hovered);
    connect(m_picture, &ScenePicture::clicked, this, &SceneView::clicked);
    connect(m_picture, &ScenePicture::pointDragged, this, &SceneView::pointDragged);
    connect(m_picture, &ScenePicture::pointChanged, this, &SceneView::pointChanged);
    connect(m_picture, &ScenePicture::dragGivenUp, this, &SceneView::dragGivenUp);
}

void SceneView::setTrace(const TracePtr& trace)
{
    // What is selected is told anew: it is of another trace.
    m_state.fixed = m_state.hovered = {};
    m_state.expected.clear();
    m_state.trace = trace;
    choosePicture();
    refresh();
}

void SceneView::setExpected(const TracePtr& trace, const std::vector<std::vector<int>>& expected)
{
    if (!trace || trace != m_state.trace || expected == m_state.expected)
        return;
    // They may be of a text that was typed meanwhile.
    const auto tokens = static_cast<int>(trace->input.size());
    for (const std::vector<int>& from : expected)
        for (const int token : from)
            if (token < 0 || token >= tokens)
                return;
    if (expected.size() > trace->output.size())
        return;
    m_state.expected = expected;
    refresh();
}

void SceneView::setMoment(int moment)
{
    if (moment == m_state.moment)
        return;
    m_state.moment = moment;
    refresh();
}

void SceneView::setSelection(const CellRef& fixed, const CellRef& hovered)
{
    if (fixed == m_state.fixed && hovered == m_state.hovered)
        return;
    m_state.fixed = fixed;
    m_state.hovered = hovered;
    refresh();
}

void SceneView::setTheme(const Theme& theme)
{
    m_state.theme = theme;
    QPalette colors = m_caption->palette();
    colors.setColor(QPalette::WindowText, theme.text());
    m_caption->setPalette(colors);
    refresh();
}

QString SceneView::caption() const
{
    if (!m_picture)
        return tr("This computation has no scene: Flow shows it.");
    const QString text = m_picture->caption(m_state);
    return m_state.endsInNumbers()
        ? text
        : text + QLatin1Char(' ') + tr("What is not a number is not drawn.");
}

void SceneView::refresh()
{
    if (m_picture)
        m_picture->draw(m_state);
    m_caption->setText(caption());
    setAccessibleDescription(
        m_picture ? caption() + QLatin1Char('\n') + m_picture->described(m_state) : caption());
    update();
}

std::vector<int> SceneView::stops() const
{
    return m_picture ? m_picture->stops(m_state) : std::vector<int>();
}

bool SceneView::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && m_picture
        && m_picture->wantsKey(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return TraceView::event(event);
}

void SceneView::keyPressEvent(QKeyEvent* event)
{
    if (!m_picture || !m_picture->takeKey(*event))
        TraceView::keyPressEvent(event);
}

void SceneView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_state.theme.surface());
    if (!hasFocus())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_state.theme.accent(), m_state.theme.line(2)));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
}

void SceneView::focusInEvent(QFocusEvent* event)
{
    TraceView::focusInEvent(event);
    update();
}

void SceneView::focusOutEvent(QFocusEvent* event)
{
    TraceView::focusOutEvent(event);
    update();
}

void SceneView::changeEvent(QEvent* event)
{
    TraceView::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        m_caption->setFont(font());
        if (m_picture)
            m_picture->setFont(font());
        refresh();
    }
}

bool SceneView::takePicture(const TakePicture& take, QString* /*error*/, double density)
{
    PictureFormat format;
    format.size = size().expandedTo({360, 280});
    format.density = density;
    format.title = caption();
    const auto paint = [&](QCPPainter& painter) {
        const QRect whole(QPoint(), format.size);
        painter.fillRect(whole, m_state.theme.surface());
        painter.setFont(font());
        painter.setPen(m_state.theme.text());
        const int wide = format.size.width() - 2 * margin;
        const QRect words(margin, 8, wide,
                          QFontMetrics(font())
                              .boundingRect(0, 0, wide, 4000, Qt::TextWordWrap, caption())
                              .height());
        painter.drawText(words, Qt::TextWordWrap, caption());
        if (!m_picture)
            return;
        const int top = words.bottom() + 6;
        painter.translate(4, top);
        m_picture->paintTo(painter, QSize(format.size.width() - 8, format.size.height() - top - 4));
    };
    return take(format, paint);
}

} // namespace regard
