// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/atomic_file.h"
#include "core/io/input_file.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// Writes a zip file (APPNOTE 6.3, without zip64) member by member, whole or not at all.
/// Errors are those of AtomicFile; std::runtime_error as well when the file would have more
/// than 65,535 members or 4 GB.
class ZipWriter {
public:
    enum class Compression { Stored, Deflated };

    explicit ZipWriter(const std::filesystem::path& target);

    /// Throws std::invalid_argument for a name given twice.
    void add(const std::string& name, std::string_view bytes, Compression compression);
    void commit();

private:
    struct Member {
        std::string name;
        std::uint16_t method = 0;
        std::uint32_t crc = 0;
        std::uint32_t packedSize = 0;
        std::uint32_t size = 0;
        std::uint32_t offset = 0;
    };
    static std::string description(const Member& member);
    void write(std::string_view bytes);

    std::filesystem::path m_name;
    AtomicFile m_file;
    std::vector<Member> m_members;
    std::uint64_t m_position = 0;
};

/// Reads a zip file that may come from anybody and hands over one member after the other,
/// unpacked and checked. No member may overlap another, or unpack to anything but the size
/// the directory states; all together may unpack to `limit` bytes.
/// Throws FileError, with `advice` where there is more; Stopped within a block or a member of a
/// stop request.
void readZip(const std::filesystem::path& file, std::size_t limit,
             const std::function<void(const std::string& name, std::string bytes)>& take,
             std::string_view advice = smallerAdvice, const std::stop_token& stop = {});

/// The same from memory; `source` names it in errors.
void parseZip(std::string_view bytes, const std::filesystem::path& source, std::size_t limit,
              const std::function<void(const std::string& name, std::string bytes)>& take,
              std::string_view advice = smallerAdvice);

} // namespace regard
