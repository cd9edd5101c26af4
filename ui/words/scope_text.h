// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <QString>
#include <QStringList>

#include <string_view>
#include <vector>

namespace regard {

/// The first letter in upper case.
QString capitalised(QString text);

/// A folder of a path. Layers and heads are counted from zero there, from one for people: "layer",
/// "2" and "layer 2" for "layer1"; "sentence", "3" and "sentence 3" for "sentence3"; "feed
/// forward",
/// "" and the same for "feed_forward".
struct ScopePart {
    QString word;
    QString number;
    QString text;
};
std::vector<ScopePart> scopeFolders(std::string_view scope);

/// The folders of a path in words: "encoder", "layer 2", "feed forward".
QStringList scopeParts(std::string_view scope);

/// "Layer 1", "Encoder · layer 2", "Decoder · layer 1 · cross" for a scope.
QString scopeText(std::string_view scope);

/// "encoder › layer 1 › head 2 › raw scores" for the path of a tensor.
QString pathText(std::string_view path);

/// "Layer 1", "Decoder · layer 2 · cross", "Attention" where nothing tells more.
QString attentionText(const Attention& attention);

/// "Head 2" for the head at 1.
QString headText(int head);

} // namespace regard
