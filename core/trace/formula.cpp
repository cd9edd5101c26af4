// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/formula.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace regard {

namespace {

using F = FormulaId;

struct NamedFormula {
    std::string_view name;
    FormulaId formula;
};

constexpr std::array formulaNames{
    NamedFormula{"embedding", F::Embedding},
    NamedFormula{"numbers", F::Numbers},
    NamedFormula{"chosen_state", F::ChosenState},
    NamedFormula{"position", F::Position},
    NamedFormula{"position_concatenated", F::ConcatenatedPosition},
    NamedFormula{"position_learned", F::LearnedPosition},
    NamedFormula{"input", F::PositionedInput},
    NamedFormula{"query", F::Query},
    NamedFormula{"key", F::Key},
    NamedFormula{"value", F::Value},
    NamedFormula{"query_cross", F::CrossQuery},
    NamedFormula{"key_cross", F::CrossKey},
    NamedFormula{"value_cross", F::CrossValue},
    NamedFormula{"decoder_query", F::DecoderQuery},
    NamedFormula{"query_current", F::CurrentQuery},
    NamedFormula{"encoder_key", F::EncoderKey},
    NamedFormula{"encoder_value", F::EncoderValue},
    NamedFormula{"query_given", F::GivenQuery},
    NamedFormula{"key_given", F::GivenKey},
    NamedFormula{"value_given", F::GivenValue},
    NamedFormula{"query_standardised", F::StandardisedQuery},
    NamedFormula{"key_standardised", F::StandardisedKey},
    NamedFormula{"query_projected", F::ProjectedQuery},
    NamedFormula{"key_projected", F::ProjectedKey},
    NamedFormula{"score_dot", F::DotScore},
    NamedFormula{"score_general", F::GeneralScore},
    NamedFormula{"score_additive", F::AdditiveScore},
    NamedFormula{"score_concat", F::ConcatScore},
    NamedFormula{"score_location", F::LocationScore},
    NamedFormula{"score_cosine", F::CosineScore},
    NamedFormula{"score_gaussian", F::GaussianScore},
    NamedFormula{"score_additive_sin", F::SineScore},
    NamedFormula{"score_additive_cos", F::CosineWaveScore},
    NamedFormula{"score_additive_linear", F::LinearScore},
    NamedFormula{"kernel_boxcar", F::BoxcarKernel},
    NamedFormula{"kernel_epanechnikov", F::EpanechnikovKernel},
    NamedFormula{"kernel_triangular", F::TriangularKernel},
    NamedFormula{"kernel_constant", F::ConstantKernel},
    NamedFormula{"scaled", F::Scaled},
    NamedFormula{"tempered", F::Tempered},
    NamedFormula{"masked", F::Masked},
    NamedFormula{"masked_window", F::WindowMasked},
    NamedFormula{"masked_history", F::HistoryMasked},
    NamedFormula{"masked_hidden", F::PartlyMasked},
    NamedFormula{"unmasked", F::Unmasked},
    NamedFormula{"softmax", F::Softmax},
    NamedFormula{"sparsemax", F::Sparsemax},
    NamedFormula{"sigmoid", F::Sigmoid},
    NamedFormula{"hardmax", F::Hardmax},
    NamedFormula{"proportional", F::Proportional},
    NamedFormula{"pointer", F::PointerWeights},
    NamedFormula{"context", F::Context},
    NamedFormula{"context_fixed", F::FixedContext},
    NamedFormula{"attentional", F::Attentional},
    NamedFormula{"fed", F::FedInput},
    NamedFormula{"attention_output", F::AttentionOutput},
    NamedFormula{"normalised", F::Normalised},
    NamedFormula{"attended", F::Attended},
    NamedFormula{"attended_pre", F::PreNormAttended},
    NamedFormula{"layer_output", F::LayerOutput},
    NamedFormula{"layer_output_pre", F::PreNormLayerOutput},
    NamedFormula{"state_rnn", F::RnnState},
    NamedFormula{"state_gru", F::GruState},
    NamedFormula{"state_lstm", F::LstmState},
    NamedFormula{"cell_lstm", F::LstmCell},
    NamedFormula{"decoder_state", F::DecoderState},
    NamedFormula{"decoder_state_current", F::CurrentDecoderState},
    NamedFormula{"gate_reset", F::ResetGate},
    NamedFormula{"gate_update", F::UpdateGate},
    NamedFormula{"gate_new", F::NewGate},
    NamedFormula{"gate_input", F::InputGate},
    NamedFormula{"gate_forget", F::ForgetGate},
    NamedFormula{"gate_cell", F::CellGate},
    NamedFormula{"gate_output", F::OutputGate},
    NamedFormula{"mean", F::Mean},
    NamedFormula{"logits", F::Logits},
    NamedFormula{"probabilities", F::Probabilities},
    NamedFormula{"class_probabilities", F::ClassProbabilities},
};

/// The names that layers give to what is between queries and outputs.
constexpr std::array hiddenNames{
    NamedFormula{"X", F::PositionedInput},
    NamedFormula{"projected_queries", F::ProjectedQuery},
    NamedFormula{"projected_keys", F::ProjectedKey},
    NamedFormula{"attentional", F::Attentional},
    NamedFormula{"fed", F::FedInput},
    NamedFormula{"attention_output", F::AttentionOutput},
    NamedFormula{"normalised", F::Normalised},
    NamedFormula{"attended", F::Attended},
    NamedFormula{"output", F::LayerOutput},
    NamedFormula{"mean", F::Mean},
};
/// Inputs that are no vectors of a table.
constexpr std::array inputNames{
    NamedFormula{"inputs", F::Numbers},    NamedFormula{"points", F::Numbers},
    NamedFormula{"queries", F::Numbers},   NamedFormula{"series", F::Numbers},
    NamedFormula{"input", F::ChosenState},
};
/// PyTorch's names of the gates.
constexpr std::array gateNames{
    NamedFormula{"reset", F::ResetGate},   NamedFormula{"update", F::UpdateGate},
    NamedFormula{"new", F::NewGate},       NamedFormula{"input", F::InputGate},
    NamedFormula{"forget", F::ForgetGate}, NamedFormula{"cell", F::CellGate},
    NamedFormula{"output", F::OutputGate},
};
/// Values of the setting "score".
constexpr std::array scoreNames{
    NamedFormula{"general", F::GeneralScore},
    NamedFormula{"additive", F::AdditiveScore},
    NamedFormula{"concat", F::ConcatScore},
    NamedFormula{"location", F::LocationScore},
    NamedFormula{"cosine", F::CosineScore},
    NamedFormula{"gaussian", F::GaussianScore},
    NamedFormula{"additive_sin", F::SineScore},
    NamedFormula{"additive_cos", F::CosineWaveScore},
    NamedFormula{"additive_linear", F::LinearScore},
};
/// Values of the setting "kernel".
constexpr std::array kernelNames{
    NamedFormula{"gaussian", F::GaussianScore},
    NamedFormula{"boxcar", F::BoxcarKernel},
    NamedFormula{"epanechnikov", F::EpanechnikovKernel},
    NamedFormula{"epanechikov", F::EpanechnikovKernel},
    NamedFormula{"triangular", F::TriangularKernel},
    NamedFormula{"constant", F::ConstantKernel},
};
/// Values of the setting "normaliser".
constexpr std::array normaliserNames{
    NamedFormula{"sparsemax", F::Sparsemax},
    NamedFormula{"sigmoid", F::Sigmoid},
    NamedFormula{"hardmax", F::Hardmax},
};
/// Values of the setting "mask".
constexpr std::array maskNames{
    NamedFormula{"causal", F::Masked},
    NamedFormula{"window", F::WindowMasked},
    NamedFormula{"history", F::HistoryMasked},
};
/// Values of the setting "positions".
constexpr std::array positionNames{
    NamedFormula{"concatenated", F::ConcatenatedPosition},
    NamedFormula{"learned", F::LearnedPosition},
};

FormulaId nameFormula(std::span<const NamedFormula> lines, std::string_view name,
                      FormulaId otherwise = F::None)
{
    const auto line =
        std::find_if(lines.begin(), lines.end(), [&](const auto& l) { return l.name == name; });
    return line == lines.end() ? otherwise : line->formula;
}

template <class Value> const Value* setting(const Trace& trace, std::string_view name)
{
    const auto found = trace.settings.values().find(name);
    return found == trace.settings.values().end() ? nullptr : std::get_if<Value>(&found->second);
}

/// The text of a setting, "" if there is none.
std::string_view settingOf(const Trace& trace, std::string_view name)
{
    const auto* text = setting<std::string>(trace, name);
    return text ? std::string_view(*text) : std::string_view();
}

const TraceTensor* sibling(const Trace& trace, const TraceTensor& tensor, Role role)
{
    const int index = trace.indexOf(role, tensor.scope());
    return index < 0 ? nullptr : &trace.tensors[static_cast<std::size_t>(index)];
}

/// A recurrent decoder's states: the query of their attention is one of them.
bool isRecurrent(const Trace& trace)
{
    return trace.indexOf(Role::DecoderState) >= 0;
}

/// A folder of the tensor's path: "cross" in "decoder/layer0/cross/head1/scores".
bool isWithin(const TraceTensor& tensor, std::string_view folder)
{
    std::string_view scope = tensor.scope();
    while (!scope.empty()) {
        const auto slash = scope.find('/');
        if (scope.substr(0, slash) == folder)
            return true;
        scope = slash == std::string_view::npos ? std::string_view() : scope.substr(slash + 1);
    }
    return false;
}

/// Queries and keys belong to other tokens.
bool isCross(const Trace& trace, const TraceTensor& tensor)
{
    if (isWithin(tensor, "cross"))
        return true;
    if (isWithin(tensor, "self"))
        return false;
    const TraceTensor* query = sibling(trace, tensor, Role::Query);
    const TraceTensor* key = sibling(trace, tensor, Role::Key);
    if (!query || !key)
        return false;
    if (query->rows && key->rows)
        return *query->rows != *key->rows;
    return query->value.rows() != key->value.rows();
}

FormulaId projectionFormula(const Trace& trace, const TraceTensor& tensor, FormulaId self,
                            FormulaId cross, FormulaId given, FormulaId recurrent)
{
    if (isRecurrent(trace))
        return recurrent;
    if (!settingOf(trace, "kernel").empty()) {
        const bool standardised = trace.indexOf("points") >= 0;
        return standardised && given == F::GivenQuery ? F::StandardisedQuery
            : standardised && given == F::GivenKey    ? F::StandardisedKey
                                                      : given;
    }
    return isCross(trace, tensor) ? cross : self;
}

/// The decoder's query is its state: the current one where that is computed before.
FormulaId recurrentQuery(const Trace& trace, const TraceTensor& query)
{
    return trace.indexOf(Role::DecoderState) < trace.indexOf(query.path) ? F::CurrentQuery
                                                                         : F::DecoderQuery;
}

FormulaId scoreFormula(const Trace& trace)
{
    const std::string_view kernel = settingOf(trace, "kernel");
    if (!kernel.empty())
        return nameFormula(kernelNames, kernel);
    return nameFormula(scoreNames, settingOf(trace, "score"), F::DotScore);
}

/// Which keys are hidden: what the setting says, else what the numbers say.
FormulaId maskFormula(const Trace& trace, const TraceTensor& tensor)
{
    const FormulaId set = nameFormula(maskNames, settingOf(trace, "mask"));
    if (set != F::None && !isWithin(tensor, "cross"))
        return set;
    bool hidden = false;
    bool causal = tensor.value.rows() == tensor.value.columns();
    for (Index row = 0; row < tensor.value.rows(); ++row)
        for (Index column = 0; column < tensor.value.columns(); ++column) {
            const bool isHidden = std::isinf(tensor.value.at(row, column));
            hidden = hidden || isHidden;
            causal = causal && isHidden == (column > row);
        }
    return !hidden ? F::Unmasked : causal ? F::Masked : F::PartlyMasked;
}

FormulaId weightsFormula(const Trace& trace, const TraceTensor& tensor)
{
    const std::string_view kernel = settingOf(trace, "kernel");
    if (!kernel.empty() && kernel != "gaussian")
        return F::Proportional;
    const FormulaId other = nameFormula(normaliserNames, settingOf(trace, "normaliser"));
    if (other != F::None)
        return other;
    const bool pointer = isRecurrent(trace) && !sibling(trace, tensor, Role::Context)
        && !sibling(trace, tensor, Role::Value);
    return pointer ? F::PointerWeights : F::Softmax;
}

FormulaId stateFormula(const Trace& trace, const TraceTensor& tensor)
{
    const std::string_view cell = settingOf(trace, "cell");
    if (cell == "lstm")
        return tensor.name().find("cell") != std::string_view::npos ? F::LstmCell : F::LstmState;
    return cell == "rnn" ? F::RnnState : F::GruState;
}

/// The state's way depends on whether the context of its step is there before it.
FormulaId decoderStateFormula(const Trace& trace, const TraceTensor& tensor)
{
    const int context = trace.indexOf(Role::Context);
    return context >= 0 && context < trace.indexOf(tensor.path) ? F::DecoderState
                                                                : F::CurrentDecoderState;
}

FormulaId hiddenFormula(const Trace& trace, const TraceTensor& tensor)
{
    const FormulaId formula = nameFormula(hiddenNames, tensor.name());
    if (settingOf(trace, "norm") == "pre")
        return formula == F::Attended   ? F::PreNormAttended
            : formula == F::LayerOutput ? F::PreNormLayerOutput
                                        : formula;
    return formula;
}

} // namespace

