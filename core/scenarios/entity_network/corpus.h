// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// Generated stories of people who go from place to place, take things, give them to each other
/// and put them down, with questions about how the story ends:
///   "where is anna ?"      the place she went to last,
///   "who has the ball ?"   whoever took it or got it last, or nobody where it was put down,
///   "where is the ball ?"  where its holder is, or where it was put down.
/// Only what the story tells is asked for, and all kinds of question about equally often.
///
/// A held-out story has somebody with something at some place in a combination that no training
/// story has.
namespace regard {

struct StoryQuestion {
    /// By what has to be followed to answer. Of a thing the last taking, hand-over or putting
    /// down counts, and whether the person who took, got or left it has moved on since.
    enum class Kind {
        WherePerson,
        WherePersonMovedOn,
        WhoHasTaken,
        WhoHasGiven,
        WhoHasPutDown,
        WhereTaken,
        WhereTakenCarried,
        WhereGiven,
        WhereGivenCarried,
        WherePutDown,
        WherePutDownLeft,
    };
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

/// What a kind of question is called and how it is asked.
struct StoryKind {
    const char* name; ///< snake_case
    const char* label; ///< of the share of right answers, for people
    const char* form; ///< words; $p: a person, $o: a thing
};
/// In the order of StoryQuestion::Kind.
std::span<const StoryKind> storyKinds();

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
