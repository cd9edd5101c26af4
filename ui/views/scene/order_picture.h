// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/scene/scene_plot.h"

#include <QVariantAnimation>

namespace regard {

/// Numbers that are sorted, as bars: above as they were typed, in the middle the weights of one
/// step on them, below as they are written, each bar moving into its place. A wrong place is
/// marked.
class OrderPicture : public ScenePlot {
    Q_OBJECT
public:
    explicit OrderPicture(QWidget* parent = nullptr);

    QString caption(const SceneState& state) const override;
    QString described(const SceneState& state) const override;
    std::vector<int> stops(const SceneState& state) const override;
    QString words(const SceneHandle& handle) const override;

    /// For tests: the bars that are drawn.
    const QCPBars* typed() const { return m_typed; }
    const QCPBars* weights() const { return m_weights; }
    const std::vector<QCPBars*>& written() const { return m_written; }

protected:
    void fill() override;
    /// A bar is taken anywhere.
    const SceneHandle* handleAt(const QPointF& pixel) const override;
    bool dependsOnSelection(const SceneState& next) const override;
    std::optional<PointEdit> moved(const SceneHandle& handle, const QPointF& to) const override;
    std::optional<PointEdit> added(const QPointF& at, bool asks) const override;

private:
    QCPBars* bars(QCPAxisRect* rect, const QColor& ink);
    void setRanges(const OrderScene& scene);
    void drawTyped(const OrderScene& scene);
    void drawWeights(const OrderScene& scene);
    void drawWritten(const OrderScene& scene);
    void cross(double x, double y);

    QCPAxisRect* m_above;
    QCPAxisRect* m_middle;
    QCPAxisRect* m_below;
    QCPBars* m_typed = nullptr;
    QCPBars* m_weights = nullptr;
    std::vector<QCPBars*> m_written; ///< one for each step
    int m_shownSteps = -1; ///< steps that were drawn last
    QVariantAnimation m_move; ///< of the newest bar, 0 … 1
};

} // namespace regard