std::string_view formulaName(FormulaId formula)
{
    for (const NamedFormula& line : formulaNames)
        if (line.formula == formula)
            return line.name;
    return "";
}

FormulaId formulaOf(const Trace& trace, const TraceTensor& tensor)
{
    switch (tensor.role) {
    case Role::Embedding:
        return nameFormula(inputNames, tensor.name(), F::Embedding);
    case Role::Position:
        return nameFormula(positionNames, settingOf(trace, "positions"), F::Position);
    case Role::Query:
        return isRecurrent(trace)
            ? recurrentQuery(trace, tensor)
            : projectionFormula(trace, tensor, F::Query, F::CrossQuery, F::GivenQuery, F::None);
    case Role::Key:
        return projectionFormula(trace, tensor, F::Key, F::CrossKey, F::GivenKey, F::EncoderKey);
    case Role::Value:
        return projectionFormula(trace, tensor, F::Value, F::CrossValue, F::GivenValue,
                                 F::EncoderValue);
    case Role::Scores:
        return scoreFormula(trace);
    case Role::Scaled:
        return settingOf(trace, "score") == "scaled_dot" ? F::Scaled : F::Tempered;
    case Role::Masked:
        return maskFormula(trace, tensor);
    case Role::Weights:
        return weightsFormula(trace, tensor);
    case Role::Context: {
        const bool* attention = setting<bool>(trace, "attention");
        return attention && !*attention ? F::FixedContext : F::Context;
    }
    case Role::State:
        return stateFormula(trace, tensor);
    case Role::DecoderState:
        return decoderStateFormula(trace, tensor);
    case Role::Gate:
        return nameFormula(gateNames, tensor.name());
    case Role::Logits:
        return F::Logits;
    case Role::Probabilities:
        return tensor.value.rows() == 1 && trace.output.empty() ? F::ClassProbabilities
                                                                : F::Probabilities;
    case Role::Hidden:
        return hiddenFormula(trace, tensor);
    }
    return F::None;
}

} // namespace regard
