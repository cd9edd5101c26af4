// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scene/spectrum_picture.h"

#include "ui/views/scene/scene_words.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace regard {

namespace {

const SpectrumScene& sceneOf(const SceneState& state)
{
    return std::get<SpectrumScene>(state.scene()->kind);
}

double wavenumber(const SpectrumScene& scene, Index channel)
{
    return scene.first + static_cast<double>(channel);
}

} // namespace

SpectrumPicture::SpectrumPicture(QWidget* parent) : ScenePlot(parent) { }

void SpectrumPicture::makeRects(const SpectrumScene& scene)
{
    if (m_above && m_weightRects.size() == scene.weights.size())
        return;
    clearRects();
    m_weightRects.clear();
    m_above = addRect(0, {}, {});
    m_above->axis(QCPAxis::atBottom)->setTickLabels(false);
    m_error = addRect(1, {}, tr("error"));
    m_error->axis(QCPAxis::atLeft)->ticker()->setTickCount(2);
    for (std::size_t i = 0; i < scene.weights.size(); ++i) {
        m_weightRects.push_back(addRect(static_cast<int>(i) + 2, {}, tr("weight")));
        m_weightRects.back()->axis(QCPAxis::atLeft)->ticker()->setTickCount(2);
    }
    plot()->plotLayout()->setRowStretchFactor(0, 3);
}

QCPGraph* SpectrumPicture::curve(const SpectrumScene& scene, const TraceTensor* tensor,
                                 const QPen& pen)
{
    if (!state().isComputed(tensor, 0))
        return nullptr;
    QCPGraph* graph = graphIn(m_above);
    graph->setPen(pen);
    const auto count = static_cast<qsizetype>(tensor->value.columns());
    QVector<double> keys(count);
    QVector<double> values(count);
    for (qsizetype i = 0; i < count; ++i) {
        keys[i] = wavenumber(scene, i);
        values[i] = static_cast<double>(tensor->value.at(0, i));
    }
    graph->setData(keys, values, true);
    return graph;
}

void SpectrumPicture::fill()
{
    const SpectrumScene& scene = sceneOf(state());
    const Theme& theme = state().theme;
    makeRects(scene);
    m_curves = {};
    const auto least = static_cast<int>(2.2 * QFontMetricsF(font()).height());
    for (QCPAxisRect* rect : plot()->axisRects())
        rect->setMinimumSize(40, least);
    m_above->axis(QCPAxis::atLeft)->setLabel(axisText(scene.height));
    m_error->axis(QCPAxis::atBottom)->setLabel(axisText(scene.channel));
    setRanges(scene);
    QColor pale = theme.textMuted();
    pale.setAlphaF(0.45F);
    m_curves.noisy = curve(scene, state().tensor(scene.noisy), QPen(pale, theme.line()));
    m_curves.spectrum =
        curve(scene, state().tensor(scene.spectrum), QPen(theme.text(), theme.line(1.5)));
    const TraceTensor* rebuilt = state().tensor(scene.reconstruction);
    const TraceTensor* before =
        state().before ? state().before->find(scene.reconstruction) : nullptr;
    if (before && state().isComputed(rebuilt, 0))
        m_curves.before = curve(scene, before, QPen(theme.warning(), theme.line(1.5), Qt::DotLine));
    m_curves.rebuilt =
        curve(scene, rebuilt, QPen(theme.role(Role::Context), theme.line(1.5), Qt::DashLine));
    if (m_curves.rebuilt)
        drawError(scene);
    for (std::size_t i = 0; i < scene.weights.size(); ++i)
        drawWeights(scene, i);
    drawPeaks(scene);
}

void SpectrumPicture::setRanges(const SpectrumScene& scene)
{
    double low = 0;
    double high = 0;
    for (const std::string* path : {&scene.spectrum, &scene.reconstruction})
        if (const TraceTensor* tensor = state().tensor(*path))
            for (const Real value : tensor->value)
                if (std::isfinite(value)) {
                    low = std::min(low, static_cast<double>(value));
                    high = std::max(high, static_cast<double>(value));
                }
    // Names stand above.
    m_above->axis(QCPAxis::atLeft)
        ->setRange(high > low ? roomy(low, high * 1.3, 0.04) : QCPRange(0, 1));
    double widest = 0;
    for (const double error : scene.error)
        if (std::isfinite(error))
            widest = std::max(widest, std::abs(error));
    widest = widest > 0 ? widest * 1.1 : 1;
    m_error->axis(QCPAxis::atLeft)->setRange(-widest, widest);
    const TraceTensor* spectrum = state().tensor(scene.spectrum);
    const Index channels = spectrum ? spectrum->value.columns() : 2;
    for (QCPAxisRect* rect : {m_above, m_error})
        rect->axis(QCPAxis::atBottom)
            ->setRange(wavenumber(scene, 0), wavenumber(scene, channels - 1));
}

