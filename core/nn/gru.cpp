// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/recurrent_steps.h"
#include "core/nn/state_work.h"

#include <array>
#include <cmath>

namespace regard {

namespace {

// Cho et al. 2014, in PyTorch's form, where the reset gate multiplies W_hn h + b_hn:
//   r = σ(W_ir x + b_ir + W_hr h + b_hr)
//   z = σ(W_iz x + b_iz + W_hz h + b_hz)
//   n = tanh(W_in x + b_in + r · (W_hn h + b_hn))
//   h′ = (1 − z) · n + z · h
RecurrentStates gru(Tape& tape, const Sequence& s, const RecurrentInput& input, Var initial,
                    const RecurrentWeights& w)
{
    const Index n = s.hidden;
    const Index wide = s.wide();
    RecurrentTrace kept;
    runForward(
        tape, s, input, initial, w, kept,
        [&](Index count, Real* gates, const Real* fromHidden, const Real* before, Real* after) {
            Rows rz = columnsOf(gates, count, 0, 2 * n, wide);
            rz = (1 + (-(rz + columnsOf(fromHidden, count, 0, 2 * n, wide))).exp()).inverse();
            const Rows r = columnsOf(gates, count, 0, n, wide);
            const Rows z = columnsOf(gates, count, n, n, wide);
            Rows fresh = columnsOf(gates, count, 2 * n, n, wide);
            fresh = (fresh + r * columnsOf(fromHidden, count, 2 * n, n, wide)).tanh();
            columnsOf(after, count, 0, n, n) =
                fresh + z * (columnsOf(before, count, 0, n, n) - fresh);
        });
    const auto backward = [=](Tape& t, ConstView gradient) {
        runBackward(t, s, input, initial, w, kept, gradient,
                    [&](Index count, Index first, const Real* before, Real* dState, Real* dInput,
                        Real* dHidden) {
                        const Real* gates = kept.gates.data + first * wide;
                        const Real* fromHidden = kept.fromHidden.data + first * wide;
                        const ConstRows r = columnsOf(gates, count, 0, n, wide);
                        const ConstRows z = columnsOf(gates, count, n, n, wide);
                        const ConstRows fresh = columnsOf(gates, count, 2 * n, n, wide);
                        const ConstRows candidate = columnsOf(fromHidden, count, 2 * n, n, wide);
                        Rows dh = columnsOf(dState, count, 0, n, n);
                        Rows dr = columnsOf(dInput, count, 0, n, wide);
                        Rows dz = columnsOf(dInput, count, n, n, wide);
                        Rows dn = columnsOf(dInput, count, 2 * n, n, wide);
                        dn = dh * (1 - z) * (1 - fresh.square());
                        dz = dh * (columnsOf(before, count, 0, n, n) - fresh) * z * (1 - z);
                        dr = dn * candidate * r * (1 - r);
                        columnsOf(dHidden, count, 0, 2 * n, wide) =
                            columnsOf(dInput, count, 0, 2 * n, wide);
                        columnsOf(dHidden, count, 2 * n, n, wide) = dn * r;
                        dh *= z;
                    });
    };
    return recordStates(tape, s, input, initial, w, kept, backward);
}

template <Reading reading> double gruState(CellWork& work)
{
    const StateWork state(work, reading);
    const double r =
        logistic(state.gateSum(0, "W x + b of the reset gate", "U h + b′ of the reset gate"));
    work.stage("reset gate r", r);
    const double z =
        logistic(state.gateSum(1, "W x + b of the update gate", "U h + b′ of the update gate"));
    work.stage("update gate z", z);
    const double input = state.fromInput(2);
    const double kept = state.fromState(2);
    work.stage("W x + b of the candidate", input);
    work.stage("U h + b′ of the candidate", kept);
    const double n = std::tanh(input + r * kept);
    work.stage("candidate n", n);
    state.tellProducts(2, "[W; r U] of the candidate", r);
    const double before = state.stateBefore();
    work.stage("state before", before);
    work.worked("(1 − {}) · {f} + {} · {f}",
                {{z, Role::Gate}, {n, Role::Gate}, {z, Role::Gate}, {before, Role::State}});
    return (1 - z) * n + z * before;
}

using Value = StepTerm::Value;
using Part = StepPart::Kind;
constexpr auto times = StepTerm::Sign::Times;
constexpr auto plus = StepTerm::Sign::Plus;

constexpr std::array stepGates{StepGate{"r", "reset gate"}, StepGate{"z", "update gate"},
                               StepGate{"n", "candidate", true, 0}};
constexpr std::array candidateTerms{StepTerm{plus, Value::FromInput, 2},
                                    StepTerm{plus, Value::Gate, 0},
                                    StepTerm{times, Value::FromState, 2}};
constexpr std::array stateTerms{StepTerm{plus, Value::Rest, 1}, StepTerm{times, Value::Gate, 2},
                                StepTerm{plus, Value::Gate, 1},
                                StepTerm{times, Value::StateBefore}};
constexpr std::array stepEquations{StepEquation{{plus, Value::Gate, 2}, candidateTerms, true},
                                   StepEquation{{plus, Value::State}, stateTerms}};
constexpr std::array stepOrder{StepPart{Part::Read}, StepPart{Part::Gate, 0},
                               StepPart{Part::Gate, 1}, StepPart{Part::Gate, 2},
                               StepPart{Part::State}};
constexpr RecurrentCell gruParts{"GRU", stepGates, stepEquations, stepOrder, {}};

const CellFormulas gruFormulas{
    .forward = Formula{.name = "state_gru",
                       .line = "(1 − z) ⊙ n + z ⊙ h, reading {0}",
                       .spoken = "h t = (1 − z t) times n t + z t times h t−1; reset gate r t, "
                                 "update gate z t and candidate n t read x t and h t−1",
                       .symbols = "*h *z ⊙ *n tanh W_n *x *b_n *r U_n *b′_n σ W_r *b_r U_r *b′_r "
                                  "W_z *b_z U_z *b′_z t",
                       .cell = gruState<Reading::Onwards>},
    .backward = Formula{.name = "state_gru_backward",
                        .line = "(1 − z) ⊙ n + z ⊙ h, reading {0} from its end",
                        .spoken = "h t = (1 − z t) times n t + z t times h t+1; reset gate r t, "
                                  "update gate z t and candidate n t read x t and h t+1",
                        .symbols = "*h *z ⊙ *n tanh W_n *x *b_n *r U_n *b′_n σ W_r *b_r U_r *b′_r "
                                   "W_z *b_z U_z *b′_z t",
                        .cell = gruState<Reading::Backwards>},
    .decoder = Formula{.name = "decoder_state_gru",
                       .line = "(1 − z) ⊙ n + z ⊙ s, reading {0}",
                       .spoken = "s i = (1 − z i) times n i + z i times s i−1; reset gate r i, "
                                 "update gate z i and candidate n i read x i and s i−1",
                       .symbols = "*s *z ⊙ *n tanh W_n *x *b_n *r U_n *b′_n σ W_r *b_r U_r *b′_r "
                                  "W_z *b_z U_z *b′_z i",
                       .cell = gruState<Reading::Onwards>},
    .withContext =
        Formula{.name = "decoder_state_gru_context",
                .line = "(1 − z) ⊙ n + z ⊙ s, reading [{0}; {1}]",
                .spoken =
                    "s i = (1 − z i) times n i + z i times s i−1; reset gate r i, update gate z i "
                    "and candidate n i read context i and x i side by side and s i−1",
                .symbols = "*s *z ⊙ *n tanh W_n [;] *c *x *b_n *r U_n *b′_n σ W_r *b_r U_r *b′_r "
                           "W_z *b_z U_z *b′_z i",
                .cell = gruState<Reading::Onwards>},
    .fed =
        Formula{
            .name = "decoder_state_gru_fed",
            .line = "(1 − z) ⊙ n + z ⊙ s, reading [{0}; {1}]",
            .spoken =
                "s i = (1 − z i) times n i + z i times s i−1; reset gate r i, update gate z i and "
                "candidate n i read the attentional state i−1 and x i side by side and s i−1",
            .symbols = "*s *z ⊙ *n tanh W_n [;] *h̃ *x *b_n *r U_n *b′_n σ W_r *b_r U_r *b′_r W_z "
                       "*b_z U_z *b′_z i",
            .cell = gruState<Reading::Onwards>},
};

} // namespace

const CellLine gruCell{.name = "gru",
                       .gates = 3,
                       .stateParts = 1,
                       .parts = &gruParts,
                       .run = gru,
                       .states = &gruFormulas,
                       .cells = nullptr};

} // namespace regard
