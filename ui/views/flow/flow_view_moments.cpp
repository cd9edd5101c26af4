// SPDX-License-Identifier: GPL-3.0-or-later
// The moment that Flow shows, and those at which it shows something new.
#include "ui/views/flow/flow_scene.h"
#include "ui/views/flow/flow_stage.h"
#include "ui/views/flow/flow_view.h"

#include <QFontInfo>

#include <algorithm>

namespace regard {

void FlowView::setMoment(int moment)
{
    FlowState& state = m_scene->state();
    const int last = state.trace ? static_cast<int>(state.trace->moments.size()) - 1 : moment;
    // Arriving at the end by a step shows what that step computed; staying there does not.
    state.resting = moment >= last && (state.resting || state.moment >= last);
    const bool stepped = moment != state.moment && !state.resting;
    state.moment = moment;
    if (!stepped || !follow())
        layOut(m_animated);
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
