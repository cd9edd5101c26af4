// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scene/plane_picture.h"

#include "ui/views/scene/pointed_words.h"
#include "ui/views/scene/scene_words.h"

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

const PlaneScene& sceneOf(const SceneState& state)
{
    return std::get<PlaneScene>(state.scene()->kind);
}

QPointF at(const PlaneScene& scene, int point)
{
    const std::vector<double>& place = scene.inputs[static_cast<std::size_t>(point)];
    return {place[0], place[1]};
}

} // namespace

PlanePicture::PlanePicture(QWidget* parent) : ScenePlot(parent), m_rect(addRect(0, {}, {})) { }

void PlanePicture::setRanges(const PlaneScene& scene)
{
    if (isDragging())
        return;
    QRectF all(0, 0, 1, 1);
    if (!scene.inputs.empty()) {
        QPointF low = at(scene, 0);
        QPointF high = low;
        for (int i = 1; i < static_cast<int>(scene.inputs.size()); ++i) {
            const QPointF point = at(scene, i);
            low = {std::min(low.x(), point.x()), std::min(low.y(), point.y())};
            high = {std::max(high.x(), point.x()), std::max(high.y(), point.y())};
        }
        all = QRectF(low, high);
    }
    m_rect->axis(QCPAxis::atBottom)->setRange(roomy(all.left(), all.right(), 0.12));
    m_rect->axis(QCPAxis::atLeft)->setRange(roomy(all.top(), all.bottom(), 0.12));
}

void PlanePicture::fill()
{
    const PlaneScene& scene = sceneOf(state());
    m_rect->axis(QCPAxis::atBottom)->setLabel(axisText(scene.x));
    m_rect->axis(QCPAxis::atLeft)->setLabel(axisText(scene.y));
    setRanges(scene);
    m_polygon = m_right = nullptr;
    drawRight(scene);
    drawArrows(scene);
    drawPolygon(scene);
    drawPoints(scene);
}

QCPCurve* PlanePicture::line(const PlaneScene& scene, const std::vector<int>& corners,
                             const QPen& pen)
{
    auto* curve = new QCPCurve(m_rect->axis(QCPAxis::atBottom), m_rect->axis(QCPAxis::atLeft));
    curve->setPen(pen);
    for (const int corner : corners)
        curve->addData(at(scene, corner).x(), at(scene, corner).y());
    return curve;
}

void PlanePicture::drawRight(const PlaneScene& scene)
{
    if (wrongText(state(), scene).isEmpty() || scene.right.empty())
        return;
    std::vector<int> closed = scene.right;
    closed.push_back(closed.front());
    m_right =
        line(scene, closed, QPen(state().theme.textMuted(), state().theme.line(2), Qt::DotLine));
}

void PlanePicture::drawPolygon(const PlaneScene& scene)
{
    const int written = stepsWritten(state(), scene);
    std::vector<int> corners(scene.order.begin(), scene.order.begin() + written);
    const bool whole = written == static_cast<int>(scene.order.size());
    // Where the answer ends the way goes back to its first corner.
    if (whole && corners.size() > 2 && corners.front() != corners.back())
        corners.push_back(corners.front());
    const QColor ink = wrongText(state(), scene).isEmpty() ? state().theme.role(Role::Context)
                                                           : state().theme.error();
    m_polygon = line(scene, corners, QPen(ink, state().theme.line(2.5)));
    if (whole && corners.size() > 3) {
        QColor inside = ink;
        inside.setAlphaF(0.08F);
        m_polygon->setBrush(inside);
    }
}

void PlanePicture::drawArrows(const PlaneScene& scene)
{
    m_arrows.assign(scene.inputs.size(), 0);
    const int step = stepShown(state(), scene);
    if (step < 0)
        return;
    QColor ink = state().theme.role(Role::Weights);
    // At the first step nothing was written yet to start from.
    const int from = step > 0 ? scene.order[static_cast<std::size_t>(step - 1)] : -1;
    for (int i = 0; i < static_cast<int>(scene.inputs.size()); ++i) {
        const double weight = weightAt(state(), scene, step, i);
        constexpr double least = 0.005;
        if (weight < least)
            continue;
        ink.setAlphaF(0.35F);
        QCPGraph* halo = graphIn(m_rect);
        halo->setLineStyle(QCPGraph::lsNone);
        halo->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(ink, 1), ink,
                                              9 + 26 * std::sqrt(weight)));
        halo->addData(at(scene, i).x(), at(scene, i).y());
        m_arrows[static_cast<std::size_t>(i)] = 1 + 5 * weight;
        if (from < 0 || from == i)
            continue;
        auto* arrow = new QCPItemLine(plot());
        arrow->setClipAxisRect(m_rect);
        for (QCPItemPosition* end : {arrow->start, arrow->end})
            end->setAxes(m_rect->axis(QCPAxis::atBottom), m_rect->axis(QCPAxis::atLeft));
        arrow->start->setCoords(at(scene, from));
        arrow->end->setCoords(at(scene, i));
        ink.setAlphaF(static_cast<float>(0.35 + 0.6 * weight));
        arrow->setPen(QPen(ink, m_arrows[static_cast<std::size_t>(i)]));
        arrow->setHead(QCPLineEnding(QCPLineEnding::esSpikeArrow, 9, 12));
    }
}

