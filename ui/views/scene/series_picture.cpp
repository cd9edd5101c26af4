// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scene/series_picture.h"

#include "ui/views/scene/scene_words.h"
#include "ui/words/labels.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace regard {

namespace {

constexpr double leastHeight = 3.5; ///< of a strip, in lines of text
constexpr double leastDots = 5; ///< pixels between two dots that one can tell apart

QString shadeLayer()
{
    return QStringLiteral("shade");
}

const SeriesScene& sceneOf(const SceneState& state)
{
    return std::get<SeriesScene>(state.scene()->kind);
}

double valueAt(const TraceTensor& tensor, Index row, std::size_t column)
{
    return static_cast<double>(tensor.value.at(row, static_cast<Index>(column)));
}

bool isMeasured(const SeriesScene& scene, Index row, std::size_t channel)
{
    const std::size_t at = static_cast<std::size_t>(row) * scene.channels.size() + channel;
    return at >= scene.measured.size() || scene.measured[at] != 0;
}

/// Where a step stands on the axis of time: its number.
double numberOf(const SeriesScene& scene, Index step)
{
    return static_cast<double>(scene.first) + static_cast<double>(step) + 1;
}

/// "hour 5", "step 5"; of a table with times what it says, "2020-12-01 05:00".
QString stepName(const SeriesScene& scene, Index step)
{
    if (step >= 0 && static_cast<std::size_t>(step) < scene.times.size())
        return QString::fromStdString(scene.times[static_cast<std::size_t>(step)]);
    const auto typed = static_cast<Index>(scene.times.size());
    return scene.times.empty() ? SeriesPicture::tr("%1 %2")
                                     .arg(QString::fromStdString(scene.time.name))
                                     .arg(numberOf(scene, step))
                               : SeriesPicture::tr("step +%1").arg(step - typed + 1);
}

} // namespace

SeriesPicture::SeriesPicture(QWidget* parent) : ScenePlot(parent)
{
    addMarkLayer(shadeLayer());
}

void SeriesPicture::makeStrips(std::size_t count)
{
    if (count == m_strips.size())
        return;
    clearRects();
    m_strips.clear();
    for (std::size_t i = 0; i < count; ++i) {
        Strip strip;
        strip.rect = addRect(static_cast<int>(i), {}, {});
        strip.rect->axis(QCPAxis::atBottom)->setTickLabels(i + 1 == count);
        strip.rect->axis(QCPAxis::atLeft)->ticker()->setTickCount(count > 4 ? 2 : 3);
        m_strips.push_back(strip);
    }
}

int SeriesPicture::stepNow(const SceneState& state) const
{
    const SeriesScene& scene = sceneOf(state);
    const TraceTensor* weights = state.tensor(scene.weights);
    const TraceTensor* forecast = state.tensor(scene.forecast);
    const TraceTensor* steps = weights ? weights : forecast;
    if (!steps)
        return -1;
    // Whatever has a row for each step, of what is forecast the step from which it is.
    const auto rowOf = [&](const CellRef& cell) {
        if (!cell || cell.row < 0)
            return -1;
        const TraceTensor& tensor = state.trace->tensors[static_cast<std::size_t>(cell.tensor)];
        const bool times = tensor.rows && tensor.rows->kind == AxisKind::Times;
        return times && cell.row < steps->value.rows() ? static_cast<int>(cell.row) : -1;
    };
    const int shown = rowOf(state.shown());
    if (shown >= 0 && state.isComputed(steps, shown))
        return shown;
    int last = -1;
    for (Index row = 0; row < steps->value.rows() && state.isComputed(steps, row); ++row)
        last = static_cast<int>(row);
    return last;
}

QString SeriesPicture::words(const SceneHandle& handle) const
{
    return stepText(sceneOf(state()), handle.index);
}

