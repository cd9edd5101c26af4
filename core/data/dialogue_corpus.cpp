// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dialogue_corpus.h"

#include "core/data/dialogue_speaker.h"
#include "core/data/sentences.h"

#include <stdexcept>
#include <unordered_set>

namespace regard {

namespace {

std::vector<DialogueExample> makeSplit(Random random, std::size_t count, bool heldOut)
{
    std::vector<DialogueExample> examples;
    std::unordered_set<std::string> seen;
    dialogue::Speaker speaker(random);
    std::size_t misses = 0;
    while (examples.size() < count) {
        std::optional<DialogueExample> example = speaker.make(heldOut);
        const bool repeated = example && !seen.insert(joinTokens(example->question)).second
            && !example->combination.empty();
        if (!example || repeated) {
            if (++misses > 100000)
                throw std::length_error("the corpus has no " + std::to_string(count)
                                        + " different questions");
            continue;
        }
        misses = 0;
        examples.push_back(std::move(*example));
    }
    return examples;
}

} // namespace

DialogueCorpus makeDialogueCorpus(std::uint64_t seed, std::size_t trainCount,
                                  std::size_t heldOutCount)
{
    return {makeSplit(Random::forPart(seed, 0), trainCount, false),
            makeSplit(Random::forPart(seed, 1), heldOutCount, true)};
}

} // namespace regard
