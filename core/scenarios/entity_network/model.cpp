// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/entity_network/model.h"

#include "core/attention/projected.h"
#include "core/trace/cell_rules.h"

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

/// φ: x where it is positive, else the slope (an operand) times x.
double rectified(CellWork& work, double x, std::size_t slope)
{
    const double factor = work.at(slope, 0);
    work.stage("slope of φ below 0", factor);
    return x > 0 ? x : factor * x;
}

/// The dot product of a row of operand 0 and row `slot` of operand 1.
double matchCell(CellWork& work)
{
    work.worked("{sum}", {});
    return work.products(work.rowOf(0, work.row(), "s"), work.rowOf(1, work.column()));
}

// w_j = E[slot_j]
constexpr Formula slotKeyFormula{
    .name = "slot_key",
    .line = "E[slot]",
    .spoken = "key of slot j = embedding of its name",
    .symbols = "*w E j",
    .cell = [](CellWork& work) { return tableRow(work, work.id(work.row()), "E"); },
};
// s · h_j, with what slot j held before the sentence
constexpr Formula contentMatchFormula{
    .name = "content_match",
    .line = "s · contents",
    .spoken = "s · content h j of slot j before the sentence",
    .symbols = "*s·*h *s *h j",
    .cell = matchCell,
};
// s · w_j
constexpr Formula keyMatchFormula{
    .name = "key_match",
    .line = "s · keys",
    .spoken = "s · key w j of slot j",
    .symbols = "*s·*w *s *w j",
    .cell = matchCell,
};
// g_j = σ(s · h_j + s · w_j)
constexpr Formula gateFormula{
    .name = "slot_gate",
    .line = "σ({0} + {1})",
    .spoken = "gate j = σ(s · h j + s · w j)",
    .symbols = "g σ *s *h *w j",
    .cell =
        [](CellWork& work) {
            const double content = work.at(0, work.row(), work.column());
            const double key = work.at(1, work.row(), work.column());
            work.stage("content match", content);
            work.stage("key match", key);
            work.stage("content match + key match", content + key);
            work.worked("σ({} + {f})", {{content, {}}, {key, {}}});
            return logistic(content + key);
        },
};
// h̃_j = φ(U h_j + V w_j + W s). Operands: h, w, s, U, V, W, slope; number: the row of s.
constexpr Formula candidateFormula{
    .name = "slot_candidate",
    .line = "φ(U h + V w + W s)",
    .spoken = "candidate j = φ(U h j + V w j + W s)",
    .symbols = "*h̃ φ U *h V *w W *s j",
    .cell =
        [](CellWork& work) {
            const auto sentence = static_cast<Index>(work.number(0));
            Operand weights{{}, {}, "[U V W]", {}};
            Operand read{{}, {}, "[h; w; s]", {}};
            for (std::size_t part = 0; part < 3; ++part) {
                const Operand weight = work.rowOf(3 + part, work.column());
                const Operand x = work.rowOf(part, part == 2 ? sentence : work.row());
                weights.values.insert(weights.values.end(), weight.values.begin(),
                                      weight.values.end());
                read.values.insert(read.values.end(), x.values.begin(), x.values.end());
            }
            const double sum = work.products(std::move(weights), std::move(read));
            work.show(work.rowOf(0, work.row(), "h"));
            work.show(work.rowOf(1, work.row(), "w"));
            work.show(work.rowOf(2, sentence, "s"));
            work.stage(Stage::Kind::Sum, sum);
            work.worked("φ({sum})", {});
            return rectified(work, sum, 6);
        },
};
// h_j ← (h_j + g_j h̃_j) / ‖h_j + g_j h̃_j‖. Operands: h, g, h̃; number: the row of g.
constexpr Formula memoryFormula{
    .name = "slot_memory",
    .line = "h + gate · candidate, to length 1",
    .spoken = "h j becomes h j + gate j times candidate j, divided by its length",
    .symbols = "*h g *h̃ ‖‖ j",
    .cell =
        [](CellWork& work) {
            const double gate = work.at(1, static_cast<Index>(work.number(0)), work.row());
            Operand before = work.rowOf(0, work.row(), "h");
            Operand candidate = work.rowOf(2, work.row(), "h̃");
            double squares = 0;
            for (std::size_t i = 0; i < before.values.size(); ++i) {
                const double moved = before.values[i] + gate * candidate.values[i];
                squares += moved * moved;
            }
            const double length = std::sqrt(squares);
            const auto column = static_cast<std::size_t>(work.column());
            const double held = before.values[column];
            const double change = candidate.values[column];
            work.show(std::move(before));
            work.show(std::move(candidate));
            work.stage("before the sentence", held);
            work.stage("gate", gate);
            work.stage("candidate", change);
            work.stage("length", length);
            work.worked(
                "({} + {} · {f}) ∕ {}",
                {{held, Role::State}, {gate, Role::Gate}, {change, Role::Gate}, {length, {}}});
            return length > 0 ? (held + gate * change) / length : 0;
        },
};
// k_j = h_j, v_j = h_j: what slot j holds after the last sentence
constexpr Formula memoryKeyFormula{
    .name = "key_slot",
    .line = "{0}",
    .spoken = "key j = what slot j holds after the last sentence",
    .symbols = "*k *h j",
    .cell = sameCell,
};
constexpr Formula memoryValueFormula{
    .name = "value_slot",
    .line = "{0}",
    .spoken = "value j = what slot j holds after the last sentence",
    .symbols = "*v *h j",
    .cell = sameCell,
};
// y = φ(q + H c). Operands: q, c, H, slope.
constexpr Formula answerFormula{
    .name = "answer",
    .line = "φ({0} + H {1})",
    .spoken = "y = φ(q + H times the context)",
    .symbols = "*y φ *q H *c",
    .cell =
        [](CellWork& work) {
            const double sum =
                work.products(work.rowOf(2, work.column(), "H"), work.rowOf(1, work.row()));
            const double query = work.at(0, work.row(), work.column());
            work.show(work.rowOf(0, work.row()));
            work.stage(Stage::Kind::Sum, sum);
            work.stage("+ query", query);
            work.worked("φ({sum} + {f})", {{query, Role::Query}});
            return rectified(work, query + sum, 3);
        },
};
// ℓ = R y
constexpr Formula logitsFormula{
    .name = "answer_logits",
    .line = "R {0}",
    .spoken = "logits = R times y: a score for each word",
    .symbols = "*ℓ R *y",
    .cell = linearCell,
};

} // namespace

