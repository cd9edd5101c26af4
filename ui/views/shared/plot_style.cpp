// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/shared/plot_style.h"

#include <array>

namespace regard {

RunLook runLook(std::size_t index, const Theme& theme)
{
    struct Line {
        Role role;
        QCPScatterStyle::ScatterShape mark;
        Qt::PenStyle line;
    };
    static constexpr std::array lines{
        Line{Role::Weights, QCPScatterStyle::ssDisc, Qt::SolidLine},
        Line{Role::Key, QCPScatterStyle::ssSquare, Qt::DashLine},
        Line{Role::Context, QCPScatterStyle::ssTriangle, Qt::DotLine},
        Line{Role::Query, QCPScatterStyle::ssDiamond, Qt::DashDotLine},
    };
    const Line& line = lines[index % lines.size()];
    return {theme.role(line.role), line.mark, line.line};
}

void colorAxes(QCPAxisRect& rect, const Theme& theme, const QFont& font)
{
    rect.setBackground(theme.surface());
    for (QCPAxis* axis : rect.axes()) {
        axis->setBasePen(QPen(theme.border(), theme.line()));
        axis->setTickPen(QPen(theme.border(), theme.line()));
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(theme.textMuted());
        axis->setLabelColor(theme.textMuted());
        axis->setTickLabelFont(font);
        axis->setLabelFont(font);
        axis->setLabelPadding(3);
        axis->grid()->setPen(theme.grid());
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
}

void colorLegend(QCPLegend& legend, const Theme& theme, const QFont& font)
{
    QColor back = theme.surface();
    back.setAlphaF(0.85F);
    legend.setBrush(back);
    legend.setBorderPen(theme.border());
    legend.setTextColor(theme.text());
    legend.setFont(font);
    legend.setRowSpacing(-4);
}

} // namespace regard
