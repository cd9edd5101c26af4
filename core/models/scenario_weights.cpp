// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/scenario.h"
#include "core/models/text_split.h"
#include "core/models/weights_file.h"

#include <mutex>

namespace regard {

namespace {

/// "dialogue", "dialogue-attention=false": the id and those settings that ask for other
/// weights and differ from the defaults.
std::string weightsName(const ScenarioSpec& scenario, const Settings& settings)
{
    std::string name = scenario.id;
    for (const SettingSpec& spec : scenario.settings)
        if (spec.affects == Affects::Weights && settings.value(spec.name) != spec.defaultValue)
            name += "-" + spec.name + "=" + settingText(settings.value(spec.name));
    return name;
}

} // namespace

std::filesystem::path shippedWeightsPath(const ScenarioSpec& scenario, const Settings& settings)
{
    return resourceDirectory() / "weights" / (weightsName(scenario, settings) + ".safetensors");
}

Weights drawWeights(const ScenarioSpec& scenario, const Settings& settings, const Task& task,
                    const std::stop_token& stop)
{
    Weights weights;
    weights.scenario = scenario.id;
    weights.settings = settingsWith(settings, task.fitted());
    weights.vocabularies = task.vocabularies();
    weights.parameters =
        Parameters(task.layout(), static_cast<std::uint64_t>(settings.integer("seed")), stop);
    task.placeConstants(weights.parameters);
    return weights;
}

namespace {

/// Weights as training with these settings would start from. The words are those of the shipped
/// weights of the defaults, where there are any: that spares writing the whole corpus.
Weights untrained(const ScenarioSpec& scenario, const Settings& settings,
                  const std::stop_token& stop)
{
    const std::filesystem::path shipped =
        shippedWeightsPath(scenario, resolveSettings(scenario.settings));
    if (scenario.parameterLayout && std::filesystem::exists(shipped)) {
        Weights weights = loadWeights(shipped, scenario, stop);
        if (!weights.vocabularies.empty() && splitAlike(weights.settings, settings)) {
            weights.settings = settings;
            weights.parameters =
                Parameters(scenario.parameterLayout(settings, weights.vocabularies),
                           static_cast<std::uint64_t>(settings.integer("seed")), stop);
            weights.figures.clear();
            weights.trained = false;
            weights.origin.clear();
            return weights;
        }
    }
    return drawWeights(scenario, settings, *scenario.task({settings, {}, false, {}, stop}), stop);
}

} // namespace

std::shared_ptr<const Weights> weightsFor(const ScenarioSpec& scenario, const Settings& settings,
                                          const std::stop_token& stop)
{
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<const Weights>> known;
    const std::filesystem::path path = shippedWeightsPath(scenario, settings);
    // Held while loading: a second request for the same weights waits for the first.
    const std::lock_guard lock(mutex);
    std::shared_ptr<const Weights>& weights = known[path.string()];
    if (!weights) {
        if (scenario.builtWeights)
            weights = shareWeights(scenario.builtWeights(settings));
        else if (std::filesystem::exists(path))
            weights = shareWeights(loadWeights(path, scenario, stop));
        else
            weights = shareWeights(untrained(scenario, settings, stop));
    }
    return weights;
}

} // namespace regard
