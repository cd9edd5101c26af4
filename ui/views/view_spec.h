// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/shared/trace_view.h"

#include <QString>

#include <memory>
#include <span>

namespace regard {

/// One way to look at a trace: a line of the table viewSpecs(). Tabs, menus, shortcuts (Ctrl+1 for
/// the first line …), `render`, exports and tests iterate over it. A new view is a folder of its
/// own and one line here.
struct ViewSpec {
    const char* id = nullptr; ///< "flow": for --view and for names of files
    const char* title = nullptr; ///< translated in the context "ViewSpec": "Flow"
    const char* help = nullptr; ///< likewise, a sentence without a full stop
    std::unique_ptr<TraceView> (*make)() = nullptr;
    bool (*shows)(const Trace& trace) = nullptr; ///< which traces it can show; null: all
};

/// All views in the order of their tabs.
std::span<const ViewSpec> viewSpecs();
/// Null if there is none of this id.
const ViewSpec* viewSpecOf(const QString& id);

QString titleOf(const ViewSpec& spec);
QString helpOf(const ViewSpec& spec);
/// The same with what can be done in it, for "What's This?": the line "view/ID" of the help texts.
QString manualOf(const ViewSpec& spec);

} // namespace regard
