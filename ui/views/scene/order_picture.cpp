// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scene/order_picture.h"

#include "ui/views/scene/pointed_words.h"
#include "ui/views/scene/scene_words.h"

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

constexpr double barWidth = 0.55; ///< of the way from bar to bar
constexpr int milliseconds = 350; ///< of a bar on its way

const OrderScene& sceneOf(const SceneState& state)
{
    return std::get<OrderScene>(state.scene()->kind);
}

double number(const OrderScene& scene, int input)
{
    return scene.inputs[static_cast<std::size_t>(input)].front();
}

} // namespace

OrderPicture::OrderPicture(QWidget* parent)
    : ScenePlot(parent)
    , m_above(addRect(0, {}, {}))
    , m_middle(addRect(1, tr("place as typed"), tr("weight")))
    , m_below(addRect(2, tr("place in the order that is written"), {}))
{
    plot()->plotLayout()->setRowStretchFactor(0, 2);
    plot()->plotLayout()->setRowStretchFactor(2, 2);
    m_above->axis(QCPAxis::atBottom)->setTickLabels(false);
    const QSharedPointer<QCPAxisTickerFixed> whole(new QCPAxisTickerFixed);
    whole->setTickStep(1);
    for (QCPAxisRect* rect : {m_above, m_middle, m_below})
        rect->axis(QCPAxis::atBottom)->setTicker(whole);
    m_middle->axis(QCPAxis::atLeft)->setRange(0, 1.05);
    m_middle->axis(QCPAxis::atLeft)->ticker()->setTickCount(2);
    m_move.setDuration(milliseconds);
    m_move.setStartValue(0.0);
    m_move.setEndValue(1.0);
    m_move.setEasingCurve(QEasingCurve::InOutCubic);
    connect(&m_move, &QVariantAnimation::valueChanged, this, [this] { redraw(); });
}

