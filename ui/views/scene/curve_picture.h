// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/scene/scene_plot.h"

namespace regard {

/// Points of one number with their values, the curve that attention tells from them, and below on
/// the same axis the weights of one query as bars.
class CurvePicture : public ScenePlot {
    Q_OBJECT
public:
    explicit CurvePicture(QWidget* parent = nullptr);

    QString caption(const SceneState& state) const override;
    QString described(const SceneState& state) const override;
    std::vector<int> stops(const SceneState& state) const override;

    QString words(const SceneHandle& handle) const override;

    /// The query whose weights are shown; −1 for none.
    int query() const { return m_query; }
    /// For tests: what is drawn.
    const QCPGraph* curve() const { return m_curve; }
    const QCPBars* bars() const { return m_bars; }

protected:
    void fill() override;
    bool dependsOnSelection(const SceneState& next) const override;
    std::optional<PointEdit> moved(const SceneHandle& handle, const QPointF& to) const override;
    std::optional<PointEdit> added(const QPointF& at, bool asks) const override;
    bool canAsk() const override { return true; }

private:
    /// The query that is shown with a state's selection.
    int queryWith(const SceneState& state) const;
    void setRanges(const CurveScene& scene);
    void drawPoints(const CurveScene& scene);
    void drawQueries(const CurveScene& scene);
    void drawRanges(const CurveScene& scene);
    void drawWeights(const CurveScene& scene);

    QCPAxisRect* m_above;
    QCPAxisRect* m_below;
    QCPGraph* m_curve = nullptr;
    QCPBars* m_bars = nullptr;
    int m_query = 0;
};

} // namespace regard
