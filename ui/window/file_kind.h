// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace regard {

/// What a file or folder is to the window.
enum class FileKind { Session, Weights, Examples };

/// By the ending; without one of ours by how the file begins, as safetensors with the length of a
/// header in JSON and sessions with their name. Folders and all else are examples to train on.
FileKind fileKindOf(const QString& path);

} // namespace regard
