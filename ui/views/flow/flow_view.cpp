// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_view.h"

#include "ui/views/flow/flow_scene.h"
#include "ui/views/flow/flow_stage.h"
#include "ui/views/flow/flow_text.h"

#include <QFontInfo>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace regard {

FlowView::FlowView(QWidget* parent)
    : TraceView(parent)
    , m_scene(new FlowScene(this))
    , m_stage(new FlowStage(m_scene, this))
{
    m_stage->installEventFilter(this);
    setFocusProxy(m_stage);
    setAccessibleName(tr("Flow"));
    m_stage->setAccessibleName(tr("Flow of the data through attention"));
    connect(m_stage, &FlowStage::layoutSizeChanged, this, [this] {
        layOut(false);
        Q_EMIT stopsChanged(); // what has no room is no stop
    });
    connect(m_stage, &FlowStage::pointed, this, [this](const QPointF& at) {
        const bool choice = m_scene->choiceAt(at) || !m_scene->questionAt(at).isEmpty();
        m_stage->viewport()->setCursor(choice ? Qt::PointingHandCursor : Qt::ArrowCursor);
        point(m_scene->cellAt(at));
    });
    connect(m_stage, &FlowStage::pointerLeft, this, [this] { point({}); });
    connect(m_stage, &FlowStage::clicked, this, [this](const QPointF& at) {
        const QString asked = m_scene->questionAt(at);
        if (m_scene->prose() || !asked.isEmpty()) { // a click beside it closes what is open
            m_scene->ask(asked == m_scene->state().asked ? QString() : asked);
            describe();
            return;
        }
        const FlowChoice choice = m_scene->choiceAt(at);
        if (choice.page >= 0)
            choosePage(choice.page);
        else if (choice)
            choose(choice.block >= 0 ? choice.block : layer(),
                   choice.head >= 0 ? choice.head : head());
        else if (const CellRef cell = m_scene->cellAt(at))
            Q_EMIT clicked(m_scene->state().padding.toWhole(cell));
    });
    connect(m_stage, &FlowStage::doubleClicked, this, [this](const QPointF& at) {
        const CellRef cell = m_scene->cellAt(at);
        if (cell)
            Q_EMIT opened(cell.tensor);
        else if (!m_scene->choiceAt(at))
            fit();
    });
    connect(m_stage, &FlowStage::helpWanted, this, &FlowView::help);
    setTheme(Theme::light());
    describe();
}

FlowView::~FlowView()
{
    m_stage->removeEventFilter(this);
}

void FlowView::setQuestions(bool shown)
{
    m_scene->state().questions = shown;
    if (!shown)
        m_scene->ask({});
    m_scene->refresh(false);
}

bool FlowView::hasQuestions() const
{
    return m_scene->state().questions;
}

int FlowView::layer() const
{
    return m_scene->state().block;
}
int FlowView::head() const
{
    return m_scene->state().head;
}
int FlowView::layerCount() const
{
    return static_cast<int>(m_scene->state().blocks.size());
}
int FlowView::headCount() const
{
    const FlowState& state = m_scene->state();
    return state.blocks.empty()
        ? 0
        : static_cast<int>(state.blocks[static_cast<std::size_t>(state.block)].heads.size());
}

int FlowView::page() const
{
    return m_scene->state().page;
}
int FlowView::pageCount() const
{
    return static_cast<int>(m_scene->state().pages.size());
}

int FlowView::pageOfBlock(int block) const
{
    const std::vector<FlowPage>& pages = m_scene->state().pages;
    const auto found = std::find_if(pages.begin(), pages.end(),
                                    [&](const FlowPage& page) { return page.block == block; });
    return found == pages.end() ? 0 : static_cast<int>(found - pages.begin());
}

int FlowView::pageAround(int block) const
{
    const std::vector<FlowPage>& pages = m_scene->state().pages;
    const auto found = std::find_if(pages.begin(), pages.end(),
                                    [&](const FlowPage& page) { return page.around == block; });
    return found == pages.end() ? -1 : static_cast<int>(found - pages.begin());
}

