// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <QObject>

#include <memory>

namespace regard {

using TracePtr = std::shared_ptr<const Trace>;

/// The one selection that all views share. Hover previews, click fixes, Escape frees.
/// When a new trace arrives, the selection follows it.
class Selection : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    const CellRef& fixed() const { return m_fixed; }
    const CellRef& hovered() const { return m_hovered; }
    /// The hovered place if there is one, else the fixed one.
    const CellRef& shown() const { return m_hovered ? m_hovered : m_fixed; }

public Q_SLOTS:
    void hover(const regard::CellRef& cell);
    void fix(const regard::CellRef& cell);
    void free();
    void setTrace(const regard::TracePtr& trace);

Q_SIGNALS:
    void changed();

private:
    void set(CellRef fixed, CellRef hovered);

    TracePtr m_trace;
    CellRef m_fixed;
    CellRef m_hovered;
};

} // namespace regard
