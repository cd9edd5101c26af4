// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/beam/beam_layout.h"
#include "ui/views/shared/trace_view.h"

#include <QPixmap>

namespace regard {

/// The tree of a beam search: at each step the hypotheses that were kept, those that ended with
/// their scores, and the nearest that were pruned. Pointing at one tells its text; a double click
/// or Return writes it: the decoder then goes on behind one that was kept or pruned.
class BeamView : public TraceView {
    Q_OBJECT
public:
    explicit BeamView(QWidget* parent = nullptr);

    /// Whether a trace was searched for with a beam.
    static bool shows(const Trace& trace);

    void setTrace(const TracePtr& trace) override;
    void setMoment(int moment) override;
    void setSelection(const CellRef& fixed, const CellRef& hovered) override;
    void setTheme(const Theme& theme) override;
    void showTensor(int /*tensor*/) override { }
    int shownTensor() const override { return -1; }
    std::vector<int> stops() const override;
    bool takePicture(const TakePicture& take, QString* error = nullptr,
                     double density = 2) override;

    QSize sizeHint() const override { return {900, 600}; }
    QSize minimumSizeHint() const override { return {220, 160}; }

    /// Read only, for tests.
    const BeamLayout& layoutNow() const { return m_layout; }
    /// Where a node is drawn, in the view; null where it is scrolled out of it or not there yet.
    QRectF placeOf(int node) const;
    int current() const { return m_current; }
    /// "yes i am <eos>: P = 0.41, score −0.6, branch 1": what a node is.
    QString words(int node) const;
    QString caption() const;

Q_SIGNALS:
    /// A hypothesis that ended is to be written, by its rank from 1.
    void branchAsked(int rank);
    /// The output is to begin so.
    void prefixAsked(const std::vector<std::string>& prefix);

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
    static constexpr int margin = 12;

    const Decoding* decoding() const;
    bool isDrawn(int node) const;
    bool isWritten(int node) const;
    CellRef cellOf(int node) const;
    int nodeAt(const QPointF& at) const;
    QString explanation() const;
    /// Height that is kept for the caption.
    double room() const;
    void layOut();
    void scrollTo(int node);
    void clampScroll();
    void point(int node);
    void choose(int node);
    void write(int node);
    void moveCurrent(int key);
    void describe();
    /// The node whose text is told of: pointed at, else clicked; −1 for none.
    int shownNode() const;
    /// What is seen of the tree at the origin, without what is pointed at or chosen.
    void paintTree(QPainter& painter, const QRectF& seen) const;
    void paintKept(QPainter& painter, const QRectF& seen);
    /// What is pointed at and chosen, over it.
    void paintMarks(QPainter& painter) const;
    void paintLine(QPainter& painter, int node, bool strong) const;
    void paintNode(QPainter& painter, int node) const;

    TracePtr m_trace;
    int m_moment = 0;
    Theme m_theme = Theme::light();
    CellRef m_fixed, m_hovered;
    BeamLayout m_layout;
    QPointF m_scroll;
    std::vector<int> m_ends; ///< by node: the moment from which it is drawn
    std::vector<bool> m_written; ///< by node: part of what is written
    /// What the kept picture of the tree depends on, beside trace, theme, font and moment.
    struct KeptKey {
        QPointF scroll;
        QSize size;
        double density = 1;
        bool stands = true; ///< what is written stands out
        friend bool operator==(const KeptKey&, const KeptKey&) = default;
    };
    KeptKey m_keptKey;
    int m_keptMoment = 0;
    QPixmap m_kept; ///< null: to be painted
    int m_pointed = -1; ///< the node under the pointer
    int m_current = -1; ///< the node that was clicked, or where the keys are
};

} // namespace regard
