// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <QCoreApplication>
#include <QFont>
#include <QPainter>
#include <QString>

namespace regard {

/// Context of the stage's words for translation.
struct FlowWords {
    Q_DECLARE_TR_FUNCTIONS(regard::FlowWords)
};

/// Interface font of so many pixels.
QFont flowFont(int pixels, bool bold = false);

/// Draws a line of text in which "_" lowers the letter or the {group} after it.
void drawMath(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text);
qreal mathWidth(const QFont& font, const QString& text);

/// Name of a tensor with its equation where the trace tells it: "Q = X·W_Q" if it was
/// projected from X, "Scores = Q·Kᵀ", "Weights = softmax" by its formula.
QString flowTitle(const TraceTensor& tensor, bool projected = false);
/// The name alone: "Q".
QString flowName(const TraceTensor& tensor);
/// "8 × 64"
QString shapeText(const TraceTensor& tensor);
/// "−1.2 … 3.4" of the finite numbers in the first `rows` rows; empty without any.
QString rangeText(const TraceTensor& tensor, Index rows);

/// What a tensor is, in a sentence for people who learn.
QString tensorHelp(const TraceTensor& tensor);

/// Which of several rows of the same name it is, in lowered digits: "₂" for the second. Nothing for
/// the only one.
QString rowOccurrence(const TraceTensor& tensor, Index row);
/// The same for columns.
QString columnOccurrence(const TraceTensor& tensor, Index column);

/// "62 %", "<1 %"
QString percentText(double share);

} // namespace regard
