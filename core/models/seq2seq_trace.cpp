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

/// The first tokens that are given, up to one that the vocabulary does not have.
std::vector<std::int32_t> readPrefix(ScenarioRun& run, const Vocabulary& vocabulary)
{
    std::vector<std::int32_t> ids;
    for (const std::string& token : run.asked.prefix) {
        if (!vocabulary.contains(token)) {
            run.notes.push_back(
                "“" + token + "”, the output's token " + std::to_string(ids.size() + 1)
                + " by hand, cannot be written with these weights: from there on it "
                  "is decoded.");
            break;
        }
        ids.push_back(vocabulary.idOf(token));
        if (ids.back() == Vocabulary::end)
            break;
    }
    return ids;
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
    request.choice = tokenChoice(run.settings);
    request.goesOn = target.ids.empty();
    if (request.goesOn)
        request.forced = readPrefix(run, vocabularyOf(weights.vocabularies, "target"));
    else
        request.forced = std::move(target.ids);
    return request;
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

namespace {

/// Goes on behind several texts at once, of one source.
class NextOfBatch : public NextTokens {
public:
    NextOfBatch(const ScenarioRun& run, Tape& tape, const Seq2Seq& model,
                const DecodingRequest& request)
        : m_run(run)
        , m_tape(tape)
        , m_model(model)
        , m_width(static_cast<std::size_t>(request.choice.width))
    {
        const std::vector<const std::vector<std::int32_t>*> sources(m_width, &request.source.ids);
        m_encoded = model.encode(m_tape, Probe(), PaddedIds::of(sources), {});
        m_state = m_encoded.state;
    }

    ConstView behind(std::span<const Continuation> continuations) override
    {
        m_run.checkStop();
        // Always as many as the encoder was told of.
        const ContinuationBatch batch(continuations, m_width);
        const Seq2Seq::State state = m_model.follow(m_tape, m_state, batch.parents);
        const Seq2Seq::Step next =
            m_model.step(m_tape, Probe(), m_encoded, batch.tokens, state, {});
        m_state = next.state;
        return m_tape.value(softmax(m_tape, m_model.logits(m_tape, next.features)));
    }

private:
    const ScenarioRun& m_run;
    Tape& m_tape;
    const Seq2Seq& m_model;
    std::size_t m_width;
    Seq2Seq::Encoded m_encoded;
    Seq2Seq::State m_state;
};

/// Decodes on a tape, every step named, up to `longest` steps. Returns what is written; the
/// probabilities of the last step into `last`.
std::vector<std::int32_t> writeSteps(const ScenarioRun& run, Tape& tape, const Probe& probe,
                                     const Seq2Seq& model, const DecodingRequest& request,
                                     Var& last)
{
    const Vocabulary& targetVocabulary = vocabularyOf(run.weights.vocabularies, "target");
    const std::vector<std::int32_t>* source[] = {&request.source.ids};
    const Seq2Seq::Encoded encoded =
        model.encode(tape, probe, PaddedIds::of(source), {}, request.source.labels);
    const Axis words = makeAxis(targetVocabulary.tokens(), AxisKind::Vocabulary);
    Seq2Seq::State state = encoded.state;
    std::int32_t previous = Vocabulary::begin;
    std::vector<std::int32_t> written;
    for (Index t = 0; t < request.longest && previous != Vocabulary::end; ++t) {
        probe.setStep(static_cast<int>(t), targetVocabulary.tokenOf(previous));
        Seq2Seq::Step next = model.step(tape, probe, encoded, std::span(&previous, 1), state, {});
        state = next.state;
        const auto scope = probe.scope("decoder");
        const Var logits = probe.name(model.logits(tape, next.features), "logits", Role::Logits,
                                      model.logitsTold(tape, next.features), nullptr, words);
        last = probe.name(softmax(tape, logits), "probabilities", Role::Probabilities,
                          probabilitiesFrom(logits), nullptr, words);
        previous = writtenToken(request, tape.value(last).values(), static_cast<std::size_t>(t));
        written.push_back(previous);
    }
    return written;
}

/// Goes on behind texts one by one, under the edits of the run.
NextFromTheBeginning nextOfEdited(const ScenarioRun& run, const Seq2Seq& model,
                                  const DecodingRequest& request)
{
    return NextFromTheBeginning([&](const std::vector<std::int32_t>& written) {
        DecodingRequest pass = request;
        pass.forced = written;
        pass.longest = static_cast<Index>(written.size()) + 1;
        pass.choice = {};
        return run.tryOut([&](Tape& tape, const Probe& probe) {
            Var last;
            writeSteps(run, tape, probe, model, pass, last);
            const std::span<const Real> row = tape.value(last).values();
            return std::vector<Real>(row.begin(), row.end());
        });
    });
}

} // namespace

void decodeSeq2Seq(ScenarioRun& run, const Seq2Seq& model, DecodingRequest request)
{
    showAligned(run, model.hasAttention() ? "decoder/attention" : "");
    if (request.source.ids.empty())
        return;
    if (run.asked.edits.empty() && request.choice.by == TokenChoice::By::Beam) {
        Tape tape;
        tape.bind(run.weights.parameters);
        NextOfBatch next(run, tape, model, request);
        searchFirst(run, request, next);
    } else {
        NextFromTheBeginning next = nextOfEdited(run, model, request);
        searchFirst(run, request, next);
    }
    Var last;
    leaveOutput(run, writeSteps(run, run.tape, run.probe, model, request, last));
}

} // namespace regard
