// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/translation_corpus.h"

#include "core/data/translator.h"

#include <optional>

namespace regard {

namespace {

std::vector<TextPair> makeSplit(Random random, std::size_t count, bool heldOut)
{
    translation::Translator translator(random, heldOut);
    return drawPairs(count, [&] { return std::optional(translator.sentence()); });
}

} // namespace

TextPairs makeTranslationCorpus(std::uint64_t seed, std::size_t trainCount,
                                std::size_t heldOutCount)
{
    return {makeSplit(Random::forPart(seed, 0), trainCount, false),
            makeSplit(Random::forPart(seed, 1), heldOutCount, true)};
}

} // namespace regard
