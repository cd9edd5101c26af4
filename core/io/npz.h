// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/named_tensor.h"
#include "core/io/zip.h"

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// Writes the file that numpy.load() opens: float32 arrays, and texts beside them.
/// Errors are those of ZipWriter.
class NpzWriter {
public:
    explicit NpzWriter(const std::filesystem::path& target) : m_zip(target) { }

    /// numpy shows the array under `name`; in the file it is "name.npy". Row-major.
    /// Throws std::invalid_argument if the numbers do not fill the dimensions.
    void addArray(const std::string& name, const std::vector<std::int64_t>& dimensions,
                  std::span<const float> values);
    /// A member with exactly this name, UTF-8.
    void addText(const std::string& name, std::string_view text);
    void commit() { m_zip.commit(); }

private:
    ZipWriter m_zip;
};

struct NpzFile {
    std::vector<NamedTensor> arrays; ///< names without ".npy"
    std::map<std::string, std::string> texts; ///< all other members
};

/// Most that an .npz may unpack to, in bytes.
inline constexpr std::size_t npzLimit = std::size_t{1} << 30;

/// Reads an .npz that may come from anybody: float32, float64, int32, int64 and bool,
/// little-endian, C or Fortran order, at most 8 dimensions. All become float32, row-major.
/// Throws FileError.
NpzFile readNpz(const std::filesystem::path& file, std::size_t limit = npzLimit);

/// The same from memory; `source` names it in errors.
NpzFile parseNpz(std::string_view bytes, const std::filesystem::path& source,
                 std::size_t limit = npzLimit);

/// A single .npy, with the file's stem as name. Throws FileError.
NamedTensor readNpy(const std::filesystem::path& file);

/// The same from memory.
NamedTensor parseNpy(std::string_view bytes, const std::string& name,
                     const std::filesystem::path& source);

} // namespace regard
