// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/shared/theme.h"

#include <QSlider>

#include <vector>

namespace regard {

/// A slider with marks above its groove. A click on a mark goes to it.
class MarkedSlider : public QSlider {
    Q_OBJECT
public:
    /// A mark at a value of the slider, or between two.
    struct Mark {
        double value = 0;
        QString text; ///< what is there, for who points at it
        bool isCurrent = false;
        friend bool operator==(const Mark&, const Mark&) = default;
    };

    explicit MarkedSlider(QWidget* parent = nullptr);

    void setMarks(std::vector<Mark> marks);
    const std::vector<Mark>& marks() const { return m_marks; }
    void setTheme(const Theme& theme);
    /// Where a mark is drawn.
    QRectF markRect(std::size_t mark) const;

Q_SIGNALS:
    void markClicked(int mark);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    int markAt(const QPointF& point) const; ///< −1: none

    std::vector<Mark> m_marks;
    Theme m_theme = Theme::light();
};

} // namespace regard
