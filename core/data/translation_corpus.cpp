// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/translation_corpus.h"

#include "core/data/translator.h"
#include "core/tensor/stopped.h"

#include <optional>

namespace regard {

namespace {

std::vector<TextPair> makeSplit(Random random, std::size_t count, bool heldOut)
{
    DrawnChoices choices(random);
    translation::Translator translator(choices, heldOut);
    return drawPairs(count, [&] { return std::optional(translator.sentence()); });
}

} // namespace

TextPairs makeTranslationCorpus(std::uint64_t seed, std::size_t trainCount,
                                std::size_t heldOutCount)
{
    return {makeSplit(Random::forPart(seed, 0), trainCount, false),
            makeSplit(Random::forPart(seed, 1), heldOutCount, true)};
}

std::optional<std::vector<std::vector<int>>>
translationAlignment(const std::vector<std::string>& source, const std::vector<std::string>& target,
                     const std::stop_token& stop)
{
    constexpr int mostWays = 50'000;
    GuidedChoices choices(source);
    translation::Translator translator(choices, std::nullopt);
    int ways = 0;
    do {
        throwIfStopped(stop);
        try {
            TextPair pair = translator.sentence();
            if (pair.source.size() == source.size() && pair.target == target)
                return std::move(pair.alignment);
        } catch (const GuidedChoices::DeadEnd&) {
        }
    } while (++ways < mostWays && choices.next());
    return {};
}

} // namespace regard
