// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace regard {

/// What the rules of corpus.h answer to a question on a story, both as the corpus has words; "" for
/// sentences and questions that they do not make, and for what the story does not tell.
std::string storyAnswer(const std::vector<std::vector<std::string>>& sentences,
                        const std::vector<std::string>& question);

} // namespace regard
