// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenarios/session_file.h"
#include "ui/views/shared/palettes.h"

#include <QImage>
#include <QSize>
#include <QString>
#include <QStringList>

#include <stop_token>
#include <string>
#include <vector>

namespace regard {

/// A picture of the program without a display. Needs a QApplication, on the offscreen
/// platform where there is no display.
struct RenderRequest {
    QString view = QStringLiteral("flow"); ///< an id of viewSpecs(), or "window"
    QString
        shown; ///< of the window: the id of the view that its first pane shows; empty: by choice
    Exploration exploration;
    /// Panes that stand beside it in the picture, each in its view, or in `view`.
    std::vector<PaneState> beside;
    Place cell; ///< selected; of the window, explained by the inspector
    bool dark = false;
    bool projector = false; ///< Theme::forProjector()
    Palettes palettes;
    QSize size{1280, 820};
};

/// What RenderRequest::view may be: the views, then "window".
QStringList renderViews();

/// Computes the exploration and draws its last moment.
/// Throws std::invalid_argument for an unknown view, std::runtime_error (what is wrong and what to
/// do) and Stopped.
QImage renderImage(const RenderRequest& request, std::stop_token stop = {});

/// The same into a file by the ending of its path: png, svg or pdf. Whole or not at all.
/// Returns the notes of the traces that are shown, each once. Throws as renderImage() does.
std::vector<std::string> renderFile(const RenderRequest& request, const QString& path,
                                    std::stop_token stop = {});

} // namespace regard
