// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace regard {

/// What is accepted of a JSON text from outside.
struct JsonLimits {
    std::size_t bytes = std::size_t{64} << 20;
    std::size_t values = 4'000'000; ///< objects, arrays, texts, numbers … in all
    std::size_t depth = 64; ///< arrays and objects inside each other
};

/// Parses a JSON text that may come from anybody. A key may occur once in its object.
/// Throws FileError with `source` as the file, the line and the column.
nlohmann::json parseJson(std::string_view text, const std::filesystem::path& source,
                         const JsonLimits& limits = {});

/// The same for a file.
nlohmann::json readJson(const std::filesystem::path& file, const JsonLimits& limits = {});

} // namespace regard
