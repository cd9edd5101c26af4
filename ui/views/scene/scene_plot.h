// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/scene/scene_picture.h"

#include <qcustomplot.h>

#include <optional>

namespace regard {

/// A place of a plot that can be selected, and dragged where it was typed.
struct SceneHandle {
    QCPAxisRect* rect = nullptr; ///< whose bottom and left axis it lies on
    QPointF at; ///< in their units
    CellRef cell; ///< what a click selects
    QString words; ///< "point 0.5: 1.2, weight 0.31"
    int typed = -1; ///< its place in the text; −1: it was not typed
    bool asks = false; ///< a query
    bool changed = false; ///< another one than without the person's changes
    bool ringed = true; ///< marked by a ring where it is selected
};

/// A scene as a plot: axes in the theme's colours, handles that are pointed at, selected, dragged,
/// added (double click, Insert, the menu) and taken out (Delete, the menu). ↑ and ↓ go to the next
/// handle, Ctrl with an arrow key moves the point.
class ScenePlot : public ScenePicture {
    Q_OBJECT
public:
    explicit ScenePlot(QWidget* parent = nullptr);

    void draw(const SceneState& state) override;
    void paintTo(QPainter& painter, const QSize& size) override;
    bool wantsKey(const QKeyEvent& event) const override;
    bool takeKey(const QKeyEvent& event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

    QCustomPlot* plot() const { return m_plot; }
    const std::vector<SceneHandle>& handles() const { return m_handles; }
    /// Where a handle lies, in pixels of the plot.
    QPointF pixelOf(const SceneHandle& handle) const;

protected:
    /// Draws plottables, ranges and handles of a state into rects that are empty.
    virtual void fill() = 0;
    /// Of a handle that was typed: what puts it elsewhere. Nothing for what cannot be moved.
    virtual std::optional<PointEdit> moved(const SceneHandle& handle, const QPointF& to) const;
    /// What puts a new point there; nothing where there can be none.
    virtual std::optional<PointEdit> added(const QPointF& at, bool asks) const;
    /// The handle that the pointer is on.
    virtual const SceneHandle* handleAt(const QPointF& pixel) const;
    /// Whether points can be queries, which have no value.
    virtual bool canAsk() const { return false; }

    const SceneState& state() const { return m_state; }
    /// Ranges stay while something is dragged.
    bool isDragging() const { return m_drag.has_value(); }
    void clearRects();
    QCPAxisRect* addRect(int row, const QString& below, const QString& left);
    void addHandle(SceneHandle handle) { m_handles.push_back(std::move(handle)); }
    /// A number of an axis to about a pixel, so that few digits are typed.
    static double rounded(const QCPAxis& axis, double value);
    /// Marks at single places: a ring of a colour.
    void ring(const SceneHandle& handle, const QColor& color, double size);
    QCPGraph* graphIn(QCPAxisRect* rect);
    /// A range with some room on both sides.
    static QCPRange roomy(double low, double high, double share = 0.06);

private:
    struct Drag {
        SceneHandle handle;
        TypedPoints typed; ///< as it was when the drag began
        QPoint pressed;
        QPointF from; ///< where the handle lay, in pixels
        bool moved = false;
    };

    const SceneHandle* selected() const;
    const TypedPoints* typedPoints() const;
    void point(const CellRef& cell);
    void dragTo(const QPoint& pixel);
    QPointF draggedTo(const QPoint& pixel) const;
    void letGo(const QPoint& pixel);
    void giveUp();
    void change(const std::optional<PointEdit>& edit);
    void remove(const SceneHandle& handle);
    void addAt(const QPointF& pixel, bool asks);
    void showMenu(const QPoint& pixel);
    void choose(int by);
    bool nudge(int key);
    QPointF coordinates(const QCPAxisRect& rect, const QPointF& pixel) const;

    QCustomPlot* m_plot;
    QCPMarginGroup* m_margins;
    SceneState m_state;
    std::vector<SceneHandle> m_handles;
    std::vector<QCPAxisRect*> m_rects;
    std::optional<Drag> m_drag;
    CellRef m_pointed; ///< as last told by hovered()
};

} // namespace regard
