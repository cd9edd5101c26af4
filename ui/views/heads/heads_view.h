// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/latest_job.h"
#include "ui/views/heads/heads_layout.h"
#include "ui/views/heads/heads_picture.h"
#include "ui/views/shared/trace_view.h"

#include <functional>
#include <memory>

class QBoxLayout;
class QComboBox;
class QScrollArea;

namespace regard {

/// A part of the view that paints itself by a function.
class HeadsCanvas : public QWidget {
    Q_OBJECT
public:
    using Paint = std::function<void(QPainter&, const QRectF& clip)>;
    explicit HeadsCanvas(Paint paint, QWidget* parent);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Paint m_paint;
};

/// All heads of a trace as small maps, an attention after the other or sorted, each with its
/// entropy and its mean distance, and a map merged of those that are ticked. A click selects a map,
/// with Ctrl or on its tick it joins or leaves the merged map, a double click opens it. Arrow keys
/// go from map to map (down or up select the first), M ticks, Return opens, Escape frees.
class HeadsView : public TraceView {
    Q_OBJECT
public:
    explicit HeadsView(QWidget* parent = nullptr);
    ~HeadsView() override;

    void setTrace(const TracePtr& trace) override;
    void setMoment(int moment) override;
    void setSelection(const CellRef& fixed, const CellRef& hovered) override;
    void setTheme(const Theme& theme) override;
    void showTensor(int tensor) override;
    int shownTensor() const override;
    std::vector<int> stops() const override;
    bool takePicture(const TakePicture& take, QString* error = nullptr,
                     double density = 2) override;

    const HeadsState& state() const { return m_state; }
    void setOrder(HeadsOrder order);
    void setMerge(HeadsMerge merge);
    /// Whether a head takes part in the merged map; `map` is an index into HeadsState::maps.
    void setChosen(int map, bool chosen);

    /// Where a head's picture lies, in pixels of this widget.
    QRectF pictureRect(int map) const;
    QRectF checkRect(int map) const;
    /// Where the merged map lies; empty without one.
    QRectF mergedRect() const;

    QSize sizeHint() const override { return {900, 600}; }
    QSize minimumSizeHint() const override { return {220, 160}; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void build();
    void compute(bool atOnce = false); ///< what is not computed yet
    void take(HeadsNumbers numbers);
    void arrange();
    void repaintAll();
    void describe();
    void followMoment(); ///< scrolls to what it computes
    void toggle(int map);
    void bringIntoView(int map);
    void preview(const CellRef& cell);
    const HeadsPlace* placeOf(int map) const;
    const HeadsPlace* placeUnder(const QPointF& point) const;
    CellRef cellUnder(const QPointF& point) const;
    bool onGrid(QEvent* event);
    void tell(const QPoint& at, const QPointF& point) const;
    void tellMerged(const QPoint& at, const QPointF& point) const;
    void moveFixed(int columns, int rows);

    HeadsState m_state;
    HeadsLayout m_layout;
    HeadsImages m_images;
    QBoxLayout* m_body = nullptr;
    QWidget* m_header = nullptr;
    QComboBox* m_order = nullptr;
    QComboBox* m_merge = nullptr;
    QScrollArea* m_scroll = nullptr;
    HeadsCanvas* m_grid = nullptr;
    HeadsCanvas* m_merged = nullptr;
    CellRef m_previewed; ///< as last told by hovered()
    std::unique_ptr<LatestJob<HeadsNumbers>> m_job; ///< for large traces; last: it stops first
};

} // namespace regard
