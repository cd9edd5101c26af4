// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/pane_grid.h"

#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/shared/picture_file.h"
#include "ui/window/difference_stage.h"
#include "ui/window/pane_figures.h"

#include <QGridLayout>

#include <algorithm>
#include <map>
#include <utility>

namespace regard {

namespace {

/// As many columns as make panes of a stage as square as can be; a place that stays empty counts
/// against them.
int columnsFor(int panes, const QSize& room)
{
    int best = 1;
    double bestSide = 0;
    for (int columns = 1; columns <= panes; ++columns) {
        const int rows = (panes + columns - 1) / columns;
        const double full = rows * columns == panes ? 1 : 0.8;
        const double side =
            full * std::min(1.0 * room.width() / columns, 1.0 * room.height() / rows);
        if (side > bestSide + 1) {
            bestSide = side;
            best = columns;
        }
    }
    return best;
}

} // namespace

PaneGrid::PaneGrid(Panes& panes, QWidget* parent)
    : QWidget(parent)
    , m_panes(panes)
    , m_layout(new QGridLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    connect(&m_panes, &Panes::added, this, &PaneGrid::add);
    connect(&m_panes, &Panes::removed, this, &PaneGrid::remove);
    connect(&m_panes, &Panes::differencesChanged, this, &PaneGrid::showDifferences);
    connect(&m_panes, &Panes::taken, this, &PaneGrid::showFigures);
    connect(&m_panes, &Panes::selectionChanged, this, &PaneGrid::showFigures);
    connect(&m_panes, &Panes::activated, this, [this] {
        for (PaneStage* stage : m_stages)
            stage->setActive(stage == activeStage());
    });
    for (int i = 0; i < m_panes.count(); ++i)
        add(i);
}

void PaneGrid::add(int index)
{
    Pane& pane = m_panes.at(index);
    auto* stage = new PaneStage(pane, this);
    m_stages.insert(m_stages.begin() + index, stage);
    connect(&stage->aligner(), &Aligner::told, this, &PaneGrid::showFigures);
    connect(stage, &PaneStage::scaleNeeded, this, &PaneGrid::shareScales);
    connect(&pane, &Pane::taken, this, [this, stage] { shareTensor(*stage); });
    if (auto* map = stage->view<HeatmapView>()) {
        connect(map, &HeatmapView::tensorShown, this, [this, stage] {
            if (stage != activeStage())
                return;
            for (PaneStage* other : m_stages)
                shareTensor(*other);
        });
        connect(map, &HeatmapView::stretched, this, [this](bool stretched) {
            if (m_oneScale)
                for (PaneStage* other : m_stages)
                    other->view<HeatmapView>()->setStretched(stretched);
            shareScales();
        });
    }
    connect(stage, &PaneStage::activated, this, [this, stage] { activate(stage); });
    connect(stage, &PaneStage::closeAsked, this,
            [this, stage] { Q_EMIT closeAsked(indexOf(stage)); });
    stage->setTheme(m_theme);
    stage->setActive(index == m_panes.activeIndex());
    arrange();
    Q_EMIT added(stage);
    Q_EMIT countChanged();
}

void PaneGrid::remove(int index)
{
    PaneStage* stage = m_stages[static_cast<std::size_t>(index)];
    m_stages.erase(m_stages.begin() + index);
    // Its button may be what was clicked.
    stage->hide();
    stage->leave();
    stage->deleteLater();
    arrange();
    Q_EMIT countChanged();
}

void PaneGrid::activate(const PaneStage* stage)
{
    m_panes.activate(indexOf(stage));
}

int PaneGrid::indexOf(const PaneStage* stage) const
{
    return static_cast<int>(std::find(m_stages.begin(), m_stages.end(), stage) - m_stages.begin());
}

void PaneGrid::arrange()
{
    const int panes = static_cast<int>(m_stages.size());
    if (m_differenceWanted && panes > 1 && !m_difference) {
        m_difference = new DifferenceStage(m_panes, this);
        m_difference->setTheme(m_theme);
    } else if (m_difference && (!m_differenceWanted || panes < 2)) {
        delete std::exchange(m_difference, nullptr);
    }
    std::vector<QWidget*> cells(m_stages.begin(), m_stages.end());
    if (m_difference)
        cells.push_back(m_difference);
    const int count = static_cast<int>(cells.size());
    const int columns = columnsFor(count, size());
    const int rows = (count + columns - 1) / columns;
    while (QLayoutItem* item = m_layout->takeAt(0))
        delete item;
    for (int i = 0; i < count; ++i) {
        m_layout->addWidget(cells[static_cast<std::size_t>(i)], i / columns, i % columns);
        cells[static_cast<std::size_t>(i)]->show();
    }
    for (PaneStage* stage : m_stages)
        stage->setCompared(panes > 1);
    for (int i = 0; i <= static_cast<int>(mostPanes); ++i) {
        m_layout->setColumnStretch(i, i < columns ? 1 : 0);
        m_layout->setRowStretch(i, i < rows ? 1 : 0);
    }
    m_arranged = {count, columns};
    showDifferences();
    shareScales();
    showFigures();
}

void PaneGrid::setDifferenceShown(bool shown)
{
    m_differenceWanted = shown;
    arrange();
}

void PaneGrid::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const int count = m_arranged.first;
    if (m_arranged.second != columnsFor(count, size()))
        arrange();
}

