// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/scene/scene_picture.h"

#include <qcustomplot.h>

#include <algorithm>
#include <optional>

namespace regard {

/// A place of a plot that can be selected, and dragged where it was typed.
struct SceneHandle {
    QCPAxisRect* rect = nullptr; ///< whose bottom and left axis it lies on
    QPointF at; ///< in their units
    CellRef cell; ///< what a click selects
    int index = -1; ///< of the point, query, step or channel that it is
    int typed = -1; ///< its place in the text; −1: it was not typed
    bool asks = false; ///< a query
    bool changed = false; ///< another one than without the person's changes
    std::optional<double> otherEnd{}; ///< of an end of a range of queries
};

/// A scene as a plot: axes in the theme's colours, handles that are pointed at, selected, dragged,
/// added (double click, Insert, the menu) and taken out (Delete, the menu). ↑ and ↓ go to the next
/// handle, Ctrl with an arrow key moves the point. An end of a range goes beyond the other end, of
/// which it is the other side then, and stays the one that is selected and moved.
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
    /// "point 0.5: 1.2, weight 0.31": what a handle is.
    virtual QString words(const SceneHandle& handle) const = 0;
    /// Where a handle lies, in pixels of the plot.
    QPointF pixelOf(const SceneHandle& handle) const;

protected:
    /// Draws plottables, ranges and handles of a state into rects that are empty.
    virtual void fill() = 0;
    /// Whether all is drawn anew for another selection; else the marks alone are.
    virtual bool dependsOnSelection(const SceneState& next) const = 0;
    /// Draws what is selected with mark(): a ring around its handle.
    virtual void fillMarks();
    /// An item that goes when something else is selected, on a layer of its own. It is one that was
    /// there before, if there is: a new one has all layers drawn anew.
    template <class Item> Item* mark(QCPAxisRect* rect)
    {
        const auto isFree = [](const QCPAbstractItem* item) {
            return !item->visible() && qobject_cast<const Item*>(item);
        };
        const auto found = std::find_if(m_marks.begin(), m_marks.end(), isFree);
        auto* item = found != m_marks.end() ? qobject_cast<Item*>(*found) : new Item(m_plot);
        if (found == m_marks.end()) {
            item->setLayer(QStringLiteral("overlay"));
            m_marks.push_back(item);
        }
        item->setVisible(true);
        item->setClipAxisRect(rect);
        return item;
    }
    /// A layer behind the lines that fillMarks() changes; it is drawn without all else.
    void addMarkLayer(const QString& name);
    /// Of a handle that was typed: what puts it elsewhere. Nothing for what cannot be moved.
    virtual std::optional<PointEdit> moved(const SceneHandle& handle, const QPointF& to) const;
    /// What puts a new point there; nothing where there can be none.
    virtual std::optional<PointEdit> added(const QPointF& at, bool asks) const;
    /// The handle that the pointer is on.
    virtual const SceneHandle* handleAt(const QPointF& pixel) const;
    /// Whether points can be queries, which have no value.
    virtual bool canAsk() const { return false; }

    const SceneState& state() const { return m_state; }
    /// Smooths lines: of very many points that takes far longer than drawing them.
    void setSmooth(bool smooth);
    /// All of it again, in the same state.
    void redraw();
    const SceneHandle* selected() const;
    /// "Selected: point 0.5: 1.2", of each handle of the place that is fixed.
    QStringList selectedWords(const SceneState& state) const;
    /// A line across a rect at a place of its bottom axis.
    static void place(QCPItemLine& line, QCPAxisRect& rect, double at);
    /// Ranges stay while something is dragged.
    bool isDragging() const { return m_drag.has_value(); }
    void clearRects();
    QCPAxisRect* addRect(int row, const QString& below, const QString& left);
    void addHandle(const SceneHandle& handle) { m_handles.push_back(handle); }
    /// A number of an axis to about a pixel, so that few digits are typed.
    static double rounded(const QCPAxis& axis, double value);
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
        std::optional<PointEdit> last{}; ///< what was told while it was dragged
    };

    void drawMarks();
    const TypedPoints* typedPoints() const;
    void point(const CellRef& cell);
    void dragTo(const QPoint& pixel);
    QPointF draggedTo(const QPoint& pixel) const;
    void letGo(const QPoint& pixel);
    /// Selects an end of a range that was selected and has gone beyond the other one.
    void follow(const SceneHandle& before, double to);
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
    std::vector<QCPAbstractItem*> m_marks;
    QStringList m_markLayers{QStringLiteral("overlay")};
    QFont m_drawnFont;
    bool m_drawn = false;
    std::optional<Drag> m_drag;
    CellRef m_pointed; ///< as last told by hovered()
};

} // namespace regard
