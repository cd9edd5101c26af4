// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/training_settings.h"

#include "core/models/common_settings.h"
#include "core/models/optimiser_kind.h"
#include "core/models/rate_schedule.h"

namespace regard {

namespace {

std::vector<SettingSpec> optimiserSettings()
{
    std::string help = "How a step moves a parameter: ";
    std::vector<std::string> names;
    for (const OptimiserName& optimiser : optimiserNames()) {
        help += (names.empty() ? "" : "; ") + std::string(optimiser.name) + ": "
            + std::string(optimiser.label);
        names.emplace_back(optimiser.name);
    }
    return {choiceSetting("optimiser", "Optimiser", help + ".", std::move(names), "adam",
                          Affects::Training),
            onlyWith(numberSetting("weight_decay", "Weight decay",
                                   "Each step multiplies all parameters by 1 − rate · this "
                                   "before it moves them.",
                                   0.01, 0.0, 1.0),
                     "optimiser", {"adamw"}),
            onlyWith(numberSetting("momentum", "Momentum",
                                   "Share of the last step's velocity that is kept: "
                                   "v = this · v + gradient.",
                                   0.9, 0.0, 0.999),
                     "optimiser", {"momentum"})};
}

std::vector<SettingSpec> scheduleSettings(const TrainingDefaults& defaults)
{
    std::string help = "How the learning rate goes with step t: ";
    std::vector<std::string> names, falling, decaying;
    for (const RateCourse& course : rateCourses()) {
        const std::string name(course.name);
        help += (names.empty() ? "" : "; ") + name + ": " + std::string(course.label);
        names.push_back(name);
        if (course.fallsToFinal)
            falling.push_back(name);
        if (course.decays)
            decaying.push_back(name);
    }
    return {choiceSetting("schedule", "Schedule", help + ".", std::move(names), defaults.schedule,
                          Affects::Training),
            onlyWith(numberSetting("final_rate", "Final share",
                                   "Share of the learning rate that is left at the last step.",
                                   defaults.finalRate, 0.0, 1.0),
                     "schedule", std::move(falling)),
            onlyWith(numberSetting("decay", "Decay",
                                   "The learning rate of step t is the first one over "
                                   "1 + decay · t.",
                                   defaults.decay, 0.0, 1.0),
                     "schedule", std::move(decaying)),
            integerSetting("warmup", "Warm-up steps",
                           "Steps in which the learning rate rises from 0 in even parts, before "
                           "the schedule's fall is seen.",
                           0, 0, 1000000)};
}

} // namespace

std::vector<SettingSpec> trainingSettings(const TrainingDefaults& defaults)
{
    std::vector<SettingSpec> settings{
        integerSetting("epochs", "Epochs", "Passes over the training examples.", defaults.epochs, 0,
                       10000),
        integerSetting("batch", "Batch", "Examples whose mean gradient a step follows.",
                       defaults.batch, 1, 4096),
        numberSetting("rate", "Learning rate",
                      "How far a step moves the parameters, at the start; the schedule says how it "
                      "goes on.",
                      defaults.rate, 1e-6, 1.0),
        numberSetting("dropout", "Dropout", "Share of numbers set to zero while training.",
                      defaults.dropout, 0.0, 0.9),
        integerSetting("examples", "Examples", "Generated training examples.", defaults.examples, 1,
                       1000000),
        integerSetting("held_out", "Held-out examples",
                       "Generated examples whose combinations never occur in training.",
                       defaults.heldOut, 1, 100000),
        integerSetting("seed", "Seed", "Of the first weights, the order and dropout.", 1, 0,
                       1000000000),
    };
    append(settings, optimiserSettings());
    append(settings, scheduleSettings(defaults));
    settings.push_back(
        numberSetting("clip", "Longest gradient",
                      "A gradient whose norm is longer than this is shortened to it; 0: no limit.",
                      defaults.clip, 0.0, 1000.0));
    return settings;
}

SettingSpec teacherForcingSetting()
{
    return numberSetting("teacher_forcing", "Teacher forcing",
                         "Probability that the decoder is fed the right token while training; else "
                         "it is fed the likeliest of its own last step (scheduled sampling, Bengio "
                         "et al. 2015).",
                         1.0, 0.0, 1.0);
}

} // namespace regard
