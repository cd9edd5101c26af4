// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/legacy_formula.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>

namespace regard {

namespace {

using F = FormulaId;

struct NamedFormula {
    std::string_view name;
    FormulaId formula;
};

/// What models call their tensors; in a folder of that name where it means something else there.
struct NamedTensor {
    Role role{};
    std::string_view folder; ///< "" for any
    std::string_view name;
    FormulaId formula{};
};
constexpr std::array tensorNames{
    // attention layers
    NamedTensor{Role::Hidden, "", "X", F::PositionedInput},
    NamedTensor{Role::Hidden, "", "projected_queries", F::ProjectedQuery},
    NamedTensor{Role::Hidden, "", "projected_keys", F::ProjectedKey},
    NamedTensor{Role::Hidden, "", "attention_output", F::AttentionOutput},
    NamedTensor{Role::Hidden, "", "attended", F::Attended},
    NamedTensor{Role::Hidden, "", "mean", F::Mean},
    // numbers that a person types
    NamedTensor{Role::Embedding, "", "input", F::Numbers},
    NamedTensor{Role::Embedding, "", "points", F::Numbers},
    NamedTensor{Role::Embedding, "", "queries", F::Numbers},
    NamedTensor{Role::Hidden, "", "spectrum", F::Numbers},
    // a memory with slots
    NamedTensor{Role::Position, "", "masks", F::WordMask},
    NamedTensor{Role::Hidden, "", "masked_words", F::MaskedWord},
    NamedTensor{Role::Hidden, "", "sentences", F::EncodedSentence},
    NamedTensor{Role::Hidden, "", "keys", F::SlotKey},
    NamedTensor{Role::Hidden, "", "content_match", F::ContentMatch},
    NamedTensor{Role::Hidden, "", "key_match", F::KeyMatch},
    NamedTensor{Role::Gate, "", "gates", F::SlotGate},
    NamedTensor{Role::Gate, "", "candidate", F::SlotCandidate},
    NamedTensor{Role::State, "", "memory", F::SlotMemory},
    NamedTensor{Role::Query, "answer", "Q", F::EncodedQuestion},
    NamedTensor{Role::Hidden, "answer", "output", F::Answer},
    // layers of an autoencoder
    NamedTensor{Role::Hidden, "", "noisy", F::Noisy},
    NamedTensor{Role::Hidden, "decoder1", "dense", F::TiedDense},
    NamedTensor{Role::Hidden, "", "dense", F::Dense},
    NamedTensor{Role::Hidden, "", "rectified", F::Rectified},
    NamedTensor{Role::Hidden, "encoder1", "normalised", F::MeanVariance},
    NamedTensor{Role::Hidden, "encoder2", "normalised", F::MeanVariance},
    NamedTensor{Role::Hidden, "", "scores", F::FeatureScore},
    NamedTensor{Role::Context, "", "weighed", F::Weighed},
    NamedTensor{Role::Hidden, "", "mixed", F::Mixed},
    NamedTensor{Role::Hidden, "", "code", F::Code},
    NamedTensor{Role::Hidden, "", "reconstruction", F::TiedDense},
    // after those of the same name above
    NamedTensor{Role::Hidden, "", "normalised", F::Normalised},
    NamedTensor{Role::Hidden, "", "output", F::LayerOutput},
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

FormulaId namedFormula(const TraceTensor& tensor)
{
    for (const NamedTensor& line : tensorNames)
        if (line.role == tensor.role && line.name == tensor.name()
            && (line.folder.empty() || isWithin(tensor, line.folder)))
            return line.formula;
    return F::None;
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
                            FormulaId cross, FormulaId given)
{
    if (!settingOf(trace, "kernel").empty()) {
        const bool standardised = trace.indexOf("points") >= 0;
        return standardised && given == F::GivenQuery ? F::StandardisedQuery
            : standardised && given == F::GivenKey    ? F::StandardisedKey
                                                      : given;
    }
    return isCross(trace, tensor) ? cross : self;
}

FormulaId scoreFormula(const Trace& trace, const TraceTensor& tensor)
{
    // Attention among the features of a layer weighs that layer.
    const bool ofFeatures = trace.find(std::string(tensor.scope()) + "/weighed") != nullptr;
    if (ofFeatures)
        return F::FeatureScore;
    const std::string_view kernel = settingOf(trace, "kernel");
    if (!kernel.empty())
        return nameFormula(kernelNames, kernel);
    return nameFormula(scoreNames, settingOf(trace, "score"), F::DotScore);
}

/// Which keys are hidden: what the setting says, else what the numbers say.
FormulaId maskFormula(const Trace& trace, const TraceTensor& tensor)
{
    const FormulaId set = nameFormula(maskNames, settingOf(trace, "mask"));
    // A decoder hides what it has not written yet, whatever the setting does elsewhere.
    if (set != F::None && !isWithin(tensor, "cross") && !isWithin(tensor, "self"))
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

/// Without layer norm around it, where it comes before each part of a layer.
FormulaId withNormFirst(FormulaId formula)
{
    return formula == F::Attended   ? F::PreNormAttended
        : formula == F::LayerOutput ? F::PreNormLayerOutput
                                    : formula;
}

} // namespace

FormulaId formulaIdOf(const Trace& trace, const TraceTensor& tensor)
{
    const FormulaId named = namedFormula(tensor);
    if (named != F::None)
        return settingOf(trace, "norm") == "pre" ? withNormFirst(named) : named;
    switch (tensor.role) {
    case Role::Embedding:
        return F::Embedding;
    case Role::Position:
        return nameFormula(positionNames, settingOf(trace, "positions"), F::Position);
    case Role::Query:
        return projectionFormula(trace, tensor, F::Query, F::CrossQuery, F::GivenQuery);
    case Role::Key:
        return projectionFormula(trace, tensor, F::Key, F::CrossKey, F::GivenKey);
    case Role::Value:
        return projectionFormula(trace, tensor, F::Value, F::CrossValue, F::GivenValue);
    case Role::Scores:
        return scoreFormula(trace, tensor);
    case Role::Scaled:
        return settingOf(trace, "score") == "scaled_dot" || !settingOf(trace, "divisor").empty()
            ? F::Scaled
            : F::Tempered;
    case Role::Masked:
        return maskFormula(trace, tensor);
    case Role::Weights:
        return weightsFormula(trace, tensor);
    case Role::Context:
        return F::Context;
    case Role::Logits:
        return F::Logits;
    case Role::Probabilities:
        // One verdict, which no decoder wrote.
        return tensor.value.rows() == 1 && trace.output.size() == 1 && trace.steps() == 0
            ? F::ClassProbabilities
            : F::Probabilities;
    case Role::State:
    case Role::DecoderState:
    case Role::Gate:
    case Role::Hidden:
        return F::None;
    }
    return F::None;
}

} // namespace regard
