// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/transformer/trace.h"

#include "core/attention/token_output.h"
#include "core/trace/row_by_row.h"

#include <algorithm>

namespace regard {

namespace {

/// A pass over all steps of one sentence.
class Pass {
public:
    Pass(ScenarioRun& run, const TransformerModel& model, const DecodingRequest& request,
         const AttendOptions& options)
        : m_run(run)
        , m_model(model)
        , m_vocabulary(vocabularyOf(run.weights.vocabularies, "target"))
        , m_request(request)
        , m_options(options)
    {
    }

    /// Names every step of a pass in which each step reads the token before its own. Returns
    /// the probabilities.
    Var compute(Tape& tape, const Probe& probe, const std::vector<std::int32_t>& written) const
    {
        const std::vector<std::int32_t>* source[] = {&m_request.source.ids};
        const TransformerModel::Encoded encoded =
            m_model.encode(tape, probe, PaddedIds::of(source), m_options, m_request.source.labels);
        std::vector<std::int32_t> read{Vocabulary::begin};
        read.insert(read.end(), written.begin(), written.end() - 1);
        const Axis labels = spelled(written, 0);
        const std::vector<std::int32_t>* steps[] = {&read};
        probe.setStep(0);
        const TransformerModel::Output output = m_model.decode(
            tape, probe, encoded, PaddedIds::of(steps), m_options, labels, spelled(read, -1));
        const auto scope = probe.scope("decoder");
        const Axis words = makeAxis(m_vocabulary.tokens(), AxisKind::Vocabulary);
        const Var logits =
            probe.name(output.logits, "logits", Role::Logits,
                       logitsFrom(tape, m_model.output(), output.states), labels, words);
        return probe.name(softmax(tape, logits), "probabilities", Role::Probabilities,
                          probabilitiesFrom(logits), labels, words);
    }

    /// Probabilities of the token behind what is written.
    std::vector<Real> behind(std::vector<std::int32_t> written) const
    {
        written.push_back(Vocabulary::end); // the step that is asked
        return m_run.tryOut([&](Tape& tape, const Probe& probe) {
            const ConstView all = tape.value(compute(tape, probe, written));
            const Real* row = all.data + all.shape.size() - all.shape.columns();
            return std::vector<Real>(row, row + all.shape.columns());
        });
    }

private:
    /// Labels of written tokens, or with −1 of the tokens that the steps read.
    Axis spelled(const std::vector<std::int32_t>& ids, int first) const
    {
        std::vector<std::string> labels;
        for (std::int32_t id : ids)
            labels.push_back(m_vocabulary.tokenOf(id));
        return makeAxis(std::move(labels), TokensOf::Output, first);
    }

    const ScenarioRun& m_run;
    const TransformerModel& m_model;
    const Vocabulary& m_vocabulary;
    const DecodingRequest& m_request;
    const AttendOptions& m_options;
};

/// Goes on behind several texts at once, of one source.
class NextOfBatch : public NextTokens {
public:
    NextOfBatch(const ScenarioRun& run, Tape& tape, const TransformerModel& model,
                const DecodingRequest& request, const AttendOptions& options)
        : m_run(run)
        , m_tape(tape)
        , m_width(request.choice.by == TokenChoice::By::Beam
                      ? static_cast<std::size_t>(request.choice.width)
                      : 1)
        , m_encoded(model.encode(tape, Probe(), PaddedIds::of(sources(request)), options))
        , m_writing(tape, model, m_encoded, request.longest + 1, options)
    {
    }

    ConstView behind(std::span<const Continuation> continuations) override
    {
        m_run.checkStop();
        // Always as many as the encoder was told of.
        const ContinuationBatch batch(continuations, m_width);
        if (m_width > 1)
            m_writing.follow(batch.parents);
        return m_tape.value(softmax(m_tape, m_writing.read(batch.tokens)));
    }

private:
    std::vector<const std::vector<std::int32_t>*> sources(const DecodingRequest& request) const
    {
        return {m_width, &request.source.ids};
    }

    const ScenarioRun& m_run;
    Tape& m_tape;
    std::size_t m_width;
    TransformerModel::Encoded m_encoded;
    TransformerModel::Writing m_writing;
};

/// What is written, <eos> last unless there was no room for it.
std::vector<std::int32_t> writtenBy(ScenarioRun& run, NextTokens& next, DecodingRequest& request)
{
    searchFirst(run, request, next);
    std::vector<std::int32_t> written;
    const bool isKnown = isGiven(request) || run.decoding->written >= 0;
    Continuation last{0, Vocabulary::begin};
    for (std::size_t step = 0; step < static_cast<std::size_t>(request.longest); ++step) {
        // What is given need not be asked for.
        const ConstView row = isKnown ? ConstView{} : next.behind(std::span(&last, 1));
        last.token = writtenToken(request, isKnown ? std::span<const Real>() : row.values(), step);
        written.push_back(last.token);
        if (last.token == Vocabulary::end)
            break;
    }
    return written;
}

} // namespace

void arrangeTransformer(Trace& trace)
{
    // The decoder computed all its steps at once, behind all of the encoder.
    const auto decoder = std::find_if(trace.moments.begin(), trace.moments.end(),
                                      [](const Moment& moment) { return moment.step >= 0; });
    const auto first = static_cast<std::size_t>(decoder - trace.moments.begin());
    takeRowByRow(trace, static_cast<int>(first), static_cast<int>(trace.moments.size()));
    for (std::size_t i = first; i < trace.moments.size(); ++i)
        trace.moments[i].step = static_cast<int>(trace.moments[i].pieces.front().firstRow);
}

void decodeTransformer(ScenarioRun& run, const TransformerModel& model, DecodingRequest request,
                       const AttendOptions& options)
{
    showAligned(run,
                "decoder/layer" + std::to_string(run.settings.integer("layers") - 1) + "/cross");
    if (request.source.ids.empty())
        return;
    const Pass pass(run, model, request, options);
    std::vector<std::int32_t> written;
    if (run.asked.edits.empty()) {
        Tape tape;
        tape.bind(run.weights.parameters);
        NextOfBatch next(run, tape, model, request, options);
        written = writtenBy(run, next, request);
    } else {
        // A set number may change every later token: each is read off what is written so far.
        NextFromTheBeginning next(
            [&](const std::vector<std::int32_t>& before) { return pass.behind(before); });
        written = writtenBy(run, next, request);
    }
    pass.compute(run.tape, run.probe, written);
    leaveOutput(run, written);
}

} // namespace regard
