// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/cell/cell_layout.h"

class QComboBox;

namespace regard {

/// A microscope on one step of a recurrent layer: what is read, gates and candidates as bars that
/// multiply and add, one bar a unit, and the arithmetic of one unit with its numbers. It shows the
/// step that the moment computes, or the one that is selected, whichever came last. [ and ] choose
/// another layer or direction, up and down another unit, + − 0 and the wheel zoom along the units.
class CellView : public TraceView {
    Q_OBJECT
public:
    explicit CellView(QWidget* parent = nullptr);

    /// Whether a trace has a recurrent cell.
    static bool shows(const Trace& trace) { return !recurrentLayers(trace).empty(); }

    void setTrace(const TracePtr& trace) override;
    void setMoment(int moment) override;
    void setPart(int part) override { m_part = part; }
    void setSelection(const CellRef& fixed, const CellRef& hovered) override;
    void setTheme(const Theme& theme) override;
    void showTensor(int tensor) override;
    int shownTensor() const override;
    std::vector<int> stops() const override;
    void fit() override;
    bool takePicture(const TakePicture& take, QString* error = nullptr,
                     double density = 2) override;

    const CellState& state() const { return m_state; }
    const std::vector<CellSection>& sections() const { return m_sections; }
    CellLayout layoutNow() const;
    /// Chooses a layer; −1: the one that is computed or selected.
    void setLayer(int layer);
    QComboBox* layerBox() const { return m_layer; }

    QSize sizeHint() const override { return {900, 600}; }
    QSize minimumSizeHint() const override { return {220, 160}; }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// What is under a point: a number of a row of bars, or a word.
    struct Hit {
        const CellRow* row = nullptr;
        Index number = -1;
        Index word = -1; ///< row of the states
    };
    Hit hitAt(const QPointF& point) const;
    QRectF pictureRect() const;
    void refresh();
    void fillLayers();
    void preview(const CellRef& cell);
    void pickUnit(Index unit);
    void moveUnit(Index by);
    void zoom(double factor, double around);

    CellState m_state;
    std::vector<CellSection> m_sections;
    QComboBox* m_layer;
    int m_part = std::numeric_limits<int>::max();
    CellRef m_previewed; ///< as last told by hovered()
};

} // namespace regard
