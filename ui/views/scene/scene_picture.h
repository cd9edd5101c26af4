// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/scene/scene_state.h"

class QKeyEvent;
class QPainter;

namespace regard {

/// One kind of scene on screen: a widget below the caption of the view.
class ScenePicture : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// Draws a state; its trace has a scene of this kind.
    virtual void draw(const SceneState& state) = 0;
    /// What is seen, a line or two.
    virtual QString caption(const SceneState& state) const = 0;
    /// What is drawn, with its numbers, for who does not see it.
    virtual QString described(const SceneState& state) const = 0;
    /// The moments at which something new is drawn, ascending.
    virtual std::vector<int> stops(const SceneState& state) const = 0;
    /// Paints what is seen into a picture file, at the origin and in its size. The painter is a
    /// QCPPainter, for plots.
    virtual void paintTo(QPainter& painter, const QSize& size) = 0;
    /// Whether it has a use for a key that is a shortcut of the window otherwise.
    virtual bool wantsKey(const QKeyEvent& /*event*/) const { return false; }
    /// A key that the view got; false for what it has no use for.
    virtual bool takeKey(const QKeyEvent& /*event*/) { return false; }

Q_SIGNALS:
    void hovered(const regard::CellRef& cell);
    void clicked(const regard::CellRef& cell);
    /// A point of a text is being dragged, and was; `typed` is the text without the drag.
    void pointDragged(const regard::TypedPoints& typed, const regard::PointEdit& edit);
    void pointChanged(const regard::TypedPoints& typed, const regard::PointEdit& edit);
    void dragGivenUp();
};

} // namespace regard
