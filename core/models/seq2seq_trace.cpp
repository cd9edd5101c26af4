// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/seq2seq_trace.h"

#include "core/attention/token_output.h"
#include "core/trace/row_by_row.h"
#include "core/trace/scene.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace regard {

using namespace std::string_view_literals;

namespace {

/// The last token first.
void reverse(TypedText& text)
{
    std::reverse(text.tokens.begin(), text.tokens.end());
    std::reverse(text.ids.begin(), text.ids.end());
    std::vector<std::string> labels(text.labels->begin(), text.labels->end());
    std::reverse(labels.begin(), labels.end());
    text.labels = makeAxis(std::move(labels), TokensOf::Input);
}

} // namespace

DecodingRequest readDecoding(ScenarioRun& run, const TextForms& forms)
{
    const Weights& weights = run.weights;
    const std::string& typed = run.asked.texts.front();
    std::vector<std::string>& notes = run.notes;
    DecodingRequest request;
    const auto most = static_cast<std::size_t>(weights.settings.integer("source_tokens"));
    const std::string reason = most > forms.mostTokens
        ? "the model was trained on sources of up to " + std::to_string(most)
        : std::string(forms.tooLong);
    const TextSplit split(forms, weights.settings, weights.vocabularies);
    request.source = readTokens(split.source(typed), vocabularyOf(weights.vocabularies, "source"),
                                most, reason, notes);
    run.isReversed = run.asksForReverse();
    if (run.isReversed)
        reverse(request.source);
    run.input = request.source.tokens;
    request.longest = static_cast<Index>(weights.settings.integer("target_tokens"));
    TypedText target = readTokens(
        split.target(run.asked.target), vocabularyOf(weights.vocabularies, "target"),
        static_cast<std::size_t>(request.longest), "no text that is decoded is longer", notes);
    noteWhatIsLost(typed, split.sourceForm(), request.source.tokens, "", notes);
    noteWhatIsLost(run.asked.target, split.targetForm(), target.tokens, "the target", notes);
    request.forced = std::move(target.ids);
    return request;
}

void noteUnended(ScenarioRun& run, const DecodingRequest& request)
{
    static const std::string end = Vocabulary().tokenOf(Vocabulary::end);
    if (request.forced.empty() && !run.output.empty() && run.output.back().text != end)
        run.notes.push_back("It ends after " + std::to_string(run.output.size())
                            + " tokens, the most that are written, without " + end + ".");
}

namespace {

/// Labels the rows that a decoding step computed with the token it wrote.
void labelSteps(Trace& trace)
{
    for (TraceTensor& tensor : trace.tensors) {
        std::vector<std::string> written;
        for (int moment : tensor.rowMoments) {
            const int step = trace.moments[static_cast<std::size_t>(moment)].step;
            if (step >= 0)
                written.push_back(trace.output[static_cast<std::size_t>(step)].text);
        }
        if (written.empty())
            continue;
        // The embedded token is the one that the step reads, all else is on the way to its own.
        tensor.rows = tensor.role == Role::Embedding
            ? makeAxis(tensor.rows->names, AxisKind::Steps, TokensOf::Output, -1)
            : makeAxis(std::move(written), AxisKind::Steps, TokensOf::Output);
    }
}

/// How the rows of what an encoder computed at once come about.
enum class Rows { Forward, Backward, Together };

std::optional<Rows> readingOf(const Trace& trace, const Moment& moment)
{
    const std::string_view scope = moment.scope;
    const std::string_view name = moment.name;
    if (scope != "encoder" && !scope.starts_with("encoder/layer"))
        return {};
    if (name.starts_with("backward"))
        return Rows::Backward;
    if (name == "states" && trace.find(moment.scope + "/forward"))
        return Rows::Together;
    constexpr std::array forward{"embedding"sv, "inputs"sv,  "states"sv,
                                 "cells"sv,     "forward"sv, "forward_cells"sv};
    return std::find(forward.begin(), forward.end(), name) == forward.end()
        ? std::nullopt
        : std::optional(Rows::Forward);
}

/// Takes what a recurrent encoder computed apart by token, in the order in which it reads.
void readTokenByToken(Trace& trace)
{
    // Moments that are read in the same direction belong together.
    struct Reading {
        int first, last;
        Rows rows;
    };
    std::vector<Reading> readings;
    for (int i = 0; i < static_cast<int>(trace.moments.size()); ++i) {
        const auto rows = readingOf(trace, trace.moments[static_cast<std::size_t>(i)]);
        if (!rows)
            break;
        if (!readings.empty() && readings.back().rows == *rows)
            readings.back().last = i + 1;
        else
            readings.push_back({i, i + 1, *rows});
    }
    // Latest first, so that the earlier ones stay where they are.
    for (auto reading = readings.rbegin(); reading != readings.rend(); ++reading)
        if (reading->rows != Rows::Together)
            takeRowByRow(trace, reading->first, reading->last,
                         reading->rows == Rows::Forward ? RowOrder::Forward : RowOrder::Backward);
}

} // namespace

void arrangeDecoding(Trace& trace)
{
    labelSteps(trace);
    readTokenByToken(trace);
}

void showAligned(ScenarioRun& run, const std::string& attention)
{
    AlignedScene scene;
    scene.attention = attention;
    scene.read = "encoder/embedding";
    scene.written = "decoder/probabilities";
    run.scene = std::make_shared<Scene>(Scene{std::move(scene)});
}

void decodeSeq2Seq(ScenarioRun& run, const Seq2Seq& model, const DecodingRequest& request)
{
    showAligned(run, model.hasAttention() ? "decoder/attention" : "");
    if (!request.source.ids.empty()) {
        Tape& tape = run.tape;
        const Probe& probe = run.probe;
        const Vocabulary& targetVocabulary = vocabularyOf(run.weights.vocabularies, "target");
        const std::vector<std::int32_t>* source[] = {&request.source.ids};
        const Seq2Seq::Encoded encoded =
            model.encode(tape, probe, PaddedIds::of(source), {}, request.source.labels);
        const Axis words = makeAxis(targetVocabulary.tokens(), AxisKind::Vocabulary);
        Seq2Seq::State state = encoded.state;
        std::int32_t previous = Vocabulary::begin;
        for (Index t = 0; t < request.longest && previous != Vocabulary::end; ++t) {
            probe.setStep(static_cast<int>(t), targetVocabulary.tokenOf(previous));
            Seq2Seq::Step next =
                model.step(tape, probe, encoded, std::span(&previous, 1), state, {});
            state = next.state;
            const auto scope = probe.scope("decoder");
            const Var logits = probe.name(model.logits(tape, next.features), "logits", Role::Logits,
                                          model.logitsTold(tape, next.features), nullptr, words);
            const Var probabilities =
                probe.name(softmax(tape, logits), "probabilities", Role::Probabilities,
                           probabilitiesFrom(logits), nullptr, words);
            const std::span<const Real> p = tape.value(probabilities).values();
            const auto place = static_cast<std::size_t>(t);
            if (request.forced.empty())
                previous =
                    static_cast<std::int32_t>(std::max_element(p.begin(), p.end()) - p.begin());
            else
                previous = place < request.forced.size() ? request.forced[place] : Vocabulary::end;
            run.output.push_back({targetVocabulary.tokenOf(previous), true, 0, 0});
        }
    }
}

} // namespace regard
