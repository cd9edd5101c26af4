// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/scenario.h"

namespace regard {

namespace {

std::filesystem::path& storedDirectory()
{
    static std::filesystem::path directory;
    return directory;
}

} // namespace

void setResourceDirectory(std::filesystem::path directory)
{
    storedDirectory() = std::move(directory);
}

const std::filesystem::path& resourceDirectory()
{
    return storedDirectory();
}

} // namespace regard
