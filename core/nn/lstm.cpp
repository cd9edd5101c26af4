// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/recurrent_steps.h"
#include "core/nn/state_work.h"

#include <array>
#include <cmath>

namespace regard {

namespace {

// Hochreiter & Schmidhuber 1997, with PyTorch's gates; the state is (h | c):
//   i = σ(a_i), f = σ(a_f), g = tanh(a_g), o = σ(a_o)   with  a = W_i x + b_i + W_h h + b_h
//   c′ = f · c + i · g,   h′ = o · tanh(c′)
RecurrentStates lstm(Tape& tape, const Sequence& s, const RecurrentInput& input, Var initial,
                     const RecurrentWeights& w)
{
    const Index n = s.hidden;
    const Index wide = s.wide();
    RecurrentTrace kept;
    runForward(
        tape, s, input, initial, w, kept,
        [&](Index count, Real* gates, const Real* fromHidden, const Real* before, Real* after) {
            array(gates, count * wide) += array(fromHidden, count * wide);
            Rows inputForget = columnsOf(gates, count, 0, 2 * n, wide);
            inputForget = (1 + (-inputForget).exp()).inverse();
            Rows fresh = columnsOf(gates, count, 2 * n, n, wide);
            fresh = fresh.tanh();
            Rows output = columnsOf(gates, count, 3 * n, n, wide);
            output = (1 + (-output).exp()).inverse();
            Rows c = columnsOf(after, count, n, n, 2 * n);
            c = columnsOf(gates, count, n, n, wide) * columnsOf(before, count, n, n, 2 * n)
                + columnsOf(gates, count, 0, n, wide) * fresh;
            columnsOf(after, count, 0, n, 2 * n) = output * c.tanh();
        });
    const auto backward = [=](Tape& t, ConstView gradient) {
        runBackward(t, s, input, initial, w, kept, gradient,
                    [&](Index count, Index first, const Real* before, Real* dState, Real* dInput,
                        Real* dHidden) {
                        const Real* gates = kept.gates.data + first * wide;
                        const Real* states = kept.states.data + first * 2 * n;
                        const ConstRows i = columnsOf(gates, count, 0, n, wide);
                        const ConstRows f = columnsOf(gates, count, n, n, wide);
                        const ConstRows g = columnsOf(gates, count, 2 * n, n, wide);
                        const ConstRows o = columnsOf(gates, count, 3 * n, n, wide);
                        const ConstRows earlier = columnsOf(before, count, n, n, 2 * n);
                        const ConstRows later = columnsOf(states, count, n, n, 2 * n);
                        Rows dh = columnsOf(dState, count, 0, n, 2 * n);
                        Rows dc = columnsOf(dState, count, n, n, 2 * n);
                        columnsOf(dInput, count, 3 * n, n, wide) = dh * later.tanh() * o * (1 - o);
                        dc += dh * o * (1 - later.tanh().square());
                        columnsOf(dInput, count, 0, n, wide) = dc * g * i * (1 - i);
                        columnsOf(dInput, count, n, n, wide) = dc * earlier * f * (1 - f);
                        columnsOf(dInput, count, 2 * n, n, wide) = dc * i * (1 - g.square());
                        array(dHidden, count * wide) =
                            array(static_cast<const Real*>(dInput), count * wide);
                        dh.setZero();
                        dc *= f;
                    });
    };
    return recordStates(tape, s, input, initial, w, kept, backward);
}

/// c of the step and what it is made of.
struct Gates {
    double c, i, f, g, before;
};
Gates tellGates(CellWork& work, const StateWork& state)
{
    Gates gates{};
    gates.i = logistic(state.gateSum(0, "W x + b of the input gate", "U h + b′ of the input gate"));
    work.stage("input gate i", gates.i);
    gates.f =
        logistic(state.gateSum(1, "W x + b of the forget gate", "U h + b′ of the forget gate"));
    work.stage("forget gate f", gates.f);
    gates.g = std::tanh(state.gateSum(2, "W x + b of the candidate", "U h + b′ of the candidate"));
    work.stage("candidate g", gates.g);
    state.tellProducts(2, "[W; U] of the candidate");
    gates.before = state.cellBefore();
    work.stage("cell before", gates.before);
    gates.c = gates.f * gates.before + gates.i * gates.g;
    return gates;
}

template <Reading reading> double lstmState(CellWork& work)
{
    const StateWork state(work, reading);
    const Gates gates = tellGates(work, state);
    work.stage("cell c", gates.c);
    const double o =
        logistic(state.gateSum(3, "W x + b of the output gate", "U h + b′ of the output gate"));
    work.stage("output gate o", o);
    work.worked("{} · tanh({})", {{o, Role::Gate}, {gates.c, {}}});
    return o * std::tanh(gates.c);
}

template <Reading reading> double lstmCellState(CellWork& work)
{
    const Gates gates = tellGates(work, StateWork(work, reading, true));
    work.worked(
        "{} · {f} + {} · {f}",
        {{gates.f, Role::Gate}, {gates.before, {}}, {gates.i, Role::Gate}, {gates.g, Role::Gate}});
    return gates.c;
}

using Value = StepTerm::Value;
using Part = StepPart::Kind;
constexpr auto times = StepTerm::Sign::Times;
constexpr auto plus = StepTerm::Sign::Plus;

constexpr std::array stepGates{StepGate{"i", "input gate"}, StepGate{"f", "forget gate"},
                               StepGate{"g", "candidate", true}, StepGate{"o", "output gate"}};
constexpr std::array cellTerms{StepTerm{plus, Value::Gate, 1}, StepTerm{times, Value::CellBefore},
                               StepTerm{plus, Value::Gate, 0}, StepTerm{times, Value::Gate, 2}};
constexpr std::array stateTerms{StepTerm{plus, Value::Gate, 3}, StepTerm{times, Value::TanhOfCell}};
constexpr std::array stepEquations{StepEquation{{plus, Value::Cell}, cellTerms},
                                   StepEquation{{plus, Value::State}, stateTerms}};
constexpr std::array cellOrder{StepPart{Part::Read}, StepPart{Part::Gate, 0},
                               StepPart{Part::Gate, 1}, StepPart{Part::Gate, 2},
                               StepPart{Part::Cell}};
constexpr std::array stateOrder{StepPart{Part::Gate, 3}, StepPart{Part::State}};
constexpr RecurrentCell lstmParts{"LSTM", stepGates, stepEquations, stateOrder, cellOrder};

const CellFormulas lstmFormulas{
    .forward = Formula{.name = "state_lstm",
                       .line = "o ⊙ tanh(f ⊙ c + i ⊙ g), reading {0}",
                       .spoken = "h t = o t times tanh c t, c t = f t times c t−1 + i t times g t; "
                                 "the gates i, f and o and the candidate g read x t and h t−1",
                       .symbols = "*h *o ⊙ tanh *c *f *i *g σ W_i *x *b_i U_i *b′_i W_f *b_f U_f "
                                  "*b′_f W_g *b_g U_g *b′_g W_o *b_o U_o *b′_o t",
                       .cell = lstmState<Reading::Onwards>},
    .backward = Formula{.name = "state_lstm_backward",
                        .line = "o ⊙ tanh(f ⊙ c + i ⊙ g), reading {0} from its end",
                        .spoken = "h t = o t times tanh c t, c t = f t times c t+1 + i t times g "
                                  "t; the gates i, f and o and the candidate g read x t and h t+1",
                        .symbols = "*h *o ⊙ tanh *c *f *i *g σ W_i *x *b_i U_i *b′_i W_f *b_f U_f "
                                   "*b′_f W_g *b_g U_g *b′_g W_o *b_o U_o *b′_o t",
                        .cell = lstmState<Reading::Backwards>},
    .decoder = Formula{.name = "decoder_state_lstm",
                       .line = "o ⊙ tanh(f ⊙ m + i ⊙ g), reading {0}",
                       .spoken = "s i = o i times tanh m i, m i = f i times m i−1 + i i times g i; "
                                 "the gates i, f and o and the candidate g read x i and s i−1",
                       .symbols = "*s *o ⊙ tanh *m *f *i *g σ W_i *x *b_i U_i *b′_i W_f *b_f U_f "
                                  "*b′_f W_g *b_g U_g *b′_g W_o *b_o U_o *b′_o i",
                       .cell = lstmState<Reading::Onwards>},
    .withContext =
        Formula{.name = "decoder_state_lstm_context",
                .line = "o ⊙ tanh(f ⊙ m + i ⊙ g), reading [{0}; {1}]",
                .spoken =
                    "s i = o i times tanh m i, m i = f i times m i−1 + i i times g i; the gates i, "
                    "f and o and the candidate g read context i and x i side by side and s i−1",
                .symbols = "*s *o ⊙ tanh *m *f *i *g σ W_i [;] *c *x *b_i U_i *b′_i W_f *b_f U_f "
                           "*b′_f W_g *b_g U_g *b′_g W_o *b_o U_o *b′_o i",
                .cell = lstmState<Reading::Onwards>},
    .fed = Formula{.name = "decoder_state_lstm_fed",
                   .line = "o ⊙ tanh(f ⊙ m + i ⊙ g), reading [{0}; {1}]",
                   .spoken = "s i = o i times tanh m i, m i = f i times m i−1 + i i times g i; the "
                             "gates i, f and o and the candidate g read the attentional state i−1 "
                             "and x i side by side and s i−1",
                   .symbols = "*s *o ⊙ tanh *m *f *i *g σ W_i [;] *h̃ *x *b_i U_i *b′_i W_f *b_f "
                              "U_f *b′_f W_g *b_g U_g *b′_g W_o *b_o U_o *b′_o i",
                   .cell = lstmState<Reading::Onwards>},
};

const CellFormulas cellFormulas{
    .forward = Formula{.name = "cell_lstm",
                       .line = "f ⊙ c + i ⊙ g, reading {0}",
                       .spoken = "c t = f t times c t−1 + i t times g t; the gates i and f and the "
                                 "candidate g read x t and h t−1",
                       .symbols = "*c *f ⊙ *i *g σ W_i *x *b_i U_i *h *b′_i W_f *b_f U_f *b′_f W_g "
                                  "*b_g U_g *b′_g tanh t",
                       .cell = lstmCellState<Reading::Onwards>},
    .backward = Formula{.name = "cell_lstm_backward",
                        .line = "f ⊙ c + i ⊙ g, reading {0} from its end",
                        .spoken = "c t = f t times c t+1 + i t times g t; the gates i and f and "
                                  "the candidate g read x t and h t+1",
                        .symbols = "*c *f ⊙ *i *g σ W_i *x *b_i U_i *h *b′_i W_f *b_f U_f *b′_f "
                                   "W_g *b_g U_g *b′_g tanh t",
                        .cell = lstmCellState<Reading::Backwards>},
    .decoder = Formula{.name = "decoder_cell_lstm",
                       .line = "f ⊙ m + i ⊙ g, reading {0}",
                       .spoken = "m i = f i times m i−1 + i i times g i; the gates i and f and the "
                                 "candidate g read x i and s i−1",
                       .symbols = "*m *f ⊙ *i *g σ W_i *x *b_i U_i *s *b′_i W_f *b_f U_f *b′_f W_g "
                                  "*b_g U_g *b′_g tanh i",
                       .cell = lstmCellState<Reading::Onwards>},
    .withContext =
        Formula{.name = "decoder_cell_lstm_context",
                .line = "f ⊙ m + i ⊙ g, reading [{0}; {1}]",
                .spoken = "m i = f i times m i−1 + i i times g i; the gates i and f and the "
                          "candidate g read context i and x i side by side and s i−1",
                .symbols = "*m *f ⊙ *i *g σ W_i [;] *c *x *b_i U_i *s *b′_i W_f *b_f U_f *b′_f W_g "
                           "*b_g U_g *b′_g tanh i",
                .cell = lstmCellState<Reading::Onwards>},
    .fed = Formula{.name = "decoder_cell_lstm_fed",
                   .line = "f ⊙ m + i ⊙ g, reading [{0}; {1}]",
                   .spoken =
                       "m i = f i times m i−1 + i i times g i; the gates i and f and the candidate "
                       "g read the attentional state i−1 and x i side by side and s i−1",
                   .symbols = "*m *f ⊙ *i *g σ W_i [;] *h̃ *x *b_i U_i *s *b′_i W_f *b_f U_f *b′_f "
                              "W_g *b_g U_g *b′_g tanh i",
                   .cell = lstmCellState<Reading::Onwards>},
};

} // namespace

const CellLine lstmCell{.name = "lstm",
                        .gates = 4,
                        .stateParts = 2,
                        .parts = &lstmParts,
                        .run = lstm,
                        .states = &lstmFormulas,
                        .cells = &cellFormulas};

} // namespace regard
