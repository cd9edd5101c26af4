// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/told/teller.h"

namespace regard {

/// Turns to a view of the window and uses it: points at its places and clicks them, types its keys,
/// turns the wheel, drags, and chooses from its controls.
void useView(MainWindow& window, Teller& teller, int tab);

/// Turns the wheel over a place of a widget, or over the middle of a view's picture.
void turnWheel(QWidget& widget, const QPoint& at, const QPoint& by,
               Qt::KeyboardModifiers keys = Qt::NoModifier);
void turnWheel(TraceView& view, const QPoint& by);

/// Shows what is said at a place of a widget; takes it away at once, where Qt lets it stand for a
/// while. Qt itself shows none once watchTips() was called: when it does hangs on the clock.
void askTip(QWidget& widget, const QPoint& at);
void hideTip();
void watchTips();

/// Prints what is said at the places of a grid over a widget, each once, and the pointer's forms.
void tellTips(QWidget& widget, const QString& name);
void tellTips(TraceView& view, const QString& name);

/// Prints what a screen reader is told of a view and its parts, the first ones and the last of
/// many.
void tellSpoken(TraceView& view, const QString& name);

} // namespace regard
