// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string_view>

namespace regard {

/// "Layer 1", "Encoder · layer 2", "Decoder · layer 1 · cross" for a scope.
QString scopeText(std::string_view scope);

} // namespace regard
