// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <sys/wait.h>

namespace regard {

/// What a run of the program left.
struct Result {
    int status = -1;
    std::string output;
    std::string errors;
};

/// The built program on real files, without a display.
class CommandLine : public testing::Test {
protected:
    /// Runs the program with shell-quoted arguments, with no display to be had.
    Result run(const std::string& arguments, const std::string& before = {}) const
    {
        const auto out = m_folder.path() / "stdout";
        const auto err = m_folder.path() / "stderr";
        const std::string command = before
            + " env -u DISPLAY -u WAYLAND_DISPLAY -u QT_QPA_PLATFORM " REGARD_PROGRAM " "
            + arguments + " >'" + out.string() + "' 2>'" + err.string() + "'";
        const int status = std::system(command.c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, contentOf(out), contentOf(err)};
    }
    std::string path(const std::string& name) const { return (m_folder.path() / name).string(); }

    /// Exit status 2 or 1 and one line "regard: …", the last one, that contains the words.
    void expectError(const Result& result, int status, const std::string& words,
                     std::ptrdiff_t lines = 1) const
    {
        EXPECT_EQ(result.status, status) << result.errors;
        EXPECT_EQ(std::count(result.errors.begin(), result.errors.end(), '\n'), lines)
            << result.errors;
        const std::size_t begin = result.errors.rfind("regard: ");
        ASSERT_NE(begin, std::string::npos) << result.errors;
        EXPECT_NE(result.errors.find(words, begin), std::string::npos) << result.errors;
        EXPECT_EQ(result.errors.find('\n', begin), result.errors.size() - 1) << result.errors;
    }

    TemporaryFolder m_folder;
};

} // namespace regard
