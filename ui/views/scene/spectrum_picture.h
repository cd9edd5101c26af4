// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/scene/scene_plot.h"

namespace regard {

/// A spectrum and what is rebuilt of it, over its channels, with the names of what has the peaks;
/// below the error on the same axis, and the weights of each attention over the features that it
/// weighs.
class SpectrumPicture : public ScenePlot {
    Q_OBJECT
public:
    explicit SpectrumPicture(QWidget* parent = nullptr);

    QString caption(const SceneState& state) const override;
    QString described(const SceneState& state) const override;
    std::vector<int> stops(const SceneState& state) const override;

    QString words(const SceneHandle& handle) const override;

    /// For tests: what is drawn; null where it is not.
    struct Curves {
        QCPGraph* spectrum = nullptr;
        QCPGraph* noisy = nullptr;
        QCPGraph* before = nullptr; ///< rebuilt, without the person's changes
        QCPGraph* rebuilt = nullptr;
        QCPGraph* error = nullptr;
        std::vector<QCPBars*> weights;
        QStringList names;
    };
    const Curves& curves() const { return m_curves; }

protected:
    void fill() override;
    bool dependsOnSelection(const SceneState&) const override { return false; }
    void fillMarks() override;
    const SceneHandle* handleAt(const QPointF& pixel) const override;

private:
    void makeRects(const SpectrumScene& scene);
    /// The only row of a tensor as a curve over the channels; null if it is not computed.
    QCPGraph* curve(const SpectrumScene& scene, const TraceTensor* tensor, const QPen& pen);
    void drawError(const SpectrumScene& scene);
    void drawWeights(const SpectrumScene& scene, std::size_t which);
    void drawPeaks(const SpectrumScene& scene);
    void setRanges(const SpectrumScene& scene);
    SceneHandle channelHandle(const SpectrumScene& scene, Index channel) const;
    QString channelText(const SpectrumScene& scene, Index channel) const;
    Index channelShown(const SpectrumScene& scene) const;

    QCPAxisRect* m_above = nullptr;
    QCPAxisRect* m_error = nullptr;
    std::vector<QCPAxisRect*> m_weightRects;
    Curves m_curves;
    mutable SceneHandle m_under; ///< the channel that the pointer is on
};

} // namespace regard
