// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/named_tensor.h"

#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// What a .safetensors file holds. Format: 8 bytes little-endian length of a JSON header,
/// the header (name → dtype, shape, data_offsets; "__metadata__" → texts), the numbers.
struct SafetensorsFile {
    std::map<std::string, std::string> metadata;
    std::vector<NamedTensor> tensors; ///< in the order of their numbers in the file
};

/// Most bytes of a file that is read, and of its header.
inline constexpr std::size_t largestSafetensors = std::size_t{4} << 30;
inline constexpr std::size_t largestSafetensorsHeader = 100'000'000;

/// Reads a file that may come from anybody. F32 as it is; F64, F16 and BF16 are converted;
/// at most 8 dimensions. Numbers that are not finite are passed on.
/// The header is checked, against the size of the file too, before any number is read;
/// `accept` is then shown it, tensors without values, and may throw.
/// Throws FileError, and Stopped soon after a stop request.
SafetensorsFile readSafetensors(const std::filesystem::path& file, const std::stop_token& stop = {},
                                const std::function<void(const SafetensorsFile&)>& accept = {});

/// Metadata alone: no number is read. Throws as readSafetensors().
std::map<std::string, std::string> readSafetensorsMetadata(const std::filesystem::path& file,
                                                           const std::stop_token& stop = {});

/// The same from memory; `source` names it in errors.
SafetensorsFile parseSafetensors(std::string_view bytes, const std::filesystem::path& source,
                                 const std::function<void(const SafetensorsFile&)>& accept = {});

/// A tensor to write; the numbers stay with their owner.
struct TensorView {
    std::string name;
    std::vector<std::int64_t> dimensions;
    std::span<const float> values;
};

/// How many bits a number is written with: 32, or 16 (IEEE 754 binary16) to which it is rounded.
enum class Precision { Single, Half };

/// Writes tensors in the given order, whole or not at all (AtomicFile).
/// Throws std::invalid_argument for a name given twice or numbers that do not fill the
/// dimensions, std::runtime_error if it cannot be saved.
void writeSafetensors(const std::filesystem::path& file,
                      const std::map<std::string, std::string>& metadata,
                      std::span<const TensorView> tensors, Precision precision = Precision::Single);

void writeSafetensors(const std::filesystem::path& file, const SafetensorsFile& contents);

/// What writeSafetensors() writes, in memory. Throws std::invalid_argument as it does.
std::string safetensorsBytes(const std::map<std::string, std::string>& metadata,
                             std::span<const TensorView> tensors);

} // namespace regard
