// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/common_settings.h"

#include "core/text/vocabulary.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace regard {

SettingSpec choiceSetting(std::string name, std::string label, std::string help,
                          std::vector<std::string> choices, std::string chosen, Affects affects)
{
    SettingSpec spec;
    spec.name = std::move(name);
    spec.label = std::move(label);
    spec.help = std::move(help);
    spec.defaultValue = std::move(chosen);
    spec.choices = std::move(choices);
    spec.affects = affects;
    return spec;
}

SettingSpec flagSetting(std::string name, std::string label, std::string help, bool value,
                        Affects affects)
{
    SettingSpec spec =
        choiceSetting(std::move(name), std::move(label), std::move(help), {}, "", affects);
    spec.defaultValue = value;
    return spec;
}

SettingSpec integerSetting(std::string name, std::string label, std::string help,
                           std::int64_t value, std::int64_t minimum, std::int64_t maximum,
                           Affects affects)
{
    SettingSpec spec =
        choiceSetting(std::move(name), std::move(label), std::move(help), {}, "", affects);
    spec.defaultValue = value;
    spec.minimum = static_cast<double>(minimum);
    spec.maximum = static_cast<double>(maximum);
    return spec;
}

SettingSpec numberSetting(std::string name, std::string label, std::string help, double value,
                          double minimum, double maximum, Affects affects)
{
    SettingSpec spec =
        choiceSetting(std::move(name), std::move(label), std::move(help), {}, "", affects);
    spec.defaultValue = value;
    spec.minimum = minimum;
    spec.maximum = maximum;
    return spec;
}

SettingSpec scoreSetting(std::string chosen, Affects affects, std::vector<std::string> choices)
{
    std::string help = "How well a key fits a query: ";
    bool first = true;
    for (const ScoreFunction& function : scoreFunctions()) {
        const std::string name(function.name);
        if (choices.empty() || std::find(choices.begin(), choices.end(), name) != choices.end()) {
            help += (first ? "" : "; ") + std::string(function.label);
            first = false;
        }
    }
    if (choices.empty())
        for (const ScoreFunction& function : scoreFunctions())
            choices.emplace_back(function.name);
    return choiceSetting("score", "Score", help + ".", std::move(choices), std::move(chosen),
                         affects);
}

SettingSpec normaliserSetting()
{
    std::string help = "How a row of scores becomes weights: ";
    std::vector<std::string> choices;
    for (const Normaliser& normaliser : normalisers()) {
        help += (choices.empty() ? "" : "; ") + std::string(normaliser.label);
        choices.emplace_back(normaliser.name);
    }
    return choiceSetting("normaliser", "Normaliser", help + ".", std::move(choices), "softmax",
                         Affects::Computation);
}

std::vector<SettingSpec> maskSettings()
{
    return {choiceSetting("mask", "Mask",
                          "Which keys a query may see: none hides nothing, causal hides what "
                          "comes later, window keeps what is near, history the last ones up to "
                          "the query. A hidden score is −∞ and gets weight 0.",
                          {"none", "causal", "window", "history"}, "none", Affects::Computation),
            onlyWith(integerSetting("window", "Window",
                                    "Keys that the masks window and history let a query see.", 3, 1,
                                    512, Affects::Computation),
                     "mask", {"window", "history"})};
}

SettingSpec temperatureSetting()
{
    return numberSetting("temperature", "Temperature",
                         "Divides the scores before softmax: below 1 the weights sharpen, above 1 "
                         "they level out.",
                         1.0, 0.1, 10.0, Affects::Computation);
}

SettingSpec positionsSetting()
{
    return choiceSetting(
        "positions", "Positions",
        "What is added to the embeddings to tell places apart: nothing, sine and "
        "cosine by turns (Vaswani et al. 2017), or all sines and then all cosines.",
        {"none", "interleaved", "concatenated"}, "interleaved", Affects::Computation);
}

SettingSpec cellSetting()
{
    return choiceSetting("cell", "Cell",
                         "The recurrent cell of encoder and decoder: plain tanh RNN, GRU or LSTM.",
                         {"rnn", "gru", "lstm"}, "gru", Affects::Weights);
}

std::vector<SettingSpec> placementSettings(std::string placement, Affects affects)
{
    return {
        choiceSetting("placement", "Placement",
                      "bahdanau: the query is the decoder's previous state, and the context goes "
                      "into the recurrent layers (Bahdanau et al. 2015). luong: the query is the "
                      "current state, and both together choose the word (Luong et al. 2015).",
                      {"bahdanau", "luong"}, std::move(placement), affects),
        onlyWith(flagSetting("input_feeding", "Input feeding",
                             "With the placement luong: what chose a word also goes into the next "
                             "step.",
                             false, affects),
                 "placement", {"luong"})};
}

void append(std::vector<SettingSpec>& settings, std::vector<SettingSpec> more)
{
    std::move(more.begin(), more.end(), std::back_inserter(settings));
}

std::vector<SettingSpec> without(std::vector<SettingSpec> settings,
                                 std::initializer_list<std::string_view> names)
{
    std::erase_if(settings, [&](const SettingSpec& setting) {
        return std::find(names.begin(), names.end(), setting.name) != names.end();
    });
    return settings;
}

SettingSpec wordsSetting()
{
    return integerSetting("words", "Words",
                          "Most different words that a vocabulary has, the most frequent ones; the "
                          "others are read as unknown.",
                          50000, 8, static_cast<std::int64_t>(Vocabulary::largest));
}

void requireSharedWidth(std::int64_t width, std::int64_t heads)
{
    if (width % heads != 0)
        throw std::invalid_argument("width " + std::to_string(width) + " cannot be shared by "
                                    + std::to_string(heads)
                                    + " heads: choose a multiple of the heads");
}

AttendOptions attendOptions(const Settings& settings)
{
    AttendOptions options;
    if (settings.has("mask"))
        options.mask.kind = maskKindOf(settings.text("mask"));
    if (settings.has("window"))
        options.mask.width = settings.integer("window");
    if (settings.has("normaliser"))
        options.normaliser = &normaliserOf(settings.text("normaliser"));
    if (settings.has("temperature"))
        options.temperature = static_cast<Real>(settings.number("temperature"));
    return options;
}

} // namespace regard
