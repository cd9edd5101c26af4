// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/input_file.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <unistd.h>

namespace regard {

namespace {

struct Descriptor {
    int number = -1;
    ~Descriptor()
    {
        if (number >= 0)
            ::close(number);
    }
};

/// Opens what is read as a whole: an ordinary file, or standard input by its name. Looking at
/// what was opened leaves no moment in which another file could take its place; a pipe that
/// nobody writes to does not hold it up.
int openInput(const std::filesystem::path& file, struct stat& status)
{
    const int number = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (number < 0)
        return number;
    if (::fstat(number, &status) != 0) {
        const int error = errno;
        ::close(number);
        errno = error;
        return -1;
    }
    // What is opened without waiting is read without, which only standard input must not be.
    ::fcntl(number, F_SETFL, ::fcntl(number, F_GETFL) & ~O_NONBLOCK);
    return number;
}

std::string adviceFor(int error)
{
    const std::string reason = std::generic_category().message(error);
    if (error == ENOENT || error == ENOTDIR)
        return reason + ", check the name";
    if (error == EACCES || error == EPERM)
        return reason + ", ask for the right to read it";
    return reason + ", try again or use a copy of it";
}

/// The character at a place of a UTF-8 text, and the place behind it; below 0 where the bytes
/// are none.
UChar32 nextCharacter(std::string_view text, std::size_t& at)
{
    UChar32 character = 0;
    U8_NEXT(text.data(), at, text.size(), character);
    return character;
}

} // namespace

std::string readFile(const std::filesystem::path& file, std::size_t limit, std::string_view advice)
{
    struct stat status { };
    const Descriptor descriptor{openInput(file, status)};
    if (descriptor.number < 0)
        throw FileError(file, adviceFor(errno));
    if (S_ISDIR(status.st_mode))
        throw FileError(file, "it is a folder, give a file");
    if (!S_ISREG(status.st_mode) && file != "/dev/stdin")
        throw FileError(file, "it is a pipe or a device, give an ordinary file");

    const auto refuseSize = [&] {
        throw FileError(file,
                        "it is larger than the " + std::to_string(limit >> 20)
                            + " MB that are read, " + std::string(advice));
    };
    std::size_t expected = 0;
    if (S_ISREG(status.st_mode)) {
        expected = static_cast<std::size_t>(status.st_size);
        if (expected > limit)
            refuseSize();
    }
    // One byte more than expected shows the end without another growth.
    std::string bytes(expected + 1, '\0');
    std::size_t size = 0;
    while (true) {
        if (size == bytes.size())
            bytes.resize(bytes.size() + std::max<std::size_t>(bytes.size() / 2, 1 << 16));
        const ssize_t count = ::read(descriptor.number, bytes.data() + size, bytes.size() - size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            throw FileError(file, adviceFor(errno));
        if (count == 0)
            break;
        size += static_cast<std::size_t>(count);
        if (size > limit)
            refuseSize();
    }
    bytes.resize(size);
    return bytes;
}

std::string readText(const std::filesystem::path& file, std::size_t limit)
{
    std::string text = readFile(file, limit);
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text.starts_with(mark))
        text.erase(0, mark.size());
    std::size_t line = 1;
    for (std::size_t at = 0; at < text.size();) {
        const UChar32 character = nextCharacter(text, at);
        if (character <= 0)
            throw FileError(file,
                            "line " + std::to_string(line)
                                + ": it is not UTF-8 text, save it with the encoding UTF-8");
        line += character == '\n';
    }
    return text;
}

std::string inQuotes(std::string_view text)
{
    std::string result = "\"";
    std::size_t at = 0;
    for (int length = 0; at < text.size() && length < 80; ++length) {
        const std::size_t begin = at;
        const UChar32 character = nextCharacter(text, at);
        // Joiners are no letters, but Persian, Hindi and emoji are misspelt without them.
        const bool joiner = character == 0x200C || character == 0x200D;
        if (character < 0 || character == '"' || !(u_isprint(character) || joiner))
            result += '?';
        else
            result += text.substr(begin, at - begin);
    }
    return result + (at < text.size() ? "…\"" : "\"");
}

std::string oneLine(std::string_view text)
{
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const UChar32 character = nextCharacter(text, at);
        if (character < 0)
            result += '?';
        else if (u_isISOControl(character) || u_hasBinaryProperty(character, UCHAR_BIDI_CONTROL)
                 || character == 0x2028 || character == 0x2029)
            result += ' ';
        else
            result += text.substr(begin, at - begin);
    }
    return result;
}

std::optional<std::uint64_t> checkedProduct(std::uint64_t a, std::uint64_t b)
{
    std::uint64_t product = 0;
    if (__builtin_mul_overflow(a, b, &product))
        return std::nullopt;
    return product;
}

} // namespace regard
