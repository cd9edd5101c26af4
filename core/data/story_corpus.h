// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// Generated stories of people who go from place to place, take things, give them to each other
/// and put them down, with questions about how the story ends:
///   "where is anna ?"      the place she went to last,
///   "who has the ball ?"   whoever took it or got it last, or nobody where it was put down,
///   "where is the ball ?"  where its holder is, or where it was put down.
/// Only what the story tells is asked for.
///
/// A held-out story has somebody with something at some place in a combination that no training
/// story has.
namespace regard {

struct StoryQuestion {
    enum class Kind { WherePerson, WhoHas, WhereThing };
    Kind kind{};
    std::vector<std::string> words; ///< without the question mark
    std::string answer;
};

struct Story {
    std::vector<std::vector<std::string>> sentences; ///< words, without full stops
    std::vector<StoryQuestion> questions; ///< different ones, at least one
};

struct StoryCorpus {
    std::vector<Story> train;
    std::vector<Story> heldOut;
};

/// Most sentences of a story.
inline constexpr std::size_t longestStory = 10;

/// People and things: what a story is about. Their words are all of one token.
const std::vector<std::string>& storyEntities();
/// Every word a story, a question or an answer can have.
std::vector<std::string> storyWords();

/// The same for the same seed everywhere. No two stories are the same. Throws std::length_error if
/// there are not that many.
StoryCorpus makeStoryCorpus(std::uint64_t seed, std::size_t trainCount, std::size_t heldOutCount);

} // namespace regard
