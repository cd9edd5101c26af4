// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/self_attention/corpus.h"

#include "core/data/drawing.h"
#include "core/scenarios/self_attention/writer.h"

#include <unordered_set>

namespace regard {

namespace {

std::vector<CoreferenceExample> makeSplit(Random random, std::size_t count, bool heldOut)
{
    std::unordered_set<std::string> seen;
    coreference::Writer writer(random);
    return drawExamples(count, "sentences", [&] {
        std::optional<CoreferenceExample> example = writer.make(heldOut);
        std::string text;
        if (example)
            for (const std::string& token : example->tokens)
                text += token + ' ';
        if (example && !seen.insert(text).second && !example->combination.empty())
            example.reset();
        return example;
    });
}

} // namespace

CoreferenceCorpus makeCoreferenceCorpus(std::uint64_t seed, std::size_t trainCount,
                                        std::size_t heldOutCount)
{
    return {makeSplit(Random::forPart(seed, 0), trainCount, false),
            makeSplit(Random::forPart(seed, 1), heldOutCount, true)};
}

} // namespace regard
