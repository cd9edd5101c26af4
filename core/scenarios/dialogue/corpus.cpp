// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/dialogue/corpus.h"

#include "core/data/drawing.h"
#include "core/data/sentences.h"
#include "core/scenarios/dialogue/speaker.h"

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

std::pair<std::string, std::string> nameOf(DialogueKind kind)
{
    using enum DialogueKind;
    switch (kind) {
    case State:
        return {"state", "whether something is so at a time"};
    case Activity:
        return {"activity", "whether something is done at a time"};
    case Visit:
        return {"visit", "whether somebody is met at a place and a time"};
    case Lend:
        return {"lend", "whether a thing is lent at a time"};
    case Like:
        return {"like", "whether a food is liked"};
    case Drink:
        return {"drink", "whether a drink is taken at a time"};
    case Where:
        return {"where", "where"};
    case When:
        return {"when", "when"};
    case Who:
        return {"who", "who"};
    case What:
        return {"what", "what"};
    case Choice:
        return {"choice", "which of two times"};
    case Number:
        return {"number", "a number said again, digit by digit"};
    case Errand:
        return {"errand", "a list said again"};
    case SmallTalk:
        break;
    }
    return {"small_talk", "greetings"};
}

DialogueCorpus makeDialogueCorpus(std::uint64_t seed, std::size_t trainCount,
                                  std::size_t heldOutCount)
{
    return {makeSplit(Random::forPart(seed, 0), trainCount, false),
            makeSplit(Random::forPart(seed, 1), heldOutCount, true)};
}

} // namespace regard
