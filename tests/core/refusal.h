// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace regard {

/// The message with which work is refused (std::invalid_argument); "" if it is not.
template <class Work> std::string refusalOf(const Work& work)
{
    try {
        work();
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return {};
}

inline void expectPart(const std::string& text, const std::string& part)
{
    EXPECT_NE(text.find(part), std::string::npos) << text;
}

} // namespace regard
