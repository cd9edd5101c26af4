// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/formula.h"

#include <array>
#include <span>

namespace regard {

namespace {

bool hasText(const Settings& settings, std::string_view name, std::string_view text)
{
    const auto found = settings.values().find(name);
    const auto* value =
        found == settings.values().end() ? nullptr : std::get_if<std::string>(&found->second);
    return value && *value == text;
}

bool isOff(const Settings& settings, std::string_view name)
{
    const auto found = settings.values().find(name);
    const auto* value =
        found == settings.values().end() ? nullptr : std::get_if<bool>(&found->second);
    return value && !*value;
}

struct NamedFormula {
    std::string_view name;
    FormulaId formula;
};

/// The names that attention layers give to what is between queries and outputs.
constexpr std::array hiddenNames{
    NamedFormula{"X", FormulaId::PositionedInput},
    NamedFormula{"projected_queries", FormulaId::ProjectedQuery},
    NamedFormula{"projected_keys", FormulaId::ProjectedKey},
    NamedFormula{"attention_output", FormulaId::AttentionOutput},
    NamedFormula{"attended", FormulaId::Attended},
    NamedFormula{"output", FormulaId::LayerOutput},
};
/// PyTorch's names of the gates.
constexpr std::array gateNames{
    NamedFormula{"reset", FormulaId::ResetGate},   NamedFormula{"update", FormulaId::UpdateGate},
    NamedFormula{"new", FormulaId::NewGate},       NamedFormula{"input", FormulaId::InputGate},
    NamedFormula{"forget", FormulaId::ForgetGate}, NamedFormula{"cell", FormulaId::CellGate},
    NamedFormula{"output", FormulaId::OutputGate},
};

FormulaId nameFormula(std::span<const NamedFormula> lines, std::string_view name)
{
    for (const NamedFormula& line : lines)
        if (line.name == name)
            return line.formula;
    return FormulaId::None;
}

FormulaId stateFormula(const Trace& trace, const TraceTensor& tensor)
{
    if (hasText(trace.settings, "cell", "lstm"))
        return tensor.name().find("cell") != std::string_view::npos ? FormulaId::LstmCell
                                                                    : FormulaId::LstmState;
    return hasText(trace.settings, "cell", "rnn") ? FormulaId::RnnState : FormulaId::GruState;
}

} // namespace

std::string_view formulaName(FormulaId formula)
{
    switch (formula) {
    case FormulaId::None:
        return "";
    case FormulaId::Embedding:
        return "embedding";
    case FormulaId::Position:
        return "position";
    case FormulaId::PositionedInput:
        return "input";
    case FormulaId::Query:
        return "query";
    case FormulaId::Key:
        return "key";
    case FormulaId::Value:
        return "value";
    case FormulaId::DecoderQuery:
        return "decoder_query";
    case FormulaId::EncoderKey:
        return "encoder_key";
    case FormulaId::EncoderValue:
        return "encoder_value";
    case FormulaId::DotScore:
        return "score_dot";
    case FormulaId::GeneralScore:
        return "score_general";
    case FormulaId::AdditiveScore:
        return "score_additive";
    case FormulaId::Scaled:
        return "scaled";
    case FormulaId::Tempered:
        return "tempered";
    case FormulaId::Masked:
        return "masked";
    case FormulaId::Unmasked:
        return "unmasked";
    case FormulaId::Softmax:
        return "softmax";
    case FormulaId::Context:
        return "context";
    case FormulaId::FixedContext:
        return "context_fixed";
    case FormulaId::ProjectedQuery:
        return "query_projected";
    case FormulaId::ProjectedKey:
        return "key_projected";
    case FormulaId::AttentionOutput:
        return "attention_output";
    case FormulaId::Attended:
        return "attended";
    case FormulaId::LayerOutput:
        return "layer_output";
    case FormulaId::RnnState:
        return "state_rnn";
    case FormulaId::GruState:
        return "state_gru";
    case FormulaId::LstmState:
        return "state_lstm";
    case FormulaId::LstmCell:
        return "cell_lstm";
    case FormulaId::DecoderState:
        return "decoder_state";
    case FormulaId::ResetGate:
        return "gate_reset";
    case FormulaId::UpdateGate:
        return "gate_update";
    case FormulaId::NewGate:
        return "gate_new";
    case FormulaId::InputGate:
        return "gate_input";
    case FormulaId::ForgetGate:
        return "gate_forget";
    case FormulaId::CellGate:
        return "gate_cell";
    case FormulaId::OutputGate:
        return "gate_output";
    case FormulaId::Logits:
        return "logits";
    case FormulaId::Probabilities:
        return "probabilities";
    }
    return "";
}

FormulaId formulaOf(const Trace& trace, const TraceTensor& tensor)
{
    const bool decoding = trace.layout == Layout::EncoderDecoder;
    switch (tensor.role) {
    case Role::Embedding:
        return FormulaId::Embedding;
    case Role::Position:
        return FormulaId::Position;
    case Role::Query:
        return decoding ? FormulaId::DecoderQuery : FormulaId::Query;
    case Role::Key:
        return decoding ? FormulaId::EncoderKey : FormulaId::Key;
    case Role::Value:
        return decoding ? FormulaId::EncoderValue : FormulaId::Value;
    case Role::Scores:
        if (hasText(trace.settings, "score", "general"))
            return FormulaId::GeneralScore;
        return hasText(trace.settings, "score", "additive") ? FormulaId::AdditiveScore
                                                            : FormulaId::DotScore;
    case Role::Scaled:
        return hasText(trace.settings, "score", "scaled_dot") ? FormulaId::Scaled
                                                              : FormulaId::Tempered;
    case Role::Masked:
        return hasText(trace.settings, "mask", "causal") ? FormulaId::Masked : FormulaId::Unmasked;
    case Role::Weights:
        return FormulaId::Softmax;
    case Role::Context:
        return isOff(trace.settings, "attention") ? FormulaId::FixedContext : FormulaId::Context;
    case Role::State:
        return stateFormula(trace, tensor);
    case Role::DecoderState:
        return FormulaId::DecoderState;
    case Role::Gate:
        return nameFormula(gateNames, tensor.name());
    case Role::Logits:
        return FormulaId::Logits;
    case Role::Probabilities:
        return FormulaId::Probabilities;
    case Role::Hidden:
        return nameFormula(hiddenNames, tensor.name());
    }
    return FormulaId::None;
}

} // namespace regard
