// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/heatmap/heatmap_state.h"
#include "ui/views/shared/trace_view.h"

#include <memory>
#include <optional>

class QCustomPlot;

namespace regard {

class HeatmapButtons;

/// One tensor large: labelled cells with their numbers, sums, colour bar, cross-hair. The
/// wheel zooms about the pointer, dragging pans, a double click fits the map again; arrow
/// keys move the fixed cell (down or up fix the first), Escape frees it, Return asks to edit
/// it. Ctrl and Shift with a click gather rows, over the labels of columns those, and Shift with an
/// arrow key does likewise; they are shown merged.
class HeatmapView : public TraceView {
    Q_OBJECT
public:
    explicit HeatmapView(QWidget* parent = nullptr);
    ~HeatmapView() override;

    void setTrace(const TracePtr& trace) override;
    void setBefore(const TracePtr& before) override { m_state.before = before; }
    void setMoment(int moment) override;
    void setSelection(const CellRef& fixed, const CellRef& hovered) override;
    void setTheme(const Theme& theme) override;

    /// Index of the tensor shown, −1 without one. It is found again in a new trace by its
    /// path, else by its role, else the first weights are shown.
    int tensor() const { return m_state.tensor; }
    bool sumsShown() const { return m_state.sums; }
    /// The scale in use: the tensor's own, the forced one, or up to its largest number.
    const ColorScale& colorScale() const { return m_state.scale; }

    /// What is drawn, for what tells of it otherwise.
    const HeatmapState& state() const { return m_state; }

    /// Where a place is drawn, in pixels of this widget; a row or column of −1 stands for
    /// all of them. Empty without a tensor.
    QRectF placeRect(Index row, Index column) const;

    /// Writes the figure, with the zoom as it is, by the ending of the path: png (two pixels
    /// for one on screen), svg or pdf. The file is replaced at once or not at all; false
    /// with a message for people in `error` if it cannot be written.
    bool takePicture(const TakePicture& take, QString* error = nullptr,
                     double density = 2) override;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    void showTensor(int tensor) override;
    bool isOfOneTensor() const override { return true; }
    int shownTensor() const override { return tensor(); }
    PickedPlaces picked() const override { return m_state.picked; }
    std::vector<int> stops() const override;
    /// Shows the whole map.
    void fit() override;
    void setSumsShown(bool shown);
    /// Lets colours reach up to the tensor's largest number: for large maps, whose
    /// weights are all small.
    void setStretched(bool stretched);
    bool isStretched() const { return m_stretched; }
    /// One scale for several maps; none: the tensor's own.
    void setColorScale(const std::optional<regard::ColorScale>& scale) override;

Q_SIGNALS:
    void stretched(bool stretched);
    void tensorShown(int tensor);
    /// A double click on a cell whose number can be read, or Return on the fixed one;
    /// `place` is where it lies in this widget.
    void editRequested(const regard::CellRef& cell, const QRect& place);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void refresh(); ///< scale, image, layout and picture
    void rearrange(); ///< what is merged, layout and picture
    void repaintMap();
    void repaintMarks();
    void preview(const CellRef& cell);
    /// Fixes a place and what is picked with it, and tells.
    void fix(const CellRef& cell);
    void pick(bool columns, Index place, Qt::KeyboardModifiers how);
    void moveFixed(Index rows, Index columns);
    void extend(bool columns, Index by);
    /// Scrolls a zoomed map to a row or column.
    void scrollTo(bool column, Index place);
    void describe();
    void keepInside();
    void recolor();
    void placeButtons();
    bool isFitted() const;
    /// The map without the padding before a short text, in cells.
    QRectF words() const;
    void showWords();
    bool showsWords() const;
    QRect numberPlace(const CellRef& cell) const;

    HeatmapState m_state;
    QCustomPlot* m_plot = nullptr;
    HeatmapButtons* m_buttons = nullptr;
    std::optional<ColorScale> m_forced;
    bool m_stretched = false;
    CellRef m_told; ///< to screen readers, as the place of the cell cursor
    CellRef m_previewed; ///< as last told by hovered()
    Index m_anchor = 0; ///< what Shift reaches from
    QPoint m_pressed;
};

} // namespace regard
