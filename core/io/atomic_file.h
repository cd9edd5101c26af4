// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace regard {

/// A file that appears whole or not at all: written under a temporary name in the folder of
/// its target, brought to the disk, then renamed over the target. Until commit() has
/// returned, the old file is as it was.
///
/// Every error throws std::runtime_error with one line that names the file, the reason and
/// what to do, and removes the temporary.
///
/// A temporary is locked (flock) while it is written. Opening an AtomicFile removes
/// temporaries in the same folder that nobody holds: those of killed programs.
class AtomicFile {
public:
    /// Opens the temporary. A link is followed, also one to nothing yet; an existing target keeps
    /// its permissions, which the temporary has from the start, and must be an ordinary file that
    /// may be written.
    explicit AtomicFile(const std::filesystem::path& target);
    /// Without a commit: removes the temporary.
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::string_view bytes);
    void write(const void* bytes, std::size_t size)
    {
        write({static_cast<const char*>(bytes), size});
    }
    /// Puts what was written in the place of the target. Nothing may be written afterwards.
    void commit();

private:
    bool openTemporary(unsigned mode);
    void flush();
    void writeThrough(std::string_view bytes);
    void discard() noexcept;
    [[noreturn]] void fail(int error);
    [[noreturn]] void fail(const std::string& problem);

    std::filesystem::path m_name; ///< as the caller wrote it, for messages
    std::filesystem::path m_target; ///< links followed
    std::filesystem::path m_temporary;
    std::string m_buffer;
    int m_descriptor = -1;
};

/// Throws what saving a file would, for work that must not be lost at its end.
void requireWritable(const std::filesystem::path& target);

/// Saves a whole file through an AtomicFile.
void saveFile(const std::filesystem::path& target, std::string_view bytes);

} // namespace regard