void PlanePicture::drawPoints(const PlaneScene& scene)
{
    const int tensor = state().trace->indexOf(scene.weights);
    const TraceTensor* weights = state().tensor(scene.weights);
    const int step = stepShown(state(), scene);
    const int written = stepsWritten(state(), scene);
    for (int i = 0; i < static_cast<int>(scene.inputs.size()); ++i) {
        bool wrong = false;
        for (int k = 0; k < written; ++k)
            wrong = wrong || (scene.order[static_cast<std::size_t>(k)] == i && isWrong(state(), k));
        const QColor ink = wrong ? state().theme.error() : state().theme.role(Role::Embedding);
        QCPGraph* dot = graphIn(m_rect);
        dot->setLineStyle(QCPGraph::lsNone);
        dot->setScatterStyle(QCPScatterStyle(
            wrong ? QCPScatterStyle::ssCross : QCPScatterStyle::ssDisc, QPen(ink, 2), ink, 9));
        dot->addData(at(scene, i).x(), at(scene, i).y());
        label(scene, i, QString::number(i + 1), state().theme.text());
        const bool changed = step >= 0 && weights && i < weights->value.columns()
            && state().isChanged(*weights, step, i);
        addHandle({m_rect, at(scene, i), CellRef{tensor, step, i}, i, i, false, changed});
    }
}

void PlanePicture::label(const PlaneScene& scene, int point, const QString& text, const QColor& ink)
{
    auto* words = new QCPItemText(plot());
    words->setClipAxisRect(m_rect);
    words->position->setAxes(m_rect->axis(QCPAxis::atBottom), m_rect->axis(QCPAxis::atLeft));
    words->position->setCoords(at(scene, point));
    words->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
    words->setPadding(QMargins(8, 0, 0, 5));
    words->setText(text);
    words->setFont(font());
    words->setColor(ink);
}

bool PlanePicture::dependsOnSelection(const SceneState& next) const
{
    return stepShown(next, sceneOf(next)) != stepShown(state(), sceneOf(state()));
}

QString PlanePicture::words(const SceneHandle& handle) const
{
    return inputText(state(), sceneOf(state()), handle.index);
}

std::optional<PointEdit> PlanePicture::moved(const SceneHandle& handle, const QPointF& to) const
{
    return PointEdit{PointEdit::Kind::Move, handle.typed, {to.x(), to.y()}, false};
}

std::optional<PointEdit> PlanePicture::added(const QPointF& to, bool /*asks*/) const
{
    return PointEdit{PointEdit::Kind::Add, -1, {to.x(), to.y()}, false};
}

QString PlanePicture::caption(const SceneState& state) const
{
    const PlaneScene& scene = sceneOf(state);
    if (scene.inputs.empty())
        return tr("No points yet: type some, or double-click to put three or more here.");
    const QString wrong = wrongText(state, scene);
    if (!wrong.isEmpty())
        return wrong + QLatin1Char(' ') + tr("Dotted: the right hull.");
    const int step = stepShown(state, scene);
    QString text = tr("The hull as it is written, corner by corner.");
    if (step >= 0)
        text += QLatin1Char(' ')
            + tr("Violet: the weights of step %1, which choose the next corner. Drag a point.")
                  .arg(step + 1);
    return text;
}

QString PlanePicture::described(const SceneState& state) const
{
    const PlaneScene& scene = sceneOf(state);
    QStringList parts = selectedWords(state);
    parts << answerText(state, scene);
    parts << tr(
        "↑ and ↓ choose a point, Ctrl with an arrow key moves it, Delete takes it out, Insert "
        "adds one.");
    return parts.join(QStringLiteral(". "));
}

std::vector<int> PlanePicture::stops(const SceneState& state) const
{
    return pointedStops(state, sceneOf(state));
}

} // namespace regard
