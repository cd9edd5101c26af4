// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>

namespace regard {

/// What readers of files from outside throw: one line that names the file, says what is
/// wrong and what to do.
class FileError : public std::runtime_error {
public:
    /// "cannot read FILE: it is cut short, fetch it again"
    FileError(const std::filesystem::path& file, const std::string& problem)
        : std::runtime_error("cannot read " + file.string() + ": " + problem)
    {
    }
};

/// What a reader says to do about a file that is too large, where it knows no better.
inline constexpr std::string_view smallerAdvice = "give a smaller one";

/// A file of at most `limit` bytes that is read from its beginning to its end: an ordinary one or
/// "/dev/stdin".
class InputBytes {
public:
    /// Throws FileError, with `advice` for a larger file, before a byte of it is read.
    InputBytes(std::filesystem::path file, std::size_t limit,
               std::string_view advice = smallerAdvice);
    ~InputBytes();
    InputBytes(const InputBytes&) = delete;
    InputBytes& operator=(const InputBytes&) = delete;

    /// Bytes in all; of standard input nobody knows.
    std::optional<std::size_t> size() const { return m_size; }
    /// The next bytes, fewer than `most` only where the file ends. Throws FileError, and Stopped
    /// within a block of a stop request.
    std::string read(std::size_t most, const std::stop_token& stop = {});

private:
    [[noreturn]] void refuseSize() const;

    std::filesystem::path m_file;
    std::size_t m_limit;
    std::string m_advice;
    std::optional<std::size_t> m_size;
    std::size_t m_position = 0;
    int m_descriptor = -1;
};

/// The bytes of a file of at most `limit` bytes, which is an ordinary one or "/dev/stdin". Throws
/// FileError, with `advice` for a larger one, before a byte of it is read; Stopped within a block
/// of a stop request.
std::string readFile(const std::filesystem::path& file, std::size_t limit,
                     std::string_view advice = smallerAdvice, const std::stop_token& stop = {});

/// The text of a UTF-8 file of at most `limit` bytes, without the byte order mark that some
/// programs put first. Throws FileError, also for a file that is not UTF-8, with the line; Stopped
/// within a block or a line of a stop request.
std::string readTextFile(const std::filesystem::path& file, std::size_t limit,
                         const std::stop_token& stop = {});

/// A text from outside in quotation marks for a message: one line, at most 80 characters, with
/// '?' for quotation marks and for what cannot be shown. Joiners (U+200C, U+200D) stay.
std::string inQuotes(std::string_view text);

/// A message for a terminal: a space for each character that would move its cursor, begin another
/// line or turn the direction of what follows; '?' for bytes that are no UTF-8.
std::string oneLine(std::string_view text);

/// The product of sizes, or nothing if it does not fit.
std::optional<std::uint64_t> checkedProduct(std::uint64_t a, std::uint64_t b);

} // namespace regard
