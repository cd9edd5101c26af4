// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <QStringList>

#include <memory>

namespace regard {

/// A trace that has its words and nothing else.
inline std::shared_ptr<Trace> traceOf(const QStringList& input, const QStringList& output = {})
{
    auto trace = std::make_shared<Trace>();
    for (const QString& text : input)
        trace->input.push_back({text.toStdString()});
    for (const QString& text : output)
        trace->output.push_back({text.toStdString()});
    return trace;
}

} // namespace regard
