// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/pointer/model.h"

#include "core/models/state_formulas.h"
#include "core/models/typed_numbers.h"
#include "core/nn/recurrent_told.h"
#include "core/tape/operations.h"
#include "core/trace/cell_work.h"

#include <algorithm>
#include <cmath>

namespace regard {

PointerWalk::PointerWalk(PointerProblem problem, std::size_t count)
    : m_problem(problem)
    , m_count(count)
    , m_done(count == 0)
{
}

void PointerWalk::choose(std::int32_t input)
{
    m_chosen[m_steps++] = input;
    m_hidden[static_cast<std::size_t>(input)] = true;
    if (m_problem == PointerProblem::Sort) {
        m_done = m_steps == m_count;
        return;
    }
    m_done = (m_steps > 1 && input == m_chosen.front()) || m_steps == longest;
    if (m_steps >= std::min<std::size_t>(3, m_count))
        m_hidden[static_cast<std::size_t>(m_chosen.front())] = false;
    if (m_done)
        m_hidden.fill(true);
}

std::vector<std::int32_t> PointerWalk::answer() const
{
    std::vector<std::int32_t> answer(m_chosen.begin(),
                                     m_chosen.begin() + static_cast<std::ptrdiff_t>(m_steps));
    if (m_problem == PointerProblem::Hull && m_steps > 1 && answer.back() == answer.front())
        answer.pop_back();
    return answer;
}

std::int32_t best(std::span<const Real> weights)
{
    return static_cast<std::int32_t>(std::max_element(weights.begin(), weights.end())
                                     - weights.begin());
}

namespace {

// x_1 = start, x_i = h_j of the input j that was chosen at step i − 1. Which: ids.
constexpr Formula chosenFormula{
    .name = "chosen_state",
    .line = "the encoder's state of the last choice",
    .spoken = "x 1 = the learnt start vector; x i = the encoder's state of the input that was "
              "chosen at step i − 1",
    .symbols = "*x *h i",
    .cell =
        [](CellWork& work) {
            const Index chosen = work.id(work.row());
            if (chosen < 0) {
                const double value = work.at(1, work.column());
                work.show(work.rowOf(1, 0, "x"));
                work.worked("feature {i} of the learnt start vector",
                            {{static_cast<double>(work.column() + 1), {}}});
                return value;
            }
            work.show(work.rowOf(0, chosen, "h"));
            work.worked("feature {i} of the state of input {i}, which was chosen last",
                        {{static_cast<double>(work.column() + 1), {}},
                         {static_cast<double>(chosen + 1), {}}});
            return work.at(0, chosen, work.column());
        },
};

std::span<const Real> rowOf(ConstView rows, std::size_t row)
{
    const auto width = static_cast<std::size_t>(rows.shape.columns());
    return rows.values().subspan(row * width, width);
}

/// Steps that an answer takes: a hull returns to its first corner.
std::size_t stepsOf(PointerProblem problem, const std::vector<std::int32_t>& answer)
{
    return answer.size() + (problem == PointerProblem::Hull ? 1 : 0);
}

} // namespace

PointerNetwork::PointerNetwork(ParameterLayout& layout, const PointerOptions& options)
    : m_options(options)
    , m_encoder(layout, "encoder.rnn.", Cell::Gru, options.problem == PointerProblem::Sort ? 1 : 2,
                options.hidden, 1, true)
{
    const Index keys = m_encoder.outputWidth();
    m_start =
        layout.add("decoder.start", {keys},
                   {Initial::Kind::Uniform, 1 / std::sqrt(static_cast<double>(options.hidden))});
    m_decoder = RecurrentLayers(layout, "decoder.rnn.", Cell::Gru, keys, options.hidden);
    m_score = Score(layout, "decoder.attention.", scoreFunctionOf(options.score),
                    {options.hidden, keys, options.hidden});
}

PointerNetwork::Encoded PointerNetwork::encode(Tape& tape, const Probe& probe,
                                               std::span<const std::vector<Point>* const> instances,
                                               const How& inputsFrom, const Axis& labels) const
{
    Encoded encoded;
    const auto lengths = tape.arena().array<std::int32_t>(instances.size());
    for (std::size_t b = 0; b < instances.size(); ++b) {
        lengths[b] = static_cast<std::int32_t>(instances[b]->size());
        encoded.width = std::max(encoded.width, static_cast<Index>(lengths[b]));
    }
    encoded.lengths = lengths;
    const bool hull = m_options.problem == PointerProblem::Hull;
    const Index features = hull ? 2 : 1;
    const View inputs =
        tape.arena().zeros({static_cast<Index>(instances.size()), encoded.width, features});
    for (std::size_t b = 0; b < instances.size(); ++b) {
        Real* row = inputs.data + static_cast<Index>(b) * encoded.width * features;
        for (const Point& point : *instances[b]) {
            *row++ = static_cast<Real>(point.x);
            if (hull)
                *row++ = static_cast<Real>(point.y);
        }
    }
    RecurrentLayers::Output output;
    {
        const auto scope = probe.scope("encoder");
        const Var x = probe.name(tape.adopt(inputs), "inputs", Role::Embedding, inputsFrom, labels);
        const LayersTold told{probe, Role::State, Role::Hidden, CellPlace::Forward,
                              x,     {},          {},           labels};
        output = m_encoder.run(tape, x, {}, encoded.lengths, 0, nullptr,
                               probe.active() ? &told : nullptr);
        encoded.states = output.states;
        encoded.first = output.last;
        const auto inner = probe.scope("attention");
        const How keys = encoderKeys(encoded.states);
        encoded.memory = remember(tape, probe, m_score, encoded.states, keys, {}, keys, labels);
    }
    if (probe.active()) {
        const auto scope = probe.scope("decoder");
        encoded.firstNamed = nameInitial(tape, probe, m_decoder.cell(), encoded.first[0], 0, 1,
                                         lastStateTold(output.named[0]));
        encoded.told = {.states = output.states,
                        .forward = output.named[0].states,
                        .backward = output.namedBackward[0].states,
                        .initial = encoded.firstNamed.states};
    }
    return encoded;
}

std::span<PointerWalk> PointerNetwork::walks(Tape& tape, const Encoded& encoded) const
{
    const auto walks = tape.arena().array<PointerWalk>(encoded.lengths.size());
    for (std::size_t b = 0; b < walks.size(); ++b)
        walks[b] = PointerWalk(m_options.problem, static_cast<std::size_t>(encoded.lengths[b]));
    return walks;
}

PointerNetwork::Step PointerNetwork::step(Tape& tape, const Probe& probe, const Encoded& encoded,
                                          std::span<const PointerWalk> walks,
                                          const LayerStates& state) const
{
    const auto scope = probe.scope("decoder");
    const Index batch = static_cast<Index>(walks.size());
    const Index features = m_encoder.outputWidth();
    const auto width = static_cast<std::size_t>(encoded.width);
    const auto previous = tape.arena().array<std::int32_t>(walks.size());
    const auto hidden = tape.arena().array<std::uint8_t>(walks.size() * width);
    for (std::size_t b = 0; b < walks.size(); ++b) {
        previous[b] = walks[b].last();
        for (std::size_t place = 0; place < width; ++place)
            hidden[b * width + place] = walks[b].isHidden(place);
    }
    // All walks are at the same step.
    const bool start =
        std::all_of(previous.begin(), previous.end(), [](std::int32_t index) { return index < 0; });
    Var x = start
        ? add(tape, tape.adopt(tape.arena().zeros({batch, features})), tape.parameter(m_start))
        : pickTime(tape, encoded.states, previous);
    x = probe.name(reshape(tape, x, {batch, 1, features}), "input", Role::Embedding,
                   {chosenFormula, {encoded.states, tape.parameter(m_start)}, {}, previous});
    const LayersTold told{probe,
                          Role::DecoderState,
                          Role::Hidden,
                          CellPlace::Decoder,
                          x,
                          {},
                          std::span(&encoded.firstNamed, 1),
                          {}};
    const RecurrentLayers::Output output =
        m_decoder.run(tape, x, state, {}, 0, nullptr, probe.active() ? &told : nullptr);
    const Var d = output.states;
    const auto inner = probe.scope("attention");
    AttendOptions options;
    options.mask.lengths = encoded.lengths;
    options.mask.hiddenKeys = hidden;
    options.temperature = m_options.temperature;
    options.keepMasked = true;
    const Var query = probe.name(d, "Q", Role::Query, currentQuery(d));
    const Attended attended = attend(tape, probe, m_score, query, encoded.memory, options);
    RecurrenceTold all = encoded.told;
    all.decoderStates = d;
    all.weights = attended.weights;
    all.queriesCurrent = true;
    probe.recurrence(all);
    return {attended.masked, attended.weights, output.last};
}

PointerNetwork::Loss
PointerNetwork::loss(Tape& tape, std::span<const std::vector<Point>* const> instances,
                     std::span<const std::vector<std::int32_t>* const> answers) const
{
    const Probe silent;
    const Encoded encoded = encode(tape, silent, instances, typedNumbers());
    const std::span<PointerWalk> walks = this->walks(tape, encoded);
    LayerStates state = encoded.first;
    std::array<Var, PointerWalk::longest> rows;
    std::size_t steps = 0;
    for (const std::vector<std::int32_t>* answer : answers)
        steps = std::max(steps, stepsOf(m_options.problem, *answer));
    const auto wanted = tape.arena().array<std::int32_t>(walks.size() * steps);
    std::fill(wanted.begin(), wanted.end(), -1);
    Loss total;
    const Index batch = static_cast<Index>(walks.size());
    for (std::size_t t = 0; t < steps; ++t) {
        const Step next = step(tape, silent, encoded, walks, state);
        state = next.state;
        rows[t] = reshape(tape, next.masked, {batch, encoded.width});
        for (std::size_t b = 0; b < walks.size(); ++b) {
            const std::vector<std::int32_t>& answer = *answers[b];
            if (t >= stepsOf(m_options.problem, answer))
                continue;
            const std::int32_t choice = answer[t % answer.size()];
            wanted[b * steps + t] = choice;
            total.hits += choice == best(rowOf(tape.value(next.masked), b));
            walks[b].choose(choice);
            total.count += 1;
        }
    }
    total.sum = crossEntropy(tape, stackTime(tape, std::span(rows).first(steps)), wanted);
    return total;
}

std::vector<std::vector<std::int32_t>>
PointerNetwork::decode(Tape& tape, std::span<const std::vector<Point>* const> instances) const
{
    const Probe silent;
    const Encoded encoded = encode(tape, silent, instances, typedNumbers());
    const std::span<PointerWalk> walks = this->walks(tape, encoded);
    LayerStates state = encoded.first;
    while (!std::all_of(walks.begin(), walks.end(),
                        [](const PointerWalk& walk) { return walk.done(); })) {
        const Step next = step(tape, silent, encoded, walks, state);
        state = next.state;
        const ConstView weights = tape.value(next.weights);
        for (std::size_t b = 0; b < walks.size(); ++b)
            if (!walks[b].done())
                walks[b].choose(best(rowOf(weights, b)));
    }
    std::vector<std::vector<std::int32_t>> answers;
    for (const PointerWalk& walk : walks)
        answers.push_back(walk.answer());
    return answers;
}

} // namespace regard
