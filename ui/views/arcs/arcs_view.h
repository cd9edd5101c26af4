// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/latest_job.h"
#include "ui/views/arcs/arcs_layout.h"
#include "ui/views/arcs/arcs_lines.h"
#include "ui/views/shared/trace_view.h"

#include <QImage>

#include <memory>
#include <optional>

class QComboBox;
class QToolButton;

namespace regard {

/// Who looks at whom: the tokens of an attention's queries and keys in two columns, or of self
/// attention in one line, joined by lines as wide as their weights. Pointing at a token shows its
/// lines alone and writes its weights beside the other tokens; a click fixes it, Ctrl+click and
/// Shift+click take more, whose weights are summed up. The wheel scrolls, Ctrl+wheel zooms. Arrow
/// keys go on from a fixed token, Escape frees it, Return opens its weights, [ and ] choose heads.
///
/// Many lines are drawn on a worker: until they are there, the last ones are shown where they
/// belong now.
class ArcsView : public TraceView {
    Q_OBJECT
public:
    explicit ArcsView(QWidget* parent = nullptr);
    ~ArcsView() override;

    void setTrace(const TracePtr& trace) override;
    void setMoment(int moment) override;
    void setSelection(const CellRef& fixed, const CellRef& hovered) override;
    void setTheme(const Theme& theme) override;
    /// Shows the attention and the head that a tensor is a stage of.
    void showTensor(int tensor) override;
    /// The weights of the head that is shown, of the first where the mean of all is.
    int shownTensor() const override { return m_state.weights.index(); }
    std::vector<int> stops() const override;
    /// All tokens at once; where they lie close some are named.
    void fit() override;
    /// Off: the picture is complete whenever it is painted.
    void setAnimated(bool animated) override { m_animated = animated; }
    /// Writes all tokens and lines, those too that are scrolled to.
    bool takePicture(const TakePicture& take, QString* error = nullptr,
                     double density = 2) override;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    /// Read only, for tests.
    const ArcsState& state() const { return m_state; }
    ArcsLayout layoutNow() const;

public Q_SLOTS:
    /// Another attention of the trace and a head of it, or allHeads; out of range is clamped.
    void choose(int attention, int head);
    void setOneLine(bool oneLine);
    /// Lets the largest weight be as wide as a line can be.
    void setStretched(bool stretched);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    /// What lines depend on beside the trace.
    struct LinesKey {
        QRectF rect;
        double pitch = 0;
        std::array<double, 2> begin{};
        int moment = 0;
        ArcsFocus focus;
        bool dark = false;
        bool projector = false;
        int weights = 0; ///< counts the weights shown
        bool stretched = false;
        double density = 1;
        friend bool operator==(const LinesKey&, const LinesKey&) = default;
    };
    struct LinesPicture {
        LinesKey key;
        QImage image;
    };

    void buildHeader();
    void showHeader();
    void placeHeader();
    QRectF pictureRect() const;
    /// Takes the weights of the attention and head chosen; what is fixed stays where it is there.
    void takeWeights();
    void choosePlace(int attention, int head);
    void refresh();
    void describe();
    void paintLines(QPainter& painter, const ArcsLayout& layout);
    void drawLater(LinesKey key, std::vector<ArcsLine> lines, const ArcsLayout& layout);
    void point(const CellRef& cell);
    CellRef cellAt(const QPointF& pixel) const;
    void pick(const ArcsToken& token, Qt::KeyboardModifiers how);
    void tell(const CellRef& fixed);
    void moveFixed(Index by, bool extend);
    void changeSide();
    void scrollBy(double pixels);
    void scrollTo(const ArcsToken& token);
    void zoom(double factor, double at);

    ArcsState m_state;
    bool m_animated = true;
    CellRef m_told; ///< as last told by clicked()
    CellRef m_pointed; ///< as last told by hovered()
    Index m_anchor = -1; ///< Shift+click reaches from here
    int m_weightsShown = 0;
    QWidget* m_header = nullptr;
    QComboBox* m_attentions = nullptr;
    QComboBox* m_heads = nullptr;
    QComboBox* m_arrangement = nullptr;
    QToolButton* m_stretch = nullptr;
    LinesPicture m_picture;
    std::optional<LinesKey> m_drawing; ///< what the worker draws
    LatestJob<LinesPicture> m_worker; ///< last: it tells the view
};

} // namespace regard
