// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_pages.h"
#include "ui/views/shared/trace_view.h"

#include <QElapsedTimer>

namespace regard {

class FlowScene;
class FlowStage;
struct FlowPlan;
struct FlowType;

/// The data's way through attention, left to right, each matrix a small map, joined by
/// ribbons in the colours of the roles; for an encoder and a decoder their states with
/// the arcs of the step between them. Laid out for its size; wheel zooms, drag pans, key
/// 0 or a double click beside the picture fits it again.
class FlowView : public TraceView {
    Q_OBJECT
public:
    explicit FlowView(QWidget* parent = nullptr);
    ~FlowView() override;

    void setTrace(const TracePtr& trace) override;
    void setMoment(int moment) override;
    void setSelection(const CellRef& fixed, const CellRef& hovered) override;
    void setTheme(const Theme& theme) override;
    /// Shows the layer and the head that the tensor belongs to.
    void showTensor(int tensor) override;
    /// The weights of the head that is shown.
    int shownTensor() const override;
    std::vector<int> stops() const override;

    /// Off: changes show at once (tests, reduced motion).
    void setAnimated(bool animated) override { m_animated = animated; }

    /// How numbers move when the moment steps forward; off at first.
    enum class Motion { Off, Slow, Normal, Fast };
    void setMotion(Motion motion) { m_motion = motion; }
    Motion motion() const { return m_motion; }

    /// Whether marks beside the stages ask about them.
    void setQuestions(bool shown);
    bool hasQuestions() const;

    int layer() const;
    int head() const;
    int layerCount() const;
    int headCount() const;
    /// Layers and what is between them, in the order of computation.
    int page() const;
    int pageCount() const;

    /// Read only; for tests and for drawing the picture elsewhere.
    const FlowScene& scene() const { return *m_scene; }
    FlowStage& stage() { return *m_stage; }

    /// Writes what the stage shows by the ending of the path: png (`density` pixels for one on
    /// screen), svg or pdf. The file is replaced at once or not at all; false with a message for
    /// people in `error` if it cannot be written.
    bool takePicture(const TakePicture& take, QString* error = nullptr,
                     double density = 2) override;

public Q_SLOTS:
    /// Shows another layer and head; out of range is clamped.
    void setLayerHead(int layer, int head);
    void setPage(int page);
    void fit() override;

Q_SIGNALS:
    void layerHeadChanged(int layer, int head);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void layOut(bool animated);
    /// The picture of the present page or step.
    FlowPlan planNow() const;
    /// Layer and head of another choice by hand: the fixed place goes along.
    void choose(int layer, int head);
    void choosePage(int page);
    void showPlace(int layer, int head);
    /// Goes to the page on which the moment computes; false if that is the one shown.
    bool follow();
    int pageOfBlock(int block) const;
    int pageAround(int block) const;
    /// The head shown, or the last that a layer has.
    int headOf(int block) const;
    FlowPlan planPage(int page, const QSizeF& size, const FlowType& type) const;
    void point(const CellRef& cell);
    void help(const QPointF& at, const QPoint& global);
    bool handleKey(int key);
    void moveFixed(int rows, int columns);
    void updateFocus();
    void describe();
    /// Milliseconds that numbers may move after this step; 0 for none. Steps that follow each
    /// other leave them less time.
    int motionTime();
    /// Says what there is to say of the next stage of the picture, from the fixed place on.
    void askNext();

    FlowScene* m_scene;
    FlowStage* m_stage;
    CellRef m_pointed;
    std::vector<FlowPage> m_knownPages; ///< of the last trace that had any
    int m_knownPage = -1;
    bool m_animated = true;
    Motion m_motion = Motion::Off;
    QElapsedTimer m_sinceStep;
};

} // namespace regard
