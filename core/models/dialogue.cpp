// SPDX-License-Identifier: GPL-3.0-or-later
// Question and answer through a recurrent encoder–decoder, with attention and without.
#include "core/models/common_settings.h"
#include "core/models/dialogue_task.h"
#include "core/models/scenarios.h"
#include "core/models/seq2seq_trace.h"

namespace regard {

namespace {

std::shared_ptr<const ParameterLayout> layoutFor(const Settings& settings, std::size_t vocabulary)
{
    auto layout = std::make_shared<ParameterLayout>();
    Seq2Seq(*layout, dialogueOptions(settings, vocabulary));
    return layout;
}

/// Ids of a target that the person wants written, in place of greedy decoding.
std::vector<std::int32_t> forcedTarget(const std::string& target, const Vocabulary& vocabulary)
{
    std::vector<std::int32_t> ids;
    for (const Token& token : tokenize(target, Tokenization::Words, longestAnswer))
        ids.push_back(vocabulary.idOf(token.text));
    return ids;
}

Trace traceDialogue(const Exploration& exploration, const Settings& settings,
                    const Weights& weights, std::stop_token stop)
{
    const Vocabulary& vocabulary = weights.vocabularies.at("text");
    std::vector<std::string> notes;
    const TypedText text = readText(exploration.texts.front(), Tokenization::Words, vocabulary,
                                    scenarioOf("dialogue").maximumTokens,
                                    "the model was trained on far shorter questions", notes);
    ParameterLayout layout;
    const Seq2Seq model(layout, dialogueOptions(settings, vocabulary.size()));
    DecodingRequest request;
    request.source = &text;
    request.forced = forcedTarget(exploration.target, vocabulary);
    request.temperature = static_cast<Real>(settings.number("temperature"));
    request.longest = longestAnswer;
    Trace trace = traceSeq2Seq(model, weights.parameters, vocabulary, request, exploration.edits,
                               std::move(stop));
    trace.input = text.tokens;
    trace.notes = std::move(notes);
    return trace;
}

} // namespace

ScenarioSpec dialogue()
{
    ScenarioSpec spec;
    spec.id = "dialogue";
    spec.title = "Dialogue";
    spec.summary =
        "A recurrent encoder reads a question, a decoder writes the answer word by word. "
        "Switch attention off and the whole question has to fit into one vector.";
    spec.layout = Layout::EncoderDecoder;
    spec.maximumTokens = 256;
    spec.inputs = {{"Question",
                    "Ask a question",
                    {"are you free tomorrow?", "are you free today?",
                     "hello anna, i am busy today but are you free tomorrow evening?"}}};
    spec.settings = {
        flagSetting("attention", "Attention",
                    "On: at each step a weighted sum of all encoder states. Off: the encoder's "
                    "last state at every step.",
                    true, Affects::Weights),
        scoreSetting("additive", Affects::Weights),
        cellSetting(),
        flagSetting("bidirectional", "Two directions",
                    "Whether the encoder also reads the question backwards.", false,
                    Affects::Weights),
        temperatureSetting(),
        integerSetting("embedding", "Embedding", "Features of a word vector.", 64, 2, 1024),
        integerSetting("hidden", "Hidden", "Features of encoder and decoder states.", 128, 2, 2048),
        integerSetting("layers", "Layers", "Recurrent layers.", 1, 1, 4)};
    append(spec.settings, trainingSettings(12, 64, 4e-3, 0.1, 20000, 2000));
    spec.parameterLayout = [](const Settings& settings, const auto& vocabularies) {
        return layoutFor(settings, vocabularies.at("text").size());
    };
    spec.trace = traceDialogue;
    spec.task = dialogueTask;
    return spec;
}

} // namespace regard