QCPBars* OrderPicture::bars(QCPAxisRect* rect, const QColor& ink)
{
    auto* made = new QCPBars(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
    made->setPen(QPen(ink, 1));
    made->setBrush(ink);
    made->setWidth(barWidth);
    return made;
}

void OrderPicture::setRanges(const OrderScene& scene)
{
    const double count = std::max<double>(1, static_cast<double>(scene.inputs.size()));
    for (QCPAxisRect* rect : {m_above, m_middle, m_below})
        rect->axis(QCPAxis::atBottom)->setRange(0.4, count + 0.6);
    if (isDragging())
        return;
    double low = 0; // bars stand on it
    double high = 0;
    for (int i = 0; i < static_cast<int>(scene.inputs.size()); ++i) {
        low = std::min(low, number(scene, i));
        high = std::max(high, number(scene, i));
    }
    QCPRange range = low < high ? roomy(low, high, 0.15) : QCPRange(-1, 1);
    if (low == 0)
        range.lower = 0;
    for (QCPAxisRect* rect : {m_above, m_below})
        rect->axis(QCPAxis::atLeft)->setRange(range);
}

void OrderPicture::fill()
{
    const OrderScene& scene = sceneOf(state());
    for (QCPAxisRect* rect : {m_above, m_below})
        rect->axis(QCPAxis::atLeft)->setLabel(axisText(scene.value));
    m_middle->setMinimumSize(40, static_cast<int>(2.8 * QFontMetricsF(font()).height()));
    setRanges(scene);
    m_written.clear();
    drawTyped(scene);
    drawWeights(scene);
    drawWritten(scene);
}

void OrderPicture::drawTyped(const OrderScene& scene)
{
    const int tensor = state().trace->indexOf(scene.weights);
    const TraceTensor* weights = state().tensor(scene.weights);
    const int step = stepShown(state(), scene);
    m_typed = bars(m_above, state().theme.role(Role::Embedding));
    for (int i = 0; i < static_cast<int>(scene.inputs.size()); ++i) {
        m_typed->addData(i + 1, number(scene, i));
        const bool changed = step >= 0 && weights && i < weights->value.columns()
            && state().isChanged(*weights, step, i);
        addHandle({m_above, QPointF(i + 1, number(scene, i)), CellRef{tensor, step, i}, i, i, false,
                   changed});
    }
}

void OrderPicture::drawWeights(const OrderScene& scene)
{
    m_weights = bars(m_middle, state().theme.role(Role::Weights));
    const int step = stepShown(state(), scene);
    for (int i = 0; step >= 0 && i < static_cast<int>(scene.inputs.size()); ++i)
        m_weights->addData(i + 1, weightAt(state(), scene, step, i));
}

void OrderPicture::drawWritten(const OrderScene& scene)
{
    const int written = stepsWritten(state(), scene);
    if (m_shownSteps >= 0 && written == m_shownSteps + 1 && state().animated) {
        m_shownSteps = written;
        m_move.stop();
        m_move.start();
    }
    m_shownSteps = written;
    const bool moving = m_move.state() == QAbstractAnimation::Running;
    for (int i = 0; i < written; ++i) {
        const int input = scene.order[static_cast<std::size_t>(i)];
        const bool wrong = isWrong(state(), i);
        QCPBars* bar =
            bars(m_below, wrong ? state().theme.error() : state().theme.role(Role::Context));
        const double way = moving && i + 1 == written ? m_move.currentValue().toDouble() : 1.0;
        bar->addData((input + 1) * (1 - way) + (i + 1) * way, number(scene, input));
        m_written.push_back(bar);
        if (wrong)
            cross(i + 1, std::max(0.0, number(scene, input)));
    }
}

void OrderPicture::cross(double x, double y)
{
    auto* mark = new QCPItemText(plot());
    mark->setClipAxisRect(m_below);
    mark->position->setAxes(m_below->axis(QCPAxis::atBottom), m_below->axis(QCPAxis::atLeft));
    mark->position->setCoords(x, y);
    mark->setPositionAlignment(Qt::AlignHCenter | Qt::AlignBottom);
    mark->setText(QStringLiteral("✗"));
    mark->setFont(font());
    mark->setColor(state().theme.error());
}

const SceneHandle* OrderPicture::handleAt(const QPointF& pixel) const
{
    const QCPAxis& across = *m_above->axis(QCPAxis::atBottom);
    const QCPAxis& up = *m_above->axis(QCPAxis::atLeft);
    if (m_above->rect().contains(pixel.toPoint()))
        for (const SceneHandle& handle : handles()) {
            const double low = std::min(0.0, handle.at.y());
            const double high = std::max(0.0, handle.at.y());
            const double y = up.pixelToCoord(pixel.y());
            if (std::abs(across.pixelToCoord(pixel.x()) - handle.at.x()) < barWidth / 2 && y >= low
                && y <= high)
                return &handle;
        }
    return ScenePlot::handleAt(pixel);
}

bool OrderPicture::dependsOnSelection(const SceneState& next) const
{
    return stepShown(next, sceneOf(next)) != stepShown(state(), sceneOf(state()));
}

QString OrderPicture::words(const SceneHandle& handle) const
{
    return inputText(state(), sceneOf(state()), handle.index);
}

std::optional<PointEdit> OrderPicture::moved(const SceneHandle& handle, const QPointF& to) const
{
    return PointEdit{PointEdit::Kind::Move, handle.typed, {to.y()}, false};
}

std::optional<PointEdit> OrderPicture::added(const QPointF& at, bool /*asks*/) const
{
    return PointEdit{PointEdit::Kind::Add, -1, {at.y()}, false};
}

QString OrderPicture::caption(const SceneState& state) const
{
    const OrderScene& scene = sceneOf(state);
    if (scene.inputs.empty())
        return tr("No numbers yet: type some, or double-click to put one here.");
    const QString wrong = wrongText(state, scene);
    if (!wrong.isEmpty())
        return wrong;
    const int step = stepShown(state, scene);
    QString text = tr("Above the numbers as typed, below as they are written, from the smallest.");
    if (step >= 0)
        text += QLatin1Char(' ')
            + tr("Between: the weights of step %1, which choose the next. Drag a bar.")
                  .arg(step + 1);
    return text;
}

QString OrderPicture::described(const SceneState& state) const
{
    const OrderScene& scene = sceneOf(state);
    QStringList parts = selectedWords(state);
    parts << answerText(state, scene);
    parts << tr("↑ and ↓ choose a number, Ctrl+↑ and Ctrl+↓ change it, Delete takes it out, Insert "
                "adds one.");
    return parts.join(QStringLiteral(". "));
}

std::vector<int> OrderPicture::stops(const SceneState& state) const
{
    return pointedStops(state, sceneOf(state));
}

} // namespace regard