EntityModel::EntityModel(ParameterLayout& layout, const EntityOptions& options)
    : m_options(options)
    , m_encode(layout, options.vocabulary, options.places, options.width)
{
    const Index width = options.width;
    const Initial one{Initial::Kind::Constant, 1};
    m_content = Linear(layout, "memory.U.", width, width, false);
    m_key = Linear(layout, "memory.V.", width, width, false);
    m_sentence = Linear(layout, "memory.W.", width, width, false);
    m_slope = layout.add("memory.activation.weight", {1}, one);
    m_hidden = Linear(layout, "output.H.", width, width, false);
    m_outputSlope = layout.add("output.activation.weight", {1}, one);
    m_output = Linear(layout, "output.R.", width, options.vocabulary, false);
    m_score = Score(layout, "output.score.", scoreFunctionOf("dot"), {});
}

namespace {

/// x repeated for each slot. x: [batch × width]. Result: [batch × slots × width].
Var forEachSlot(Tape& tape, Var x, Index slots)
{
    const Index batch = tape.shape(x)[0];
    const View view = tape.allocate({batch, slots, 1});
    std::fill_n(view.data, view.shape.size(), Real(1));
    return product(tape, tape.adopt(view), reshape(tape, x, {batch, 1, tape.shape(x).columns()}));
}

/// The keys for each story, [stories × slots × width]. keys: [slots × width].
Var beginning(Tape& tape, Var keys, Index stories)
{
    const Shape shape = tape.shape(keys);
    const View view = tape.allocate({stories, 1});
    std::fill_n(view.data, stories, Real(1));
    const Var flat = reshape(tape, keys, {1, shape.size()});
    return reshape(tape, product(tape, tape.adopt(view), flat), {stories, shape[0], shape[1]});
}

} // namespace

Var EntityModel::sentences(Tape& tape, const Probe& probe, const StoryBatch& batch,
                           const StoryLabels& labels, std::vector<Var>& words) const
{
    const Index width = m_options.width;
    if (!probe.active())
        return reshape(tape,
                       m_encode(tape, probe, batch.words, batch.lengths, batch.places, {}).sums,
                       {batch.stories, batch.sentences, width});
    // One by one and without padding, so that a trace has the words of each.
    std::vector<Var> told;
    for (std::size_t i = 0; i < labels.sentences.size(); ++i) {
        const auto length = batch.lengths[i];
        const auto ids = std::span(batch.words)
                             .subspan(i * static_cast<std::size_t>(batch.places),
                                      static_cast<std::size_t>(length));
        const auto scope = probe.scope("sentence" + std::to_string(i + 1));
        const SentenceEncoder::Encoded encoded =
            m_encode(tape, probe, ids, {&batch.lengths[i], 1}, length, labels.words[i]);
        told.push_back(encoded.sums);
        words.push_back(encoded.words);
    }
    return stackTime(tape, told);
}

namespace {

/// Gates where there is a sentence t, 0 where a story has ended.
Var gatesOfSentences(Tape& tape, const StoryBatch& batch, Index t, Var gates)
{
    const View there = tape.allocate({batch.stories});
    for (Index story = 0; story < batch.stories; ++story)
        there.data[story] =
            batch.lengths[static_cast<std::size_t>(story * batch.sentences + t)] > 0 ? 1 : 0;
    return scaleRows(tape, gates, tape.adopt(there));
}

} // namespace

