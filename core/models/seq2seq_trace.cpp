// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/seq2seq_trace.h"

#include "core/attention/token_output.h"
#include "core/trace/row_by_row.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace regard {

using namespace std::string_view_literals;

DecodingRequest readDecoding(const TextForms& forms, const Exploration& exploration,
                             const Weights& weights, std::vector<std::string>& notes)
{
    DecodingRequest request;
    const auto most = static_cast<std::size_t>(weights.settings.integer("source_tokens"));
    const std::string reason = most > forms.mostTokens
        ? "the model was trained on sources of up to " + std::to_string(most)
        : std::string(forms.tooLong);
    request.source = readText(exploration.texts.front(), forms.source,
                              vocabularyOf(weights.vocabularies, "source"), most, reason, notes);
    request.longest = static_cast<Index>(weights.settings.integer("target_tokens"));
    TypedText target = readText(
        exploration.target, forms.target, vocabularyOf(weights.vocabularies, "target"),
        static_cast<std::size_t>(request.longest), "no text that is decoded is longer", notes);
    noteWhatIsLost(exploration.texts.front(), forms.source, request.source.tokens, "", notes);
    noteWhatIsLost(exploration.target, forms.target, target.tokens, "the target", notes);
    request.forced = std::move(target.ids);
    return request;
}

void noteUnended(const Trace& trace, const DecodingRequest& request,
                 std::vector<std::string>& notes)
{
    static const std::string end = Vocabulary().tokenOf(Vocabulary::end);
    if (request.forced.empty() && !trace.output.empty() && trace.output.back().text != end)
        notes.push_back("It ends after " + std::to_string(trace.output.size())
                        + " tokens, the most that are written, without " + end + ".");
}

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

namespace {

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

} // namespace

void readTokenByToken(Trace& trace)
{
    // Moments that are read in the same direction belong together.
    struct Run {
        int first, last;
        Rows rows;
    };
    std::vector<Run> runs;
    for (int i = 0; i < static_cast<int>(trace.moments.size()); ++i) {
        const auto rows = readingOf(trace, trace.moments[static_cast<std::size_t>(i)]);
        if (!rows)
            break;
        if (!runs.empty() && runs.back().rows == *rows)
            runs.back().last = i + 1;
        else
            runs.push_back({i, i + 1, *rows});
    }
    // Latest first, so that the earlier ones stay where they are.
    for (auto run = runs.rbegin(); run != runs.rend(); ++run)
        if (run->rows != Rows::Together)
            takeRowByRow(trace, run->first, run->last,
                         run->rows == Rows::Forward ? RowOrder::Forward : RowOrder::Backward);
}

Trace traceSeq2Seq(const Seq2Seq& model, const Parameters& parameters,
                   const Vocabulary& targetVocabulary, const DecodingRequest& request,
                   const std::vector<Edit>& edits, std::stop_token stop)
{
    Tape tape;
    tape.bind(parameters);
    Recorder recorder(tape, edits, std::move(stop));
    std::vector<TraceToken> output;
    if (!request.source.ids.empty()) {
        const Probe probe(recorder);
        const Seq2Seq::Control control;
        const std::vector<std::int32_t>* source[] = {&request.source.ids};
        const Seq2Seq::Encoded encoded =
            model.encode(tape, probe, PaddedIds::of(source), control, request.source.labels);
        const Axis words = makeAxis(targetVocabulary.tokens(), AxisKind::Vocabulary);
        Seq2Seq::State state = encoded.state;
        std::int32_t previous = Vocabulary::begin;
        for (Index t = 0; t < request.longest && previous != Vocabulary::end; ++t) {
            probe.setStep(static_cast<int>(t), targetVocabulary.tokenOf(previous));
            Seq2Seq::Step next =
                model.step(tape, probe, encoded, std::span(&previous, 1), state, control);
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
            output.push_back({targetVocabulary.tokenOf(previous), true, 0, 0});
        }
    }
    Trace trace = recorder.take();
    trace.output = std::move(output);
    labelSteps(trace);
    readTokenByToken(trace);
    return trace;
}

} // namespace regard
