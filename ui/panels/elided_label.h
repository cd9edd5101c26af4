// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace regard {

/// One line of text that ends in "…" where the width does; the whole is its tooltip.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    using QLabel::QLabel;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace regard
