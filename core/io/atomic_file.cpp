// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/atomic_file.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <random>
#include <stdexcept>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace regard {

namespace {

constexpr std::string_view prefix = ".regard-";
constexpr std::string_view suffix = ".partial";
constexpr std::size_t bufferSize = std::size_t{1} << 16;

std::string temporaryName()
{
    std::random_device source;
    char text[40];
    std::snprintf(text, sizeof text, "%08x%08x", static_cast<unsigned>(source()),
                  static_cast<unsigned>(source()));
    return std::string(prefix) + text + std::string(suffix);
}

std::string adviceFor(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return "make room or save somewhere else";
    case EACCES:
    case EPERM:
    case EROFS:
        return "save where you may write";
    case ENOENT:
    case ENOTDIR:
        return "make the folder first or save in another one";
    default:
        return "try again or save somewhere else";
    }
}

bool isOlderThanAnHour(const std::filesystem::path& file)
{
    std::error_code error;
    const auto written = std::filesystem::last_write_time(file, error);
    return !error
        && std::filesystem::file_time_type::clock::now() - written > std::chrono::hours(1);
}

/// Where a name leads, also if there is nothing yet. `error` is ELOOP for links in a circle.
std::filesystem::path followed(std::filesystem::path path, std::error_code& error)
{
    constexpr int mostLinks = 40; // as many as Linux follows
    for (int links = 0; links < mostLinks; ++links) {
        std::error_code none;
        if (!std::filesystem::is_symlink(path, none))
            return path;
        const std::filesystem::path target = std::filesystem::read_symlink(path, error);
        if (error)
            return path;
        path = path.parent_path() / target;
    }
    error = std::error_code(ELOOP, std::generic_category());
    return path;
}

/// Removes temporaries that no program holds. A file system without locks cannot tell:
/// there an hour must have passed.
void sweep(const std::filesystem::path& folder)
{
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (!name.starts_with(prefix) || !name.ends_with(suffix))
            continue;
        const int descriptor =
            ::open(entry->path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
        if (descriptor < 0)
            continue;
        if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0
            || (errno != EWOULDBLOCK && isOlderThanAnHour(entry->path())))
            ::unlink(entry->path().c_str());
        ::close(descriptor);
    }
}

} // namespace

AtomicFile::~AtomicFile()
{
    discard();
}

AtomicFile::AtomicFile(const std::filesystem::path& target) : m_name(target), m_target(target)
{
    std::error_code error;
    m_target = followed(m_target, error);
    if (error)
        fail(error.value());
    if (!m_target.has_filename())
        fail("it is a folder, give the name of a file");
    struct stat status { };
    const bool exists = ::stat(m_target.c_str(), &status) == 0;
    if (!exists && errno != ENOENT)
        fail(errno);
    if (exists && S_ISDIR(status.st_mode))
        fail("it is a folder, give the name of a file");
    if (exists && !S_ISREG(status.st_mode))
        fail("it is not an ordinary file, give another name");
    if (exists && ::access(m_target.c_str(), W_OK) != 0)
        fail(errno);

    const std::filesystem::path parent = m_target.parent_path();
    const std::filesystem::path folder = parent.empty() ? "." : parent;
    sweep(folder);
    do
        m_temporary = folder / temporaryName();
    while (!openTemporary(exists ? 0600 : 0666));
    if (!exists)
        return;
    // Whose group cannot be kept, that group's rights are not either: they would be another's.
    const bool sameGroup = ::fchown(m_descriptor, static_cast<uid_t>(-1), status.st_gid) == 0;
    const mode_t mode = status.st_mode & (sameGroup ? 07777 : 07707);
    if (::fchmod(m_descriptor, mode) != 0)
        fail(errno);
}

/// Makes and locks the temporary; false if a sweep took it before it was locked.
bool AtomicFile::openTemporary(unsigned mode)
{
    const int descriptor =
        ::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0) {
        const int error = errno;
        m_temporary.clear();
        if (error == EEXIST)
            return false;
        fail(error);
    }
    m_descriptor = descriptor;
    while (::flock(descriptor, LOCK_EX) != 0 && errno == EINTR) { }
    struct stat here { };
    struct stat there { };
    if (::fstat(descriptor, &here) == 0 && ::stat(m_temporary.c_str(), &there) == 0
        && here.st_ino == there.st_ino && here.st_dev == there.st_dev)
        return true;
    ::close(m_descriptor);
    m_descriptor = -1;
    return false;
}

void AtomicFile::write(std::string_view bytes)
{
    if (m_buffer.size() + bytes.size() < bufferSize) {
        m_buffer += bytes;
        return;
    }
    flush();
    writeThrough(bytes);
}

void AtomicFile::flush()
{
    writeThrough(m_buffer);
    m_buffer.clear();
}

void AtomicFile::writeThrough(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(m_descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            fail(errno);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void AtomicFile::commit()
{
    flush();
    if (::fsync(m_descriptor) != 0)
        fail(errno);
    // The lock lasts as long as the descriptor: until the file has its final name.
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0)
        fail(errno);
    m_temporary.clear();
    const int descriptor = std::exchange(m_descriptor, -1);
    if (::close(descriptor) != 0 && errno != EINTR)
        fail(errno);

    // The new name is on the disk once its folder is. Not every file system can do it.
    const std::filesystem::path parent = m_target.parent_path();
    const int folder =
        ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return;
    const int error = ::fsync(folder) == 0 ? 0 : errno;
    ::close(folder);
    if (error == EIO || error == ENOSPC || error == EDQUOT)
        fail(error);
}

void AtomicFile::discard() noexcept
{
    if (!m_temporary.empty())
        ::unlink(m_temporary.c_str());
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_temporary.clear();
    m_descriptor = -1;
}

void AtomicFile::fail(int error)
{
    fail(std::generic_category().message(error) + ", " + adviceFor(error));
}

void AtomicFile::fail(const std::string& problem)
{
    discard();
    throw std::runtime_error("cannot save " + m_name.string() + ": " + problem);
}

void requireWritable(const std::filesystem::path& target)
{
    const AtomicFile dropped(target);
}

void saveFile(const std::filesystem::path& target, std::string_view bytes)
{
    AtomicFile file(target);
    file.write(bytes);
    file.commit();
}

} // namespace regard