void PaneGrid::setTheme(const Theme& theme)
{
    m_theme = theme;
    for (PaneStage* stage : m_stages)
        stage->setTheme(theme);
    if (m_difference)
        m_difference->setTheme(theme);
}

void PaneGrid::setOneScale(bool one)
{
    m_oneScale = one;
    shareScales();
}

void PaneGrid::showDifferences()
{
    for (std::size_t i = 0; i < m_stages.size() && i < static_cast<std::size_t>(m_panes.count());
         ++i)
        m_stages[i]->setTitle(m_panes.difference(static_cast<int>(i)));
}

void PaneGrid::showFigures()
{
    if (m_stages.size() < 2)
        return;
    const Pane& lead = m_panes.lead();
    for (PaneStage* stage : m_stages) {
        const Explorer& explorer = stage->pane().explorer();
        const std::vector<std::string>& texts = explorer.exploration().texts;
        if (explorer.trace() && !texts.empty())
            stage->aligner().request(explorer.trace(), texts.front());
        const PaneFigures figures = figuresOf(stage->pane(), lead, stage->aligner().found());
        stage->setFigures(figures.line, figures.help);
    }
}

void PaneGrid::shareScales()
{
    const bool shared = m_stages.size() > 1 && m_oneScale;
    std::map<std::string, ColorScale> scales;
    const auto shown = [](const PaneStage& stage) -> const TraceTensor* {
        TraceView* large = stage.largeView();
        const TracePtr& trace = stage.pane().explorer().trace();
        const int tensor = large && stage.isFed(large) ? large->shownTensor() : -1;
        return trace && tensor >= 0 ? &trace->tensors[static_cast<std::size_t>(tensor)] : nullptr;
    };
    for (const PaneStage* stage : m_stages)
        if (const TraceTensor* tensor = shared ? shown(*stage) : nullptr) {
            // Weights have one scale anyway, unless they are stretched.
            ColorScale scale = ColorScale::of(*tensor);
            const auto* map = stage->view<HeatmapView>();
            if (scale.sequential && map && map->isStretched())
                scale.limit = static_cast<double>(tensor->value.extent().high);
            const auto [found, added] = scales.emplace(tensor->path, scale);
            found->second.limit = std::max(found->second.limit, scale.limit);
        }
    for (const PaneStage* stage : m_stages) {
        const TraceTensor* tensor = shown(*stage);
        if (TraceView* large = stage->largeView())
            large->setColorScale(shared && tensor ? std::optional(scales.at(tensor->path))
                                                  : std::nullopt);
    }
}

void PaneGrid::shareTensor(PaneStage& stage) const
{
    const PaneStage& active = *activeStage();
    const TracePtr& from = active.pane().explorer().trace();
    const TracePtr& to = stage.pane().explorer().trace();
    if (&stage == &active || !from || !to || !active.largeView() || !stage.largeView()
        || !active.isFed(active.largeView()) || !stage.isFed(stage.largeView()))
        return;
    const int shown = active.largeView()->shownTensor();
    if (shown < 0 || shown >= static_cast<int>(from->tensors.size()))
        return;
    const int same = to->indexOf(from->tensors[static_cast<std::size_t>(shown)].path);
    if (same >= 0)
        stage.largeView()->showTensor(same);
}

void PaneGrid::setForPicture(bool forPicture)
{
    for (PaneStage* stage : m_stages)
        stage->setForPicture(forPicture);
    if (m_difference)
        m_difference->setForPicture(forPicture);
}

bool PaneGrid::saveTo(const QString& path, QString* error, double density)
{
    setForPicture(true);
    const bool saved = saveWidget(*this, path, error, density);
    setForPicture(false);
    return saved;
}

bool PaneGrid::takePicture(const TakePicture& take, double density)
{
    setForPicture(true);
    const bool taken = takeWidget(*this, take, density);
    setForPicture(false);
    return taken;
}

QPixmap PaneGrid::picture()
{
    setForPicture(true);
    QPixmap picture = grab();
    setForPicture(false);
    return picture;
}

} // namespace regard
