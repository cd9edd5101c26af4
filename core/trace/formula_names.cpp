// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/formula.h"

#include <algorithm>
#include <array>

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
    NamedFormula{"recent_numbers", F::RecentNumbers},
    NamedFormula{"query_state", F::StateQuery},
    NamedFormula{"question", F::EncodedQuestion},
    NamedFormula{"score_features", F::FeatureScore},
    NamedFormula{"cell_input", F::CellInput},
    NamedFormula{"state_both", F::BothDirections},
    NamedFormula{"joined", F::JoinedState},
    NamedFormula{"change", F::Change},
    NamedFormula{"forecast", F::Forecast},
    NamedFormula{"forecast_units", F::ForecastInUnits},
    NamedFormula{"word_mask", F::WordMask},
    NamedFormula{"masked_word", F::MaskedWord},
    NamedFormula{"sentence", F::EncodedSentence},
    NamedFormula{"slot_key", F::SlotKey},
    NamedFormula{"content_match", F::ContentMatch},
    NamedFormula{"key_match", F::KeyMatch},
    NamedFormula{"slot_gate", F::SlotGate},
    NamedFormula{"slot_candidate", F::SlotCandidate},
    NamedFormula{"slot_memory", F::SlotMemory},
    NamedFormula{"answer", F::Answer},
    NamedFormula{"noisy", F::Noisy},
    NamedFormula{"dense", F::Dense},
    NamedFormula{"dense_tied", F::TiedDense},
    NamedFormula{"rectified", F::Rectified},
    NamedFormula{"mean_variance", F::MeanVariance},
    NamedFormula{"weighed", F::Weighed},
    NamedFormula{"mixed", F::Mixed},
    NamedFormula{"code", F::Code},
    NamedFormula{"logits", F::Logits},
    NamedFormula{"probabilities", F::Probabilities},
    NamedFormula{"class_probabilities", F::ClassProbabilities},
};

} // namespace

std::string_view formulaName(FormulaId formula)
{
    for (const NamedFormula& line : formulaNames)
        if (line.formula == formula)
            return line.name;
    return "";
}

} // namespace regard