void SeriesPicture::fill()
{
    const SeriesScene& scene = sceneOf(state());
    makeStrips(scene.channels.size());
    const double line = QFontMetricsF(font()).height();
    plot()->setMinimumHeight(
        static_cast<int>((static_cast<double>(m_strips.size()) * leastHeight + 3) * line));
    // The axis of time stands below the last: so much higher it is.
    if (!m_strips.empty()) {
        const double axis = 3 * line;
        const double strip = (plot()->height() - axis) / static_cast<double>(m_strips.size());
        plot()->plotLayout()->setRowStretchFactor(static_cast<int>(m_strips.size()) - 1,
                                                  1 + axis / std::max(strip, line));
    }
    const TraceTensor* inUnits = state().tensor(scene.inUnits);
    constexpr Index mostSmooth = 240;
    setSmooth(!inUnits || inUnits->value.rows() * inUnits->value.columns() <= mostSmooth);
    for (std::size_t i = 0; i < m_strips.size(); ++i)
        drawStrip(scene, i);
    if (!m_strips.empty()) {
        m_strips.back().rect->axis(QCPAxis::atBottom)->setLabel(axisText(scene.time));
        nameTimes(scene);
        addSteps(scene);
    }
}

void SeriesPicture::drawStrip(const SeriesScene& scene, std::size_t channel)
{
    Strip& strip = m_strips[channel];
    const Theme& theme = state().theme;
    strip.shade = nullptr;
    addShade(scene, strip);
    strip.truth = graphIn(strip.rect);
    strip.truth->setPen(QPen(theme.text(), theme.line(1.5)));
    strip.forecast = graphIn(strip.rect);
    const QColor ink = theme.role(Role::Context);
    strip.forecast->setPen(QPen(ink, theme.line(1.5), Qt::DashLine));
    QCPGraph* changed = graphIn(strip.rect);
    changed->setLineStyle(QCPGraph::lsNone);
    changed->setScatterStyle(QCPScatterStyle(
        QCPScatterStyle::ssCircle, QPen(theme.warning(), theme.line(1.5)), Qt::NoBrush, 9));
    // Also what is not computed yet, so that the axis stays while it comes.
    std::vector<QPointF> all;
    const auto reach = [&](double step, double value) {
        if (std::isfinite(value))
            all.emplace_back(step, value);
    };
    Index steps = 1;
    if (const TraceTensor* series = state().tensor(scene.series)) {
        steps = series->value.rows();
        for (Index row = 0; row < steps; ++row) {
            const double value = valueAt(*series, row, channel);
            reach(numberOf(scene, row), value);
            // What was filled in for a gap is no truth.
            const bool drawn = isMeasured(scene, row, channel) && std::isfinite(value)
                && state().isComputed(series, row);
            strip.truth->addData(numberOf(scene, row),
                                 drawn ? value : std::numeric_limits<double>::quiet_NaN());
        }
    }
    const TraceTensor* inUnits = state().tensor(scene.inUnits);
    const TraceTensor* forecast = state().tensor(scene.forecast);
    for (Index row = 0; inUnits && row < inUnits->value.rows(); ++row) {
        steps = std::max(steps, row + 2);
        const double value = valueAt(*inUnits, row, channel);
        reach(numberOf(scene, row + 1), value);
        // The same number in other units, known as soon as that is.
        if (!state().isComputed(forecast, row) || !std::isfinite(value))
            continue;
        strip.forecast->addData(numberOf(scene, row + 1), value);
        if (state().isChanged(*inUnits, row, static_cast<Index>(channel)))
            changed->addData(numberOf(scene, row + 1), value);
    }
    strip.rect->axis(QCPAxis::atBottom)
        ->setRange(numberOf(scene, 0) - 0.5, numberOf(scene, steps - 1) + 0.5);
    if (stepWidth(strip) >= leastDots)
        strip.forecast->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, ink, ink, 4));
    strip.rect->axis(QCPAxis::atLeft)
        ->setRange(rangeOf(strip, all, axisText(scene.channels[channel])));
    if (strip.shade) // as high as the strip
        strip.shade->data()->setValueRange(strip.rect->axis(QCPAxis::atLeft)->range());
    auto* name = new QCPItemText(plot());
    name->setClipToAxisRect(false);
    name->position->setAxisRect(strip.rect);
    name->position->setType(QCPItemPosition::ptAxisRectRatio);
    name->position->setCoords(0.005, 0.02);
    name->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
    name->setText(axisText(scene.channels[channel]));
    name->setFont(font());
    name->setColor(theme.text());
    QColor back = theme.surface();
    back.setAlphaF(0.8F);
    name->setBrush(back);
    name->setPadding(QMargins(3, 0, 3, 0));
}

double SeriesPicture::stepWidth(const Strip& strip) const
{
    const double beside = 5 * QFontMetricsF(font()).height(); // the numbers of the axis
    return std::max(1.0, plot()->width() - beside)
        / std::max(1.0, strip.rect->axis(QCPAxis::atBottom)->range().size());
}

