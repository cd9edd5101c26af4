// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/text_pairs.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

/// Generated English sentences with their Chinese (translation_lexicon.h): English by word,
/// Chinese by character. "the dog is running across the grass" → 这个小狗正在穿越草地.
///
///  1. A sentence has one to three clauses, joined by "and" → ， or "but" → ，但是. English clause:
///  [time] subject [is|will|did] [not] verb [object] [manner] [company] [place] [time],
///     a yes/no question (of one clause) with the first verb in front. Chinese: subject time
///     正在|会|没有 company place manner verb object, a question with 吗 at the end.
///  2. A number, "this" and "that" are followed by the noun's measure word: "a rabbit" → 一只兔子.
///     The subject's "the" is 这个, in the plural 这些; elsewhere "the" is not written.
///  3. "is" with a progressive → 正在, "will" → 会, a past tense → 了 behind the verb. Denied:
///     没有, of the future 不会.
///  4. A place stands around its noun: "under the tree" → 在大树下面; right behind 正在 its 在 is
///  not
///     written again.
///  5. Manner of moving and preposition are one verb: "walk across" → 走过.
///
/// Gold alignments: each character comes from the word or words it stands for, a measure word
/// from the determiner and the noun that decides it. 的, 地, 了 stand
/// for no English word and are aligned with none.
///
/// Held out are pairs of subject and verb (with its preposition) by their hash: no training
/// sentence has one of them, whatever else it says, and a held-out sentence has no others.
namespace regard {

/// The same arguments give the same corpus everywhere.
TextPairs makeTranslationCorpus(std::uint64_t seed, std::size_t trainCount,
                                std::size_t heldOutCount);

/// The gold alignment of any sentence and Chinese that these rules give, in words and characters as
/// the corpus has them: for each character the places of its words. None where the rules do not
/// give both. Throws Stopped.
std::optional<std::vector<std::vector<int>>>
translationAlignment(const std::vector<std::string>& source, const std::vector<std::string>& target,
                     const std::stop_token& stop = {});

} // namespace regard
