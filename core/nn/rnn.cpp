// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/recurrent_steps.h"
#include "core/nn/state_work.h"

#include <array>
#include <cmath>

namespace regard {

namespace {

// h′ = tanh(W_ih x + b_ih + W_hh h + b_hh)
RecurrentStates rnn(Tape& tape, const Sequence& s, const RecurrentInput& input, Var initial,
                    const RecurrentWeights& w)
{
    const Index n = s.hidden;
    RecurrentTrace kept;
    runForward(tape, s, input, initial, w, kept,
               [&](Index count, Real* gates, const Real* fromHidden, const Real*, Real* after) {
                   ArrayMap h = array(after, count * n);
                   h = (array(gates, count * n) + array(fromHidden, count * n)).tanh();
               });
    const auto backward = [=](Tape& t, ConstView gradient) {
        runBackward(
            t, s, input, initial, w, kept, gradient,
            [&](Index count, Index first, const Real*, Real* dState, Real* dInput, Real* dHidden) {
                const Real* after = kept.states.data + first * n;
                ArrayMap da = array(dInput, count * n);
                da = array(dState, count * n) * (1 - array(after, count * n).square());
                array(dHidden, count * n) = da;
                array(dState, count * n).setZero();
            });
    };
    return recordStates(tape, s, input, initial, w, kept, backward);
}

template <Reading reading> double rnnState(CellWork& work)
{
    const StateWork state(work, reading);
    state.gateSum(0, "W x + b", "U h + b′");
    const double sum = state.tellProducts(0, "[W; U]");
    const double biases = state.biases(0);
    work.worked("tanh({sum} + {f})", {{biases, {}}});
    return std::tanh(sum + biases);
}

// The state is its own candidate.
constexpr std::array stepGates{StepGate{"h", "state", true}};
constexpr std::array stateTerms{StepTerm{StepTerm::Sign::Plus, StepTerm::Value::FromInput, 0},
                                StepTerm{StepTerm::Sign::Plus, StepTerm::Value::FromState, 0}};
constexpr std::array stepEquations{
    StepEquation{{StepTerm::Sign::Plus, StepTerm::Value::State}, stateTerms, true}};
constexpr std::array stepOrder{StepPart{StepPart::Kind::Read}, StepPart{StepPart::Kind::State}};
constexpr RecurrentCell rnnParts{"RNN", stepGates, stepEquations, stepOrder, {}};

const CellFormulas rnnFormulas{
    .forward = Formula{.name = "state_rnn",
                       .line = "tanh(W x + b + U h + b′), reading {0}",
                       .spoken = "h t = tanh(W times x t + b + U h t−1 + b′)",
                       .symbols = "*h tanh W *x *b U *b′ t",
                       .cell = rnnState<Reading::Onwards>},
    .backward = Formula{.name = "state_rnn_backward",
                        .line = "tanh(W x + b + U h + b′), reading {0} from its end",
                        .spoken = "h t = tanh(W times x t + b + U h t+1 + b′)",
                        .symbols = "*h tanh W *x *b U *b′ t",
                        .cell = rnnState<Reading::Backwards>},
    .decoder = Formula{.name = "decoder_state_rnn",
                       .line = "tanh(W x + b + U s + b′), reading {0}",
                       .spoken = "s i = tanh(W times x i + b + U s i−1 + b′)",
                       .symbols = "*s tanh W *x *b U *b′ i",
                       .cell = rnnState<Reading::Onwards>},
    .withContext =
        Formula{.name = "decoder_state_rnn_context",
                .line = "tanh(W x + b + U s + b′), reading [{0}; {1}]",
                .spoken = "s i = tanh(W times context i and x i side by side + b + U s i−1 + b′)",
                .symbols = "*s tanh W [;] *c *x *b U *b′ i",
                .cell = rnnState<Reading::Onwards>},
    .fed = Formula{.name = "decoder_state_rnn_fed",
                   .line = "tanh(W x + b + U s + b′), reading [{0}; {1}]",
                   .spoken = "s i = tanh(W times the attentional state i−1 and x i side by side + "
                             "b + U s i−1 + b′)",
                   .symbols = "*s tanh W [;] *h̃ *x *b U *b′ i",
                   .cell = rnnState<Reading::Onwards>},
};

} // namespace

const CellLine rnnCell{.name = "rnn",
                       .gates = 1,
                       .stateParts = 1,
                       .parts = &rnnParts,
                       .run = rnn,
                       .states = &rnnFormulas,
                       .cells = nullptr};

} // namespace regard
