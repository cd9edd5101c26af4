// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/shared/theme.h"

#include <QRectF>
#include <QString>

class QPainter;

namespace regard {

/// A slot of a memory as a box.
struct SlotBox {
    QString key;
    double open = 0; ///< how far its lid is drawn open, 0 to 1
    double gate = 0; ///< the number; not a number: not computed
    double weight = 0; ///< of the question on it; not a number: not computed
};

/// Whether a box has room for the names of its numbers or for their symbols only.
enum class SlotBoxWidth { Names, Symbols };

QSizeF slotBoxSize(const QFont& font, SlotBoxWidth width);

/// Two flaps that stand up as far as it is open, the key, the gate with a bar and the weight with
/// another; "g" and "a" in place of their names where those have no room.
void paintSlotBox(QPainter& painter, const QRectF& rect, const SlotBox& box, const Theme& theme);

} // namespace regard