QCPRange SeriesPicture::rangeOf(const Strip& strip, const std::vector<QPointF>& all,
                                const QString& name) const
{
    if (all.empty())
        return {0, 1};
    const auto [low, high] = std::minmax_element(
        all.begin(), all.end(), [](const QPointF& a, const QPointF& b) { return a.y() < b.y(); });
    const QCPRange range = roomy(low->y(), high->y(), 0.08);
    // No line runs through the name in the corner.
    const QFontMetricsF metrics(font());
    const double axis = 3 * metrics.height(); // of time, below the last strip
    const double height = std::max(
        (plot()->height() - axis) / static_cast<double>(m_strips.size()) - 10, metrics.height());
    const double share = std::min(0.6, (metrics.height() + 6) / height);
    const double end = strip.rect->axis(QCPAxis::atBottom)->range().lower
        + (metrics.horizontalAdvance(name) + 14) / stepWidth(strip) + 1;
    double highest = range.lower;
    for (const QPointF& point : all)
        if (point.x() <= end)
            highest = std::max(highest, point.y());
    return {range.lower,
            std::max(range.upper, range.lower + (highest - range.lower) / (1 - share))};
}

void SeriesPicture::addShade(const SeriesScene& scene, Strip& strip)
{
    const TraceTensor* weights = state().tensor(scene.weights);
    if (!weights || !state().isComputed(weights, 0))
        return;
    const Index columns = weights->value.columns();
    strip.shade =
        new QCPColorMap(strip.rect->axis(QCPAxis::atBottom), strip.rect->axis(QCPAxis::atLeft));
    strip.shade->setLayer(shadeLayer());
    strip.shade->setInterpolate(false);
    strip.shade->setTightBoundary(false);
    strip.shade->data()->setSize(static_cast<int>(columns), 1);
    strip.shade->data()->setRange(QCPRange(numberOf(scene, 0), numberOf(scene, columns - 1)),
                                  QCPRange(0, 1));
    QColor ink = state().theme.role(Role::Weights);
    QCPColorGradient gradient;
    gradient.clearColorStops();
    ink.setAlphaF(0);
    gradient.setColorStopAt(0, ink);
    ink.setAlphaF(0.6F);
    gradient.setColorStopAt(1, ink);
    strip.shade->setGradient(gradient);
}

/// As dark as the weights of the step that is shown, the largest as dark as can be.
void SeriesPicture::shade(Strip& strip) const
{
    const TraceTensor* weights = state().tensor(sceneOf(state()).weights);
    if (!strip.shade || !weights)
        return;
    double largest = 0;
    for (Index column = 0; column < weights->value.columns(); ++column) {
        const double weight =
            m_step < 0 ? 0 : valueAt(*weights, m_step, static_cast<std::size_t>(column));
        const double shown = std::isfinite(weight) ? weight : 0;
        strip.shade->data()->setCell(static_cast<int>(column), 0, shown);
        largest = std::max(largest, shown);
    }
    strip.shade->setDataRange(QCPRange(0, largest > 0 ? largest : 1));
}

void SeriesPicture::fillMarks()
{
    m_step = stepNow(state());
    for (Strip& strip : m_strips) {
        shade(strip);
        if (m_step < 0)
            continue;
        auto* line = mark<QCPItemLine>(strip.rect);
        ScenePlot::place(*line, *strip.rect, numberOf(sceneOf(state()), m_step));
        line->setPen(QPen(state().theme.role(Role::Query), state().theme.line(1.5)));
    }
}

