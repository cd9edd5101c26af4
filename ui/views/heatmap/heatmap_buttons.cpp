// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap/heatmap_buttons.h"

#include <QHBoxLayout>

namespace regard {

HeatmapButtons::HeatmapButtons(QWidget* parent)
    : QWidget(parent)
    , sums(new QToolButton(this))
    , stretch(new QToolButton(this))
    , fit(new QToolButton(this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(2);
    const auto place = [row](QToolButton* button, const QString& text, const QString& help,
                             bool checkable) {
        button->setText(text);
        button->setToolTip(help);
        button->setAccessibleDescription(help);
        button->setCheckable(checkable);
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
    };
    place(sums, tr("Sums"),
          tr("Show the sum of every row and column: with softmax a row of weights sums to 1"),
          true);
    place(stretch, tr("Stretch"),
          tr("Let the colours reach up to the largest number of this tensor"), true);
    place(fit, tr("Fit"), tr("Show the whole map (double click)"), false);
}

} // namespace regard
