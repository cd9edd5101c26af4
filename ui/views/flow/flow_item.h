// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_state.h"

#include <QGraphicsItem>
#include <QPixmap>

#include <functional>

namespace regard {

class FlowChipsItem;
class FlowStripsItem;
class FlowVectorItem;

/// What a click on the heads card or on the bar of pages asks for; −1 for no change.
struct FlowChoice {
    int block = -1;
    int head = -1;
    int page = -1;
    explicit operator bool() const { return block >= 0 || head >= 0 || page >= 0; }
};

/// The items between which the arcs of a recurrent encoder and decoder lead; each item takes its
/// place.
struct FlowArcEnds {
    const FlowStripsItem* encoder = nullptr;
    const FlowStripsItem* decoder = nullptr;
    const FlowStripsItem* attentional = nullptr; ///< null where attention stands before the decoder
    const FlowVectorItem* context = nullptr; ///< null where weights are the answer
    const FlowChipsItem* input = nullptr;
    const FlowChipsItem* output = nullptr;
    explicit operator bool() const { return encoder && decoder && input && output; }
};

/// A box of the plan on the stage. Its own coordinates are those of the scene.
class FlowItem : public QGraphicsItem {
public:
    FlowItem(const FlowState& state, const FlowBox& box)
        : m_state(state)
        , m_box(box)
        , m_from(box.rect)
    {
    }

    const FlowBox& box() const { return m_box; }
    const QRectF& rect() const { return m_rect; }
    const FlowState& state() const { return m_state; }
    const TraceTensor* tensor() const { return m_state.tensor(m_box.tensor); }

    /// Takes a new place; it is reached by setProgress(1).
    void place(const FlowBox& box);
    /// 0: where it was, 1: where it shall be.
    virtual void setProgress(qreal progress);
    /// The trace, the moment, the theme or what is asked changed.
    void renew();
    /// The moment changed: as renew() where that shows.
    void renewForMoment();
    /// The focus changed.
    virtual void refocus() { update(); }

    /// The place in the trace at a point of the scene; empty beside it.
    virtual CellRef cellAt(const QPointF& point) const = 0;
    /// What a click at a point asks for.
    virtual FlowChoice choiceAt(const QPointF&) const { return {}; }
    /// What is said at a point that is neither; empty for nothing.
    virtual QString helpAt(const QPointF&) const { return {}; }
    /// What the note on a cell points at; null where the cell is not drawn.
    virtual QRectF noteRect(const CellRef&) const { return {}; }
    /// Where a place of a tensor is drawn by this item; null where it is not.
    virtual QRectF placeOf(const CellRef&) const { return {}; }
    /// The mark that asks about the stage; null where there is none.
    virtual QRectF questionRect() const { return {}; }
    /// Takes its place among the ends of arcs, if it has one.
    virtual void joinArcs(FlowArcEnds&) const { }

    QRectF boundingRect() const override;

protected:
    /// What renew() has an item do for itself.
    virtual void refresh() { update(); }
    /// The tensors of which the moment tells what is shown; none: more than that follows from it.
    virtual std::vector<int> tensorsShown() const { return {}; }
    /// What is painted beyond rect().
    virtual QMarginsF margins() const { return {4, 4, 4, 4}; }
    /// Marks are shown, and there is something to be said of the tensor.
    bool asksQuestion() const { return m_state.questions && m_hasProse; }
    /// Paints what stays as it is until renew(): where pixels are painted and nothing is on its
    /// way, it is painted once and kept.
    void paintKept(QPainter& painter, const std::function<void(QPainter&)>& still);
    void paintQuestion(QPainter& painter, const QRectF& place) const;
    qreal progress() const { return m_progress; }

private:
    std::vector<char> rowsShown() const;

    const FlowState& m_state;
    FlowBox m_box;
    QRectF m_from;
    QRectF m_rect = m_from;
    qreal m_progress = 1;
    bool m_hasProse = false;
    std::vector<char> m_shownRows; ///< of each row of tensorsShown(): computed, current
    QPixmap m_kept; ///< null: to be painted
    QTransform m_keptAt; ///< from the scene to its pixels
};

/// Width and height of the mark that asks about a stage.
inline qreal flowQuestionSize(const FlowType& type)
{
    return type.small * 1.25;
}

/// The item that draws boxes of a kind.
std::unique_ptr<FlowItem> makeFlowItem(const FlowState& state, const FlowBox& box);

} // namespace regard
