// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"
#include "ui/views/shared/theme.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace regard {

using TracePtr = std::shared_ptr<const Trace>;

/// A row of weights in which one has another value and the others share what is left in their old
/// proportion (evenly where they had nothing), so that the sum stays; keys that are masked stay 0.
/// `alone`: the others stay as they are, as with a normaliser that does not sum to one.
std::vector<Real> withWeight(const std::vector<Real>& row, const std::vector<bool>& seen,
                             std::size_t changed, Real value, bool alone);

/// A row of weights as bars that can be dragged: what follows is computed while one drags.
class WeightBars : public QWidget {
    Q_OBJECT
public:
    explicit WeightBars(QWidget* parent = nullptr);

    /// The weights of the row that a place is in, of the head it belongs to; none where the place
    /// is in no row of an attention.
    void setPlace(const TracePtr& trace, const CellRef& place);
    void setTheme(const Theme& theme);

    int count() const { return static_cast<int>(m_values.size()); }
    const std::vector<Real>& values() const { return m_values; }
    const QStringList& labels() const { return m_labels; }
    /// Whose row is shown: its tensor and row.
    const CellRef& row() const { return m_row; }
    QRect barRectangle(int index) const;
    int current() const { return m_current; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {120, 40}; }

Q_SIGNALS:
    /// While a bar is dragged.
    void dragged(const regard::CellRef& row, const std::vector<regard::Real>& values);
    /// Where a bar was let go, or set by a key; no values where the drag was given up.
    void changed(const regard::CellRef& row, const std::vector<regard::Real>& values);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    int barAt(const QPointF& at) const;
    Real valueAt(double x) const;
    std::vector<Real> with(int index, Real value) const;
    void tell();
    int lineHeight() const;
    int labelWidth() const;

    CellRef m_row;
    QStringList m_labels;
    std::vector<Real> m_values;
    std::vector<bool> m_seen;
    Real m_total = 1;
    bool m_alone = false; ///< the row need not sum to one
    int m_current = -1;
    int m_dragged = -1;
    std::vector<Real> m_before; ///< when the drag began
    Theme m_theme = Theme::light();
};

} // namespace regard
