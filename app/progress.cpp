// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/progress.h"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace regard {

Progress::Progress() : m_terminal(isatty(STDERR_FILENO) != 0) { }

Progress::~Progress()
{
    if (m_open)
        std::fputc('\n', stderr);
}

void Progress::show(double done, const std::string& text, bool final)
{
    if (!m_terminal) {
        if (final)
            std::fprintf(stderr, "%s\n", text.c_str());
        return;
    }
    constexpr int width = 24;
    const int filled = static_cast<int>(std::clamp(done, 0.0, 1.0) * width);
    std::string bar;
    for (int i = 0; i < width; ++i)
        bar += i < filled ? "█" : "░";
    std::fprintf(stderr, "\r\033[K%s %3d%%  %s", bar.c_str(), static_cast<int>(done * 100),
                 text.c_str());
    if (final)
        std::fputc('\n', stderr);
    m_open = !final;
    std::fflush(stderr);
}

} // namespace regard
