// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/coreference_corpus.h"

#include "core/data/coreference_writer.h"

#include <stdexcept>
#include <unordered_set>

namespace regard {

namespace {

std::vector<CoreferenceExample> makeSplit(Random random, std::size_t count, bool heldOut)
{
    std::vector<CoreferenceExample> examples;
    std::unordered_set<std::string> seen;
    coreference::Writer writer(random);
    std::size_t misses = 0;
    while (examples.size() < count) {
        std::optional<CoreferenceExample> example = writer.make(heldOut);
        std::string text;
        if (example) {
            for (const std::string& token : example->tokens)
                text += token + ' ';
        }
        const bool repeated = example && !seen.insert(text).second && !example->combination.empty();
        if (!example || repeated) {
            if (++misses > 100000)
                throw std::length_error("the corpus has no " + std::to_string(count)
                                        + " different sentences");
            continue;
        }
        misses = 0;
        examples.push_back(std::move(*example));
    }
    return examples;
}

} // namespace

CoreferenceCorpus makeCoreferenceCorpus(std::uint64_t seed, std::size_t trainCount,
                                        std::size_t heldOutCount)
{
    return {makeSplit(Random::forPart(seed, 0), trainCount, false),
            makeSplit(Random::forPart(seed, 1), heldOutCount, true)};
}

} // namespace regard
