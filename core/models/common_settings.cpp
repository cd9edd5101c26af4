// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/common_settings.h"

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

SettingSpec scoreSetting(std::vector<std::string> choices, std::string chosen, Affects affects)
{
    return choiceSetting("score", "Score",
                         "How well a key fits a query: dot qᵀk, scaled_dot qᵀk/√d, general qᵀWk "
                         "or additive vᵀtanh(W_q q + W_k k).",
                         std::move(choices), std::move(chosen), affects);
}

SettingSpec maskSetting()
{
    return choiceSetting("mask", "Mask",
                         "Which keys a query may see: none hides nothing, causal hides what "
                         "comes later. A hidden score is −∞ and gets weight 0.",
                         {"none", "causal"}, "none", Affects::Computation);
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

std::vector<SettingSpec> trainingSettings(std::int64_t epochs, std::int64_t batch, double rate,
                                          double dropout, std::int64_t examples,
                                          std::int64_t heldOut)
{
    return {
        integerSetting("epochs", "Epochs", "Passes over the training examples.", epochs, 0, 10000),
        integerSetting("batch", "Batch", "Examples behind each step of Adam.", batch, 1, 4096),
        numberSetting("rate", "Learning rate",
                      "Adam's rate at the start; it falls to a tenth on half a cosine.", rate, 1e-6,
                      1.0),
        numberSetting("dropout", "Dropout", "Share of numbers set to zero while training.", dropout,
                      0.0, 0.9),
        integerSetting("examples", "Examples", "Generated training examples.", examples, 1,
                       1000000),
        integerSetting("held_out", "Held-out examples",
                       "Generated examples whose combinations never occur in training.", heldOut, 1,
                       100000),
        integerSetting("seed", "Seed", "Of the first weights, the order and dropout.", 1, 0,
                       1000000000),
    };
}

AttendOptions attendOptions(const Settings& settings)
{
    AttendOptions options;
    if (settings.has("mask"))
        options.mask.kind = maskKindOf(settings.text("mask"));
    if (settings.has("temperature"))
        options.temperature = static_cast<Real>(settings.number("temperature"));
    return options;
}

} // namespace regard
