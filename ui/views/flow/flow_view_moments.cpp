// SPDX-License-Identifier: GPL-3.0-or-later
// The moment that Flow shows, and those at which it shows something new.
#include "ui/views/flow/flow_scene.h"
#include "ui/views/flow/flow_stage.h"
#include "ui/views/flow/flow_view.h"

#include <QFontInfo>
#include <QStyle>

#include <algorithm>
#include <utility>

namespace regard {

void FlowView::setMoment(int moment)
{
    FlowState& state = m_scene->state();
    const int last = state.trace ? static_cast<int>(state.trace->moments.size()) - 1 : moment;
    // Arriving at the end by a step shows what that step computed; staying there does not.
    state.resting = moment >= last && (state.resting || state.moment >= last);
    const bool stepped = moment != state.moment && !state.resting;
    const int time = stepped && moment > state.moment ? motionTime() : 0;
    if (stepped && m_animated)
        m_sinceStep.start();
    state.moment = moment;
    const bool animated = std::exchange(m_animated, m_animated && time == 0);
    if (!stepped || !follow()) {
        m_scene->movePlan(planNow(), m_animated && isVisible(), true);
        describe();
    }
    m_animated = animated;
    m_scene->startMotion(time);
}

int FlowView::motionTime()
{
    if (!m_animated || m_motion == Motion::Off || !isVisible()
        || style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0)
        return 0;
    const int whole = m_motion == Motion::Slow ? 2400 : m_motion == Motion::Normal ? 1200 : 500;
    // A little less than what lay between the last two steps: the play's speed is kept.
    const qint64 pause = m_sinceStep.isValid() ? m_sinceStep.elapsed() * 85 / 100 : whole;
    return static_cast<int>(std::min<qint64>(whole, pause));
}

bool FlowView::follow()
{
    const FlowState& state = m_scene->state();
    if (pageCount() < 2 || state.moment < 0
        || state.moment >= static_cast<int>(state.trace->moments.size()))
        return false;
    const Pieces& pieces = state.trace->moments[static_cast<std::size_t>(state.moment)].pieces;
    const auto shows = [&](const Piece& piece) {
        return flowPageOf(state.pages, state.blocks, *state.trace, piece.tensor);
    };
    const int page = pieces.empty() ? -1 : shows(pieces.front());
    if (page < 0 || page == state.page)
        return false;
    setPage(page);
    return true;
}

std::vector<int> FlowView::stops() const
{
    const FlowState& state = m_scene->state();
    const QSizeF size = m_stage->layoutSize();
    if (!state.trace || size.width() <= 1 || size.height() <= 1)
        return {};
    const FlowType type = FlowType::fitting(size, QFontInfo(font()).pixelSize());
    std::vector<int> moments;
    const auto take = [&](int index) {
        if (const TraceTensor* found = state.tensor(index))
            moments.insert(moments.end(), found->rowMoments.begin(), found->rowMoments.end());
    };
    if (state.recurrence) {
        const FlowPlan plan = planRecurrence(*state.trace, state.recurrence, 0, size, type);
        // Of two directions the strips show each by itself, and not that they are put together.
        for (const FlowBox& box : plan.boxes)
            if (box.tensor != state.recurrence.states || state.recurrence.forward < 0)
                take(box.tensor);
        take(state.recurrence.forward);
        take(state.recurrence.backward);
    }
    for (int page = 0; page < static_cast<int>(state.pages.size()); ++page)
        for (const FlowBox& box : planPage(page, size, type).boxes) {
            // A moment turns to the page of what it computes.
            const int own = box.tensor < 0
                ? -1
                : flowPageOf(state.pages, state.blocks, *state.trace, box.tensor);
            if (own < 0 || own == page)
                take(box.tensor);
        }
    std::sort(moments.begin(), moments.end());
    moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
    return moments;
}

} // namespace regard