void FlowView::setTrace(const TracePtr& trace)
{
    FlowState& state = m_scene->state();
    if (!state.pages.empty()) {
        m_knownPages = state.pages;
        m_knownPage = state.page;
    }
    state.padding = PaddingFold(trace);
    state.trace = state.padding.folded();
    state.blocks.clear();
    state.pages.clear();
    state.recurrence = {};
    if (trace) {
        state.recurrence = state.trace->recurrence;
        if (!state.recurrence) {
            state.blocks = flowBlocks(*state.trace);
            state.pages = flowPages(*state.trace, state.blocks);
        }
    }
    const bool had = state.navigator;
    state.navigator = needsNavigator(state.pages);
    if (!state.blocks.empty())
        state.block = std::clamp(state.block, 0, layerCount() - 1);
    const int same = samePage(m_knownPages, m_knownPage, state.pages);
    state.page = std::clamp(same >= 0 ? same : state.page, 0, std::max(0, pageCount() - 1));
    if (same < 0 && state.navigator && !had && !state.blocks.empty())
        state.page = pageOfBlock(state.block); // attention is what a picture begins with
    if (!state.pages.empty() && !state.navigator && !state.blocks.empty())
        state.page = pageOfBlock(state.block);
    if (!state.pages.empty() && state.pages[static_cast<std::size_t>(state.page)].block >= 0)
        state.block = state.pages[static_cast<std::size_t>(state.page)].block;
    if (!state.blocks.empty())
        state.head = std::clamp(state.head, 0, headCount() - 1);
    m_pointed = {};
    if (!state.tensor(state.fixed.tensor))
        state.fixed = {};
    state.hovered = {};
    updateFocus();
    layOut(m_animated);
}

void FlowView::setSelection(const CellRef& fixed, const CellRef& hovered)
{
    FlowState& state = m_scene->state();
    const CellRef drawnFixed =
        state.tensor(fixed.tensor) ? state.padding.toFolded(fixed) : CellRef{};
    const bool newlyFixed = !(drawnFixed == state.fixed);
    const FlowFocus before = state.focus;
    state.fixed = drawnFixed;
    state.hovered = state.tensor(hovered.tensor) ? state.padding.toFolded(hovered) : CellRef{};
    updateFocus();
    if (newlyFixed && state.fixed)
        showTensor(state.fixed.tensor);
    const bool otherStep = state.recurrence && before.query != state.focus.query;
    if (otherStep)
        m_scene->movePlan(planNow(), m_animated && isVisible(), false);
    else
        m_scene->refocus();
    if (newlyFixed || otherStep)
        describe();
}

void FlowView::setTheme(const Theme& theme)
{
    m_scene->state().setTheme(theme);
    m_stage->setColors(theme.textMuted(), theme.accent());
    m_scene->refresh(false);
    update();
}

void FlowView::showTensor(int tensor)
{
    const FlowState& state = m_scene->state();
    const TraceTensor* shown = state.tensor(tensor);
    if (!shown)
        return;
    const int page = flowPageOf(state.pages, state.blocks, *state.trace, tensor);
    if (page < 0)
        return;
    const int block = state.pages[static_cast<std::size_t>(page)].block;
    if (block >= 0)
        showPlace(block, shown->source.heads > 1 ? shown->source.head : state.head);
    else
        setPage(page);
}

int FlowView::headOf(int block) const
{
    const FlowState& state = m_scene->state();
    const auto heads = static_cast<int>(state.blocks[static_cast<std::size_t>(block)].heads.size());
    return std::clamp(state.head, 0, heads - 1);
}

int FlowView::shownTensor() const
{
    const FlowState& state = m_scene->state();
    if (state.recurrence)
        return state.recurrence.weights;
    if (state.blocks.empty())
        return -1;
    const FlowBlock& block = state.blocks[static_cast<std::size_t>(state.block)];
    return block.heads[static_cast<std::size_t>(headOf(state.block))].lastStage();
}

void FlowView::setLayerHead(int layer, int head)
{
    showPlace(layer, head);
}

void FlowView::showPlace(int layer, int head)
{
    FlowState& state = m_scene->state();
    if (state.blocks.empty())
        return;
    const int block = std::clamp(layer, 0, layerCount() - 1);
    const int last =
        static_cast<int>(state.blocks[static_cast<std::size_t>(block)].heads.size()) - 1;
    const int clamped = std::clamp(head, 0, last);
    const int page = pageOfBlock(block);
    if (block == state.block && clamped == state.head && page == state.page)
        return;
    state.page = page;
    state.block = block;
    const bool otherHead = std::exchange(state.head, clamped) != clamped;
    layOut(m_animated);
    if (otherHead)
        Q_EMIT stopsChanged();
    Q_EMIT layerHeadChanged(block, clamped);
}

