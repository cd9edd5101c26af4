// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/free_memory.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <limits>
#include <optional>
#include <sys/resource.h>
#include <unistd.h>

namespace regard {

namespace {

constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

/// The first number behind a name of a file such as /proc/meminfo; with "" the file's first word.
std::optional<std::uint64_t> numberIn(const std::string& file, const std::string& name)
{
    std::ifstream in(file);
    std::string word;
    std::uint64_t number = 0;
    if (name.empty())
        return in >> number ? std::optional(number) : std::nullopt;
    while (in >> word)
        if (word == name)
            return in >> number ? std::optional(number) : std::nullopt;
    return std::nullopt;
}

std::uint64_t lessUsed(std::uint64_t limit, std::uint64_t used)
{
    return limit - std::min(limit, used);
}

/// What a control group leaves, in version 2 or 1 of their file system. Pages of files that are
/// not in use count as free.
std::uint64_t freeOfGroup(const std::string& folder, const char* limitName, const char* usedName,
                          const char* idleName)
{
    const auto limit = numberIn(folder + limitName, "");
    const auto used = numberIn(folder + usedName, "");
    if (!limit || !used)
        return unlimited;
    const std::uint64_t idle = numberIn(folder + "/memory.stat", idleName).value_or(0);
    return lessUsed(*limit, lessUsed(*used, idle));
}

std::uint64_t freeOfGroups()
{
    std::uint64_t free = unlimited;
    std::ifstream groups("/proc/self/cgroup");
    // "0::/path" of version 2, "4:memory:/path" of version 1.
    for (std::string line; std::getline(groups, line);) {
        const std::size_t path = line.find(":/");
        if (path == std::string::npos)
            continue;
        const std::string own = line.substr(path + 1) == "/" ? "" : line.substr(path + 1);
        // Within a container the group's own folder is the root.
        for (const std::string& folder : {own, std::string()})
            if (line.starts_with("0:"))
                free = std::min(free,
                                freeOfGroup("/sys/fs/cgroup" + folder, "/memory.max",
                                            "/memory.current", "inactive_file"));
            else if (line.find(":memory:") != std::string::npos)
                free =
                    std::min(free,
                             freeOfGroup("/sys/fs/cgroup/memory" + folder, "/memory.limit_in_bytes",
                                         "/memory.usage_in_bytes", "total_inactive_file"));
    }
    return free;
}

std::uint64_t freeOfAddressSpace()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return unlimited;
    const std::uint64_t pages = numberIn("/proc/self/statm", "").value_or(0);
    return lessUsed(limit.rlim_cur, pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)));
}

} // namespace

std::uint64_t freeMemory()
{
    const auto available = numberIn("/proc/meminfo", "MemAvailable:"); // in kB
    return std::min(
        {available ? *available * 1024 : unlimited, freeOfGroups(), freeOfAddressSpace()});
}

std::string memoryText(std::uint64_t bytes)
{
    char text[32];
    const double megabytes = static_cast<double>(bytes) / (1 << 20);
    std::snprintf(text, sizeof text, megabytes < 1000 ? "%.0f MB" : "%.1f GB",
                  megabytes < 1000 ? megabytes : megabytes / 1024);
    return text;
}

} // namespace regard
