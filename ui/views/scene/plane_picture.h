// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/scene/scene_plot.h"

namespace regard {

/// Points on a plane, the polygon as it is written, and from its last corner arrows to the other
/// points, as wide as their weights at one step. A wrong polygon is marked and the right one
/// dotted.
class PlanePicture : public ScenePlot {
    Q_OBJECT
public:
    explicit PlanePicture(QWidget* parent = nullptr);

    QString caption(const SceneState& state) const override;
    QString described(const SceneState& state) const override;
    std::vector<int> stops(const SceneState& state) const override;
    QString words(const SceneHandle& handle) const override;

    /// For tests: corners of the polygon as it is drawn, and the widths of the arrows to each point
    /// (0: none).
    const QCPCurve* polygon() const { return m_polygon; }
    const QCPCurve* rightPolygon() const { return m_right; }
    const std::vector<double>& arrows() const { return m_arrows; }

protected:
    void fill() override;
    bool dependsOnSelection(const SceneState& next) const override;
    std::optional<PointEdit> moved(const SceneHandle& handle, const QPointF& to) const override;
    std::optional<PointEdit> added(const QPointF& at, bool asks) const override;

private:
    void setRanges(const PlaneScene& scene);
    void drawRight(const PlaneScene& scene);
    void drawPolygon(const PlaneScene& scene);
    void drawArrows(const PlaneScene& scene);
    void drawPoints(const PlaneScene& scene);
    QCPCurve* line(const PlaneScene& scene, const std::vector<int>& corners, const QPen& pen);
    void label(const PlaneScene& scene, int point, const QString& text, const QColor& ink);

    QCPAxisRect* m_rect;
    QCPCurve* m_polygon = nullptr;
    QCPCurve* m_right = nullptr;
    std::vector<double> m_arrows;
};

} // namespace regard
