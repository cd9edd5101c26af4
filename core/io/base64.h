// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace regard {

/// Bytes as text: RFC 4648, section 4, with "=" at the end.
std::string toBase64(std::string_view bytes);

/// The reverse; nothing for a text that is none, line breaks included.
std::optional<std::string> fromBase64(std::string_view text);

} // namespace regard
