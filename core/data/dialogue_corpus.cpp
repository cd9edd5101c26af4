// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dialogue_corpus.h"

#include "core/data/dialogue_speaker.h"
#include "core/data/drawing.h"
#include "core/data/sentences.h"

#include <unordered_set>

namespace regard {

namespace {

std::vector<DialogueExample> makeSplit(Random random, std::size_t count, bool heldOut)
{
    std::unordered_set<std::string> seen;
    dialogue::Speaker speaker(random);
    return drawExamples(count, "questions", [&] {
        std::optional<DialogueExample> example = speaker.make(heldOut);
        if (example && !seen.insert(joinTokens(example->question)).second
            && !example->combination.empty())
            example.reset();
        return example;
    });
}

} // namespace

DialogueCorpus makeDialogueCorpus(std::uint64_t seed, std::size_t trainCount,
                                  std::size_t heldOutCount)
{
    return {makeSplit(Random::forPart(seed, 0), trainCount, false),
            makeSplit(Random::forPart(seed, 1), heldOutCount, true)};
}

} // namespace regard
