// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGraphicsView>

namespace regard {

/// Shows a scene that is laid out for its size. The wheel zooms about the pointer, a drag
/// pans; fitted again by fit(). Tells what the pointer does in the scene's coordinates.
class FlowStage : public QGraphicsView {
    Q_OBJECT
public:
    explicit FlowStage(QGraphicsScene* scene, QWidget* parent = nullptr);

    /// Not zoomed by hand: the scene is laid out anew when the size changes.
    bool isFitted() const { return m_fitted; }
    qreal zoom() const { return transform().m11() / m_shrink; }
    /// The size the scene is laid out for.
    QSizeF layoutSize() const { return m_layoutSize; }
    void fit();
    /// Text in the middle of an empty stage.
    void setHint(const QString& hint);
    const QString& hint() const { return m_hint; }
    /// Of the hint, and of the frame that shows the keyboard focus.
    void setColors(const QColor& quiet, const QColor& accent);
    void zoomAt(const QPointF& position, qreal factor);

Q_SIGNALS:
    void layoutSizeChanged();
    void pointed(const QPointF& point);
    void pointerLeft();
    void clicked(const QPointF& point);
    void doubleClicked(const QPointF& point);
    /// The pointer rests; `global` is where on the screen.
    void helpWanted(const QPointF& point, const QPoint& global);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    bool m_fitted = true;
    bool m_byKeyboard = false;
    QSizeF m_layoutSize;
    qreal m_shrink = 1; ///< of a picture that is fitted into a narrow stage
    QString m_hint;
    QColor m_quiet;
    QColor m_accent;
    QPoint m_pressed;
    QPoint m_scrolled;
    bool m_down = false;
    bool m_dragging = false;
};

} // namespace regard
