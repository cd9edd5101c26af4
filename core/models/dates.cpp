// SPDX-License-Identifier: GPL-3.0-or-later
// Dates in many forms to YYYY-MM-DD, character by character, with a recurrent encoder–decoder.
#include "core/data/date_corpus.h"
#include "core/models/common_settings.h"
#include "core/models/recurrent_scenario.h"
#include "core/models/scenarios.h"

namespace regard {

namespace {

/// Characters that are read, and after which decoding ends by itself: no date is longer.
constexpr std::size_t mostCharacters = 64;
constexpr Index longestDate = 16;

std::unique_ptr<Task> datesTask(const TaskRequest& request)
{
    const auto count = [&](const char* name) {
        return static_cast<std::size_t>(request.settings.integer(name));
    };
    SequenceSetup setup;
    setup.pairs = textPairs(request, Tokenization::Characters, Tokenization::Characters, [&] {
        return makeDateCorpus(8601, count("examples"), count("held_out"));
    });
    for (const DateFormat& format : dateFormats())
        setup.groups.emplace_back(format.name, format.label);
    setup.longest = longestDate;
    setup.model = recurrentModel(request, mostCharacters);
    return std::make_unique<SequenceTask>(request, setup);
}

} // namespace

ScenarioSpec dates()
{
    ScenarioSpec spec;
    spec.id = "dates";
    spec.title = "Dates";
    spec.summary =
        "A date as people write it goes in character by character, and comes out as YYYY-MM-DD. "
        "Anyone can check where the weights should lie: on the digits and the month's name.";
    spec.layout = Layout::EncoderDecoder;
    spec.maximumTokens = mostCharacters;
    spec.inputs = {{"Date",
                    "Write a date",
                    {"21 November 2026", "nov 21 26", "Saturday the 21st of November, 2026",
                     "11/21/2026", "the twenty-first of November 2026"}}};
    RecurrentDefaults defaults;
    defaults.bidirectional = true;
    defaults.placement = "luong";
    defaults.embedding = 32;
    defaults.hidden = 64;
    spec.settings = recurrentSettings(defaults);
    append(spec.settings, trainingSettings(6, 64, 4e-3, 0, 16000, 2000));
    spec.parameterLayout = [](const Settings& settings, const auto& vocabularies) {
        return recurrentLayout(settings, vocabularies, mostCharacters);
    };
    spec.trace = [](const Exploration& exploration, const Settings& settings,
                    const Weights& weights, std::stop_token stop) {
        return traceRecurrent(
            {Tokenization::Characters, Tokenization::Characters, longestDate, "no date is longer"},
            mostCharacters, exploration, settings, weights, std::move(stop));
    };
    spec.task = datesTask;
    return spec;
}

} // namespace regard