void FlowView::setPage(int page)
{
    FlowState& state = m_scene->state();
    if (state.pages.empty())
        return;
    const int clamped = std::clamp(page, 0, pageCount() - 1);
    const int block = state.pages[static_cast<std::size_t>(clamped)].block;
    if (block >= 0) {
        showPlace(block, state.head);
        return;
    }
    if (clamped == state.page)
        return;
    state.page = clamped;
    layOut(m_animated);
}

void FlowView::choosePage(int page)
{
    const std::vector<FlowPage>& pages = m_scene->state().pages;
    if (pages.empty())
        return;
    const int clamped = std::clamp(page, 0, pageCount() - 1);
    const int block = pages[static_cast<std::size_t>(clamped)].block;
    if (block >= 0)
        choose(block, head());
    else
        setPage(clamped);
}

void FlowView::choose(int layer, int head)
{
    FlowState& state = m_scene->state();
    const CellRef fixed = state.fixed;
    showPlace(layer, head);
    const int counterpart = state.counterpart(fixed.tensor);
    if (counterpart >= 0 && counterpart != fixed.tensor)
        Q_EMIT clicked(state.padding.toWhole({counterpart, fixed.row, fixed.column}));
}

void FlowView::fit()
{
    m_stage->fit();
}

FlowPlan FlowView::planNow() const
{
    const FlowState& state = m_scene->state();
    const QSizeF size = m_stage->layoutSize();
    FlowPlan plan{size, FlowType::fitting(size, QFontInfo(font()).pixelSize()), {}, {}};
    if (state.trace && size.width() > 1 && size.height() > 1) {
        if (state.recurrence)
            plan = planRecurrence(*state.trace, state.recurrence, static_cast<int>(state.step()),
                                  size, plan.type);
        else if (!state.pages.empty())
            plan = planPage(state.page, size, plan.type);
        assignRooms(plan);
    }
    return plan;
}

void FlowView::layOut(bool animated)
{
    m_scene->state().density = devicePixelRatioF();
    FlowPlan plan = planNow();
    m_stage->setHint(plan.boxes.empty()
                         ? tr("Type above, or choose an example, to see how attention reads it")
                         : QString());
    m_scene->setPlan(std::move(plan), animated && isVisible());
    describe();
}

FlowPlan FlowView::planPage(int index, const QSizeF& size, const FlowType& type) const
{
    const FlowState& state = m_scene->state();
    const FlowPage& page = state.pages[static_cast<std::size_t>(index)];
    const bool folded = page.block >= 0
        ? state.padding.count() > 0
        : std::any_of(page.tensors.begin(), page.tensors.end(),
                      [&](int tensor) { return state.padding.folds(tensor); });
    const QSizeF rest = size
        - QSizeF(0,
                 (state.navigator ? navigatorHeight(type) : 0) + (folded ? noteHeight(type) : 0));
    FlowPlan plan = page.block >= 0 ? planAttention(*state.trace, state.blocks, page.block,
                                                    headOf(page.block), rest, type, state.navigator)
        : page.around >= 0
        ? planLayer(*state.trace, state.trace->attentions[static_cast<std::size_t>(page.around)],
                    page.tensors, rest, type)
        : planTensors(*state.trace, page.tensors, rest, type);
    for (FlowBox& box : plan.boxes)
        if (box.kind == FlowBox::Kind::Onward)
            box.part = pageAround(page.block);
    if (folded)
        addNote(plan,
                tr("%n padding tokens fill the place of missing words: drawn as one, with the sum "
                   "of their weights",
                   nullptr, static_cast<int>(state.padding.count())));
    if (state.navigator)
        addNavigator(plan);
    return plan;
}

void FlowView::updateFocus()
{
    FlowState& state = m_scene->state();
    const CellRef& shown = state.hovered ? state.hovered : state.fixed;
    const TraceTensor* tensor = state.tensor(shown.tensor);
    state.focus = tensor ? focusOf(*tensor, shown.row, shown.column) : FlowFocus{};
}

void FlowView::point(const CellRef& cell)
{
    if (cell == m_pointed)
        return;
    m_pointed = cell;
    Q_EMIT hovered(m_scene->state().padding.toWhole(cell));
}

void FlowView::resizeEvent(QResizeEvent* event)
{
    TraceView::resizeEvent(event);
    m_stage->setGeometry(rect());
}

void FlowView::changeEvent(QEvent* event)
{
    TraceView::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        layOut(false);
        Q_EMIT stopsChanged();
    }
}

void FlowView::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), m_scene->state().theme.surface());
}

} // namespace regard
