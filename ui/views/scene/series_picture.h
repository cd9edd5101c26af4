// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/scene/scene_plot.h"

#include <vector>

namespace regard {

/// Channels of a series, a strip each over the same time: what was typed as a line, what is
/// forecast dashed, and behind both the earlier steps as dark as their weights for one step, which
/// is the one under the pointer, else the one that is fixed, else the last that is computed.
class SeriesPicture : public ScenePlot {
    Q_OBJECT
public:
    explicit SeriesPicture(QWidget* parent = nullptr);

    QString caption(const SceneState& state) const override;
    QString described(const SceneState& state) const override;
    std::vector<int> stops(const SceneState& state) const override;

    QString words(const SceneHandle& handle) const override;

    /// The step whose weights are shown, from 0; −1 for none.
    int step() const { return m_step; }
    /// For tests: what is drawn of a channel.
    struct Strip {
        QCPAxisRect* rect = nullptr;
        QCPGraph* truth = nullptr;
        QCPGraph* forecast = nullptr;
        QCPColorMap* shade = nullptr; ///< null: none
    };
    const std::vector<Strip>& strips() const { return m_strips; }

protected:
    void fill() override;
    bool dependsOnSelection(const SceneState& /*next*/) const override { return false; }
    void fillMarks() override;
    const SceneHandle* handleAt(const QPointF& pixel) const override;

private:
    void makeStrips(std::size_t count);
    void drawStrip(const SeriesScene& scene, std::size_t channel);
    void addShade(const SeriesScene& scene, Strip& strip);
    /// Pixels from one step to the next.
    double stepWidth(const Strip& strip) const;
    /// Of the values of a channel over their steps, with room for its name in the corner.
    QCPRange rangeOf(const Strip& strip, const std::vector<QPointF>& all,
                     const QString& name) const;
    void shade(Strip& strip) const;
    void nameTimes(const SeriesScene& scene);
    void addSteps(const SeriesScene& scene);
    int stepNow(const SceneState& state) const;
    QString stepText(const SeriesScene& scene, int step) const;

    std::vector<Strip> m_strips;
    int m_step = -1;
};

} // namespace regard