/// Times as the table has them below some of the steps, as many as have room.
void SeriesPicture::nameTimes(const SeriesScene& scene)
{
    QCPAxis& axis = *m_strips.back().rect->axis(QCPAxis::atBottom);
    if (scene.times.empty()) {
        axis.setTicker(QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
        return;
    }
    const QFontMetricsF metrics(axis.tickLabelFont());
    double widest = 1;
    for (const std::string& time : scene.times)
        widest = std::max(widest, metrics.horizontalAdvance(QString::fromStdString(time)));
    const double steps = axis.range().size();
    const double width = std::max(1.0, plot()->width() - 6 * metrics.height());
    const auto every = static_cast<std::size_t>(
        std::max(1.0, std::ceil((widest + metrics.height()) * steps / width)));
    const QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
    for (std::size_t step = 0; step < scene.times.size(); step += every)
        ticker->addTick(numberOf(scene, static_cast<Index>(step)),
                        QString::fromStdString(scene.times[step]));
    axis.setTicker(ticker);
}

void SeriesPicture::addSteps(const SeriesScene& scene)
{
    const int weights = state().trace->indexOf(scene.weights);
    const int tensor = weights >= 0 ? weights : state().trace->indexOf(scene.forecast);
    if (tensor < 0)
        return;
    const Index rows = state().trace->tensors[static_cast<std::size_t>(tensor)].value.rows();
    for (Index row = 0; row < rows; ++row) {
        SceneHandle handle;
        handle.rect = m_strips.front().rect;
        handle.at = {numberOf(scene, row), handle.rect->axis(QCPAxis::atLeft)->range().center()};
        handle.cell = {tensor, row, -1};
        handle.index = static_cast<int>(row);
        addHandle(handle);
    }
}

const SceneHandle* SeriesPicture::handleAt(const QPointF& pixel) const
{
    if (handles().empty()
        || !m_strips.front()
                .rect->rect()
                .adjusted(0, 0, 0, plot()->height())
                .contains(pixel.toPoint()))
        return nullptr;
    const double at = m_strips.front().rect->axis(QCPAxis::atBottom)->pixelToCoord(pixel.x());
    const double step = std::round(at - handles().front().at.x());
    if (step < 0 || step >= static_cast<double>(handles().size()))
        return nullptr;
    return &handles()[static_cast<std::size_t>(step)];
}

QString SeriesPicture::stepText(const SeriesScene& scene, int step) const
{
    QStringList lines;
    lines << stepName(scene, step);
    const TraceTensor* series = state().tensor(scene.series);
    const TraceTensor* inUnits = state().tensor(scene.inUnits);
    const TraceTensor* forecast = state().tensor(scene.forecast);
    for (std::size_t i = 0; i < scene.channels.size() && i < 12; ++i) {
        QStringList parts;
        if (series && step < series->value.rows())
            parts << (isMeasured(scene, step, i)
                          ? SceneState::number(valueAt(*series, step, i))
                          : tr("missing, filled in with %1")
                                .arg(SceneState::number(valueAt(*series, step, i))));
        if (step > 0 && inUnits && state().isComputed(forecast, step - 1))
            parts << tr("forecast %1").arg(SceneState::number(valueAt(*inUnits, step - 1, i)));
        lines << tr("%1: %2").arg(axisText(scene.channels[i]), parts.join(QStringLiteral(", ")));
    }
    return lines.join(QLatin1Char('\n'));
}

QString SeriesPicture::caption(const SceneState& state) const
{
    const SeriesScene& scene = sceneOf(state);
    if (!state.tensor(scene.series))
        return tr("No numbers yet: type or paste a table, a row for each step.");
    const QString lines =
        tr("Line: what was typed; dashed: each step's forecast from those before.");
    const TraceTensor* weights = state.tensor(scene.weights);
    if (!weights)
        return lines;
    if (m_step < 0)
        return lines + QLatin1Char(' ') + tr("Shaded: the steps that are looked back at.");
    return lines + QLatin1Char(' ')
        + tr("Shaded: the weights with which %1 looks back; point at another.")
              .arg(stepName(scene, m_step));
}

QString SeriesPicture::described(const SceneState& state) const
{
    const SeriesScene& scene = sceneOf(state);
    QStringList parts;
    if (m_step >= 0)
        parts << stepText(scene, m_step);
    const TraceTensor* weights = state.tensor(scene.weights);
    if (weights && m_step >= 0) {
        Index heaviest = 0;
        for (Index column = 1; column < weights->value.columns(); ++column)
            if (weights->value.at(m_step, column) > weights->value.at(m_step, heaviest))
                heaviest = column;
        parts << tr("Heaviest: %1 with %2")
                     .arg(stepName(scene, heaviest),
                          SceneState::number(
                              static_cast<double>(weights->value.at(m_step, heaviest))));
    }
    return parts.join(QStringLiteral(". "));
}

std::vector<int> SeriesPicture::stops(const SceneState& state) const
{
    const SeriesScene& scene = sceneOf(state);
    return momentsOf(*state.trace, {scene.weights, scene.forecast});
}

} // namespace regard
