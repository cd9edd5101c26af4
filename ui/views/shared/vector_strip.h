// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/shared/theme.h"

#include <QWidget>

#include <vector>

namespace regard {

/// Labelled vectors as strips of coloured cells, one below another, so that the same
/// feature stands in the same column: a query, a key and their products term by term. Labels
/// stand before their strips, or above them where they would take too much of the width.
class VectorStrip : public QWidget {
    Q_OBJECT
public:
    struct Strip {
        QString label; ///< "q(yes)"
        Role role = Role::Hidden; ///< colour of the label
        std::vector<Real> values;
        bool sum = false; ///< the sum stands at the right: "Σ = 1.24"
        /// Magnitude at the ends of the colour scale, which diverges about zero; 0: the
        /// largest of this strip. Give q and k the same to compare them.
        double limit = 0;
    };

    explicit VectorStrip(QWidget* parent = nullptr);

    /// Strips of different lengths are aligned at their first number.
    void setStrips(std::vector<Strip> strips);
    const std::vector<Strip>& strips() const { return m_strips; }
    void setTheme(const Theme& theme);

    /// The place of a number in this widget; empty outside.
    QRectF cellRect(std::size_t strip, std::size_t index) const;
    /// The strip and the index under a point, −1 outside the cells.
    struct Cell {
        int strip = -1;
        int index = -1;
    };
    Cell cellAt(const QPointF& point) const;
    int indexAt(const QPointF& point) const { return cellAt(point).index; }
    /// "term 3: q(yes) 0.5, k(free) −2, product −1", counted from 1.
    QString textAt(int index) const;

    /// Where a strip's label stands.
    QRectF labelRect(std::size_t strip) const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// The feature under the pointer, −1 when it left.
    void indexHovered(int index);
    /// A number of a strip was clicked.
    void clicked(int strip, int index);

public Q_SLOTS:
    /// Outlines one feature in all strips; −1 for none.
    void setMarked(int index);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void measure();
    bool labelsAbove(int width) const;
    void drawStrip(QPainter& painter, std::size_t strip) const;
    QRectF stripRect(std::size_t strip) const;

    std::vector<Strip> m_strips;
    Theme m_theme = Theme::light();
    std::size_t m_length = 0; ///< of the longest strip
    double m_labelWidth = 0;
    double m_sumWidth = 0;
    int m_marked = -1;
};

} // namespace regard
