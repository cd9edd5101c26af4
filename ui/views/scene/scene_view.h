// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/scene/scene_picture.h"

#include <cstddef>

class QLabel;
class QVBoxLayout;

namespace regard {

/// A computation in its scenario's own terms: points with their curve, a series over time, a plane.
/// What it is of comes with the trace (Trace::scene); each kind of scene draws itself. Points can
/// be dragged where they were typed. A line above says what is seen.
class SceneView : public TraceView {
    Q_OBJECT
public:
    explicit SceneView(QWidget* parent = nullptr);

    /// Whether a trace has a scene.
    static bool shows(const Trace& trace) { return trace.scene != nullptr; }

    void setTrace(const TracePtr& trace) override;
    void setBefore(const TracePtr& before) override { m_state.before = before; }
    /// Of a trace that is shown, what its rules say (SceneState::expected). Another trace is let
    /// be.
    void setExpected(const TracePtr& trace, const std::vector<std::vector<int>>& expected);
    void setMoment(int moment) override;
    void setSelection(const CellRef& fixed, const CellRef& hovered) override;
    void setTheme(const Theme& theme) override;
    void showTensor(int /*tensor*/) override { }
    int shownTensor() const override { return -1; }
    std::vector<int> stops() const override;
    void setAnimated(bool animated) override { m_state.animated = animated; }
    bool takePicture(const TakePicture& take, QString* error = nullptr,
                     double density = 2) override;

    QSize sizeHint() const override { return {900, 600}; }
    QSize minimumSizeHint() const override { return {220, 160}; }

    /// What is drawn; null without a scene.
    ScenePicture* picture() const { return m_picture; }
    QString caption() const;
    const SceneState& state() const { return m_state; }

Q_SIGNALS:
    /// As ScenePicture tells them.
    void pointDragged(const regard::TypedPoints& typed, const regard::PointEdit& edit);
    void pointChanged(const regard::TypedPoints& typed, const regard::PointEdit& edit);
    void dragGivenUp();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// Takes another picture where the scene is of another kind.
    void choosePicture();
    void refresh();

    SceneState m_state;
    std::size_t m_kind = 0; ///< of the picture
    ScenePicture* m_picture = nullptr;
    QVBoxLayout* m_layout;
    QLabel* m_caption;
};

} // namespace regard
