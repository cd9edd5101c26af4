// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/transformer/trace.h"

#include "core/attention/token_output.h"
#include "core/trace/row_by_row.h"

#include <algorithm>

namespace regard {

namespace {

/// The decoding of one sentence.
class Decoding {
public:
    Decoding(ScenarioRun& run, const TransformerModel& model, const DecodingRequest& request,
             const AttendOptions& options)
        : m_run(run)
        , m_model(model)
        , m_vocabulary(vocabularyOf(run.weights.vocabularies, "target"))
        , m_request(request)
        , m_options(options)
    {
    }

    /// What is written, <eos> last unless there was no room for it.
    std::vector<std::int32_t> tokens() const
    {
        const auto room = static_cast<std::size_t>(m_request.longest);
        std::vector<std::int32_t> written;
        if (!m_request.forced.empty()) {
            written = m_request.forced;
            written.resize(std::min(written.size(), room));
        } else if (m_run.asked.edits.empty()) {
            const std::vector<std::int32_t>* source[] = {&m_request.source.ids};
            written = m_run.tryOut([&](Tape& tape, const Probe&) {
                return m_model.write(tape, source, m_request.longest, m_options).front().tokens;
            });
        } else {
            // A set number may change every later token: each is read off what is written so far.
            while (written.size() < room) {
                const std::int32_t next = this->next(written);
                if (next == Vocabulary::end)
                    break;
                written.push_back(next);
            }
        }
        if (written.size() < room)
            written.push_back(Vocabulary::end);
        return written;
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

private:
    /// The token that follows those written.
    std::int32_t next(std::vector<std::int32_t> written) const
    {
        written.push_back(Vocabulary::end); // the step that is asked
        return m_run.tryOut([&](Tape& tape, const Probe& probe) {
            const ConstView all = tape.value(compute(tape, probe, written));
            const Index classes = all.shape.columns();
            const Real* row = all.data + all.shape.size() - classes;
            return static_cast<std::int32_t>(std::max_element(row, row + classes) - row);
        });
    }

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

void decodeTransformer(ScenarioRun& run, const TransformerModel& model,
                       const DecodingRequest& request, const AttendOptions& options)
{
    showAligned(run,
                "decoder/layer" + std::to_string(run.settings.integer("layers") - 1) + "/cross");
    if (request.source.ids.empty())
        return;
    const Decoding decoding(run, model, request, options);
    const std::vector<std::int32_t> written = decoding.tokens();
    decoding.compute(run.tape, run.probe, written);
    const Vocabulary& vocabulary = vocabularyOf(run.weights.vocabularies, "target");
    for (std::int32_t token : written)
        run.output.push_back({vocabulary.tokenOf(token), true, 0, 0});
}

} // namespace regard
