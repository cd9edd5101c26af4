// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"
#include "ui/words/picked_places.h"

#include <QString>
#include <QStringList>

#include <span>

namespace regard {

/// A way to write a tensor's numbers for another program: a line of the table tensorFormats().
struct TensorFormat {
    const char* title; ///< translated in the context "TensorFormat": "CSV"
    /// The numbers of rows × columns, exact to the last bit of a float, with the labels where the
    /// form has a place for them.
    QString (*write)(const Tensor& numbers, const QStringList& rows, const QStringList& columns);
};

/// Text with tabs, CSV, NumPy, LaTeX.
std::span<const TensorFormat> tensorFormats();
QString titleOf(const TensorFormat& format);

/// A tensor of a trace with its labels; where several rows or columns are picked, those alone.
QString tensorText(const TraceTensor& tensor, const TensorFormat& format,
                   const PickedPlaces& picked = {});

} // namespace regard
