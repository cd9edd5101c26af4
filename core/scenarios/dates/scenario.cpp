// SPDX-License-Identifier: GPL-3.0-or-later
// Dates in many forms to YYYY-MM-DD, character by character, with a recurrent encoder–decoder.
#include "core/scenarios/dates/scenario.h"

#include "core/models/common_settings.h"
#include "core/models/recurrent_scenario.h"
#include "core/models/scenario_run.h"
#include "core/models/training_settings.h"
#include "core/scenarios/dates/answer_check.h"
#include "core/scenarios/dates/corpus.h"

namespace regard {

namespace {

constexpr TextForms forms{Tokenization::CharactersAndSpaces, Tokenization::CharactersAndSpaces, 64,
                          "the model was trained on shorter dates", 16};

std::unique_ptr<Task> datesTask(const TaskRequest& request)
{
    SequenceSetup setup =
        recurrentSetup(request, forms, [](std::size_t examples, std::size_t heldOut) {
            return makeDateCorpus(8601, examples, heldOut);
        });
    for (const DateFormat& format : dateFormats())
        setup.groups.emplace_back(format.name, format.label);
    return std::make_unique<SequenceTask>(request, setup);
}

} // namespace

ScenarioSpec dates()
{
    RecurrentDefaults defaults;
    defaults.bidirectional = true;
    defaults.placement = "luong";
    defaults.embedding = 32;
    defaults.hidden = 64;
    ScenarioSpec spec = recurrentScenario(forms, defaults);
    spec.id = "dates";
    spec.title = "Dates";
    spec.summary =
        "A date as people write it goes in character by character, and comes out as YYYY-MM-DD. "
        "Anyone can check where the weights should lie: on the digits and the month's name.";
    spec.inputs = {{"Date",
                    "Write a date",
                    {"21 November 2026", "nov 21 26", "Saturday the 21st of November, 2026",
                     "11/21/2026", "1 11 2026", "the twenty-first of November 2026"}}};
    spec.compute = [decode = spec.compute](ScenarioRun& run) {
        decode(run);
        if (run.asked.target.empty())
            checkDate(run.output, run.notes);
    };
    append(spec.settings,
           trainingSettings({.epochs = 6,
                             .batch = 64,
                             .rate = 4e-3,
                             .dropout = 0,
                             .examples = 16000,
                             .heldOut = 2000}));
    spec.task = datesTask;
    spec.gold = goldAligner(forms, [](const auto& source, const auto& written, const auto&) {
        return dateAlignment(source, written);
    });
    return spec;
}

} // namespace regard
