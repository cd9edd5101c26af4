// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace regard {

/// Progress on standard error: a bar that redraws itself on a terminal, plain lines
/// otherwise.
class Progress {
public:
    Progress();
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// `done` in [0, 1]; `final` lines stay on a terminal and are all that is printed elsewhere.
    void show(double done, const std::string& text, bool final = false);

private:
    bool m_terminal;
    bool m_open = false; ///< a bar stands on the current line
};

} // namespace regard