Var EntityModel::memory(Tape& tape, const Probe& probe, const StoryBatch& batch,
                        const StoryLabels& labels) const
{
    std::vector<Var> words;
    const Var told = sentences(tape, probe, batch, labels, words);
    const Index width = m_options.width;
    const auto slots = static_cast<Index>(m_options.slots.size());
    const Var table = m_encode.table(tape);
    const Var keys =
        probe.name(embed(tape, table, m_options.slots, {slots, width}), "keys", Role::Hidden,
                   {slotKeyFormula, {table}, {}, m_options.slots}, labels.slots);
    const Var ofKeys = m_key(tape, keys); // V w
    const Var slope = tape.parameter(m_slope);
    Var h = beginning(tape, keys, batch.stories); // h = w
    Var held = keys; // the same as it was named
    for (Index t = 0; t < batch.sentences; ++t) {
        const auto number = static_cast<std::size_t>(t);
        const Axis row =
            probe.active() ? makeAxis({labels.sentences[number]}, AxisKind::Wholes) : nullptr;
        const Var s =
            probe.name(timeStep(tape, told, t), "sentences", Role::Hidden,
                       SentenceEncoder::sentenceTold(words.empty() ? Var{} : words[number]), row);
        // g = σ(sᵀh + sᵀw)
        const Var asked = reshape(tape, s, {batch.stories, 1, width});
        const Var byContent = probe.name(
            reshape(tape, productTransposed(tape, asked, h), {batch.stories, slots}),
            "content_match", Role::Hidden, {contentMatchFormula, {s, held}}, row, labels.slots);
        const Var byKey = probe.name(linear(tape, s, keys), "key_match", Role::Hidden,
                                     {keyMatchFormula, {s, keys}}, row, labels.slots);
        Var gates = probe.name(sigmoid(tape, add(tape, byContent, byKey)), "gates", Role::Gate,
                               {gateFormula, {byContent, byKey}}, row, labels.slots);
        if (!probe.active())
            gates = gatesOfSentences(tape, batch, t, gates);
        // h̃ = φ(U h + V w + W s),  h ← (h + g h̃) / ‖h + g h̃‖
        const auto scope = probe.scope("sentence" + std::to_string(t + 1));
        const Var inner =
            add(tape, add(tape, m_content(tape, h), forEachSlot(tape, m_sentence(tape, s), slots)),
                ofKeys);
        const Var candidate = probe.name(prelu(tape, inner, slope), "candidate", Role::Gate,
                                         {candidateFormula,
                                          {held, keys, s, m_content.weight(tape),
                                           m_key.weight(tape), m_sentence.weight(tape), slope},
                                          {static_cast<double>(t)}},
                                         labels.slots);
        h = unitRows(tape, add(tape, h, scaleRows(tape, candidate, gates)));
        h = probe.name(h, "memory", Role::State,
                       {memoryFormula, {held, gates, candidate}, {static_cast<double>(t)}},
                       labels.slots);
        held = h;
    }
    return h;
}

Var EntityModel::answer(Tape& tape, const Probe& probe, const StoryBatch& batch,
                        const AttendOptions& options, const StoryLabels& labels, Var h) const
{
    const auto scope = probe.scope("answer");
    const Index places = probe.active() ? batch.askedLengths[0] : batch.places;
    const SentenceEncoder::Encoded asked =
        m_encode(tape, probe,
                 std::span(batch.asked)
                     .first(static_cast<std::size_t>(batch.stories * batch.questions * places)),
                 batch.askedLengths, places, labels.questionWords);
    Var q = reshape(tape, asked.sums, {batch.stories, batch.questions, m_options.width});
    q = probe.name(q, "Q", Role::Query, SentenceEncoder::questionTold(asked.words),
                   labels.question);
    const Memory slots = remember(tape, probe, m_score, h, {memoryKeyFormula, {h}}, h,
                                  {memoryValueFormula, {h}}, labels.slots);
    const Attended attended = attend(tape, probe, m_score, q, slots, options, labels.question);
    // y = φ(q + H u)
    const Var slope = tape.parameter(m_outputSlope);
    const Var y = probe.name(
        prelu(tape, add(tape, q, m_hidden(tape, attended.context)), slope), "output", Role::Hidden,
        {answerFormula, {q, attended.context, m_hidden.weight(tape), slope}}, labels.question);
    probe.layer({}, attended.weights, y);
    return y;
}

Var EntityModel::operator()(Tape& tape, const Probe& probe, const StoryBatch& batch,
                            const AttendOptions& options, const StoryLabels& labels) const
{
    const Var h = memory(tape, probe, batch, labels);
    const Var y = answer(tape, probe, batch, options, labels, h);
    return probe.name(m_output(tape, y), "logits", Role::Logits,
                      {logitsFormula, {y, m_output.weight(tape)}}, labels.question,
                      labels.vocabulary);
}

} // namespace regard