void SpectrumPicture::drawError(const SpectrumScene& scene)
{
    m_curves.error = graphIn(m_error);
    const QColor ink = state().theme.role(Role::Context);
    m_curves.error->setPen(QPen(ink, 1));
    QColor inside = ink;
    inside.setAlphaF(0.25F);
    m_curves.error->setBrush(inside);
    QVector<double> keys;
    for (std::size_t i = 0; i < scene.error.size(); ++i)
        keys << wavenumber(scene, static_cast<Index>(i));
    m_curves.error->setData(keys, QVector<double>(scene.error.begin(), scene.error.end()), true);
}

void SpectrumPicture::drawWeights(const SpectrumScene& scene, std::size_t which)
{
    QCPAxisRect* rect = m_weightRects[which];
    rect->axis(QCPAxis::atBottom)->setLabel(axisText(scene.weights[which].features));
    const TraceTensor* weights = state().tensor(scene.weights[which].path);
    QCPBars* bars = nullptr;
    double largest = 0;
    if (state().isComputed(weights, 0)) {
        bars = new QCPBars(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
        bars->setPen(Qt::NoPen);
        bars->setBrush(state().theme.role(Role::Weights));
        bars->setWidth(0.9);
        for (Index i = 0; i < weights->value.columns(); ++i) {
            const auto weight = static_cast<double>(weights->value.at(0, i));
            if (!std::isfinite(weight))
                continue;
            bars->addData(static_cast<double>(i) + 1, weight);
            largest = std::max(largest, weight);
        }
    }
    const double count = weights ? static_cast<double>(weights->value.columns()) : 1;
    rect->axis(QCPAxis::atBottom)->setRange(0.5, count + 0.5);
    rect->axis(QCPAxis::atLeft)->setRange(0, largest > 0 ? largest * 1.1 : 1);
    m_curves.weights.push_back(bars);
}

void SpectrumPicture::drawPeaks(const SpectrumScene& scene)
{
    QCPAxis* across = m_above->axis(QCPAxis::atBottom);
    QCPAxis* up = m_above->axis(QCPAxis::atLeft);
    // Each name a row lower than the one before, so that none lies on another; left out where all
    // rows are taken there.
    const double high = QFontMetricsF(font()).height() + 1;
    const int rows = std::clamp(static_cast<int>(plot()->height() * 0.14 / high), 1, 4);
    std::vector<QRectF> taken;
    const QFontMetricsF metrics(font());
    const double unit =
        std::max(1.0, plot()->width() - 5 * metrics.height()) / across->range().size();
    int named = 0;
    for (const SpectrumScene::Peak& peak : scene.peaks) {
        if (!across->range().contains(peak.position))
            continue;
        auto* line = new QCPItemLine(plot());
        line->setClipAxisRect(m_above);
        for (QCPItemPosition* end : {line->start, line->end})
            end->setAxes(across, up);
        const QCPRange& range = up->range();
        line->start->setCoords(peak.position, range.lower);
        line->end->setCoords(peak.position,
                             peak.isLargest ? range.upper : range.lower + range.size() * 0.03);
        line->setPen(QPen(state().theme.textMuted(), state().theme.line(), Qt::DotLine));
        const auto channel = static_cast<Index>(std::lround(peak.position - scene.first));
        addHandle(channelHandle(scene, channel));
        if (!peak.isLargest)
            continue;
        const QString name = QString::fromStdString(peak.name);
        const bool right = peak.position < across->range().center();
        const double width = metrics.horizontalAdvance(name) + 8;
        QRectF place((peak.position - across->range().lower) * unit - (right ? 0 : width), 0, width,
                     1);
        const auto isFree = [&](int row) {
            place.moveTop(row);
            return std::none_of(taken.begin(), taken.end(),
                                [&](const QRectF& other) { return other.intersects(place); });
        };
        int row = named % rows;
        for (int tried = 1; tried < rows && !isFree(row); ++tried)
            row = (row + 1) % rows;
        if (!isFree(row))
            continue;
        taken.push_back(place);
        auto* words = new QCPItemText(plot());
        words->setClipAxisRect(m_above);
        words->position->setAxes(across, up);
        words->position->setParentAnchorY(line->end); // the upper edge
        words->position->setTypeY(QCPItemPosition::ptAbsolute);
        words->position->setCoords(peak.position, high * row);
        words->setPositionAlignment(Qt::AlignTop | (right ? Qt::AlignLeft : Qt::AlignRight));
        words->setPadding(QMargins(4, 2, 4, 0));
        words->setText(name);
        words->setFont(font());
        words->setColor(state().theme.text());
        m_curves.names << words->text();
        ++named;
    }
}

Index SpectrumPicture::channelShown(const SpectrumScene& scene) const
{
    const CellRef& cell = state().shown();
    const TraceTensor* spectrum = state().tensor(scene.spectrum);
    if (!cell || cell.column < 0 || !spectrum)
        return -1;
    const TraceTensor& tensor = state().trace->tensors[static_cast<std::size_t>(cell.tensor)];
    return tensor.columns == spectrum->columns ? cell.column : -1;
}

void SpectrumPicture::fillMarks()
{
    const SpectrumScene& scene = sceneOf(state());
    const Index channel = channelShown(scene);
    if (channel < 0)
        return;
    for (QCPAxisRect* rect : {m_above, m_error}) {
        auto* line = mark<QCPItemLine>(rect);
        ScenePlot::place(*line, *rect, wavenumber(scene, channel));
        line->setPen(
            QPen(state().hovered ? state().theme.hover() : state().theme.selection(), 1.5));
    }
}

QString SpectrumPicture::words(const SceneHandle& handle) const
{
    return channelText(sceneOf(state()), handle.index);
}

SceneHandle SpectrumPicture::channelHandle(const SpectrumScene& scene, Index channel) const
{
    SceneHandle handle;
    handle.rect = m_above;
    handle.at = {wavenumber(scene, channel), m_above->axis(QCPAxis::atLeft)->range().lower};
    const int rebuilt = state().trace->indexOf(scene.reconstruction);
    handle.cell = {rebuilt >= 0 ? rebuilt : state().trace->indexOf(scene.spectrum), 0, channel};
    handle.index = static_cast<int>(channel);
    return handle;
}

const SceneHandle* SpectrumPicture::handleAt(const QPointF& pixel) const
{
    const SpectrumScene& scene = sceneOf(state());
    const TraceTensor* spectrum = state().tensor(scene.spectrum);
    const auto inside = [&](const QCPAxisRect* rect) {
        return rect && rect->rect().contains(pixel.toPoint());
    };
    if (!spectrum || !(inside(m_above) || inside(m_error)))
        return nullptr;
    const double at = m_above->axis(QCPAxis::atBottom)->pixelToCoord(pixel.x()) - scene.first;
    const auto channel = static_cast<Index>(std::lround(at));
    if (channel < 0 || channel >= spectrum->value.columns())
        return nullptr;
    m_under = channelHandle(scene, channel);
    return &m_under;
}

QString SpectrumPicture::channelText(const SpectrumScene& scene, Index channel) const
{
    QStringList lines;
    lines << tr("%1 %2")
                 .arg(wavenumber(scene, channel))
                 .arg(QString::fromStdString(scene.channel.unit));
    const auto add = [&](const QString& name, const std::string& path) {
        const TraceTensor* tensor = state().tensor(path);
        if (state().isComputed(tensor, 0) && channel < tensor->value.columns())
            lines << tr("%1: %2").arg(
                name, SceneState::number(static_cast<double>(tensor->value.at(0, channel))));
    };
    add(tr("input"), scene.spectrum);
    add(tr("with noise"), scene.noisy);
    add(tr("rebuilt"), scene.reconstruction);
    const auto at = static_cast<std::size_t>(channel);
    if (m_curves.rebuilt && at < scene.error.size())
        lines << tr("error: %1").arg(SceneState::number(scene.error[at]));
    for (const SpectrumScene::Peak& peak : scene.peaks)
        if (std::abs(peak.position - wavenumber(scene, channel)) < 15)
            lines << tr("peak of %1").arg(QString::fromStdString(peak.name));
    return lines.join(QLatin1Char('\n'));
}

QString SpectrumPicture::caption(const SceneState& state) const
{
    const SpectrumScene& scene = sceneOf(state);
    if (scene.peaks.empty())
        return tr("No spectrum yet: type substances and amounts, or peaks.");
    QString text = scene.noisy.empty()
        ? tr("Line: the spectrum that goes in; dashed: what is rebuilt of it.")
        : tr("Line: the spectrum; pale: with noise, as it goes in; dashed: what is rebuilt of it.");
    if (m_curves.before)
        text += QLatin1Char(' ') + tr("Dotted: rebuilt without your changes.");
    if (m_curves.rebuilt)
        text += QLatin1Char(' ')
            + tr("Mean squared error: %1.").arg(SceneState::number(scene.squaredError));
    if (!scene.weights.empty())
        text += QLatin1Char(' ') + tr("Below: what attention weighs.");
    return text;
}

QString SpectrumPicture::described(const SceneState& state) const
{
    const SpectrumScene& scene = sceneOf(state);
    QStringList parts;
    if (const Index channel = channelShown(scene); channel >= 0)
        parts << channelText(scene, channel);
    for (const SpectrumScene::Peak& peak : scene.peaks)
        if (peak.isLargest)
            parts << tr("%1 at %2 %3")
                         .arg(QString::fromStdString(peak.name))
                         .arg(peak.position)
                         .arg(QString::fromStdString(scene.channel.unit));
    parts << tr("↑ and ↓ go from peak to peak.");
    return parts.join(QStringLiteral(". "));
}

std::vector<int> SpectrumPicture::stops(const SceneState& state) const
{
    const SpectrumScene& scene = sceneOf(state);
    std::vector<std::string> paths{scene.spectrum, scene.noisy, scene.reconstruction};
    for (const SpectrumScene::Weights& weights : scene.weights)
        paths.push_back(weights.path);
    return momentsOf(*state.trace, paths);
}

} // namespace regard
