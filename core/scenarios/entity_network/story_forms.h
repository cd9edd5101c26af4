// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/sentences.h"

#include <array>
#include <string>
#include <vector>

/// The words and sentences that generated stories are made of.
namespace regard::stories {

inline const std::vector<std::string>& people()
{
    static const std::vector<std::string> words = splitWords("anna bob clara emma paul tom");
    return words;
}
inline const std::vector<std::string>& things()
{
    static const std::vector<std::string> words = splitWords("ball book cup hat key lamp");
    return words;
}
inline const std::vector<std::string>& places()
{
    static const std::vector<std::string> words =
        splitWords("kitchen garden office bathroom cellar attic");
    return words;
}

// $p somebody, $r somebody else, $o a thing, $l a place.
inline constexpr std::array moves{"$p went to the $l", "$p walked to the $l", "$p ran to the $l",
                                  "$p is now in the $l", "$p came to the $l"};
inline constexpr std::array takes{"$p took the $o", "$p picked up the $o", "$p found the $o there"};
inline constexpr std::array drops{"$p put the $o down", "$p dropped the $o",
                                  "$p left the $o there"};
inline constexpr std::array gives{"$p gave the $o to $r", "$p handed the $o to $r"};
inline constexpr const char* nobody = "nobody";

} // namespace regard::stories
