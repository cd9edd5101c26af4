// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/input_file.h"

#include "core/tensor/stopped.h"

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

InputBytes::InputBytes(std::filesystem::path file, std::size_t limit, std::string_view advice)
    : m_file(std::move(file))
    , m_limit(limit)
    , m_advice(advice)
{
    struct stat status { };
    m_descriptor = openInput(m_file, status);
    const auto refuse = [&](const std::string& problem) {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
        throw FileError(m_file, problem);
    };
    if (m_descriptor < 0)
        refuse(adviceFor(errno));
    if (S_ISDIR(status.st_mode))
        refuse("it is a folder, give a file");
    if (S_ISREG(status.st_mode))
        m_size = static_cast<std::size_t>(status.st_size);
    else if (m_file != "/dev/stdin")
        refuse("it is a pipe or a device, give an ordinary file");
    if (m_size > m_limit) {
        ::close(m_descriptor);
        refuseSize();
    }
}

InputBytes::~InputBytes()
{
    ::close(m_descriptor);
}

std::string InputBytes::read(std::size_t most, const std::stop_token& stop)
{
    constexpr std::size_t block = std::size_t{1} << 20;
    std::string bytes;
    if (m_size) // nothing is asked for that is not there
        bytes.reserve(std::min(most, *m_size - m_position + 1));
    std::size_t count = 0;
    while (count < most) {
        if (stop.stop_requested())
            throw Stopped{};
        // Of an ordinary file one byte more than is left shows its end.
        const std::size_t asked =
            std::min({block, most - count, m_size ? *m_size - m_position + 1 : block});
        bytes.resize(count + asked);
        const ssize_t got = ::read(m_descriptor, bytes.data() + count, asked);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            throw FileError(m_file, adviceFor(errno));
        if (got == 0 && m_size && m_position < *m_size)
            throw FileError(m_file,
                            "it became shorter while it was read, try again when it is whole");
        if (got == 0)
            break;
        count += static_cast<std::size_t>(got);
        m_position += static_cast<std::size_t>(got);
        if (m_position > m_limit)
            refuseSize();
        if (m_size && m_position > *m_size)
            throw FileError(m_file, "it grows while it is read, try again when it is whole");
    }
    bytes.resize(count);
    return bytes;
}

void InputBytes::refuseSize() const
{
    const std::string largest = m_limit >= std::size_t{1} << 20
        ? std::to_string(m_limit >> 20) + " MB"
        : std::to_string(m_limit >> 10) + " kB";
    throw FileError(m_file, "it is larger than the " + largest + " that are read, " + m_advice);
}

std::string readFile(const std::filesystem::path& file, std::size_t limit, std::string_view advice,
                     const std::stop_token& stop)
{
    return InputBytes(file, limit, advice).read(limit + 1, stop);
}

std::string readTextFile(const std::filesystem::path& file, std::size_t limit,
                         const std::stop_token& stop)
{
    std::string text = readFile(file, limit, smallerAdvice, stop);
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
        if (character == '\n') {
            ++line;
            throwIfStopped(stop);
        }
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
