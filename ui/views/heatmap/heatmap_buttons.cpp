// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap/heatmap_buttons.h"

#include "ui/views/shared/give_help.h"

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
    const auto place = [row](QToolButton* button, const QString& text, const char* name,
                             bool checkable) {
        button->setText(text);
        giveHelp(button, name);
        button->setAccessibleDescription(button->toolTip());
        button->setCheckable(checkable);
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
    };
    place(sums, tr("Sums"), "heatmap/sums", true);
    place(stretch, tr("Stretch"), "heatmap/stretch", true);
    place(fit, tr("Fit"), "heatmap/fit", false);
}

} // namespace regard
